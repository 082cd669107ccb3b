package nl.digitalebalie.rtc.packet;

import java.util.List;

/** Writes RTP packets (RFC 3550 section 5.1, RFC 8285 section 4). */
final class RtpWriter {
  private RtpWriter() {}

  static byte[] write(RtpPacket packet) {
    Wire.Writer out = new Wire.Writer(packet.payload().length + packet.padding() + 48);
    boolean extended = !packet.extensions().isEmpty();
    out.u8(
        0x80
            | (packet.padding() > 0 ? 0x20 : 0)
            | (extended ? 0x10 : 0)
            | packet.contributors().size());
    out.u8((packet.marker() ? 0x80 : 0) | packet.payloadType());
    out.u16(packet.sequence());
    out.u32(packet.timestamp());
    out.u32(packet.ssrc());
    packet.contributors().forEach(out::u32);
    if (extended) {
      extensions(out, packet.extensions());
    }
    out.bytes(packet.payload());
    if (packet.padding() > 0) {
      out.zeros(packet.padding() - 1);
      out.u8(packet.padding());
    }
    return out.toBytes();
  }

  private static void extensions(Wire.Writer out, List<HeaderExtension> extensions) {
    boolean oneByte = extensions.stream().allMatch(HeaderExtension::fitsOneByteForm);
    int headerBytes = oneByte ? 1 : 2;
    int bytes = extensions.stream().mapToInt(e -> headerBytes + e.value().length).sum();
    int words = (bytes + 3) / 4;
    out.u16(oneByte ? 0xBEDE : 0x1000);
    out.u16(words);
    for (HeaderExtension extension : extensions) {
      if (oneByte) {
        out.u8(extension.id() << 4 | (extension.value().length - 1));
      } else {
        out.u8(extension.id());
        out.u8(extension.value().length);
      }
      out.bytes(extension.value());
    }
    out.zeros(words * 4 - bytes);
  }
}
