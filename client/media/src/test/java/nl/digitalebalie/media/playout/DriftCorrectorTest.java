package nl.digitalebalie.media.playout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import nl.digitalebalie.media.sound.Sound;
import org.junit.jupiter.api.Test;

class DriftCorrectorTest {
  private static final int FRAMES_IN_TEN_MINUTES = 50 * 600;

  @Test
  void a_speaker_that_is_slow_or_fast_by_300_ppm_neither_piles_up_nor_runs_dry() {
    for (double speed : List.of(0.9997, 1.0, 1.0003)) {
      DriftCorrector corrector = new DriftCorrector();
      double waiting = DriftCorrector.TARGET_SAMPLES;
      for (int frame = 0; frame < FRAMES_IN_TEN_MINUTES; frame++) {
        waiting += corrector.correct(new short[Sound.FRAME_SAMPLES], (int) waiting).length;
        waiting -= speed * Sound.FRAME_SAMPLES;
        assertTrue(waiting > Sound.FRAME_SAMPLES, "ran dry at frame " + frame);
        assertTrue(waiting < 4 * Sound.FRAME_SAMPLES, "piled up at frame " + frame);
      }
    }
  }

  @Test
  void without_drift_the_sound_is_not_touched() {
    DriftCorrector corrector = new DriftCorrector();
    short[] frame = sine(0);
    for (int i = 0; i < 100; i++) {
      int jitter = i % 2 == 0 ? 400 : -400;
      assertArrayEquals(frame, corrector.correct(frame, DriftCorrector.TARGET_SAMPLES + jitter));
    }
  }

  @Test
  void a_corrected_tone_has_no_jump_at_the_seams() {
    DriftCorrector corrector = new DriftCorrector();
    List<Short> heard = new ArrayList<>();
    long fed = 0;
    for (int i = 0; i < 200; i++) {
      for (short sample : corrector.correct(sine(fed), 8 * Sound.FRAME_SAMPLES)) {
        heard.add(sample);
      }
      fed += Sound.FRAME_SAMPLES;
    }
    assertTrue(heard.size() < fed, "sound was shortened");
    for (int i = 1; i < heard.size(); i++) {
      assertEquals(heard.get(i - 1), heard.get(i), 800);
    }
  }

  private static short[] sine(long first) {
    short[] frame = new short[Sound.FRAME_SAMPLES];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (short) (10_000 * Math.sin(2 * Math.PI * 437 * (first + i) / Sound.RATE));
    }
    return frame;
  }
}
