package nl.digitalebalie.server.cases;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.cases.Places.CasePlace;

/** What colleagues wrote beside a case. */
public interface CaseNotes {
  NotesAnswer notes(CasePlace place, Reader reader);

  /** Writes a note that staff alone see. */
  WriteAnswer write(CasePlace place, NewNote note, Reader reader);

  /**
   * @param subject at most 255 characters, as the specifications have it
   */
  record NewNote(Sensitive<String> subject, Sensitive<String> text) {
    public static final int MAX_SUBJECT_CHARS = 255;
    public static final int MAX_TEXT_CHARS = 4_000;

    public NewNote {
      if (subject.reveal().isBlank() || subject.reveal().length() > MAX_SUBJECT_CHARS) {
        throw new IllegalArgumentException("a subject has 1 to 255 characters");
      }
      if (text.reveal().isBlank() || text.reveal().length() > MAX_TEXT_CHARS) {
        throw new IllegalArgumentException("a note has 1 to 4000 characters");
      }
    }
  }

  record Note(
      Sensitive<String> subject,
      Sensitive<String> text,
      String author,
      Instant at,
      Audience audience) {
    public Note {
      Objects.requireNonNull(subject);
      Objects.requireNonNull(text);
      Objects.requireNonNull(author);
      Objects.requireNonNull(at);
      Objects.requireNonNull(audience);
    }
  }

  enum Audience {
    STAFF,
    RESIDENT_TOO
  }

  sealed interface NotesAnswer {
    /** Newest first. */
    record Found(List<Note> notes) implements NotesAnswer {
      public Found {
        notes = List.copyOf(notes);
      }
    }

    record Unavailable(String code) implements NotesAnswer {}
  }

  sealed interface WriteAnswer {
    record Written() implements WriteAnswer {}

    /**
     * @param effect what is there of the note all the same
     */
    record Failed(String code, Effect effect) implements WriteAnswer {
      /** Before anything was sent. */
      public Failed(String code) {
        this(code, Effect.NONE);
      }
    }

    /** Of a write that failed, on the case system. */
    enum Effect {
      NONE,
      /** It may have been written. */
      UNKNOWN
    }
  }
}
