package nl.digitalebalie.rtc.packet;

/**
 * Continues a counter of the wire beyond its wrap: each value is placed at most half a turn from
 * the highest seen so far.
 */
public final class Unwrapper {
  private final int bits;
  private long highest;
  private boolean started;

  private Unwrapper(int bits) {
    this.bits = bits;
  }

  /** For sequence numbers. */
  public static Unwrapper of16Bits() {
    return new Unwrapper(16);
  }

  /** For timestamps. */
  public static Unwrapper of32Bits() {
    return new Unwrapper(32);
  }

  /** The unwrapped value; the first comes back as it is. */
  public long unwrap(long wire) {
    if (!started) {
      started = true;
      highest = wire;
      return wire;
    }
    long turn = 1L << bits;
    long ahead = wire - highest & (turn - 1);
    long value = ahead < turn / 2 ? highest + ahead : highest + ahead - turn;
    highest = Math.max(highest, value);
    return value;
  }
}
