package nl.digitalebalie.media.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class AudioClockTest {
  private final AudioClock clock = new AudioClock();

  @Test
  void late_and_early_frames_are_960_ticks_apart() {
    assertEquals(0, stampAtMillis(1000));
    assertEquals(960, stampAtMillis(1055));
    assertEquals(1920, stampAtMillis(1056));
    assertEquals(2880, stampAtMillis(1060));
  }

  @Test
  void a_real_gap_is_a_gap_on_the_wire() {
    assertEquals(0, stampAtMillis(1000));
    assertEquals(48 * 500, stampAtMillis(1500));
    assertEquals(48 * 500 + 960, stampAtMillis(1520));
  }

  private long stampAtMillis(long millis) {
    return clock.stamp(new MonoTime(millis * 1_000_000)).ticks();
  }
}
