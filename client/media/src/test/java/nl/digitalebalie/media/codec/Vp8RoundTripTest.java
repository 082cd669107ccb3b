package nl.digitalebalie.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import nl.digitalebalie.media.codec.DecodeResult.Decoded;
import nl.digitalebalie.media.codec.EncodeResult.Encoded;
import nl.digitalebalie.media.codec.EncodeResult.Skipped;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import org.junit.jupiter.api.Test;

class Vp8RoundTripTest {
  private final PictureExchange screen = new PictureExchange(PixelFormat.BGRA);

  @Test
  void frame_numbers_survive_at_a_low_bit_rate() {
    Pictures camera = new Pictures(640, 480);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(300_000, 640, 480, 30));
        VideoDecoder decoder = new Vp8Decoder()) {
      for (int number = 0; number < 60; number++) {
        EncodedVideo frame = encoded(encoder.encode(camera.next(), KeyFrames.AUTO));
        assertEquals(number == 0 ? FrameKind.KEY : FrameKind.DELTA, frame.kind());
        assertEquals(number * 3000L, frame.timestamp().ticks(), 3);
        assertEquals(new Decoded(640, 480), decoder.decode(frame.payload(), screen));
        assertEquals(OptionalInt.of(number), shown());
      }
    }
  }

  @Test
  void a_key_frame_comes_when_asked_for() {
    Pictures camera = new Pictures(320, 240);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(300_000, 320, 240, 30))) {
      encoder.encode(camera.next(), KeyFrames.AUTO);
      assertEquals(FrameKind.DELTA, encoded(encoder.encode(camera.next(), KeyFrames.AUTO)).kind());
      assertEquals(FrameKind.KEY, encoded(encoder.encode(camera.next(), KeyFrames.KEY)).kind());
      assertEquals(FrameKind.DELTA, encoded(encoder.encode(camera.next(), KeyFrames.AUTO)).kind());
    }
  }

  @Test
  void the_camera_may_have_another_size_than_the_target() {
    Pictures camera = new Pictures(1280, 720);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(500_000, 640, 360, 30));
        VideoDecoder decoder = new Vp8Decoder()) {
      for (int number = 0; number < 5; number++) {
        EncodedVideo frame = encoded(encoder.encode(camera.next(), KeyFrames.AUTO));
        assertEquals(new Decoded(640, 360), decoder.decode(frame.payload(), screen));
        assertEquals(OptionalInt.of(number), shown());
      }
    }
  }

  @Test
  void the_size_changes_in_the_middle_of_a_call() {
    Pictures camera = new Pictures(640, 480);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(500_000, 640, 480, 30));
        VideoDecoder decoder = new Vp8Decoder()) {
      decoder.decode(encoded(encoder.encode(camera.next(), KeyFrames.AUTO)).payload(), screen);
      encoder.target(new VideoTarget(500_000, 320, 240, 30));
      EncodedVideo smaller = encoded(encoder.encode(camera.next(), KeyFrames.AUTO));
      assertEquals(FrameKind.KEY, smaller.kind());
      assertEquals(new Decoded(320, 240), decoder.decode(smaller.payload(), screen));
      assertEquals(OptionalInt.of(1), shown());
    }
  }

  @Test
  void a_lower_target_makes_smaller_frames() {
    Pictures camera = new Pictures(640, 480);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(2_000_000, 640, 480, 30))) {
      long before = bytes(encoder, camera, 45);
      encoder.target(new VideoTarget(150_000, 640, 480, 30));
      bytes(encoder, camera, 15);
      long after = bytes(encoder, camera, 45);
      assertTrue(after * 8 / 1.5 < 250_000, "bits per second after the cut: " + after * 8 / 1.5);
      assertTrue(after < before, before + " then " + after);
    }
  }

  @Test
  void odd_sizes_are_drawn_to_their_last_column() {
    Pictures camera = new Pictures(427, 241);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(1_000_000, 427, 241, 30));
        VideoDecoder decoder = new Vp8Decoder()) {
      EncodedVideo frame = encoded(encoder.encode(camera.next(), KeyFrames.AUTO));
      assertEquals(new Decoded(427, 241), decoder.decode(frame.payload(), screen));
      screen.publish(camera.next().at());
      Picture picture = screen.latest().orElseThrow();
      int lastColumn = 4 * (200 * 427 + 426);
      assertEquals(0xff, picture.bytes().get(lastColumn + 3) & 0xff);
      int beside = picture.bytes().get(lastColumn - 4 * 4 + 1) & 0xff;
      assertEquals(beside, picture.bytes().get(lastColumn + 1) & 0xff, 25);
    }
  }

  @Test
  void a_picture_that_is_not_later_is_skipped() {
    Pictures camera = new Pictures(320, 240);
    try (VideoEncoder encoder = new Vp8Encoder(new VideoTarget(300_000, 320, 240, 30))) {
      Picture picture = camera.next();
      encoder.encode(picture, KeyFrames.AUTO);
      assertEquals(new Skipped(Skipped.Reason.NOT_LATER), encoder.encode(picture, KeyFrames.AUTO));
    }
  }

  private static long bytes(VideoEncoder encoder, Pictures camera, int frames) {
    long bytes = 0;
    for (int i = 0; i < frames; i++) {
      bytes += encoded(encoder.encode(camera.next(), KeyFrames.AUTO)).payload().length;
    }
    return bytes;
  }

  private OptionalInt shown() {
    screen.publish(new nl.digitalebalie.rtc.time.MonoTime(0));
    return TimecodePicture.read(screen.latest().orElseThrow());
  }

  static EncodedVideo encoded(EncodeResult result) {
    return assertInstanceOf(Encoded.class, result).frame();
  }
}
