package nl.digitalebalie.rtc.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus.Arrived;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus.Lost;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.packet.RtcpPacket.TransportFeedback;
import nl.digitalebalie.rtc.testkit.GoldenPackets;
import nl.digitalebalie.rtc.time.NtpTime;
import org.junit.jupiter.api.Test;

class RtcpTest {
  private static final List<byte[]> GOLDEN =
      List.of(
          GoldenPackets.SENDER_REPORT_AND_DESCRIPTION,
          GoldenPackets.EMPTY_RECEIVER_REPORT,
          GoldenPackets.NACK,
          GoldenPackets.PICTURE_LOSS,
          GoldenPackets.FULL_INTRA,
          GoldenPackets.MAX_BITRATE,
          GoldenPackets.TRANSPORT_FEEDBACK,
          GoldenPackets.GOODBYE);

  private static List<RtcpPacket> read(byte[] bytes) {
    return assertInstanceOf(RtcpResult.Read.class, RtcpReader.read(bytes)).packets();
  }

  private static PacketFault fault(byte[] bytes) {
    return assertInstanceOf(RtcpResult.Malformed.class, RtcpReader.read(bytes)).fault();
  }

  private static byte[] changed(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  @Test
  void a_compound_of_report_and_description_is_read() {
    ReportBlock block = new ReportBlock(2, 0x40, -1, 0x12345, 16, 0x7E808000L, 0x10000);
    assertEquals(
        List.of(
            new RtcpPacket.SenderReport(
                1, new NtpTime(0x83AA7E8080000000L), 90_000, 100, 10_000, List.of(block)),
            new RtcpPacket.SourceDescription(
                List.of(new RtcpPacket.SourceDescription.Chunk(1, "ab")))),
        read(GoldenPackets.SENDER_REPORT_AND_DESCRIPTION));
  }

  @Test
  void lone_feedback_is_read_as_reduced_size_allows() {
    assertEquals(
        List.of(new RtcpPacket.Nack(1, 2, List.of(100, 101, 116, 200))), read(GoldenPackets.NACK));
    assertEquals(List.of(new RtcpPacket.PictureLoss(1, 2)), read(GoldenPackets.PICTURE_LOSS));
    assertEquals(
        List.of(
            new RtcpPacket.FullIntraRequest(
                1, List.of(new RtcpPacket.FullIntraRequest.Entry(2, 7)))),
        read(GoldenPackets.FULL_INTRA));
    assertEquals(
        List.of(new RtcpPacket.MaxBitrate(1, 1_000_000, List.of(2L))),
        read(GoldenPackets.MAX_BITRATE));
    assertEquals(List.of(new RtcpPacket.Goodbye(List.of(1L, 2L))), read(GoldenPackets.GOODBYE));
  }

  @Test
  void transport_feedback_is_read_with_its_small_and_large_deltas() {
    List<ArrivalStatus> statuses =
        List.of(
            new Arrived(4),
            new Lost(),
            new Arrived(-1),
            new Lost(),
            new Lost(),
            new Lost(),
            new Lost());
    assertEquals(
        List.of(new TransportFeedback(1, 2, 5, 1, 9, statuses)),
        read(GoldenPackets.TRANSPORT_FEEDBACK));
  }

  @Test
  void what_is_written_is_byte_for_byte_what_was_read() {
    for (byte[] golden : GOLDEN) {
      if (golden != GoldenPackets.TRANSPORT_FEEDBACK) {
        assertArrayEquals(golden, RtcpWriter.write(read(golden)));
      }
      assertEquals(read(golden), read(RtcpWriter.write(read(golden))));
    }
  }

  @Test
  void one_nack_entry_covers_a_burst_of_seventeen_across_the_wrap() {
    List<Integer> burst = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      burst.add(65_530 + i & 0xFFFF);
    }
    byte[] bytes = RtcpWriter.write(List.of(new RtcpPacket.Nack(1, 2, burst)));
    assertEquals(16, bytes.length);
    assertEquals(List.of(new RtcpPacket.Nack(1, 2, burst)), read(bytes));
  }

