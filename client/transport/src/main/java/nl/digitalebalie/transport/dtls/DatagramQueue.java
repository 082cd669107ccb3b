package nl.digitalebalie.transport.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Bridges a network that pushes datagrams and a DTLS stack that pulls them.
 *
 * <p>Overflow policy: <em>drop the newest</em>, counted. A handshake flight is four datagrams and
 * lost ones are resent, so a full queue means a flood, and the oldest are the likeliest to be real.
 */
final class DatagramQueue implements DatagramTransport {
  static final int MAX_QUEUED = 64;

  // The largest UDP payload on Ethernet; whoever sends more fragments a handshake needlessly.
  private static final int RECEIVE_LIMIT = 1500;
  // Browsers keep to 1200 bytes, which passes every path that carries IPv6 and a TURN header.
  private static final int SEND_LIMIT = 1200;

  private static final byte[] NOTHING = {};

  /** One flight has at most six messages, each a datagram; resends may add to it. */
  private static final int MAX_FLIGHT = 12;

  private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Ten seconds of repeating: half the time that a handshake may take. */
  private static final int MAX_REPEATS = 40;

  /** Three seconds: at a loss of a fifth not one handshake in ten thousand needs more. */
  private static final int LAST_FLIGHT_REPEATS = 12;

  private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(MAX_QUEUED);
  private final AtomicLong dropped = new AtomicLong();
  private final Consumer<byte[]> network;
  private final Predicate<byte[]> admission;
  // Owned by the association's thread, like all of receive and send.
  private final List<byte[]> flight = new ArrayList<>();
  private boolean flightAnswered;
  private long lastSentNanos;
  private int repeats;
  private volatile boolean closed;
  private volatile boolean endedByOwner;

  /**
   * @param admission asked on the association's thread; what it refuses counts as lost
   */
  DatagramQueue(Consumer<byte[]> network, Predicate<byte[]> admission) {
    this.network = network;
    this.admission = admission;
  }

  void push(byte[] datagram) {
    if (datagram.length > RECEIVE_LIMIT || closed || !arrived.offer(datagram)) {
      dropped.incrementAndGet();
    }
  }

  long dropped() {
    return dropped.get();
  }

  /** Whether nothing more is read: the stack closed it, or the owner did. */
  boolean isClosed() {
    return closed;
  }

  /** Whether the owner ended it; otherwise the stack did, after an alert or a broken handshake. */
  boolean isEndedByOwner() {
    return endedByOwner;
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    byte[] datagram = next(waitMillis);
    if (datagram == null) {
      return -1;
    }
    int taken = Math.min(length, datagram.length);
    System.arraycopy(datagram, 0, buffer, offset, taken);
    return taken;
  }

  private byte @Nullable [] next(int waitMillis) throws IOException {
    try {
      byte[] datagram = closed ? null : pollAndRepeat(waitMillis);
      if (datagram != null && !admission.test(datagram)) {
        datagram = null;
      }
      if (closed) {
        // The one exception after which BouncyCastle leaves the record layer able to say goodbye.
        throw new InterruptedIOException("the association is closed");
      }
      return datagram;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      closed = true;
      throw new InterruptedIOException("the association's thread is told to stop");
    }
  }

  /**
   * Waits, and meanwhile sends the last flight again at an even pace.
   *
   * <p>BouncyCastle doubles its resend time at its own timeouts and at every flight that the peer
   * resends, so two ends on a network that loses datagrams drive each other to pauses longer than
   * the handshake may last. A copy on the wire is what networks do anyway: the peer's replay window
   * takes only the records that it missed.
   */
  private byte @Nullable [] pollAndRepeat(int waitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    byte[] datagram = null;
    long left = 1;
    while (datagram == null && !closed && left > 0) {
      repeatIfDue();
      left = deadline - System.nanoTime();
      datagram = arrived.poll(Math.min(left, nanosToRepeat()), TimeUnit.NANOSECONDS);
    }
    flightAnswered |= datagram != null;
    return datagram;
  }

  // By the clock and not by silence: each end's copies would break the silence of the other.
  private void repeatIfDue() {
    if (nanosToRepeat() <= 0) {
      repeats++;
      lastSentNanos = System.nanoTime();
      flight.forEach(network);
    }
  }

  private long nanosToRepeat() {
    return flight.isEmpty() || repeats >= MAX_REPEATS
        ? Long.MAX_VALUE
        : lastSentNanos + REPEAT_NANOS - System.nanoTime();
  }

  /** The handshake is over, and the peer spoke last: nothing needs repeating any more. */
  void stopRepeating() {
    repeats = MAX_REPEATS;
    flight.clear();
  }

  /**
   * The handshake is over for us, and we spoke last: should that flight be lost, the peer has to
   * resend the whole of its own to get it again, so a few copies come first.
   */
  void repeatLastFlight() {
    repeats = MAX_REPEATS - LAST_FLIGHT_REPEATS;
  }

  /** Ends every wait: the reader finds the queue closed. An interrupt could close sockets too. */
  void end() {
    endedByOwner = true;
    closed = true;
    arrived.clear();
    // Should a late datagram take the last place, the reader wakes up from that one.
    boolean awake = arrived.offer(NOTHING) || !arrived.isEmpty();
    if (!awake) {
      throw new IllegalStateException("a bounded queue is neither full nor takes more");
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    byte[] datagram = new byte[length];
    System.arraycopy(buffer, offset, datagram, 0, length);
    remember(datagram);
    network.accept(datagram);
  }

  private void remember(byte[] datagram) {
    if (flightAnswered) {
      flight.clear();
      flightAnswered = false;
    }
    if (flight.size() < MAX_FLIGHT) {
      flight.add(datagram);
    }
    lastSentNanos = System.nanoTime();
  }

  @Override
  public void close() {
    closed = true;
  }
}
