package nl.digitalebalie.protocol.peer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * The plaintext of a sealed frame, in either direction: JSON with the same rules as every message.
 * It comes from the other person's device and not from the server, and is bounded all the same.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "chat", value = PeerMessage.Chat.class),
  @Type(name = "typing", value = PeerMessage.Typing.class),
  @Type(name = "live-text", value = PeerMessage.LiveText.class),
  @Type(name = "received", value = PeerMessage.Received.class),
  @Type(name = "phone-number", value = PeerMessage.PhoneNumber.class),
  @Type(name = "file-offer", value = PeerMessage.FileOffer.class),
  @Type(name = "file-answer", value = PeerMessage.FileAnswer.class),
  @Type(name = "file-part", value = PeerMessage.FilePart.class),
  @Type(name = "file-progress", value = PeerMessage.FileProgress.class),
  @Type(name = "code-commitment", value = PeerMessage.CodeCommitment.class),
  @Type(name = "code-nonce", value = PeerMessage.CodeNonce.class),
  @Type(name = "code-reveal", value = PeerMessage.CodeReveal.class),
  @Type(name = "code-outcome", value = PeerMessage.CodeOutcome.class),
  @Type(name = "case-status", value = PeerMessage.CaseStatus.class)
})
public sealed interface PeerMessage {
  int MAX_CHAT_CHARS = 4_000;

  /** A line of live text; longer lines are broken by the sender. */
  int MAX_LINE_CHARS = 500;

  int MAX_FILE_NAME_CHARS = 120;
  int MAX_FILE_BYTES = 10 * 1024 * 1024;

  /** Bytes of a file in one frame; 427 frames carry the largest file. */
  int PART_BYTES = 24 * 1024;

  /** base64url of {@link #PART_BYTES}. */
  int MAX_PART_CHARS = 32_768;

  /** How many parts may be under way before the receiver has confirmed one. */
  int PARTS_UNDER_WAY = 4;

  int MAX_STATUS_LINES = 20;
  int MAX_STATUS_CHARS = 200;

