package nl.digitalebalie.rtc.time;

import java.time.Duration;

/**
 * A moment on a monotonic clock, taken from {@code System.nanoTime()} at the edge.
 *
 * @param nanos nanoseconds since an arbitrary origin that is the same for one process; compare by
 *     {@link #isBefore}, never across processes
 */
public record MonoTime(long nanos) implements Comparable<MonoTime> {

  /** This moment and {@code delay} more. */
  public MonoTime plus(Duration delay) {
    return new MonoTime(nanos + delay.toNanos());
  }

  /** This moment and some nanoseconds more. */
  public MonoTime plusNanos(long delay) {
    return new MonoTime(nanos + delay);
  }

  /** How long ago {@code earlier} was; negative when it is later. */
  public Duration since(MonoTime earlier) {
    return Duration.ofNanos(nanosSince(earlier));
  }

  /** How many nanoseconds ago {@code earlier} was; negative when it is later. */
  public long nanosSince(MonoTime earlier) {
    return nanos - earlier.nanos;
  }

  /** Whether this moment comes before the other; right across a wrap of the clock. */
  public boolean isBefore(MonoTime other) {
    return nanos - other.nanos < 0;
  }

  /** The earlier of two moments. */
  public static MonoTime earliest(MonoTime one, MonoTime other) {
    return other.isBefore(one) ? other : one;
  }

  @Override
  public int compareTo(MonoTime other) {
    return Long.signum(nanos - other.nanos);
  }
}
