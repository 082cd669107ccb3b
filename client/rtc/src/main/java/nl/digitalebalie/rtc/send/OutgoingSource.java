package nl.digitalebalie.rtc.send;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.packet.HeaderExtension;
import nl.digitalebalie.rtc.packet.RtcpPacket.SenderReport;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpTime;

/** Numbers and counts the packets of one source of ours. */
final class OutgoingSource {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long WIRE = 0xFFFF_FFFFL;

  private record Captured(MediaTime time, MonoTime at) {}

  private final long ssrc;
  private final int payloadType;
  // RFC 3550 section 5.1: both SHOULD begin at random, "to make known-plaintext attacks ... more
  // difficult". The sequence number begins in the lower half, as SRTP's rollover counter likes it.
  private final long timestampOffset;
  private int sequence;
  private long packets;
  private long octets;
  private long wireBytes;
  private Optional<Captured> latest = Optional.empty();

  OutgoingSource(long ssrc, int payloadType, RandomGenerator random) {
    this.ssrc = ssrc;
    this.payloadType = payloadType;
    this.timestampOffset = random.nextLong(WIRE);
    this.sequence = random.nextInt(1 << 15);
  }

  /** A frame begins. */
  void captured(MediaTime time, MonoTime at) {
    latest = Optional.of(new Captured(time, at));
  }

  /** The next packet of a frame. */
  RtpPacket packet(
      MediaTime time, boolean marker, List<HeaderExtension> extensions, byte[] payload) {
    return numbered(marker, time.ticks() + timestampOffset & WIRE, extensions, payload);
  }

  /** The next packet with a timestamp that is on the wire's clock already. */
  RtpPacket numbered(
      boolean marker, long timestamp, List<HeaderExtension> extensions, byte[] payload) {
    RtpPacket packet =
        new RtpPacket(
            payloadType, marker, sequence, timestamp, ssrc, List.of(), extensions, payload, 0);
    sequence = sequence + 1 & 0xFFFF;
    return packet;
  }

  /** A packet left. */
  void left(RtpPacket packet, int bytes) {
    packets++;
    octets += packet.payload().length;
    wireBytes += bytes;
  }

  /** RFC 3550 section 6.4.1; empty before the first packet. */
  Optional<SenderReport> report(MonoTime at, NtpTime ntp) {
    if (packets == 0) {
      return Optional.empty();
    }
    return latest.map(captured ->
        new SenderReport(ssrc, ntp, now(captured, at), packets & WIRE, octets & WIRE, List.of()));
  }

  /** "the same time as the NTP timestamp ... in the same units ... as the RTP timestamps". */
  private long now(Captured captured, MonoTime at) {
    long since = at.nanosSince(captured.at()) * captured.time().rate() / NANOS_PER_SECOND;
    return captured.time().ticks() + since + timestampOffset & WIRE;
  }

  long ssrc() {
    return ssrc;
  }

  long packets() {
    return packets;
  }

  long wireBytes() {
    return wireBytes;
  }
}
