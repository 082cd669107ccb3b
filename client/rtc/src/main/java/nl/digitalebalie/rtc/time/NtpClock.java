package nl.digitalebalie.rtc.time;

/**
 * Our clock in sender reports. RFC 3550 section 4 allows any origin when no wall clock is at hand;
 * ours begins with the session, so it tells neither the time of day nor the uptime of the machine.
 */
public final class NtpClock {
  /** Far enough from zero that a peer may subtract delays. */
  private static final long ORIGIN_NANOS = 86_400_000_000_000L;

  private final MonoTime start;

  public NtpClock(MonoTime start) {
    this.start = start;
  }

  /** A moment of the session on the wire's clock. */
  public NtpTime at(MonoTime moment) {
    return NtpTime.ofNanos(ORIGIN_NANOS + moment.nanosSince(start));
  }
}
