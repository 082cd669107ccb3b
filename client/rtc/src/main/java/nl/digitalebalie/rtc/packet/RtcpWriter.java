package nl.digitalebalie.rtc.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;

/** Writes RTCP packets one after the other into one datagram. */
public final class RtcpWriter {
  private static final int MAX_CANONICAL_NAME = 255;

  private RtcpWriter() {}

  /** The bytes of a compound or reduced-size datagram. */
  public static byte[] write(List<? extends RtcpPacket> packets) {
    Wire.Writer out = new Wire.Writer(128);
    packets.forEach(packet -> writeOne(out, packet));
    return out.toBytes();
  }

  private static void writeOne(Wire.Writer out, RtcpPacket packet) {
    int start = out.size();
    switch (packet) {
      case RtcpPacket.SenderReport report -> senderReport(out, report);
      case RtcpPacket.ReceiverReport report -> receiverReport(out, report);
      case RtcpPacket.SourceDescription description -> sourceDescription(out, description);
      case RtcpPacket.Goodbye goodbye -> goodbye(out, goodbye);
      case RtcpPacket.Nack nack -> nack(out, nack);
      case RtcpPacket.PictureLoss loss -> {
        header(out, RtcpType.PICTURE_LOSS_FORMAT, RtcpType.PAYLOAD_SPECIFIC);
        out.u32(loss.sender());
        out.u32(loss.media());
      }
      case RtcpPacket.FullIntraRequest request -> fullIntra(out, request);
      case RtcpPacket.MaxBitrate remb -> remb(out, remb);
      case RtcpPacket.TransportFeedback feedback -> {
        header(out, RtcpType.TRANSPORT_CC_FORMAT, RtcpType.TRANSPORT_LAYER);
        TransportFeedbackFormat.write(out, feedback);
      }
      case RtcpPacket.Other other ->
          throw new IllegalStateException("a packet we cannot read is never written: " + other);
    }
    out.align();
    out.replaceU16(start + 2, (out.size() - start) / 4 - 1);
  }

  private static void header(Wire.Writer out, int format, int type) {
    out.u8(0x80 | format);
    out.u8(type);
    out.u16(0);
  }

  private static void senderReport(Wire.Writer out, RtcpPacket.SenderReport report) {
    header(out, report.blocks().size(), RtcpType.SENDER_REPORT);
    out.u32(report.ssrc());
    out.u64(report.ntp().bits());
    out.u32(report.timestamp());
    out.u32(report.packets());
    out.u32(report.octets());
    report.blocks().forEach(block -> reportBlock(out, block));
  }

  private static void receiverReport(Wire.Writer out, RtcpPacket.ReceiverReport report) {
    header(out, report.blocks().size(), RtcpType.RECEIVER_REPORT);
    out.u32(report.ssrc());
    report.blocks().forEach(block -> reportBlock(out, block));
  }

  private static void reportBlock(Wire.Writer out, ReportBlock block) {
    out.u32(block.ssrc());
    out.u8(block.fractionLost());
    out.u24(block.cumulativeLost());
    out.u32(block.highestSequence());
    out.u32(block.jitter());
    out.u32(block.lastReport());
    out.u32(block.delaySinceLastReport());
  }

  private static void sourceDescription(Wire.Writer out, RtcpPacket.SourceDescription description) {
    header(out, description.chunks().size(), RtcpType.SOURCE_DESCRIPTION);
    for (RtcpPacket.SourceDescription.Chunk chunk : description.chunks()) {
      byte[] name = chunk.canonicalName().getBytes(UTF_8);
      if (name.length > MAX_CANONICAL_NAME) {
        throw new IllegalStateException("a canonical name of ours is longer than 255 bytes");
      }
      out.u32(chunk.ssrc());
      out.u8(RtcpType.CANONICAL_NAME_ITEM);
      out.u8(name.length);
      out.bytes(name);
      out.u8(0);
      out.align();
    }
  }

  private static void goodbye(Wire.Writer out, RtcpPacket.Goodbye goodbye) {
    header(out, goodbye.ssrcs().size(), RtcpType.GOODBYE);
    goodbye.ssrcs().forEach(out::u32);
  }

  private static void nack(Wire.Writer out, RtcpPacket.Nack nack) {
    header(out, RtcpType.NACK_FORMAT, RtcpType.TRANSPORT_LAYER);
    out.u32(nack.sender());
    out.u32(nack.media());
    List<Integer> lost = nack.lost();
    int i = 0;
    while (i < lost.size()) {
      int first = lost.get(i++);
      int following = 0;
      // RFC 4585 section 6.2.1: one entry names a packet and a bit mask of the 16 after it.
      while (i < lost.size() && distance(first, lost.get(i)) <= 16) {
        following |= 1 << (distance(first, lost.get(i)) - 1);
        i++;
      }
      out.u16(first);
      out.u16(following);
    }
  }

  private static int distance(int first, int later) {
    int distance = later - first & 0xFFFF;
    return distance == 0 ? Integer.MAX_VALUE : distance;
  }

  private static void fullIntra(Wire.Writer out, RtcpPacket.FullIntraRequest request) {
    header(out, RtcpType.FULL_INTRA_FORMAT, RtcpType.PAYLOAD_SPECIFIC);
    out.u32(request.sender());
    out.u32(0);
    for (RtcpPacket.FullIntraRequest.Entry entry : request.entries()) {
      out.u32(entry.ssrc());
      out.u8(entry.number());
      out.u24(0);
    }
  }

  private static void remb(Wire.Writer out, RtcpPacket.MaxBitrate remb) {
    header(out, RtcpType.APPLICATION_LAYER_FORMAT, RtcpType.PAYLOAD_SPECIFIC);
    out.u32(remb.sender());
    out.u32(0);
    out.u32(RtcpType.REMB);
    int exponent = Math.max(0, 46 - Long.numberOfLeadingZeros(remb.bitsPerSecond()));
    out.u8(remb.ssrcs().size());
    out.u24(exponent << 18 | (int) (remb.bitsPerSecond() >>> exponent));
    remb.ssrcs().forEach(out::u32);
  }
}
