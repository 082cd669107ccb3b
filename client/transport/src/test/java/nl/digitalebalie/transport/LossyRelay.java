package nl.digitalebalie.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams between one known end and whoever else speaks to it, and loses some; seeded.
 */
final class LossyRelay implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final DatagramSocket socket;
  private final int period;
  private final Thread thread;
  private volatile @Nullable SocketAddress known;
  private @Nullable SocketAddress stranger;

  LossyRelay(int period) throws IOException {
    this.socket = new DatagramSocket(0, LOOPBACK);
    this.period = period;
    this.thread = Thread.ofVirtual().start(this::carry);
  }

  int port() {
    return socket.getLocalPort();
  }

  void inFrontOf(int port) {
    known = new InetSocketAddress(LOOPBACK, port);
  }

  private void carry() {
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    try {
      for (int number = 1; true; number++) {
        packet.setLength(2_000);
        socket.receive(packet);
        SocketAddress to = otherEndOf(packet.getSocketAddress());
        if (to != null && number % period != 0) {
          packet.setSocketAddress(to);
          socket.send(packet);
        }
      }
    } catch (IOException closed) {
      // close() ends it.
      return;
    }
  }

  private @Nullable SocketAddress otherEndOf(SocketAddress from) {
    if (from.equals(known)) {
      return stranger;
    }
    stranger = from;
    return known;
  }

  @Override
  public void close() throws InterruptedException {
    socket.close();
    thread.join();
  }
}
