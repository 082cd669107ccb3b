package nl.digitalebalie.media.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private final RateMeter meter = new RateMeter();

  @Test
  void a_steady_stream_has_its_rate() {
    for (int i = 0; i < 100; i++) {
      meter.tick(at(i * 33));
    }
    assertEquals(30.3, meter.perSecond(at(99 * 33 + 10)), 0.1);
  }

  @Test
  void a_stream_that_stops_falls_to_nothing() {
    for (int i = 0; i < 100; i++) {
      meter.tick(at(i * 33));
    }
    assertTrue(meter.perSecond(at(99 * 33 + 1000)) < 20);
    assertEquals(0, meter.perSecond(at(99 * 33 + 2001)));
  }

  private static MonoTime at(long millis) {
    return new MonoTime(millis * 1_000_000);
  }
}
