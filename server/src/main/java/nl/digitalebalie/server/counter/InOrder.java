package nl.digitalebalie.server.counter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Runs what blocks one after another on virtual threads that exist only while there is work.
 * Bounded by its owner, who hands in a few tasks in a lifetime.
 */
final class InOrder implements Executor {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  @Override
  public synchronized void execute(Runnable task) {
    waiting.addLast(task);
    if (!running) {
      running = true;
      Thread.ofVirtual().name("contact").start(this::run);
    }
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Runnable next() {
    Runnable task = waiting.pollFirst();
    running = task != null;
    return task;
  }
}
