package nl.digitalebalie.protocol.binding;

/**
 * One encrypted message as it travels: AES-256-GCM, tag at the end.
 *
 * @param epoch whose keys
 * @param counter counts up from 1 within the epoch and direction
 * @param ciphertext 16 bytes (the tag) to {@value #MAX_CIPHERTEXT_BYTES}
 */
public record SealedFrame(int epoch, long counter, byte[] ciphertext) {
  /** A part of a file with its words around it; base64url of it fits into a signalling frame. */
  public static final int MAX_PLAINTEXT_BYTES = 40_000;

  static final int TAG_BYTES = 16;
  public static final int MAX_CIPHERTEXT_BYTES = MAX_PLAINTEXT_BYTES + TAG_BYTES;

  public SealedFrame {
    if (epoch < 1 || counter < 1) {
      throw new IllegalArgumentException("epochs and frames count from 1");
    }
    if (ciphertext.length < TAG_BYTES || ciphertext.length > MAX_CIPHERTEXT_BYTES) {
      throw new IllegalArgumentException("a sealed frame has 16 to 40,016 bytes");
    }
    ciphertext = ciphertext.clone();
  }

  @Override
  public byte[] ciphertext() {
    return ciphertext.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedFrame that
        && epoch == that.epoch
        && counter == that.counter
        && java.util.Arrays.equals(ciphertext, that.ciphertext);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(ciphertext);
  }

  @Override
  public String toString() {
    return "SealedFrame[epoch=" + epoch + ", counter=" + counter + "]";
  }
}
