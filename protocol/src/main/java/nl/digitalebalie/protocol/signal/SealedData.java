package nl.digitalebalie.protocol.signal;

/**
 * One encrypted message of the two to each other; the relay carries it unread. Ciphertext in
 * base64url without padding.
 *
 * @param counter counts up from 1 within the epoch and direction
 */
public record SealedData(int epoch, long counter, String ciphertext) {
  /** base64url of {@code SealedFrame.MAX_CIPHERTEXT_BYTES}. */
  private static final int MAX_CHARS = 53_355;

  private static final long MAX_COUNTER = 1_000_000_000L;

  public SealedData {
    Shape.epoch(epoch);
    Shape.positive(counter, "counter");
    if (counter > MAX_COUNTER) {
      throw new IllegalArgumentException("counter is too large");
    }
    Shape.text(ciphertext, MAX_CHARS, "ciphertext");
  }

  @Override
  public String toString() {
    return "SealedData[epoch=" + epoch + ", counter=" + counter + "]";
  }
}
