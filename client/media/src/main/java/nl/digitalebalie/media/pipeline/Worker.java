package nl.digitalebalie.media.pipeline;

import java.time.Duration;
import java.util.function.Consumer;
import nl.digitalebalie.media.pipeline.PipelineEvent.Broken;

/** A named thread that runs until it is interrupted; whoever starts it closes it. */
final class Worker implements AutoCloseable {
  /** What a worker runs; ends soon after its thread is interrupted. */
  interface Body {
    void run() throws InterruptedException;
  }

  /** All threads of this module begin like this. */
  static final String PREFIX = "media-";

  /** Longer than any patience of a device; after that the thread hangs in a driver. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Thread thread;

  private Worker(Thread thread) {
    this.thread = thread;
  }

  static Worker start(String name, Body body, Consumer<? super PipelineEvent> events) {
    Thread thread =
        Thread.ofPlatform()
            .name(PREFIX + name)
            .daemon(true)
            .unstarted(() -> run(name, body, events));
    thread.start();
    return new Worker(thread);
  }

  void askToEnd() {
    thread.interrupt();
  }

  /** Ends the thread and waits for that. */
  @Override
  public void close() {
    askToEnd();
    boolean interrupted = false;
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (thread.isAlive() && System.nanoTime() < giveUp) {
      try {
        thread.join(Duration.ofMillis(100));
      } catch (InterruptedException whoeverClosesIsInHurry) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String name, Body body, Consumer<? super PipelineEvent> events) {
    try {
      body.run();
    } catch (InterruptedException askedToEnd) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      events.accept(new Broken(name, bug));
    } catch (LinkageError noNativeLibrary) {
      // A machine where a library does not load: an Error by name, yet the program can go on.
      events.accept(
          new Broken(
              name, new IllegalStateException("a native library does not load", noNativeLibrary)));
    }
  }
}
