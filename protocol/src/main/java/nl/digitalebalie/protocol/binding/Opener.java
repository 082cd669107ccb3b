package nl.digitalebalie.protocol.binding;

import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;

/**
 * Opens what the other party sends in one epoch, in order and each frame once: only the last
 * counter + 1 is accepted. Mutable; one owner.
 */
public final class Opener {
  private final SealCipher cipher;
  private long last;

  /**
   * @param from the other party
   */
  public Opener(ChatKeys keys, Party from, ConversationId conversation) {
    this.cipher = new SealCipher(keys, from, conversation);
  }

  /** What came of a frame. Only {@link Message} moves the counter. */
  public sealed interface Opened {
    /** The next message, as it was sealed. */
    record Message(long counter, byte[] plaintext) implements Opened {}

    /** Seen before: a resend that crossed, or a replay. Nothing to do. */
    record Repeated() implements Opened {}

    /** Frames between are missing; ask for a resend from {@code expected}. */
    record Gap(long expected) implements Opened {}

    /** Of another epoch: its keys are gone. */
    record OtherEpoch() implements Opened {}

    /** Not made by the other party for this place: somebody tampered. */
    record Forged() implements Opened {}
  }

  /** The last counter that was accepted; 0 before the first. */
  public long last() {
    return last;
  }

  public Opened open(SealedFrame frame) {
    if (frame.epoch() != cipher.epoch()) {
      return new Opened.OtherEpoch();
    }
    if (frame.counter() <= last) {
      return new Opened.Repeated();
    }
    if (frame.counter() > last + 1) {
      return new Opened.Gap(last + 1);
    }
    Optional<byte[]> plaintext = cipher.decrypt(frame.counter(), frame.ciphertext());
    if (plaintext.isEmpty()) {
      return new Opened.Forged();
    }
    last = frame.counter();
    return new Opened.Message(last, plaintext.get());
  }
}
