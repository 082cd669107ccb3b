package nl.digitalebalie.rtc.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.time.NtpTime;

/**
 * Reads RTCP datagrams, compound (RFC 3550 section 6.1) or reduced-size (RFC 5506). One lying
 * length spoils the whole datagram: what follows it could be anything.
 */
public final class RtcpReader {
  /** More packets than this in one datagram were not written by a WebRTC peer. */
  private static final int MAX_PACKETS = 64;

  /** 16-bit numbers lost at once; more means the stream is beyond repair and a PLI is due. */
  private static final int MAX_NACKED = 2_048;

  private static final int HEADER = 4;
  private static final int REPORT_BLOCK = 24;

  private RtcpReader() {}

  /** Reads hostile bytes; never throws. */
  public static RtcpResult read(byte[] bytes) {
    if (bytes.length < HEADER) {
      return new RtcpResult.Malformed(PacketFault.TOO_SHORT);
    }
    List<RtcpPacket> packets = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      if (packets.size() == MAX_PACKETS) {
        return new RtcpResult.Malformed(PacketFault.TOO_MANY);
      }
      if (at + HEADER > bytes.length) {
        return new RtcpResult.Malformed(PacketFault.TOO_SHORT);
      }
      if (Wire.u8(bytes, at) >> 6 != 2) {
        return new RtcpResult.Malformed(PacketFault.WRONG_VERSION);
      }
      int next = at + HEADER + 4 * Wire.u16(bytes, at + 2);
      if (next > bytes.length) {
        return new RtcpResult.Malformed(PacketFault.LENGTH_LIES);
      }
      int padding = padding(bytes, at, next);
      if (padding < 0) {
        return new RtcpResult.Malformed(PacketFault.BAD_PADDING);
      }
      Optional<RtcpPacket> packet = readOne(new Body(bytes, at, next - padding));
      if (packet.isEmpty()) {
        return new RtcpResult.Malformed(PacketFault.LENGTH_LIES);
      }
      packets.add(packet.get());
      at = next;
    }
    return new RtcpResult.Read(packets);
  }

  /** Bytes of padding, or -1 when the count lies. */
  private static int padding(byte[] bytes, int at, int next) {
    if ((Wire.u8(bytes, at) & 0x20) == 0) {
      return 0;
    }
    // RFC 3550 section 6.4.1 wants a multiple of four; Chromium pads its transport-wide feedback by
    // one to three bytes, and three of four such packets would be lost.
    int count = Wire.u8(bytes, next - 1);
    return count == 0 || count > next - at - HEADER ? -1 : count;
  }

  /** One packet's bytes: its header at {@code start}, its padding already cut off. */
  record Body(byte[] bytes, int start, int end) {
    int format() {
      return Wire.u8(bytes, start) & 0x1F;
    }

    int type() {
      return Wire.u8(bytes, start + 1);
    }

    /** Where a field lies, counted from the end of the four-byte header. */
    int at(int offset) {
      return start + HEADER + offset;
    }

    int length() {
      return end - start - HEADER;
    }

    long u32(int offset) {
      return Wire.u32(bytes, at(offset));
    }

    int u16(int offset) {
      return Wire.u16(bytes, at(offset));
    }

    int u8(int offset) {
      return Wire.u8(bytes, at(offset));
    }
  }

  private static Optional<RtcpPacket> readOne(Body body) {
    return switch (body.type()) {
      case RtcpType.SENDER_REPORT -> senderReport(body);
      case RtcpType.RECEIVER_REPORT -> receiverReport(body);
      case RtcpType.SOURCE_DESCRIPTION -> sourceDescription(body);
      case RtcpType.GOODBYE -> goodbye(body);
      case RtcpType.TRANSPORT_LAYER -> transportLayer(body);
      case RtcpType.PAYLOAD_SPECIFIC -> payloadSpecific(body);
      default -> other(body);
    };
  }

  private static Optional<RtcpPacket> other(Body body) {
    return Optional.of(new RtcpPacket.Other(body.type(), body.format()));
  }

  private static Optional<RtcpPacket> senderReport(Body body) {
    if (body.length() < 24 + body.format() * REPORT_BLOCK) {
      return Optional.empty();
    }
    return Optional.of(
        new RtcpPacket.SenderReport(
            body.u32(0),
            new NtpTime(Wire.u64(body.bytes(), body.at(4))),
            body.u32(12),
            body.u32(16),
            body.u32(20),
            reportBlocks(body, 24)));
  }

  private static Optional<RtcpPacket> receiverReport(Body body) {
    if (body.length() < 4 + body.format() * REPORT_BLOCK) {
      return Optional.empty();
    }
    return Optional.of(new RtcpPacket.ReceiverReport(body.u32(0), reportBlocks(body, 4)));
  }

  private static List<ReportBlock> reportBlocks(Body body, int from) {
    List<ReportBlock> blocks = new ArrayList<>(body.format());
    for (int i = 0; i < body.format(); i++) {
      int at = from + i * REPORT_BLOCK;
      // The cumulative loss is a signed 24-bit number: shift it up and back to keep the sign.
      int cumulative = Wire.u24(body.bytes(), body.at(at + 5)) << 8 >> 8;
      blocks.add(
          new ReportBlock(
              body.u32(at),
              body.u8(at + 4),
              cumulative,
              body.u32(at + 8),
              body.u32(at + 12),
              body.u32(at + 16),
              body.u32(at + 20)));
    }
    return blocks;
  }

  private static Optional<RtcpPacket> sourceDescription(Body body) {
    List<RtcpPacket.SourceDescription.Chunk> chunks = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < body.format(); i++) {
      if (offset + 4 > body.length()) {
        return Optional.empty();
      }
      long ssrc = body.u32(offset);
      offset += 4;
      String name = "";
      while (offset < body.length() && body.u8(offset) != 0) {
        if (offset + 2 > body.length() || offset + 2 + body.u8(offset + 1) > body.length()) {
          return Optional.empty();
        }
        int length = body.u8(offset + 1);
        if (body.u8(offset) == RtcpType.CANONICAL_NAME_ITEM) {
          name = new String(body.bytes(), body.at(offset + 2), length, UTF_8);
        }
        offset += 2 + length;
      }
      chunks.add(new RtcpPacket.SourceDescription.Chunk(ssrc, name));
      // RFC 3550 section 6.5: items end with one or more null octets up to a 32-bit boundary.
      offset += 4 - offset % 4;
    }
    return Optional.of(new RtcpPacket.SourceDescription(chunks));
  }

  private static Optional<RtcpPacket> goodbye(Body body) {
    if (body.length() < 4 * body.format()) {
      return Optional.empty();
    }
    List<Long> ssrcs = new ArrayList<>();
    for (int i = 0; i < body.format(); i++) {
      ssrcs.add(body.u32(4 * i));
    }
    return Optional.of(new RtcpPacket.Goodbye(ssrcs));
  }

  private static Optional<RtcpPacket> transportLayer(Body body) {
    if (body.length() < 8) {
      return Optional.empty();
    }
    return switch (body.format()) {
      case RtcpType.NACK_FORMAT -> nack(body);
      case RtcpType.TRANSPORT_CC_FORMAT -> TransportFeedbackFormat.read(body);
      default -> other(body);
    };
  }

  private static Optional<RtcpPacket> nack(Body body) {
    List<Integer> lost = new ArrayList<>();
    for (int at = 8; at + 4 <= body.length() && lost.size() < MAX_NACKED; at += 4) {
      int first = body.u16(at);
      int following = body.u16(at + 2);
      lost.add(first);
      for (int bit = 0; bit < 16; bit++) {
        if ((following >> bit & 1) != 0) {
          lost.add(first + bit + 1 & 0xFFFF);
        }
      }
    }
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(new RtcpPacket.Nack(body.u32(0), body.u32(4), lost));
  }

  private static Optional<RtcpPacket> payloadSpecific(Body body) {
    if (body.length() < 8) {
      return Optional.empty();
    }
    return switch (body.format()) {
      case RtcpType.PICTURE_LOSS_FORMAT ->
          Optional.of(new RtcpPacket.PictureLoss(body.u32(0), body.u32(4)));
      case RtcpType.FULL_INTRA_FORMAT -> fullIntra(body);
      case RtcpType.APPLICATION_LAYER_FORMAT -> applicationLayer(body);
      default -> other(body);
    };
  }

  private static Optional<RtcpPacket> fullIntra(Body body) {
    List<RtcpPacket.FullIntraRequest.Entry> entries = new ArrayList<>();
    for (int at = 8; at + 8 <= body.length(); at += 8) {
      entries.add(new RtcpPacket.FullIntraRequest.Entry(body.u32(at), body.u8(at + 4)));
    }
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new RtcpPacket.FullIntraRequest(body.u32(0), entries));
  }

  private static Optional<RtcpPacket> applicationLayer(Body body) {
    if (body.length() < 16 || body.u32(8) != RtcpType.REMB) {
      return other(body);
    }
    int count = body.u8(12);
    if (body.length() < 16 + 4 * count) {
      return Optional.empty();
    }
    int exponent = body.u8(13) >> 2;
    long mantissa = Wire.u24(body.bytes(), body.at(13)) & 0x3FFFF;
    // 18 bits shifted by up to 63 overflow; a rate above 2^62 is as good as no limit.
    long bitsPerSecond = exponent > 44 && mantissa > 0 ? Long.MAX_VALUE : mantissa << exponent;
    List<Long> ssrcs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ssrcs.add(body.u32(16 + 4 * i));
    }
    return Optional.of(new RtcpPacket.MaxBitrate(body.u32(0), bitsPerSecond, ssrcs));
  }
}
