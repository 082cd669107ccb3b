package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digitalebalie.server.cases.Retry.Outcome;
import org.junit.jupiter.api.Test;

class RetryTest {
  /** Far above what any of this takes; only a hang reaches it. */
  private static final long PATIENCE_SECONDS = 30;

  @Test
  void pauses_double_up_to_a_minute_and_end_with_success() throws InterruptedException {
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    Retry retry =
        Retry.start(
            "test",
            () -> {
              if (attempts.incrementAndGet() < 10) {
                return Outcome.NOT_YET;
              }
              done.countDown();
              return Outcome.DONE;
            },
            pauses::add);
    assertTrue(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    retry.close();

    assertEquals(10, attempts.get());
    assertEquals(
        List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L),
        pauses.stream().map(Duration::toSeconds).toList());
  }

  @Test
  void closing_ends_a_pause_and_nothing_is_tried_after_it() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch pausing = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Retry retry =
        Retry.start(
            "test",
            () -> {
              attempts.incrementAndGet();
              return Outcome.NOT_YET;
            },
            length -> {
              pausing.countDown();
              never.await();
            });
    assertTrue(pausing.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    retry.close(); // returns only when the thread ended

    assertEquals(1, attempts.get());
  }

  @Test
  void closing_in_the_middle_of_an_attempt_that_swallows_the_interrupt_ends_too()
      throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch trying = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Retry retry =
        Retry.start(
            "test",
            () -> {
              attempts.incrementAndGet();
              trying.countDown();
              try {
                never.await();
              } catch (InterruptedException swallowed) {
                return Outcome.NOT_YET;
              }
              return Outcome.DONE;
            },
            length -> {});
    assertTrue(trying.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    retry.close();

    assertEquals(1, attempts.get());
  }
}
