package nl.digitalebalie.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import nl.digitalebalie.server.limit.ConnectionCaps.Admission;
import nl.digitalebalie.server.limit.TokenBucket.Verdict;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final TokenBucket.Rate RATE = new TokenBucket.Rate(3, Duration.ofSeconds(2));

  @Test
  void a_burst_passes_and_then_the_rate_holds() {
    TokenBucket bucket = new TokenBucket(RATE, NOW);
    IntStream.range(0, 3).forEach(i -> assertEquals(Verdict.ALLOWED, bucket.take(NOW)));
    assertEquals(Verdict.TOO_MANY, bucket.take(NOW));
    assertEquals(Verdict.TOO_MANY, bucket.take(NOW.plusMillis(1_999)));
    assertEquals(Verdict.ALLOWED, bucket.take(NOW.plusMillis(4_000)));
  }

  @Test
  void a_clock_that_steps_back_gives_nothing_for_free() {
    TokenBucket bucket = new TokenBucket(RATE, NOW);
    IntStream.range(0, 3).forEach(i -> bucket.take(NOW));
    assertEquals(Verdict.TOO_MANY, bucket.take(NOW.minusSeconds(3_600)));
    assertEquals(Verdict.TOO_MANY, bucket.take(NOW.minusSeconds(3_599)));
  }

  @Test
  void one_key_does_not_use_up_another() {
    KeyedBuckets buckets = new KeyedBuckets(RATE);
    IntStream.range(0, 9).forEach(i -> buckets.take("a", NOW));
    assertEquals(Verdict.TOO_MANY, buckets.take("a", NOW));
    assertEquals(Verdict.ALLOWED, buckets.take("b", NOW));
  }

  @Test
  void memory_is_bounded_when_every_key_is_new() {
    KeyedBuckets buckets = new KeyedBuckets(RATE);
    IntStream.range(0, KeyedBuckets.MAX_KEYS).forEach(i -> buckets.take("key" + i, NOW));
    assertEquals(Verdict.TOO_MANY, buckets.take("one more", NOW));
    assertEquals(Verdict.ALLOWED, buckets.take("one more", NOW.plusSeconds(60)));
  }

  @Test
  void caps_refuse_the_newest_and_count_what_is_given_back() {
    ConnectionCaps caps = new ConnectionCaps(4, 3);
    assertEquals(Admission.ADMITTED, caps.admit("a", "1"));
    assertEquals(Admission.ADMITTED, caps.admit("a", "2"));
    assertEquals(Admission.ADMITTED, caps.admit("a", "3"));
    assertEquals(Admission.TOO_MANY_FOR_YOU, caps.admit("a", "4"));
    assertEquals(Admission.ADMITTED, caps.admit("b", "4"));
    assertEquals(Admission.SERVER_FULL, caps.admit("c", "5"));
    caps.release("a", "1");
    assertEquals(Admission.ADMITTED, caps.admit("a", "5"));
    assertEquals(4, caps.open());
  }

  @Test
  void one_ticket_has_a_few_connections_at_most() {
    ConnectionCaps caps = new ConnectionCaps(100, 100);
    IntStream.range(0, ConnectionCaps.PER_TICKET)
        .forEach(i -> assertEquals(Admission.ADMITTED, caps.admit("a", "t")));
    assertEquals(Admission.TOO_MANY_FOR_YOU, caps.admit("b", "t"));
  }
}
