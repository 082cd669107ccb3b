package nl.digitalebalie.server.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Up to when a sign of life of one epoch counts. The number of a sign is the tick of 5 s in which
 * it was signed, so that whoever carries it can hold it back but not make it younger: it counts
 * from the end of its tick, however late it arrives, and never from later than its arrival.
 *
 * @param since when the epoch began, as the gate knows it
 */
public record LifeClock(Instant since) {
  /** How often each side signs (protocol 3.0). */
  public static final Duration TICK = Duration.ofSeconds(5);

  /**
   * How far a signer may be ahead: the gate may hear of the epoch a moment after the two, and a
   * clock that is set runs a little faster. What can be ahead can be put by, so this bounds what a
   * carrier wins by telling the gate late of an epoch.
   */
  public static final int MAX_AHEAD = 2;

  /** A day; no epoch lasts longer, and the arithmetic of instants stays far from its limits. */
  public static final long MAX_NUMBER = Duration.ofDays(1).dividedBy(TICK);

  public LifeClock {
    Objects.requireNonNull(since);
  }

  /** The clock of whoever signs this number now. */
  public static LifeClock of(long number, Instant now) {
    return new LifeClock(now.minus(TICK.multipliedBy(number - 1)));
  }

  public boolean isAhead(long number, Instant now) {
    return number > tick(now) + MAX_AHEAD;
  }

  /** The latest instant at which a sign with this number can have been given. */
  public Instant signedAt(long number, Instant now) {
    Instant tickEnd = since.plus(TICK.multipliedBy(Math.min(number, MAX_NUMBER)));
    return tickEnd.isBefore(now) ? tickEnd : now;
  }

  private long tick(Instant now) {
    return now.isBefore(since) ? 1 : 1 + Duration.between(since, now).dividedBy(TICK);
  }
}
