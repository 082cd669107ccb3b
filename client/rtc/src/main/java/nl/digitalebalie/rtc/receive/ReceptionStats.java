package nl.digitalebalie.rtc.receive;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpTime;

/** Loss and jitter of one source as its receiver reports them (RFC 3550 appendices A.3 and A.8). */
public final class ReceptionStats {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int MAX_CUMULATIVE = 0x7F_FFFF;
  private static final int MIN_CUMULATIVE = -0x80_0000;

  private final long ssrc;
  private final int clockRate;
  private long first;
  private long highest;
  private long packets;
  private long bytes;
  private long expectedBefore;
  private long packetsBefore;
  private double jitterTicks;
  private double lastTransitTicks;
  private Optional<SenderClock> sender = Optional.empty();

  private record SenderClock(NtpTime ntp, MonoTime arrived) {}

  public ReceptionStats(long ssrc, int clockRate) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  /**
   * One packet arrived.
   *
   * @param sequence unwrapped
   * @param timestamp unwrapped, in ticks
   */
  public void arrived(long sequence, long timestamp, int size, MonoTime at) {
    double transit = (double) at.nanos() / NANOS_PER_SECOND * clockRate - timestamp;
    if (packets == 0) {
      first = sequence;
      highest = sequence;
    } else {
      // RFC 3550 section 6.4.1: J(i) = J(i-1) + (|D(i-1,i)| - J(i-1))/16
      jitterTicks += (Math.abs(transit - lastTransitTicks) - jitterTicks) / 16;
    }
    lastTransitTicks = transit;
    first = Math.min(first, sequence);
    highest = Math.max(highest, sequence);
    packets++;
    bytes += size;
  }

  /** A sender report came for this source. */
  public void reported(RtcpPacket.SenderReport report, MonoTime at) {
    sender = Optional.of(new SenderClock(report.ntp(), at));
  }

  /** The report block for the time since the last one; empty before the first packet. */
  public Optional<ReportBlock> report(MonoTime at) {
    if (packets == 0) {
      return Optional.empty();
    }
    long expected = highest - first + 1;
    long expectedNow = expected - expectedBefore;
    long lostNow = expectedNow - (packets - packetsBefore);
    expectedBefore = expected;
    packetsBefore = packets;
    int fraction =
        expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    return Optional.of(
        new ReportBlock(
            ssrc,
            fraction,
            (int) Math.clamp(lost(), MIN_CUMULATIVE, MAX_CUMULATIVE),
            highest & 0xFFFF_FFFFL,
            Math.round(jitterTicks),
            sender.map(clock -> clock.ntp().middle()).orElse(0L),
            sender.map(clock -> sinceReport(clock, at)).orElse(0L)));
  }

  private static long sinceReport(SenderClock clock, MonoTime at) {
    return (at.nanosSince(clock.arrived()) << 16) / NANOS_PER_SECOND;
  }

  /** Packets that never came; negative when duplicates did. */
  public long lost() {
    return packets == 0 ? 0 : highest - first + 1 - packets;
  }

  /** Packets that came, duplicates included. */
  public long packets() {
    return packets;
  }

  /** Bytes that came, headers included. */
  public long bytes() {
    return bytes;
  }

  /** The jitter as a time. */
  public Duration jitter() {
    return Duration.ofNanos((long) (jitterTicks * NANOS_PER_SECOND / clockRate));
  }
}
