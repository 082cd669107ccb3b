package nl.digitalebalie.transport.ice;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the peer still wants to receive (RFC 7675).
 *
 * <p>One check that timed out is no proof: besides the regular checks ice4j sends quick ones, which
 * a busy machine at the other end may answer too late. Consent is over when no check at all was
 * answered for long enough. Written by threads of the ICE stack.
 */
final class Consent {
  /** RFC 7675 section 5.1 allows 30 s at most; the regular check gives up after some 24 s. */
  static final Duration EXPIRY = Duration.ofSeconds(20);

  private final LongSupplier nanoTime;
  private volatile long confirmedAtNanos;

  Consent(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.confirmedAtNanos = nanoTime.getAsLong();
  }

  /** The peer answered a check. */
  void confirmed() {
    confirmedAtNanos = nanoTime.getAsLong();
  }

  /** Asked when a check failed: is it over, or only late? */
  boolean isExpired() {
    return nanoTime.getAsLong() - confirmedAtNanos >= EXPIRY.toNanos();
  }
}
