package nl.digitalebalie.rtc.packet;

/** What reading an RTP packet gave. */
public sealed interface RtpResult {
  /** The packet. */
  record Read(RtpPacket packet) implements RtpResult {}

  /** The bytes are no RTP packet. */
  record Malformed(PacketFault fault) implements RtpResult {}
}
