package nl.digitalebalie.desktop.cases;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was opened beside the cases: a document, notes. Part of the open panel, so it goes with it.
 */
public record Beside(Optional<Viewing> viewing, Map<String, CaseNotes> notes) {
  public static final Beside NOTHING = new Beside(Optional.empty(), Map.of());

  public Beside {
    Objects.requireNonNull(viewing);
    notes = Map.copyOf(notes);
  }

  public Beside with(Optional<Viewing> other) {
    return new Beside(other, notes);
  }

  public Beside with(String handle, CaseNotes of) {
    Map<String, CaseNotes> more = new HashMap<>(notes);
    more.put(handle, of);
    return new Beside(viewing, more);
  }

  @Override
  public String toString() {
    return "Beside";
  }
}
