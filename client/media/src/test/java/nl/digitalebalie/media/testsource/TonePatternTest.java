package nl.digitalebalie.media.testsource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nl.digitalebalie.media.sound.Sound;
import org.junit.jupiter.api.Test;

class TonePatternTest {
  @Test
  void the_tones_are_heard_in_order_and_then_silence() {
    List<Integer> heard = new ArrayList<>();
    for (int step = 0; step < 8; step++) {
      short[] samples = new short[Sound.FRAME_SAMPLES];
      TonePattern.fill(step * (Sound.RATE / 2L) + 4800, samples);
      heard.add(TonePattern.heard(samples));
    }
    assertEquals(List.of(500, 1000, 1500, 0, 500, 1000, 1500, 0), heard);
  }

  @Test
  void noise_is_no_tone() {
    Random random = new Random(3);
    short[] samples = new short[Sound.FRAME_SAMPLES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) random.nextInt(-10_000, 10_000);
    }
    assertEquals(0, TonePattern.heard(samples));
  }

  @Test
  void the_pattern_has_no_jump_inside_a_tone() {
    short[] samples = new short[Sound.RATE / 4];
    TonePattern.fill(100L * Sound.RATE, samples);
    for (int i = 1; i < samples.length; i++) {
      assertEquals(samples[i - 1], samples[i], 1200);
    }
  }
}
