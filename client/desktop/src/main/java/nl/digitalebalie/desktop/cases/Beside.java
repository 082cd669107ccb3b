package nl.digitalebalie.desktop.cases;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was opened beside the cases: a document, notes. Part of the open panel, so it goes with it.
 *
 * @param lastRequest of a document
 */
public record Beside(Optional<Viewing> viewing, Map<String, CaseNotes> notes, int lastRequest) {
  public static final Beside NOTHING = new Beside(Optional.empty(), Map.of(), 0);

  public Beside {
    Objects.requireNonNull(viewing);
    notes = Map.copyOf(notes);
  }

  public Beside with(Optional<Viewing> other) {
    return new Beside(other, notes, other.map(Viewing::request).orElse(lastRequest));
  }

  public Beside with(String handle, CaseNotes of) {
    Map<String, CaseNotes> more = new HashMap<>(notes);
    more.put(handle, of);
    return new Beside(viewing, more, lastRequest);
  }

  @Override
  public String toString() {
    return "Beside";
  }
}
