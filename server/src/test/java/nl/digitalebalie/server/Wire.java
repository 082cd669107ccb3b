package nl.digitalebalie.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection between two processes that can be cut and mended. */
final class Wire implements AutoCloseable {
  private final ServerSocket entrance;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile State state = State.WHOLE;

  private enum State {
    WHOLE,
    CUT
  }

  private Wire(ServerSocket entrance, int target) {
    this.entrance = entrance;
    this.target = target;
  }

  static Wire to(int port) throws IOException {
    Wire wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    Thread.ofVirtual().start(wire::accept);
    return wire;
  }

  int port() {
    return entrance.getLocalPort();
  }

  void cut() {
    state = State.CUT;
    open.forEach(Wire::shut);
  }

  void mend() {
    state = State.WHOLE;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        if (state == State.CUT) {
          shut(near);
        } else {
          join(near);
        }
      } catch (IOException gone) {
        // closed, or the target is away
      }
    }
  }

  private void join(Socket near) throws IOException {
    open.add(near);
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(far);
      Thread.ofVirtual().start(() -> pour(near, far));
      Thread.ofVirtual().start(() -> pour(far, near));
    } catch (IOException away) {
      shut(near);
      throw away;
    }
  }

  private void pour(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // both ends are shut below
    }
    shut(from);
    shut(to);
    open.remove(from);
    open.remove(to);
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    cut();
  }
}
