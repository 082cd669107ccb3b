package nl.digitalebalie.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import nl.digitalebalie.media.codec.AudioDecoder.SoundResult.Heard;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.SoundLevel;
import nl.digitalebalie.media.testsource.TonePattern;
import org.junit.jupiter.api.Test;

class OpusRoundTripTest {
  @Test
  void the_tones_survive_the_native_encoder() {
    assertEquals(List.of(500, 1000, 1500, 0), heardThrough(new FfmpegOpusEncoder()));
  }

  @Test
  void the_tones_survive_the_encoder_in_plain_java() {
    assertEquals(List.of(500, 1000, 1500, 0), heardThrough(new JavaOpusEncoder()));
  }

  @Test
  void the_bit_rate_is_that_of_speech() {
    try (AudioEncoder encoder = new FfmpegOpusEncoder()) {
      long bytes = 0;
      short[] samples = new short[Sound.FRAME_SAMPLES];
      for (int frame = 0; frame < 100; frame++) {
        TonePattern.fill((long) frame * Sound.FRAME_SAMPLES, samples);
        bytes += encoder.encode(samples).length;
      }
      assertTrue(bytes * 8 / 2 < 2 * OpusSettings.BITS_PER_SECOND, "bytes in 2 s: " + bytes);
    }
  }

  @Test
  void a_missing_packet_sounds_like_the_one_before_and_then_fades() {
    short[] samples = new short[Sound.FRAME_SAMPLES];
    try (AudioEncoder encoder = new FfmpegOpusEncoder();
        AudioDecoder decoder = new JavaOpusDecoder()) {
      for (int frame = 0; frame < 10; frame++) {
        TonePattern.fill((long) frame * Sound.FRAME_SAMPLES, samples);
        decoder.decode(encoder.encode(samples));
      }
      short[] concealed = decoder.conceal();
      assertEquals(Sound.FRAME_SAMPLES, concealed.length);
      assertEquals(500, TonePattern.heard(concealed));
      short[] last = concealed;
      for (int frame = 0; frame < 20; frame++) {
        last = decoder.conceal();
      }
      assertTrue(SoundLevel.of(last).rms() < SoundLevel.of(concealed).rms() / 2);
    }
  }

  private static List<Integer> heardThrough(AudioEncoder encoder) {
    List<Integer> heard = new ArrayList<>();
    short[] samples = new short[Sound.FRAME_SAMPLES];
    try (encoder;
        AudioDecoder decoder = new JavaOpusDecoder()) {
      for (int frame = 0; frame < 100; frame++) {
        TonePattern.fill((long) frame * Sound.FRAME_SAMPLES, samples);
        Heard sound = assertInstanceOf(Heard.class, decoder.decode(encoder.encode(samples)));
        if (frame % 25 == 12) {
          heard.add(TonePattern.heard(sound.samples()));
        }
      }
    }
    return heard;
  }
}
