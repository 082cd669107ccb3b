package nl.digitalebalie.server.cases;

import java.time.Duration;

/**
 * Tries one thing in the background until it worked once: at once, then after pauses that double up
 * to a limit, for as long as it takes. Owns its thread; {@link #close} ends it.
 */
final class Retry implements AutoCloseable {
  /** Services that start together are seconds apart. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** One attempt a minute is no load for a partner that is down, and soon enough after it came. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Pause pause;
  private final Thread thread;
  private volatile Wanted wanted = Wanted.GO_ON;

  /** One try; blocks for some seconds at most. */
  interface Attempt {
    Outcome now();
  }

  enum Outcome {
    DONE,
    NOT_YET
  }

  /** {@code Thread::sleep}, or the virtual time of a test. */
  interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  private enum Wanted {
    GO_ON,
    STOP
  }

  private Retry(String name, Attempt attempt, Pause pause) {
    this.pause = pause;
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> untilDone(attempt));
  }

  static Retry start(String name, Attempt attempt, Pause pause) {
    Retry retry = new Retry(name, attempt, pause);
    retry.thread.start();
    return retry;
  }

  /** Gives up, also in the middle of a pause, and returns when nothing runs any more. */
  @Override
  public void close() {
    wanted = Wanted.STOP;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void untilDone(Attempt attempt) {
    Duration next = FIRST_PAUSE;
    try {
      while (wanted == Wanted.GO_ON && attempt.now() == Outcome.NOT_YET) {
        if (wanted == Wanted.STOP) {
          return; // the attempt failed because it was interrupted
        }
        pause.of(next);
        next = longer(next);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
