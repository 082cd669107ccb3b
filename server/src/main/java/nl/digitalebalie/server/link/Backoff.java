package nl.digitalebalie.server.link;

import java.time.Duration;

/** How long to wait before the link is dialled again. Owned by {@link LinkClient}. */
final class Backoff {
  /** A relay that was restarted is back at once. */
  private static final Duration FIRST = Duration.ofMillis(250);

  /** Shorter than the gate's grace time, so that a short fault closes no panel. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Duration next = FIRST;

  /** The link held. */
  void reset() {
    next = FIRST;
  }

  /**
   * @param chance from 0 to 1; spreads what several ends do
   */
  Duration next(double chance) {
    Duration base = next;
    next = base.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : base.multipliedBy(2);
    return base.plusMillis((long) (base.toMillis() * chance / 4));
  }
}
