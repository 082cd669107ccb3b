package nl.digitalebalie.protocol.binding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The counter's side of one run of the spoken code. One run for each {@code b}: a run that was
 * aborted is not begun again under the same keys. Never shows the code to anybody: what the
 * resident says is typed and compared here.
 */
public sealed interface CodeOfCounter {
  /** A slip of the tongue is forgiven once. */
  int TRIES = 2;

  /** Committed; the resident's nonce is awaited. */
  record Committed(ChannelBinding binding, byte[] nonce) implements CodeOfCounter {
    public byte[] commitment() {
      return SpokenCode.commitment(nonce, binding);
    }

    /** The resident's nonce came: from here on both can derive the code. */
    public Revealed on(byte[] residentNonce) {
      return new Revealed(nonce, SpokenCode.code(residentNonce, nonce, binding), TRIES);
    }

    @Override
    public String toString() {
      return "Committed[redacted]";
    }
  }

  /**
   * The nonce is revealed, the resident sees the code.
   *
   * @param nonce to send
   */
  record Revealed(byte[] nonce, String code, int triesLeft) implements CodeOfCounter {
    /** Compares in constant time; {@code typed} may hold spaces, as people write numbers. */
    public CodeOfCounter on(String typed) {
      byte[] digits = typed.replace(" ", "").getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(digits, code.getBytes(StandardCharsets.UTF_8))) {
        return new Matched(nonce, code);
      }
      return triesLeft > 1 ? new Revealed(nonce, code, triesLeft - 1) : new Failed();
    }

    @Override
    public String toString() {
      return "Revealed[triesLeft=" + triesLeft + "]";
    }
  }

  /** The person who spoke sits at the page that holds the resident's key. */
  record Matched(byte[] nonce, String code) implements CodeOfCounter {
    /** The same code is asked over another medium, such as a telephone. */
    public Revealed again() {
      return new Revealed(nonce, code, TRIES);
    }

    @Override
    public String toString() {
      return "Matched[]";
    }
  }

  /** Twice wrong: the conversation ends. */
  record Failed() implements CodeOfCounter {}
}
