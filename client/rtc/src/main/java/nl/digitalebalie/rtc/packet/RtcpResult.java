package nl.digitalebalie.rtc.packet;

import java.util.List;

/** What reading an RTCP datagram gave. */
public sealed interface RtcpResult {
  /** Its packets in order; at least one. */
  record Read(List<RtcpPacket> packets) implements RtcpResult {
    public Read {
      packets = List.copyOf(packets);
    }
  }

  /** The bytes are no RTCP; nothing of them is used. */
  record Malformed(PacketFault fault) implements RtcpResult {}
}
