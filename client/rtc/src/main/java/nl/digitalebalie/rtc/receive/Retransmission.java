package nl.digitalebalie.rtc.receive;

import java.util.Arrays;
import java.util.List;
import nl.digitalebalie.rtc.packet.RtpPacket;

/** RTX packets (RFC 4588 section 4) turned back into the packets they repeat. */
public sealed interface Retransmission {

  /** The packet that was lost. */
  record Original(RtpPacket packet) implements Retransmission {}

  /** Nothing but padding: Chromium probes the bandwidth this way, and there is no packet inside. */
  record Probe() implements Retransmission {}

  /** Too short to name the packet it repeats. */
  record Malformed() implements Retransmission {}

  /** Unwraps one packet. */
  static Retransmission unwrap(RtpPacket rtx, int payloadType, long ssrc) {
    byte[] payload = rtx.payload();
    if (payload.length == 0) {
      return new Probe();
    }
    if (payload.length < 2) {
      return new Malformed();
    }
    if (payload.length == 2) {
      // The number alone, no payload: a probe that repeats a padding packet.
      return new Probe();
    }
    int sequence = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    return new Original(
        new RtpPacket(
            payloadType,
            rtx.marker(),
            sequence,
            rtx.timestamp(),
            ssrc,
            List.of(),
            rtx.extensions(),
            Arrays.copyOfRange(payload, 2, payload.length),
            0));
  }
}