  /** base64url of 32 bytes. */
  Pattern BYTES_32 = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** Random, chosen by the sender; a repeat after a new epoch has the same one. */
  Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,32}");

  /** One chat message. Sent again under a new epoch while it is not known to have arrived. */
  record Chat(String id, Sensitive<String> text) implements PeerMessage {
    public Chat {
      form(id, ID, "id");
      chars(text.reveal(), MAX_CHAT_CHARS, "text");
    }
  }

  /** The other side is writing, or has stopped. */
  record Typing(TypingState state) implements PeerMessage {
    public Typing {
      Objects.requireNonNull(state);
    }
  }

  /**
   * Real-time text (EN 301 549 6.2): the whole line so far, each time it changes, so that a lost or
   * repeated one does no harm. {@code DONE} ends the line; {@code line} counts up from 1.
   */
  record LiveText(int line, Sensitive<String> text, LineState state) implements PeerMessage {
    public LiveText {
      positive(line, "line");
      chars(text.reveal(), MAX_LINE_CHARS, "text");
      Objects.requireNonNull(state);
    }
  }

  /** Everything up to this counter of this epoch arrived; itself needs no confirmation. */
  record Received(long counter) implements PeerMessage {
    public Received {
      positive(counter, "counter");
    }
  }

  /** Call me on this number while the page stays open. */
  record PhoneNumber(Sensitive<String> number) implements PeerMessage {
    private static final Pattern NUMBER = Pattern.compile("[+]?[0-9][0-9 -]{4,22}[0-9]");

    public PhoneNumber {
      form(number.reveal(), NUMBER, "number");
    }
  }

  /**
   * I would like to send this file; nothing follows before it is accepted.
   *
   * @param name a plain file name, never a path
   * @param mediaType one of {@link FileKind}
   * @param sha256 of the whole file, base64url
   */
  record FileOffer(String file, Sensitive<String> name, int bytes, String mediaType, String sha256)
      implements PeerMessage {
    /** No path, no control or direction character, no leading dot, no Windows specials. */
    private static final Pattern NAME =
        Pattern.compile("[^\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|.][^\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|]*");

    public FileOffer {
      form(file, ID, "file");
      chars(name.reveal(), MAX_FILE_NAME_CHARS, "name");
      form(name.reveal(), NAME, "name");
      positive(bytes, "bytes");
      atMost(bytes, MAX_FILE_BYTES, "bytes");
      if (FileKind.ofMediaType(mediaType).isEmpty()) {
        throw new IllegalArgumentException("this kind of file is not carried");
      }
      form(sha256, BYTES_32, "sha256");
    }
  }

  record FileAnswer(String file, FileDecision decision) implements PeerMessage {
    public FileAnswer {
      form(file, ID, "file");
      Objects.requireNonNull(decision);
    }
  }

  /**
   * Part {@code index} (from 0) of an accepted file, {@link #PART_BYTES} bytes but for the last;
   * base64url.
   */
  record FilePart(String file, int index, Sensitive<String> data) implements PeerMessage {
    public FilePart {
      form(file, ID, "file");
      if (index < 0 || index > MAX_FILE_BYTES / PART_BYTES) {
        throw new IllegalArgumentException("index lies outside the file");
      }
      chars(data.reveal(), MAX_PART_CHARS, "data");
    }
  }

  /** So many parts have arrived; at most {@link #PARTS_UNDER_WAY} more may follow. */
  record FileProgress(String file, int parts) implements PeerMessage {
    public FileProgress {
      form(file, ID, "file");
      positive(parts, "parts");
    }
  }

  /** Counter to resident: first step of the spoken code. */
  record CodeCommitment(String commitment) implements PeerMessage {
    public CodeCommitment {
      form(commitment, BYTES_32, "commitment");
    }
  }

  /** Resident to counter: second step. */
  record CodeNonce(String nonce) implements PeerMessage {
    public CodeNonce {
      form(nonce, BYTES_32, "nonce");
    }

    @Override
    public String toString() {
      return "CodeNonce[redacted]";
    }
  }

  /** Counter to resident: third step; the resident checks it and shows the code. */
  record CodeReveal(String nonce) implements PeerMessage {
    public CodeReveal {
      form(nonce, BYTES_32, "nonce");
    }

    @Override
    public String toString() {
      return "CodeReveal[redacted]";
    }
  }

  /** What came of it; the resident's page stops showing the code, or asks to say it again. */
  record CodeOutcome(CodeWord outcome) implements PeerMessage {
    public CodeOutcome {
      Objects.requireNonNull(outcome);
    }
  }

  /**
   * Counter to resident, when the panel opens: how far the resident's running cases are, in the
   * words that the case system has for them. Takes the place of what was said before.
   */
  record CaseStatus(List<StatusLine> lines) implements PeerMessage {
    public CaseStatus {
      atMost(lines.size(), MAX_STATUS_LINES, "lines");
      lines = List.copyOf(lines);
    }
  }

  /**
   * @param what the kind of case
   * @param status the milestone that it has reached
   */
  record StatusLine(Sensitive<String> what, Sensitive<String> status) {
    public StatusLine {
      chars(what.reveal(), MAX_STATUS_CHARS, "what");
      chars(status.reveal(), MAX_STATUS_CHARS, "status");
    }
  }

  enum TypingState {
    WRITING,
    STOPPED
  }

  enum LineState {
    OPEN,
    DONE
  }

  enum FileDecision {
    ACCEPTED,
    DECLINED,
    /** By the sender or the receiver, at any moment. */
    CANCELLED,
    /** All parts are here and the hash is right. */
    COMPLETE,
    /** All parts are here and the hash is wrong, or a part did not fit. */
    BROKEN
  }

  enum CodeWord {
    MATCHED,
    /** Wrong once: please say it again. */
    SAY_AGAIN,
    /** Wrong twice: the conversation ends. */
    FAILED,
    /** Over another medium the same code is asked once more. */
    ASKED_AGAIN,
    /** The resident's page refused the reveal. */
    REFUSED
  }

  private static void chars(String value, int limit, String what) {
    if (value == null || value.length() > limit) {
      throw new IllegalArgumentException(what + " is missing or too long");
    }
  }

  private static void form(String value, Pattern form, String what) {
    if (value == null || !form.matcher(value).matches()) {
      throw new IllegalArgumentException(what + " has another form");
    }
  }

  private static void positive(long value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be 1 or more");
    }
  }

  private static void atMost(int value, int limit, String what) {
    if (value > limit) {
      throw new IllegalArgumentException(what + " may be at most " + limit);
    }
  }
}
