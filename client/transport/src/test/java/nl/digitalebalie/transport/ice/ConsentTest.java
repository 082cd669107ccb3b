package nl.digitalebalie.transport.ice;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsentTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Consent consent = new Consent(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void a_late_answer_is_not_the_end() {
    pass(Duration.ofSeconds(5));

    assertFalse(consent.isExpired());
  }

  @Test
  void silence_for_long_enough_is_the_end() {
    pass(Consent.EXPIRY);

    assertTrue(consent.isExpired());
  }

  @Test
  void every_answer_begins_the_wait_anew() {
    pass(Consent.EXPIRY.minusSeconds(1));
    consent.confirmed();
    pass(Consent.EXPIRY.minusSeconds(1));

    assertFalse(consent.isExpired());
  }

  @Test
  void consent_never_outlives_what_the_standard_allows() {
    assertTrue(Consent.EXPIRY.compareTo(Duration.ofSeconds(30)) <= 0);
  }
}
