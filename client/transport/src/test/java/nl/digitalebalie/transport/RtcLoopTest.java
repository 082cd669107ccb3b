package nl.digitalebalie.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.rtc.Input;
import nl.digitalebalie.rtc.RtcConfig;
import nl.digitalebalie.rtc.RtcSession;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RtcLoopTest {
  private final CompletableFuture<RuntimeException> bug = new CompletableFuture<>();
  private final RtcLoop loop =
      new RtcLoop(
          new RtcSession(RtcConfig.standard(), new Random(1)),
          () -> new MonoTime(System.nanoTime()),
          output -> {},
          bug::complete);

  private void endLoop() {
    loop.control(loop::end);
    loop.join(Duration.ofSeconds(10));
  }

  @Test
  void media_beyond_the_limit_is_dropped_and_counted_while_control_still_passes() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    CompletableFuture<Void> controlRan = new CompletableFuture<>();
    loop.start();
    loop.control(() -> holdUntil(blocked, busy));
    busy.await();
    for (int i = 0; i < RtcLoop.MAX_MEDIA + 30; i++) {
      loop.offerMedia(new Input.DatagramArrived(loop.now(), new byte[] {(byte) 0x80}));
    }
    loop.control(() -> controlRan.complete(null));
    blocked.countDown();

    controlRan.get(10, TimeUnit.SECONDS);
    assertEquals(30, loop.droppedMedia());
    endLoop();
  }

  private static void holdUntil(CountDownLatch released, CountDownLatch begun) {
    begun.countDown();
    try {
      released.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_broken_invariant_ends_the_loop_and_is_told() throws Exception {
    loop.start();
    loop.control(() -> {
      throw new IllegalStateException("broken");
    });

    assertInstanceOf(IllegalStateException.class, bug.get(10, TimeUnit.SECONDS));
    loop.join(Duration.ofSeconds(10));
    loop.offerMedia(new Input.DatagramArrived(loop.now(), new byte[] {1}));
    assertEquals(1, loop.droppedMedia());
  }

  @Test
  void nobody_but_the_loop_feeds_the_session() {
    assertThrows(IllegalStateException.class, () -> loop.feed(new Input.TimePassed(loop.now())));
  }
}
