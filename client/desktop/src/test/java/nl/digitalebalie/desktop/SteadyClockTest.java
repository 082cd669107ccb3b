package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import nl.digitalebalie.desktop.testkit.Examples;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  @Test
  void time_passes_as_the_monotonic_clock_says_also_over_its_overflow() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    SteadyClock clock = SteadyClock.of(Examples.NOW, nanos::get);
    assertEquals(Examples.NOW, clock.instant());
    nanos.addAndGet(5_000_000_000L);

    assertEquals(Examples.NOW.plusSeconds(5), clock.instant());
  }
}
