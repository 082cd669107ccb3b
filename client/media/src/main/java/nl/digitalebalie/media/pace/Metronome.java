package nl.digitalebalie.media.pace;

import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Keeps a steady pace for sources that have none of their own, such as files.
 *
 * <p>Ticks lie on a grid, so that a late tick does not delay those after it. Owned by one thread.
 */
public final class Metronome {
  /** A machine that slept is not made up for with a burst. */
  private static final long MAX_LATE_NANOS = 500_000_000;

  private final long periodNanos;
  private MonoTime next;

  public Metronome(long periodNanos) {
    if (periodNanos <= 0) {
      throw new IllegalArgumentException("a period is positive");
    }
    this.periodNanos = periodNanos;
    this.next = Clock.now();
  }

  /** Waits for the next tick and says when it was due; the first is due at once. */
  public MonoTime await() {
    MonoTime due = next;
    MonoTime now = Clock.now();
    if (now.nanosSince(due) > MAX_LATE_NANOS) {
      due = now;
    }
    next = due.plusNanos(periodNanos);
    Clock.waitUntil(due);
    return due;
  }
}
