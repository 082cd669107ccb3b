package nl.digitalebalie.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import nl.digitalebalie.media.codec.AudioDecoder.SoundResult;
import nl.digitalebalie.media.codec.DecodeResult.Corrupt;
import nl.digitalebalie.media.codec.DecodeResult.Decoded;
import nl.digitalebalie.media.codec.DecodeResult.NeedsKeyFrame;
import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.TonePattern;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the other side sends, a decoder answers with a value and works on afterwards. */
class HostilePayloadTest {
  private static final int ROUNDS = 400;

  private final Random random = new Random(20_261_123);
  private final PictureExchange screen = new PictureExchange(PixelFormat.BGRA);
  private VideoDecoder decoder;
  private byte[] key;
  private byte[] delta;

  @BeforeEach
  void encode_two_good_frames() {
    decoder = new Vp8Decoder();
    Pictures camera = new Pictures(320, 240);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(600_000, 320, 240, 30))) {
      key = Vp8RoundTripTest.encoded(encoder.encode(camera.next(), KeyFrames.KEY)).payload();
      delta = Vp8RoundTripTest.encoded(encoder.encode(camera.next(), KeyFrames.AUTO)).payload();
    }
  }

  @AfterEach
  void the_decoder_still_works() {
    assertEquals(new Decoded(320, 240), decoder.decode(key, screen));
    assertEquals(new Decoded(320, 240), decoder.decode(delta, screen));
    decoder.close();
  }

  @Test
  void random_bytes_are_no_picture() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] noise = new byte[random.nextInt(1, 3000)];
      random.nextBytes(noise);
      DecodeResult result = decoder.decode(noise, screen);
      assertTrue(result instanceof Corrupt || result instanceof NeedsKeyFrame, result.toString());
    }
  }

  @Test
  void noise_behind_a_good_header_does_not_hurt() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] frame = random.nextBoolean() ? key.clone() : delta.clone();
      for (int i = random.nextInt(10, frame.length); i < frame.length; i++) {
        frame[i] = (byte) random.nextInt();
      }
      decoder.decode(frame, screen);
    }
  }

  @Test
  void flipped_bits_do_not_hurt() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] frame = round % 3 == 0 ? key.clone() : delta.clone();
      for (int flips = 0; flips < 8; flips++) {
        frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
      }
      decoder.decode(frame, screen);
    }
  }

  @Test
  void truncated_frames_do_not_hurt() {
    for (int length = 0; length < key.length; length += 1 + key.length / 300) {
      DecodeResult result = decoder.decode(Arrays.copyOf(key, length), screen);
      if (length < 20) {
        assertTrue(result instanceof Corrupt, length + " bytes: " + result);
      }
    }
  }

  @Test
  void giant_dimensions_get_no_memory() {
    Canvas noCanvas = (width, height) -> fail("asked for " + width + "x" + height);
    for (int[] size : new int[][] {{16383, 16383}, {1936, 1080}, {0, 0}, {8, 8}, {1920, 1920}}) {
      byte[] frame = key.clone();
      frame[6] = (byte) size[0];
      frame[7] = (byte) (size[0] >> 8);
      frame[8] = (byte) size[1];
      frame[9] = (byte) (size[1] >> 8);
      assertEquals(new Corrupt(Corrupt.Reason.DIMENSIONS), decoder.decode(frame, noCanvas));
    }
  }

  @Test
  void a_picture_too_large_in_bytes_is_refused_unread() {
    byte[] frame = Arrays.copyOf(key, EncodedVideo.MAX_BYTES + 1);
    assertEquals(new Corrupt(Corrupt.Reason.SIZE), decoder.decode(frame, screen));
    assertEquals(new Corrupt(Corrupt.Reason.SIZE), decoder.decode(new byte[0], screen));
  }

  @Test
  void a_call_that_begins_in_the_middle_asks_for_a_key_frame() {
    assertEquals(new NeedsKeyFrame(), decoder.decode(delta, screen));
  }

  @Test
  void nothing_is_shown_between_a_corrupt_frame_and_the_next_key_frame() {
    decoder.decode(key, screen);
    byte[] wrongStartCode = key.clone();
    wrongStartCode[3] ^= 1;
    assertEquals(new Corrupt(Corrupt.Reason.HEADER), decoder.decode(wrongStartCode, screen));
    assertEquals(new NeedsKeyFrame(), decoder.decode(delta, screen));
  }

  @Test
  void hostile_sound_does_not_hurt() {
    short[] tone = new short[Sound.FRAME_SAMPLES];
    try (AudioEncoder encoder = new FfmpegOpusEncoder();
        AudioDecoder ears = new JavaOpusDecoder()) {
      for (int round = 0; round < ROUNDS; round++) {
        TonePattern.fill((long) round * Sound.FRAME_SAMPLES, tone);
        byte[] packet = encoder.encode(tone);
        ears.decode(spoiled(packet, round));
      }
      assertNotEquals(null, ears.decode(encoder.encode(tone)));
      SoundResult good = ears.decode(encoder.encode(tone));
      assertTrue(good instanceof SoundResult.Heard(var heard) && heard.length == 960);
    }
  }

  private byte[] spoiled(byte[] packet, int round) {
    return switch (round % 4) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(0, 1400)];
        random.nextBytes(noise);
        yield noise;
      }
      case 1 -> Arrays.copyOf(packet, random.nextInt(packet.length));
      case 2 -> {
        packet[0] = (byte) random.nextInt();
        yield packet;
      }
      default -> {
        packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        yield packet;
      }
    };
  }
}
