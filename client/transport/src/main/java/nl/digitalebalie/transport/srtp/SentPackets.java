package nl.digitalebalie.transport.srtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest protected packets of one SSRC, so that a sequence number is never encrypted twice.
 *
 * <p>RFC 7714 section 8.1 makes the nonce of SSRC, rollover counter and sequence number: encrypting
 * another content under the same one gives away the authentication key. And jitsi-srtp returns the
 * packet <em>unencrypted</em> with status OK when the JDK refuses such a nonce. So a resend gets
 * the identical ciphertext, as RFC 3711 section 3.3.4 wants, and anything else is a bug of ours.
 */
final class SentPackets {
  /** Some seconds of video; the engine's own retransmission cache is smaller. */
  static final int WINDOW = 1024;

  private final @Nullable Sent[] ring = new @Nullable Sent[WINDOW];
  private int newest = -1;

  private record Sent(int sequence, byte[] plain, byte[] secret) {}

  /** Encrypts one packet that was never sent before. */
  interface Encryption {
    byte[] encrypt(byte[] plain);
  }

  byte[] protect(int sequence, byte[] plain, Encryption encryption) {
    Sent before = ring[sequence % WINDOW];
    if (before != null && before.sequence() == sequence) {
      requireSame(before.plain(), plain);
      return before.secret().clone();
    }
    requireInWindow(sequence);
    byte[] secret = encryption.encrypt(plain);
    ring[sequence % WINDOW] = new Sent(sequence, plain.clone(), secret.clone());
    if (newest < 0 || ahead(sequence) < 0x8000) {
      newest = sequence;
    }
    return secret;
  }

  private static void requireSame(byte[] before, byte[] now) {
    if (!Arrays.equals(before, now)) {
      throw new IllegalStateException("one sequence number for two different packets");
    }
  }

  private void requireInWindow(int sequence) {
    boolean tooOld =
        newest >= 0 && ahead(sequence) >= 0x8000 && 0x10000 - ahead(sequence) >= WINDOW;
    if (tooOld) {
      throw new IllegalStateException("a packet is sent again that may have been sent before");
    }
  }

  /** How far this sequence number lies ahead of the newest, modulo 2^16. */
  private int ahead(int sequence) {
    return (sequence - newest) & 0xFFFF;
  }
}
