package nl.digitalebalie.rtc.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads RTP packets (RFC 3550 section 5.1, RFC 8285 section 4). */
final class RtpReader {
  private static final int FIXED_HEADER = 12;
  private static final int ONE_BYTE_PROFILE = 0xBEDE;
  private static final int TWO_BYTE_PROFILE = 0x1000;

  private RtpReader() {}

  static RtpResult read(byte[] bytes) {
    if (bytes.length < FIXED_HEADER) {
      return new RtpResult.Malformed(PacketFault.TOO_SHORT);
    }
    int first = bytes[0] & 0xFF;
    if (first >> 6 != 2) {
      return new RtpResult.Malformed(PacketFault.WRONG_VERSION);
    }
    int contributorCount = first & 0x0F;
    int extensionStart = FIXED_HEADER + 4 * contributorCount;
    boolean extended = (first & 0x10) != 0;
    int payloadStart = extended ? afterExtension(bytes, extensionStart) : extensionStart;
    if (payloadStart > bytes.length) {
      return new RtpResult.Malformed(PacketFault.LENGTH_LIES);
    }
    boolean padded = (first & 0x20) != 0;
    int padding = padded && payloadStart < bytes.length ? bytes[bytes.length - 1] & 0xFF : 0;
    if (padding > bytes.length - payloadStart || (padded && padding == 0)) {
      return new RtpResult.Malformed(PacketFault.BAD_PADDING);
    }
    Optional<List<HeaderExtension>> extensions =
        extended ? extensions(bytes, extensionStart, payloadStart) : Optional.of(List.of());
    if (extensions.isEmpty()) {
      return new RtpResult.Malformed(PacketFault.BAD_EXTENSION);
    }
    return new RtpResult.Read(
        new RtpPacket(
            bytes[1] & 0x7F,
            (bytes[1] & 0x80) != 0,
            Wire.u16(bytes, 2),
            Wire.u32(bytes, 4),
            Wire.u32(bytes, 8),
            contributors(bytes, contributorCount),
            extensions.get(),
            Arrays.copyOfRange(bytes, payloadStart, bytes.length - padding),
            padding));
  }

  /** Where the payload begins; beyond the end when the block's length lies. */
  private static int afterExtension(byte[] bytes, int start) {
    if (start + 4 > bytes.length) {
      return Integer.MAX_VALUE;
    }
    return start + 4 + 4 * Wire.u16(bytes, start + 2);
  }

  private static List<Long> contributors(byte[] bytes, int count) {
    List<Long> contributors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      contributors.add(Wire.u32(bytes, FIXED_HEADER + 4 * i));
    }
    return contributors;
  }

  private static Optional<List<HeaderExtension>> extensions(byte[] bytes, int start, int end) {
    int profile = Wire.u16(bytes, start);
    if (profile == ONE_BYTE_PROFILE) {
      return oneByteElements(bytes, start + 4, end);
    }
    // RFC 8285 section 4.3: the low four bits are for the application and are ignored.
    if ((profile & 0xFFF0) == TWO_BYTE_PROFILE) {
      return twoByteElements(bytes, start + 4, end);
    }
    // RFC 3550 section 5.3.1: an unknown extension may be skipped.
    return Optional.of(List.of());
  }

  private static Optional<List<HeaderExtension>> oneByteElements(byte[] bytes, int from, int end) {
    List<HeaderExtension> elements = new ArrayList<>();
    int at = from;
    while (at < end) {
      int id = (bytes[at] & 0xFF) >> 4;
      if (id == 15) {
        // RFC 8285 section 4.2: "the local identifier value 15 is reserved ... processing stops".
        break;
      }
      if (id == 0) {
        at++;
        continue;
      }
      int length = (bytes[at] & 0x0F) + 1;
      if (at + 1 + length > end) {
        return Optional.empty();
      }
      elements.add(new HeaderExtension(id, Arrays.copyOfRange(bytes, at + 1, at + 1 + length)));
      at += 1 + length;
    }
    return Optional.of(elements);
  }

  private static Optional<List<HeaderExtension>> twoByteElements(byte[] bytes, int from, int end) {
    List<HeaderExtension> elements = new ArrayList<>();
    int at = from;
    while (at < end) {
      int id = bytes[at] & 0xFF;
      if (id == 0) {
        at++;
        continue;
      }
      if (at + 2 > end || at + 2 + (bytes[at + 1] & 0xFF) > end) {
        return Optional.empty();
      }
      int length = bytes[at + 1] & 0xFF;
      elements.add(new HeaderExtension(id, Arrays.copyOfRange(bytes, at + 2, at + 2 + length)));
      at += 2 + length;
    }
    return Optional.of(elements);
  }
}
