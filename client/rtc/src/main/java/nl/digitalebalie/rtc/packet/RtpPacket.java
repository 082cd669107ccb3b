package nl.digitalebalie.rtc.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One RTP packet (RFC 3550 section 5.1).
 *
 * @param payloadType 0 to 127
 * @param marker for video: the last packet of a picture
 * @param sequence 0 to 65535
 * @param timestamp 0 to 2^32-1, in ticks of the media clock
 * @param ssrc 0 to 2^32-1
 * @param contributors the CSRC list, at most 15
 * @param extensions header extension elements
 * @param payload without padding; not changed by anyone
 * @param padding bytes of padding after the payload, 0 to 255, the count byte included
 */
public record RtpPacket(
    int payloadType,
    boolean marker,
    int sequence,
    long timestamp,
    long ssrc,
    List<Long> contributors,
    List<HeaderExtension> extensions,
    byte[] payload,
    int padding) {

  public RtpPacket {
    contributors = List.copyOf(contributors);
    extensions = List.copyOf(extensions);
    if (payloadType < 0 || payloadType > 127 || sequence < 0 || sequence > 0xFFFF) {
      throw new IllegalArgumentException("payload type has 7 bits, sequence number 16");
    }
    if (timestamp < 0 || timestamp > 0xFFFF_FFFFL || ssrc < 0 || ssrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("timestamp and SSRC have 32 bits");
    }
    if (contributors.size() > 15 || padding < 0 || padding > 255) {
      throw new IllegalArgumentException("at most 15 contributors and 255 bytes of padding");
    }
  }

  /** A packet without contributors, extensions and padding. */
  public static RtpPacket plain(
      int payloadType, boolean marker, int sequence, long timestamp, long ssrc, byte[] payload) {
    return new RtpPacket(
        payloadType, marker, sequence, timestamp, ssrc, List.of(), List.of(), payload, 0);
  }

  /** Reads hostile bytes; never throws. */
  public static RtpResult read(byte[] bytes) {
    return RtpReader.read(bytes);
  }

  /** The bytes for the wire. */
  public byte[] toBytes() {
    return RtpWriter.write(this);
  }

  /** The value of one extension element. */
  public Optional<byte[]> extension(int id) {
    for (HeaderExtension extension : extensions) {
      if (extension.id() == id) {
        return Optional.of(extension.value());
      }
    }
    return Optional.empty();
  }

  /** The same packet with one more extension element. */
  public RtpPacket with(HeaderExtension extension) {
    List<HeaderExtension> more = new ArrayList<>(extensions);
    more.add(extension);
    return new RtpPacket(
        payloadType, marker, sequence, timestamp, ssrc, contributors, more, payload, padding);
  }
}
