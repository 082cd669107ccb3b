package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one conversation's state: events in order, one at a time, on a virtual thread of its own.
 *
 * <p>Overflow: what people say is refused while {@link #MAX_SAID} events wait; what the server
 * itself reports must not be lost, so when {@link #MAX_WAITING} wait the conversation has failed
 * and its panel is closed.
 */
final class Mailbox {
  /** A staff client sends a heartbeat every 5 s and a click now and then. */
  static final int MAX_SAID = 64;

  static final int MAX_WAITING = 1_024;

  /** A conversation without any deadline still looks at the clock now and then. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final CounterMachine machine;
  private final Work work;
  private final InstantSource clock;
  private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private volatile boolean overflowed;
  private CounterState state;

  /** Carries out effects and hears of the end. Called on the mailbox's thread only. */
  interface Work {
    void carryOut(Effect effect, Mailbox from);

    /**
     * The conversation is forgotten; these events came too late for it. They are taken only after
     * nobody can post any more.
     */
    void forgotten(Supplier<List<Event>> tooLate);

    /** The conversation stops being looked after: nothing may stay open. */
    void failed(Failure why, Supplier<List<Event>> tooLate);
  }

  /** Why a conversation is not looked after any more. Stable: audited. */
  enum Failure {
    SERVER_STOPPED,
    OVERFLOW,
    BUG
  }

  Mailbox(CounterMachine machine, CounterState first, Work work, InstantSource clock) {
    this.machine = machine;
    this.state = first;
    this.work = work;
    this.clock = clock;
    this.thread =
        Thread.ofVirtual().name("counter-" + first.about().conversation()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  /** After {@link #stop}: returns when the last effect is carried out. */
  void awaitEnd() throws InterruptedException {
    thread.join();
  }

  /** From the server itself; never blocks, never refuses. */
  void post(Event event) {
    if (!waiting.offer(event)) {
      overflowed = true;
      thread.interrupt();
    }
  }

  /** From a person; false when too much waits, and then nothing happened. */
  boolean offer(Event event) {
    return waiting.size() < MAX_SAID && waiting.offer(event);
  }

  private void run() {
    Optional<Instant> wakeUp = Optional.empty();
    try {
      boolean alive = true;
      while (alive) {
        Event event = waiting.poll(sleep(wakeUp).toNanos(), TimeUnit.NANOSECONDS);
        Step step =
            machine.on(state, event == null ? new Event.TimePassed() : event, clock.instant());
        state = step.next();
        wakeUp = step.wakeUp();
        for (Effect effect : step.effects()) {
          alive &= !(effect instanceof Effect.Forget);
          work.carryOut(effect, this);
        }
      }
      work.forgotten(this::rest);
    } catch (InterruptedException stopped) {
      work.failed(overflowed ? Failure.OVERFLOW : Failure.SERVER_STOPPED, this::rest);
    } catch (RuntimeException bug) {
      // The edge of one conversation: it ends closed, the others go on. The message is left out,
      // because it may quote a value.
      LOG.error(
          "conversation {} failed: {} at {}",
          state.about().conversation(),
          bug.getClass().getName(),
          List.of(bug.getStackTrace()));
      work.failed(Failure.BUG, this::rest);
    }
  }

  private Duration sleep(Optional<Instant> wakeUp) {
    Duration until = wakeUp.map(at -> Duration.between(clock.instant(), at)).orElse(LONGEST_SLEEP);
    // a little late rather than a little early, so that the deadline has passed when we look
    Duration rounded = until.plusMillis(1);
    return rounded.isNegative()
        ? Duration.ZERO
        : rounded.compareTo(LONGEST_SLEEP) < 0 ? rounded : LONGEST_SLEEP;
  }

  private List<Event> rest() {
    List<Event> rest = new ArrayList<>();
    waiting.drainTo(rest);
    return rest;
  }
}