  @Test
  void any_pattern_of_arrivals_survives_writing_and_reading() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 500; round++) {
      List<ArrivalStatus> statuses = new ArrayList<>();
      int runs = 1 + random.nextInt(12);
      for (int run = 0; run < runs; run++) {
        int kind = random.nextInt(3);
        int length = 1 + random.nextInt(40);
        for (int i = 0; i < length; i++) {
          statuses.add(
              switch (kind) {
                case 0 -> new Lost();
                case 1 -> new Arrived(random.nextInt(256));
                default -> new Arrived(random.nextInt(-32_768, 32_768));
              });
        }
      }
      TransportFeedback feedback =
          new TransportFeedback(1, 2, random.nextInt(65_536), -5, 255, statuses);
      assertEquals(List.of(feedback), read(RtcpWriter.write(List.of(feedback))));
    }
  }

  @Test
  void a_remb_beyond_all_numbers_is_no_limit_and_not_negative() {
    byte[] absurd = changed(changed(GoldenPackets.MAX_BITRATE, 17, 0xFF), 18, 0xFF);
    RtcpPacket.MaxBitrate limit = (RtcpPacket.MaxBitrate) read(absurd).getFirst();
    assertEquals(Long.MAX_VALUE, limit.bitsPerSecond());
  }

  @Test
  void feedback_padded_by_less_than_a_word_is_read_as_chromium_sends_it() {
    byte[] padded = changed(changed(GoldenPackets.TRANSPORT_FEEDBACK, 0, 0xAF), 27, 3);

    assertEquals(read(GoldenPackets.TRANSPORT_FEEDBACK), read(padded));
  }

  @Test
  void every_length_that_lies_spoils_the_datagram() {
    assertEquals(PacketFault.TOO_SHORT, fault(new byte[3]));
    assertEquals(PacketFault.WRONG_VERSION, fault(changed(GoldenPackets.NACK, 0, 0x01)));
    // The length field: too long, and too short for what the packet type needs.
    assertEquals(PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.NACK, 3, 0x05)));
    assertEquals(
        PacketFault.LENGTH_LIES,
        fault(Arrays.copyOf(changed(GoldenPackets.PICTURE_LOSS, 3, 1), 8)));
    // Counts: blocks, chunks, sources and entries that are not there.
    assertEquals(
        PacketFault.LENGTH_LIES,
        fault(changed(GoldenPackets.SENDER_REPORT_AND_DESCRIPTION, 0, 0x9F)));
    assertEquals(
        PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.EMPTY_RECEIVER_REPORT, 0, 0x81)));
    assertEquals(PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.GOODBYE, 0, 0x9F)));
    assertEquals(PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.MAX_BITRATE, 16, 200)));
    assertEquals(
        PacketFault.LENGTH_LIES,
        fault(changed(GoldenPackets.SENDER_REPORT_AND_DESCRIPTION, 61, 0xFF)));
    // A NACK and a FIR that ask for nothing.
    assertEquals(
        PacketFault.LENGTH_LIES, fault(Arrays.copyOf(changed(GoldenPackets.NACK, 3, 2), 12)));
    assertEquals(
        PacketFault.LENGTH_LIES, fault(Arrays.copyOf(changed(GoldenPackets.FULL_INTRA, 3, 2), 12)));
    // Transport feedback: statuses without chunks, chunks without deltas, an empty run.
    assertEquals(
        PacketFault.LENGTH_LIES, fault(changed(GoldenPackets.TRANSPORT_FEEDBACK, 14, 0x0F)));
    assertEquals(
        PacketFault.LENGTH_LIES,
        fault(changed(changed(GoldenPackets.TRANSPORT_FEEDBACK, 20, 0xEA), 21, 0xAA)));
    assertEquals(
        PacketFault.LENGTH_LIES,
        fault(changed(changed(GoldenPackets.TRANSPORT_FEEDBACK, 20, 0), 21, 0)));
    // Padding: promised and absent, and longer than the packet.
    for (int padding : new int[] {0, 200}) {
      byte[] padded = changed(GoldenPackets.GOODBYE, 0, 0xA2);
      assertEquals(PacketFault.BAD_PADDING, fault(changed(padded, 11, padding)));
    }
  }

  @Test
  void sixty_five_tiny_packets_in_one_datagram_are_too_many() {
    ByteBuffer many = ByteBuffer.allocate(65 * 8);
    for (int i = 0; i < 65; i++) {
      many.put(GoldenPackets.EMPTY_RECEIVER_REPORT);
    }
    assertEquals(PacketFault.TOO_MANY, fault(many.array()));
  }

  @Test
  void every_mutation_is_read_or_refused_and_never_throws() {
    SplittableRandom random = new SplittableRandom(12);
    int malformed = 0;
    for (byte[] golden : GOLDEN) {
      for (int round = 0; round < 20_000; round++) {
        byte[] copy = Arrays.copyOf(golden, random.nextInt(golden.length + 8));
        for (int i = 0; i < 3 && copy.length > 0; i++) {
          copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        RtcpResult result = RtcpReader.read(copy);
        assertNotNull(result);
        malformed += result instanceof RtcpResult.Malformed ? 1 : 0;
      }
    }
    assertTrue(malformed > 1_000);
  }
}
