package nl.digitalebalie.rtc.payload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.testkit.GoldenPackets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  private static Vp8Descriptor descriptor(String hex) {
    return assertInstanceOf(
            Vp8Descriptor.Result.Read.class, Vp8Descriptor.read(GoldenPackets.hex(hex)))
        .descriptor();
  }

  /** The layouts of RFC 7741 section 4.6 and figure 2. */
  @ParameterizedTest
  @CsvSource({
    "10 AA, true, 1",
    "00 AA, false, 1",
    "90 80 11 AA, true, 3",
    "90 80 92 34 AA, true, 4",
    "80 40 01 AA, false, 3",
    "80 20 01 AA, false, 3",
    "90 F0 92 34 01 02 AA, true, 6",
    "11 AA, false, 1"
  })
  void every_form_of_the_descriptor_is_measured(String hex, boolean begins, int bytes) {
    assertEquals(begins, descriptor(hex).beginsPicture());
    assertEquals(bytes, descriptor(hex).bytes());
    assertArrayEquals(new byte[] {(byte) 0xAA}, descriptor(hex).piece(GoldenPackets.hex(hex)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "80", "90 80", "90 80 92", "90 80 92 34", "90 F0 92 34 01"})
  void a_descriptor_without_anything_behind_it_is_malformed(String hex) {
    assertInstanceOf(
        Vp8Descriptor.Result.Malformed.class, Vp8Descriptor.read(GoldenPackets.hex(hex)));
  }

  @Test
  void a_key_frame_says_its_size_and_a_delta_frame_does_not() {
    assertEquals(
        Optional.of(new Vp8Header(FrameKind.KEY, 640, 480)),
        Vp8Header.read(GoldenPackets.hex("100200 9D012A 8002 E001")));
    assertEquals(
        Optional.of(new Vp8Header(FrameKind.KEY, 640, 480)),
        Vp8Header.read(GoldenPackets.hex("100200 9D012A 8042 E0C1")));
    assertEquals(
        Optional.of(new Vp8Header(FrameKind.DELTA, 0, 0)),
        Vp8Header.read(GoldenPackets.hex("110200")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "1002", "100200 9D012B 8002 E001", "100200 9D012A 8002"})
  void what_does_not_begin_like_a_picture_is_none(String hex) {
    assertTrue(Vp8Header.read(GoldenPackets.hex(hex)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_095, 1_096, 1_097, 5_000, 100_000})
  void a_picture_is_cut_into_payloads_of_at_most_1100_bytes_and_comes_back_whole(int size) {
    byte[] picture = new byte[size];
    new SplittableRandom(size).nextBytes(picture);
    List<byte[]> payloads = new Vp8Packetizer(77).cut(picture);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int i = 0; i < payloads.size(); i++) {
      byte[] payload = payloads.get(i);
      assertTrue(payload.length <= Vp8Packetizer.MAX_PAYLOAD);
      var read = assertInstanceOf(Vp8Descriptor.Result.Read.class, Vp8Descriptor.read(payload));
      assertEquals(i == 0, read.descriptor().beginsPicture());
      joined.writeBytes(read.descriptor().piece(payload));
    }
    assertArrayEquals(picture, joined.toByteArray());
  }

  @Test
  void picture_ids_count_up_and_wrap_at_fifteen_bits() {
    Vp8Packetizer packetizer = new Vp8Packetizer(0x7FFF);
    byte[] last = packetizer.cut(new byte[] {1}).getFirst();
    byte[] first = packetizer.cut(new byte[] {1}).getFirst();
    assertArrayEquals(new byte[] {(byte) 0xFF, (byte) 0xFF}, new byte[] {last[2], last[3]});
    assertArrayEquals(new byte[] {(byte) 0x80, 0}, new byte[] {first[2], first[3]});
  }

  /** Configurations of RFC 6716 section 3.1, table 2. */
  @ParameterizedTest
  @CsvSource({
    "00 01, 480",
    "08 01, 960",
    "10 01, 1920",
    "18 01, 2880",
    "60 01, 480",
    "68 01, 960",
    "80 01, 120",
    "98 01, 960",
    "F8 01, 960",
    "F9 01, 1920",
    "FB 03 01, 2880"
  })
  void an_opus_packet_tells_how_long_it_plays(String hex, int ticks) {
    assertEquals(OptionalInt.of(ticks), OpusPacket.ticks(GoldenPackets.hex(hex)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FB", "FB 00", "FB 3F 01", "1B 07 01"})
  void an_opus_packet_that_contradicts_itself_is_refused(String hex) {
    assertEquals(OptionalInt.empty(), OpusPacket.ticks(GoldenPackets.hex(hex)));
  }

  @Test
  void an_endless_opus_packet_is_refused() {
    assertEquals(OptionalInt.empty(), OpusPacket.ticks(new byte[1_276]));
  }

  @Test
  void levels_are_in_decibel_below_full_scale() {
    assertEquals(new AudioLevel(0), AudioLevel.ofRms(1));
    assertEquals(new AudioLevel(20), AudioLevel.ofRms(0.1));
    assertEquals(AudioLevel.SILENCE, AudioLevel.ofRms(0));
    assertEquals(AudioLevel.SILENCE, AudioLevel.ofRms(Double.NaN));
    assertEquals(0.1, new AudioLevel(20).linear(), 1e-9);
    assertFalse(AudioLevel.UNKNOWN.isKnown());
    assertEquals(0, AudioLevel.UNKNOWN.linear());
  }
}
