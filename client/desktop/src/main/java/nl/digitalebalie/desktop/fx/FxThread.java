package nl.digitalebalie.desktop.fx;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import javafx.application.Platform;

/**
 * The way onto the toolkit's thread. Bounded: when the toolkit cannot follow, whoever hands over
 * waits, so a flood from the network is held back in TCP and not in our memory. The toolkit's own
 * thread never waits.
 */
public final class FxThread implements Executor {
  /** A busy second of signalling has a few dozen events. */
  private static final int MAX_WAITING = 1_000;

  private final Semaphore room = new Semaphore(MAX_WAITING);

  @Override
  public void execute(Runnable task) {
    if (Platform.isFxApplicationThread()) {
      task.run();
      return;
    }
    room.acquireUninterruptibly();
    Platform.runLater(() -> {
      room.release();
      task.run();
    });
  }
}
