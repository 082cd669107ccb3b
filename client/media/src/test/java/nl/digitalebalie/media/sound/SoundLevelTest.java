package nl.digitalebalie.media.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoundLevelTest {
  @Test
  void full_scale_is_zero_decibel_and_silence_is_the_floor() {
    short[] loud = new short[960];
    Arrays.fill(loud, Short.MIN_VALUE);
    assertEquals(0, SoundLevel.of(loud).decibels(), 0.001);
    assertEquals(SoundLevel.FLOOR_DECIBELS, SoundLevel.of(new short[960]).decibels());
  }

  @Test
  void a_meter_rises_at_once_falls_slowly_and_remembers_the_loudest() {
    short[] loud = new short[960];
    Arrays.fill(loud, (short) 16384);
    LevelMeter meter = new LevelMeter();
    meter.hear(loud);
    assertEquals(0.5, meter.shown().rms(), 0.001);
    meter.hear(new short[960]);
    assertTrue(meter.shown().rms() > 0.3 && meter.shown().rms() < 0.5);
    for (int i = 0; i < 50; i++) {
      meter.hear(new short[960]);
    }
    assertTrue(meter.shown().rms() < 0.001);
    assertEquals(0.5, meter.loudest().rms(), 0.001);
  }
}
