package nl.digitalebalie.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.Test;

class LinkPartsTest {
  @Test
  void dialling_waits_longer_each_time_up_to_ten_seconds_and_begins_anew_after_success() {
    Backoff backoff = new Backoff();
    assertEquals(Duration.ofMillis(250), backoff.next(0));
    assertEquals(Duration.ofMillis(500), backoff.next(0));
    assertEquals(Duration.ofMillis(1_250), backoff.next(1));
    for (int i = 0; i < 10; i++) {
      assertFalse(backoff.next(0).compareTo(Duration.ofSeconds(10)) > 0);
    }
    assertEquals(Duration.ofSeconds(10), backoff.next(0));
    backoff.reset();
    assertEquals(Duration.ofMillis(250), backoff.next(0));
  }

  @Test
  void a_secret_matches_itself_only_and_does_not_print() {
    String text = "a-secret-of-at-least-thirty-two-characters";
    LinkSecret secret = new LinkSecret(Sensitive.of(text));
    assertTrue(secret.matches(text));
    assertFalse(secret.matches(text + "x"));
    assertFalse(secret.matches(""));
    assertFalse(secret.toString().contains(text));
  }

  @Test
  void a_secret_that_is_short_or_no_header_value_is_refused() {
    for (String weak : new String[] {"short", "x".repeat(31), "x".repeat(40) + "\n", ""}) {
      assertThrows(IllegalArgumentException.class, () -> new LinkSecret(Sensitive.of(weak)), weak);
    }
  }
}
