package nl.digitalebalie.desktop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import org.junit.jupiter.api.Test;

class LifeSignsTest {
  private final LifeSigns signs = new LifeSigns();
  private Instant now = Examples.NOW;

  @Test
  void each_five_seconds_have_one_number_and_what_was_missed_is_skipped() {
    signs.begin(1, now);
    assertEquals(OptionalLong.of(1), flowing());
    assertEquals(OptionalLong.empty(), flowing());
    now = now.plusMillis(4_999);
    assertEquals(OptionalLong.empty(), flowing(), "never ahead of its time");
    now = now.plusMillis(1);
    assertEquals(OptionalLong.of(2), flowing());
    now = now.plusSeconds(62);
    assertEquals(OptionalLong.of(14), flowing());
    assertEquals(OptionalLong.empty(), flowing(), "what was missed is not made up for");
  }

  @Test
  void nothing_is_signed_before_the_epoch_is_announced_or_for_another_one() {
    assertEquals(OptionalLong.empty(), signs.due(0, MediaFlow.FLOWING, now));
    signs.begin(2, now);

    assertEquals(OptionalLong.empty(), signs.due(1, MediaFlow.FLOWING, now));
    assertEquals(OptionalLong.empty(), signs.due(3, MediaFlow.FLOWING, now));
  }

  @Test
  void a_new_epoch_counts_from_one_and_the_same_epoch_announced_twice_goes_on() {
    signs.begin(1, now);
    flowing();
    now = now.plusSeconds(12);
    signs.begin(1, now);
    assertEquals(OptionalLong.of(3), flowing());
    signs.begin(2, now);

    assertEquals(OptionalLong.of(1), signs.due(2, MediaFlow.FLOWING, now));
  }

  @Test
  void the_first_sign_waits_a_little_for_media_and_not_longer() {
    signs.begin(1, now);
    assertEquals(OptionalLong.empty(), signs.due(1, MediaFlow.STALLED, now));
    now = now.plus(LifeSigns.PATIENCE);
    assertEquals(OptionalLong.of(1), signs.due(1, MediaFlow.STALLED, now));
    now = now.plus(Duration.ofSeconds(1));
    assertEquals(OptionalLong.empty(), signs.due(1, MediaFlow.STALLED, now));
    assertEquals(OptionalLong.of(2), flowing(), "the news that it flows waits for nothing");
  }

  @Test
  void the_news_that_media_stalls_does_not_wait_within_its_step() {
    signs.begin(1, now);
    flowing();
    now = now.plus(LifeSigns.EVERY);

    assertEquals(OptionalLong.of(2), signs.due(1, MediaFlow.STALLED, now));
  }

  @Test
  void a_clock_that_runs_back_signs_nothing() {
    signs.begin(1, now);
    now = now.minusSeconds(1);

    assertEquals(OptionalLong.empty(), flowing());
  }

  private OptionalLong flowing() {
    return signs.due(1, MediaFlow.FLOWING, now);
  }
}
