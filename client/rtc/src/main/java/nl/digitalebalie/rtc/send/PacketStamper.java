package nl.digitalebalie.rtc.send;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.Map;
import nl.digitalebalie.rtc.negotiate.ExtensionKind;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.packet.HeaderExtension;
import nl.digitalebalie.rtc.packet.RtpPacket;

/**
 * Adds what can be known only when a packet leaves: its number on the whole transport, and at the
 * beginning of a source the m-line it belongs to.
 */
public final class PacketStamper {
  /** RFC 9143 section 14.1: until the peer has surely seen it. */
  private static final int PACKETS_WITH_MID = 50;

  /** RFC 8285 section 4.2: a longer name does not fit the one-byte form everybody understands. */
  private static final int MAX_MID = 16;

  private final Map<Long, Integer> packetsOfSource = new HashMap<>();
  private int nextNumber;

  /** The packet as it goes out. */
  public Stamped stamp(RtpPacket packet, StreamAgreement agreement) {
    int number = nextNumber;
    RtpPacket stamped = packet;
    var transport = agreement.extension(ExtensionKind.TRANSPORT_SEQUENCE);
    if (transport.isPresent()) {
      nextNumber = nextNumber + 1 & 0xFFFF;
      byte[] value = {(byte) (number >> 8), (byte) number};
      stamped = stamped.with(new HeaderExtension(transport.getAsInt(), value));
    }
    var mid = agreement.extension(ExtensionKind.MID);
    if (mid.isPresent()
        && agreement.mid().length() <= MAX_MID
        && packetsOfSource.merge(packet.ssrc(), 1, Integer::sum) <= PACKETS_WITH_MID) {
      byte[] value = agreement.mid().getBytes(US_ASCII);
      stamped = stamped.with(new HeaderExtension(mid.getAsInt(), value));
    }
    return new Stamped(stamped, number);
  }

  /** A packet and its transport-wide number. */
  public record Stamped(RtpPacket packet, int number) {}
}
