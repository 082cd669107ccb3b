package nl.digitalebalie.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final Pace pace = new Pace(new Pace.Rate(1_000, 500), NOW);

  @Test
  void a_burst_is_not_slowed_down_and_what_follows_is() {
    assertEquals(Duration.ZERO, pace.spend(1_000, NOW));
    assertEquals(Duration.ofMillis(200), pace.spend(100, NOW));
  }

  @Test
  void who_waited_as_told_is_on_time() {
    pace.spend(1_000, NOW);
    Instant later = NOW.plus(pace.spend(100, NOW));

    assertEquals(Duration.ofMillis(100), pace.spend(50, later));
    assertEquals(Duration.ZERO, pace.spend(1_000, later.plusSeconds(60)));
  }

  @Test
  void nobody_waits_longer_than_a_second_whatever_they_sent() {
    assertEquals(Pace.LONGEST_WAIT, pace.spend(1_000_000, NOW));
    assertEquals(Pace.LONGEST_WAIT, pace.spend(1_000_000, NOW));
    // and is forgiven what lies beyond it
    assertEquals(Duration.ofMillis(100), pace.spend(50, NOW.plus(Pace.LONGEST_WAIT)));
  }

  @Test
  void a_clock_that_steps_back_gives_nothing() {
    pace.spend(1_000, NOW);

    assertEquals(Duration.ofMillis(200), pace.spend(100, NOW.minusSeconds(60)));
  }

  @Test
  void a_pace_without_movement_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Pace.Rate(1, 0));
  }
}
