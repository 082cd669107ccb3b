package nl.digitalebalie.server.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * Allows a burst and then a steady rate. Owned by one thread, or guarded by its owner.
 *
 * @see KeyedBuckets for many of them
 */
public final class TokenBucket {
  private final Rate rate;
  private double tokens;
  private Instant filledAt;

  public TokenBucket(Rate rate, Instant now) {
    this.rate = rate;
    this.tokens = rate.burst();
    this.filledAt = now;
  }

  /** How many at once, and how long until one more is allowed. */
  public record Rate(int burst, Duration every) {
    public Rate {
      if (burst < 1 || every.isZero() || every.isNegative()) {
        throw new IllegalArgumentException("a rate allows at least one and refills");
      }
    }
  }

  /** Takes one token if there is one. A clock that steps back refills nothing. */
  public Verdict take(Instant now) {
    fill(now);
    if (tokens < 1) {
      return Verdict.TOO_MANY;
    }
    tokens -= 1;
    return Verdict.ALLOWED;
  }

  /** Whether nothing was taken for so long that forgetting this bucket changes nothing. */
  boolean full(Instant now) {
    fill(now);
    return tokens >= rate.burst();
  }

  private void fill(Instant now) {
    Duration passed = Duration.between(filledAt, now);
    if (passed.isPositive()) {
      tokens = Math.min(rate.burst(), tokens + (double) passed.toNanos() / rate.every().toNanos());
    }
    filledAt = now;
  }

  /** The answer to one request. */
  public enum Verdict {
    ALLOWED,
    TOO_MANY
  }
}
