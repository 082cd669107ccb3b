package nl.digitalebalie.server.relay;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands events to one owner, one after another. Events of our own parts are always taken, because
 * each is the answer to a bounded number of others and refusing one would break a promise; events
 * from the network are refused when {@link #NETWORK_LIMIT} wait.
 *
 * <p>The lock guards the queue only, never the owner's work.
 */
final class Mailbox<E> {
  /** A browser's burst of candidates is below 100. */
  static final int NETWORK_LIMIT = 512;

  private final Executor executor;
  private final Consumer<E> owner;
  private final Queue<E> waiting = new ArrayDeque<>();
  private boolean running;

  Mailbox(Executor executor, Consumer<E> owner) {
    this.executor = executor;
    this.owner = owner;
  }

  void put(E event) {
    synchronized (waiting) {
      waiting.add(event);
      start();
    }
  }

  /** Overflow policy: refuse the newest, and the caller closes the connection that sent it. */
  Offered offer(E event) {
    synchronized (waiting) {
      if (waiting.size() >= NETWORK_LIMIT) {
        return Offered.FULL;
      }
      waiting.add(event);
      start();
      return Offered.TAKEN;
    }
  }

  enum Offered {
    TAKEN,
    FULL
  }

  private void start() {
    if (!running) {
      running = true;
      executor.execute(this::drain);
    }
  }

  private void drain() {
    while (true) {
      E next;
      synchronized (waiting) {
        next = waiting.poll();
        if (next == null) {
          running = false;
          return;
        }
      }
      boolean done = false;
      try {
        owner.accept(next);
        done = true;
      } finally {
        if (!done) {
          goOn(); // what was thrown ends this thread, and not everything that waits behind it
        }
      }
    }
  }

  private void goOn() {
    synchronized (waiting) {
      running = false;
      if (!waiting.isEmpty()) {
        start();
      }
    }
  }
}
