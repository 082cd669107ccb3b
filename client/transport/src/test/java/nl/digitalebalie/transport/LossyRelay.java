package nl.digitalebalie.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams between one known end and whoever else speaks to it, and loses some; seeded.
 */
final class LossyRelay implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final DatagramSocket socket;
  private final Random dice;
  private final double lossShare;
  private final Thread thread;
  private volatile @Nullable SocketAddress known;
  private @Nullable SocketAddress stranger;

  LossyRelay(long seed, double lossShare) throws IOException {
    this.socket = new DatagramSocket(0, LOOPBACK);
    this.dice = new Random(seed);
    this.lossShare = lossShare;
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
      while (true) {
        packet.setLength(2_000);
        socket.receive(packet);
        SocketAddress to = otherEndOf(packet.getSocketAddress());
        if (to != null && dice.nextDouble() >= lossShare) {
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
