package nl.digitalebalie.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Closes a connection that does not deliver a whole request in time. Jetty's idle timeout starts
 * anew with every byte, so a client that drips one byte a second would hold its connection for ever
 * (facts: slow headers).
 */
final class HeaderDeadline implements Connection.Listener {
  private final Duration patience;
  private final ScheduledExecutorService timers;
  private final Map<Connection, ScheduledFuture<?>> armed = new ConcurrentHashMap<>();

  HeaderDeadline(Duration patience, ScheduledExecutorService timers) {
    this.patience = patience;
    this.timers = timers;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection) {
      arm(connection);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    disarm(connection);
  }

  /** The connection waits for a request, or for the rest of one. */
  void arm(Connection connection) {
    if (!connection.getEndPoint().isOpen()) {
      return;
    }
    ScheduledFuture<?> timer =
        timers.schedule(
            () -> {
              armed.remove(connection);
              connection.getEndPoint().close();
            },
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    ScheduledFuture<?> before = armed.put(connection, timer);
    if (before != null) {
      before.cancel(false);
    }
  }

  /** The request is complete. */
  void disarm(Connection connection) {
    ScheduledFuture<?> timer = armed.remove(connection);
    if (timer != null) {
      timer.cancel(false);
    }
  }

  int armed() {
    return armed.size();
  }
}
