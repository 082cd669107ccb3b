package nl.digitalebalie.rtc.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import nl.digitalebalie.rtc.testkit.GoldenPackets;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private static final List<byte[]> GOLDEN =
      List.of(
          GoldenPackets.RTP,
          GoldenPackets.RTP_ONE_BYTE_EXTENSIONS,
          GoldenPackets.RTP_TWO_BYTE_EXTENSIONS,
          GoldenPackets.RTP_CONTRIBUTORS_AND_PADDING,
          GoldenPackets.RTP_ONLY_PADDING);

  private static RtpPacket read(byte[] bytes) {
    return assertInstanceOf(RtpResult.Read.class, RtpPacket.read(bytes)).packet();
  }

  private static PacketFault fault(byte[] bytes) {
    return assertInstanceOf(RtpResult.Malformed.class, RtpPacket.read(bytes)).fault();
  }

  private static byte[] changed(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  @Test
  void the_fixed_header_is_read_field_by_field() {
    RtpPacket packet = read(GoldenPackets.RTP);
    assertEquals(96, packet.payloadType());
    assertTrue(packet.marker());
    assertEquals(0x1234, packet.sequence());
    assertEquals(0x11223344L, packet.timestamp());
    assertEquals(0xAABBCCDDL, packet.ssrc());
    assertArrayEquals(new byte[] {1, 2, 3}, packet.payload());
  }

  @Test
  void one_byte_extensions_are_read_across_padding() {
    RtpPacket packet = read(GoldenPackets.RTP_ONE_BYTE_EXTENSIONS);
    assertArrayEquals(new byte[] {30}, packet.extension(1).orElseThrow());
    assertArrayEquals(new byte[] {1, 2}, packet.extension(3).orElseThrow());
    assertTrue(packet.extension(2).isEmpty());
    assertArrayEquals(new byte[] {(byte) 0xFF}, packet.payload());
  }

  @Test
  void two_byte_extensions_are_read_also_when_empty() {
    RtpPacket packet = read(GoldenPackets.RTP_TWO_BYTE_EXTENSIONS);
    assertEquals(0, packet.extension(1).orElseThrow().length);
    assertArrayEquals(new byte[] {(byte) 0xAB, (byte) 0xCD}, packet.extension(20).orElseThrow());
  }

  @Test
  void contributors_and_padding_are_taken_apart_from_the_payload() {
    RtpPacket packet = read(GoldenPackets.RTP_CONTRIBUTORS_AND_PADDING);
    assertEquals(List.of(3L, 4L), packet.contributors());
    assertEquals(4, packet.padding());
    assertArrayEquals(new byte[] {0x0A, 0x0B}, packet.payload());
    assertEquals(0, read(GoldenPackets.RTP_ONLY_PADDING).payload().length);
  }

  @Test
  void what_is_written_is_what_was_read() {
    for (byte[] golden : GOLDEN) {
      byte[] written = read(golden).toBytes();
      assertArrayEquals(read(written).payload(), read(golden).payload());
      assertEquals(read(golden).extensions().size(), read(written).extensions().size());
      assertEquals(read(golden).padding(), read(written).padding());
    }
    assertArrayEquals(GoldenPackets.RTP, read(GoldenPackets.RTP).toBytes());
    assertArrayEquals(
        GoldenPackets.RTP_TWO_BYTE_EXTENSIONS,
        read(GoldenPackets.RTP_TWO_BYTE_EXTENSIONS).toBytes());
    assertArrayEquals(
        GoldenPackets.RTP_CONTRIBUTORS_AND_PADDING,
        read(GoldenPackets.RTP_CONTRIBUTORS_AND_PADDING).toBytes());
  }

  @Test
  void every_length_that_lies_is_refused_with_its_reason() {
    assertEquals(PacketFault.TOO_SHORT, fault(new byte[0]));
    assertEquals(PacketFault.TOO_SHORT, fault(Arrays.copyOf(GoldenPackets.RTP, 11)));
    assertEquals(PacketFault.WRONG_VERSION, fault(changed(GoldenPackets.RTP, 0, 0x40)));
    // Fifteen contributors in a packet that has none.
    assertEquals(PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.RTP, 0, 0x8F)));
    // An extension block that is not there, and one that is longer than the packet.
    assertEquals(PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.RTP, 0, 0x90)));
    assertEquals(
        PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.RTP_ONE_BYTE_EXTENSIONS, 14, 0xFF)));
    // An element longer than its block, in both forms.
    assertEquals(
        PacketFault.BAD_EXTENSION, fault(changed(GoldenPackets.RTP_ONE_BYTE_EXTENSIONS, 19, 0x3F)));
    assertEquals(
        PacketFault.BAD_EXTENSION, fault(changed(GoldenPackets.RTP_TWO_BYTE_EXTENSIONS, 19, 0x09)));
    // An element that reaches into the payload and no further, in both forms.
    assertEquals(
        PacketFault.BAD_EXTENSION, fault(changed(GoldenPackets.RTP_ONE_BYTE_EXTENSIONS, 19, 0x34)));
    assertEquals(
        PacketFault.BAD_EXTENSION, fault(changed(GoldenPackets.RTP_TWO_BYTE_EXTENSIONS, 19, 0x05)));
    // No padding where some is promised, and more than there is.
    assertEquals(
        PacketFault.BAD_PADDING, fault(changed(GoldenPackets.RTP_CONTRIBUTORS_AND_PADDING, 25, 0)));
    assertEquals(
        PacketFault.BAD_PADDING, fault(changed(GoldenPackets.RTP_CONTRIBUTORS_AND_PADDING, 25, 7)));
  }

  @Test
  void an_unknown_extension_profile_is_skipped_not_refused() {
    RtpPacket packet = read(changed(GoldenPackets.RTP_ONE_BYTE_EXTENSIONS, 12, 0x77));
    assertTrue(packet.extensions().isEmpty());
  }

  @Test
  void every_mutation_is_read_or_refused_and_never_throws() {
    SplittableRandom random = new SplittableRandom(11);
    for (byte[] golden : GOLDEN) {
      for (int round = 0; round < 20_000; round++) {
        byte[] copy = Arrays.copyOf(golden, random.nextInt(golden.length + 8));
        for (int i = 0; i < 3 && copy.length > 0; i++) {
          copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        assertNotNull(RtpPacket.read(copy));
      }
    }
  }
}
