package nl.digitalebalie.acceptance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GateWatchTest {
  private static final Instant BEGIN = Instant.parse("2026-01-05T09:00:00Z");
  private static final Instant VERIFIED = BEGIN.plusSeconds(5);

  private final GateWatch watch = new GateWatch();

  @Test
  void a_panel_that_opens_after_the_verification_opened_after_it() {
    watch.saw(false, false, BEGIN);
    watch.saw(true, false, BEGIN.plusSeconds(6));
    watch.saw(true, true, BEGIN.plusSeconds(7));

    assertTrue(watch.openedAfter(VERIFIED));
    assertEquals(1, watch.shutStates());
  }

  @Test
  void a_panel_that_was_open_for_a_moment_before_is_not_missed() {
    watch.saw(false, false, BEGIN);
    watch.saw(false, true, BEGIN.plusSeconds(1));
    watch.saw(false, false, BEGIN.plusSeconds(2));
    watch.saw(true, true, BEGIN.plusSeconds(7));

    assertFalse(watch.openedAfter(VERIFIED));
  }

  @Test
  void a_panel_that_opened_before_the_time_of_the_verification_opened_too_early() {
    watch.saw(false, false, BEGIN);
    watch.saw(true, true, VERIFIED.minusMillis(1));

    assertFalse(watch.openedAfter(VERIFIED));
  }

  @Test
  void what_was_never_seen_shut_or_never_opened_proves_nothing() {
    watch.saw(true, true, BEGIN.plusSeconds(7));
    assertFalse(watch.openedAfter(VERIFIED));

    GateWatch other = new GateWatch();
    other.saw(false, false, BEGIN);
    other.saw(true, false, BEGIN.plusSeconds(7));
    assertFalse(other.openedAfter(VERIFIED));
  }
}
