package nl.digitalebalie.rtc.time;

import java.time.Duration;

/**
 * A moment in the 64-bit fixed-point format of RTCP (RFC 3550 section 4): 32 bits of seconds, 32
 * bits of fraction.
 *
 * @param bits the 64 bits as on the wire
 */
public record NtpTime(long bits) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A moment so many nanoseconds after the format's origin; not negative. */
  public static NtpTime ofNanos(long nanos) {
    long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
    long fraction = (Math.floorMod(nanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
    return new NtpTime((seconds << 32) | fraction);
  }

  /** Nanoseconds since the format's origin. */
  public long nanos() {
    long seconds = bits >>> 32;
    long fraction = bits & 0xFFFF_FFFFL;
    return seconds * NANOS_PER_SECOND + ((fraction * NANOS_PER_SECOND) >>> 32);
  }

  /** The middle 32 bits, "LSR" of RFC 3550 section 6.4.1, in units of 1/65536 second. */
  public long middle() {
    return (bits >>> 16) & 0xFFFF_FFFFL;
  }

  /** A difference of middles (unsigned 32 bits, 1/65536 s) as a duration. */
  public static Duration ofMiddleUnits(long units) {
    return Duration.ofNanos((units * NANOS_PER_SECOND) >> 16);
  }
}
