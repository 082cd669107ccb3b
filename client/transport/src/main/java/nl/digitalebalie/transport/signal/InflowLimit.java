package nl.digitalebalie.transport.signal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.LongSupplier;
import javax.net.SocketFactory;

/**
 * Bounds how much a server may send before a text is complete.
 *
 * <p>OkHttp gathers a whole message in memory before it shows it, however large. So the bytes are
 * counted where they enter, below TLS: after each delivered text a full allowance is free again,
 * and a trickle is added with time for what never becomes a text (pongs). Whoever exceeds it loses
 * the connection. Touched by the reading thread and the connection's own, hence the lock.
 */
final class InflowLimit extends SocketFactory {
  // TLS records, frame headers, the upgrade's answer and one read ahead.
  private static final long OVERHEAD_BYTES = 64 * 1024;
  private static final long TRICKLE_BYTES_PER_SECOND = 1024;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long allowance;
  private final LongSupplier nanoTime;
  private long left;
  private long lastNanos;

  InflowLimit(long maxTextBytes, LongSupplier nanoTime) {
    this.allowance = maxTextBytes + OVERHEAD_BYTES;
    this.nanoTime = nanoTime;
    this.left = allowance;
    this.lastNanos = nanoTime.getAsLong();
  }

  /** A text was delivered, or a connection begins. */
  synchronized void refill() {
    left = allowance;
  }

  synchronized void take(int bytes) throws IOException {
    long now = nanoTime.getAsLong();
    long trickled = (now - lastNanos) * TRICKLE_BYTES_PER_SECOND / NANOS_PER_SECOND;
    if (trickled > 0) {
      left = Math.min(allowance, left + trickled);
      lastNanos = now;
    }
    left -= bytes;
    if (left < 0) {
      throw new IOException("the server sends more than a text may hold");
    }
  }

  @Override
  public Socket createSocket() {
    return new CountedSocket();
  }

  // OkHttp creates unconnected sockets only.
  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  private final class CountedSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new CountedStream(super.getInputStream());
    }
  }

  private final class CountedStream extends FilterInputStream {
    CountedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      if (value >= 0) {
        take(1);
      }
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count > 0) {
        take(count);
      }
      return count;
    }
  }
}
