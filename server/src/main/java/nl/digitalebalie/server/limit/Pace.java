package nl.digitalebalie.server.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * Lets a burst through and slows down what comes after it: who is ahead of the pace waits, and
 * nothing is refused. Owned by one thread, or guarded by its owner.
 *
 * @see TokenBucket where the surplus is refused
 */
public final class Pace {
  /** Longer waits would look like a lost connection; whoever owes more has paid with this one. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Rate rate;
  private double left;
  private Instant filledAt;

  public Pace(Rate rate, Instant now) {
    this.rate = rate;
    this.left = rate.burst();
    this.filledAt = now;
  }

  /** How much at once, and how much a second after that. */
  public record Rate(long burst, long perSecond) {
    public Rate {
      if (burst < 1 || perSecond < 1) {
        throw new IllegalArgumentException("a pace allows something and goes on");
      }
    }
  }

  /** Takes this much and says how long to wait before more is taken. */
  public Duration spend(long amount, Instant now) {
    fill(now);
    left = Math.max(left - amount, -longestDebt());
    return left >= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) (-left * 1_000_000_000.0 / rate.perSecond()));
  }

  private double longestDebt() {
    return (double) rate.perSecond() * LONGEST_WAIT.toMillis() / 1_000;
  }

  private void fill(Instant now) {
    Duration passed = Duration.between(filledAt, now);
    if (passed.isPositive()) {
      left = Math.min(rate.burst(), left + passed.toNanos() / 1e9 * rate.perSecond());
    }
    filledAt = now;
  }
}
