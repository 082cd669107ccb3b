package nl.digitalebalie.desktop.chat;

import java.time.Instant;
import java.util.Objects;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** One thing that was written or sent, in the order in which it came. */
public sealed interface Entry {
  String id();

  Speaker speaker();

  Instant at();

  /**
   * A message, or a finished line of live text.
   *
   * @param line number of the line of live text; 0 for a message
   * @param changedAt of the delivery
   */
  record Said(
      String id,
      Speaker speaker,
      int line,
      Sensitive<String> text,
      Instant at,
      Delivery delivery,
      Instant changedAt)
      implements Entry {
    public Said {
      Objects.requireNonNull(id);
      Objects.requireNonNull(speaker);
      Objects.requireNonNull(text);
      Objects.requireNonNull(at);
      Objects.requireNonNull(delivery);
      Objects.requireNonNull(changedAt);
    }

    Said with(Delivery other, Instant now) {
      return new Said(id, speaker, line, text, at, other, now);
    }
  }

  /**
   * A file, offered by {@code speaker}.
   *
   * @param name empty for a page whose panel is not open any more
   */
  record SharedFile(
      String id,
      Speaker speaker,
      Origin origin,
      Sensitive<String> name,
      FileKind kind,
      int bytes,
      String sha256,
      Instant at,
      FileState state)
      implements Entry {
    public SharedFile {
      Objects.requireNonNull(id);
      Objects.requireNonNull(speaker);
      Objects.requireNonNull(origin);
      Objects.requireNonNull(name);
      Objects.requireNonNull(kind);
      Objects.requireNonNull(sha256);
      Objects.requireNonNull(at);
      Objects.requireNonNull(state);
    }

    SharedFile with(FileState other) {
      return new SharedFile(id, speaker, origin, name, kind, bytes, sha256, at, other);
    }

    /** The name of a page says what its document is. */
    SharedFile nameless() {
      return new SharedFile(id, speaker, origin, Sensitive.of(""), kind, bytes, sha256, at, state);
    }

    public boolean isNameless() {
      return name.reveal().isEmpty();
    }
  }

  /** Where a file comes from. */
  enum Origin {
    /** A person chose it from a disk. */
    CHOSEN,
    /** A page of a document in the open panel: it goes no further than the panel does. */
    PANEL
  }

  enum Speaker {
    STAFF,
    RESIDENT
  }

  /** Where a message of ours is; one of theirs has {@code RECEIVED}. */
  enum Delivery {
    /** No keys are agreed upon; it goes out with the next ones. */
    WAITING,
    SENDING,
    /** Sent again under new keys. */
    RESENT,
    DELIVERED,
    /** Not confirmed for long; it still is sent again by itself. */
    FAILED,
    /** The resident has another key now; a person says it again, if it is still meant. */
    WITHHELD,
    RECEIVED
  }

  /** Where a file is. */
  sealed interface FileState {
    /** The other side has not answered yet. */
    record Offered() implements FileState {}

    /**
     * Under way.
     *
     * @param arrived parts that the receiver has
     * @param sent parts that left the sender
     */
    record Running(int arrived, int sent, int of) implements FileState {}

    /** Whole, and its hash is the announced one. */
    record Complete() implements FileState {}

    /** Written where the staff member chose; no longer in memory. */
    record Saved() implements FileState {}

    record Ended(FileEnd why) implements FileState {}
  }

  /** Why a file does not come. */
  enum FileEnd {
    DECLINED,
    CANCELLED,
    /** Parts or hash do not fit. */
    BROKEN,
    /** A new connection began; it can be offered again. */
    INTERRUPTED
  }
}
