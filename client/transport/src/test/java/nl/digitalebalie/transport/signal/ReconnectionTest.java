package nl.digitalebalie.transport.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import nl.digitalebalie.transport.signal.Reconnection.Decision;
import nl.digitalebalie.transport.signal.Reconnection.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectionTest {
  private final Random random = new Random(1);

  private Decision after(Outcome outcome, int before) {
    return Reconnection.after(outcome, before, random);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 426})
  void a_request_that_is_wrong_is_not_tried_again(int status) {
    assertEquals(
        new Decision.Stop(new SignalState.Refused(status)), after(new Outcome.Answered(status), 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 408, 429, 500, 502, 503})
  void a_server_in_trouble_is_tried_again(int status) {
    assertInstanceOf(Decision.Retry.class, after(new Outcome.Answered(status), 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1003, 1007, 1008, 1009, 4401, 4409})
  void a_connection_ended_for_good_stays_ended(int code) {
    assertEquals(
        new Decision.Stop(new SignalState.Ended(code)), after(new Outcome.ClosedByServer(code), 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1011, 1012, 1013})
  void a_server_that_restarts_or_is_busy_is_tried_again(int code) {
    assertInstanceOf(Decision.Retry.class, after(new Outcome.ClosedByServer(code), 0));
  }

  @Test
  void delays_grow_and_never_exceed_the_longest() {
    Duration mostBefore = Duration.ZERO;
    for (int before = 0; before < 40; before++) {
      Duration most = Duration.ZERO;
      for (int i = 0; i < 200; i++) {
        Decision.Retry retry =
            assertInstanceOf(Decision.Retry.class, after(new Outcome.Lost(), before));
        assertEquals(before + 1, retry.attempt());
        assertTrue(retry.delay().compareTo(Reconnection.LONGEST_DELAY) <= 0);
        assertTrue(retry.delay().isPositive());
        most = retry.delay().compareTo(most) > 0 ? retry.delay() : most;
      }
      assertTrue(before > 4 || most.compareTo(mostBefore) > 0, "grows at " + before);
      mostBefore = most;
    }
  }

  @Test
  void two_thousand_clients_do_not_come_back_together() {
    Set<Duration> delays = new HashSet<>();
    for (int client = 0; client < 2_000; client++) {
      delays.add(assertInstanceOf(Decision.Retry.class, after(new Outcome.Lost(), 5)).delay());
    }

    assertTrue(delays.size() > 1_000, "distinct delays: " + delays.size());
  }
}
