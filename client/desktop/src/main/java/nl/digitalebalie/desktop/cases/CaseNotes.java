package nl.digitalebalie.desktop.cases;

import java.util.List;
import java.util.Objects;
import nl.digitalebalie.protocol.cases.PanelContent.Note;

/** The notes of one case, as far as they were asked for. */
public record CaseNotes(List<Note> notes, Phase phase) {
  public CaseNotes {
    notes = List.copyOf(notes);
    Objects.requireNonNull(phase);
  }

  /** What is known of them. */
  public enum Phase {
    LOADING,
    READ,
    NOT_AVAILABLE,
    ADDING,
    NOT_WRITTEN,
    PERHAPS_WRITTEN
  }

  public CaseNotes with(Phase other) {
    return new CaseNotes(notes, other);
  }

  @Override
  public String toString() {
    return "CaseNotes[" + phase + "]";
  }
}
