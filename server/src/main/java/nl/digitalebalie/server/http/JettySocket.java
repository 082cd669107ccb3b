package nl.digitalebalie.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.server.limit.Pace;
import nl.digitalebalie.server.limit.TokenBucket;
import nl.digitalebalie.server.limit.TokenBucket.Verdict;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One open WebSocket: limits in both directions around a desk. The lock keeps the order of frames
 * and their count together; nothing blocks while it is held. Public because Jetty calls it through
 * method handles, which reach public classes only.
 *
 * @param <P> the principal of the connection
 */
public final class JettySocket<P> implements SignalSocket, Session.Listener.AutoDemanding {
  static final int MAX_QUEUED_FRAMES = 100;
  static final int MAX_REFUSALS = 10;
  static final int TRY_AGAIN_LATER = 1013;
  static final int POLICY_VIOLATION = 1008;
  static final int UNSUPPORTED_DATA = 1003;
  static final int TICKET_GONE = 4401;

  /** A call begins with a burst of candidates; after that a message a second is much. */
  static final TokenBucket.Rate MESSAGES = new TokenBucket.Rate(150, Duration.ofMillis(50));

  /** Our own pings come every 20 s; a peer may ping somewhat faster. */
  static final TokenBucket.Rate PINGS = new TokenBucket.Rate(30, Duration.ofSeconds(1));

  /**
   * What the two send each other unread. A file of 10 MiB travels as 18 MB of text; it takes some 3
   * s at this pace, and a flood takes no more than that from everybody else.
   */
  static final Pace.Rate BULK = new Pace.Rate(8_000_000, 4_000_000);

  /** Small frames cost work as well: 500 of them a second, not as many as fit into the bytes. */
  static final int MIN_BULK_COST = 8_000;

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration PING_EVERY = Duration.ofSeconds(20);

  /** Hardening row 22: a cut network shows as "away" within 30 s. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** How long a peer that does not read may keep us waiting for its close frame. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final P principal;
  private final SocketEndpoint<P> endpoint;
  private final SocketDesk<P> desk;
  private final BooleanSupplier admitted;
  private final int maxQueuedBytes;
  private final InstantSource clock;
  private final ScheduledExecutorService timers;
  private final Runnable released;
  private final TokenBucket messages;
  private final TokenBucket pings;
  private final Pace bulk;
  private final Object lock = new Object();

  private Optional<Session> session = Optional.empty();
  private Optional<ScheduledFuture<?>> heartbeat = Optional.empty();
  private boolean closing;
  private boolean gone;
  private int queuedFrames;
  private int queuedBytes;
  private int queuedBulkFrames;
  private int queuedBulkBytes;
  private int refusals;
  private volatile Instant heardAt;
  private Instant pingedAt;

  /**
   * @param admitted whether the ticket of the upgrade still opens this socket
   */
  JettySocket(
      P principal,
      SocketEndpoint<P> endpoint,
      BooleanSupplier admitted,
      InstantSource clock,
      ScheduledExecutorService timers,
      Runnable released) {
    this.principal = principal;
    this.endpoint = endpoint;
    this.desk = endpoint.desk();
    this.admitted = admitted;
    this.maxQueuedBytes = endpoint.maxQueuedBytes();
    this.clock = clock;
    this.timers = timers;
    this.released = released;
    Instant now = clock.instant();
    this.messages = new TokenBucket(endpoint.messages(), now);
    this.pings = new TokenBucket(PINGS, now);
    this.bulk = new Pace(BULK, now);
    this.heardAt = now;
    this.pingedAt = now;
  }

  // Sending

  @Override
  public Sent send(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    synchronized (lock) {
      if (closing || session.isEmpty()) {
        return Sent.CLOSED;
      }
      if (queuedFrames >= MAX_QUEUED_FRAMES
          || (queuedFrames > 0 && queuedBytes + bytes > maxQueuedBytes)) {
        shut(TRY_AGAIN_LATER, "reads too slowly");
        return Sent.TOO_SLOW;
      }
      queuedFrames++;
      queuedBytes += bytes;
      session.get().sendText(text, Callback.from(() -> written(bytes), failure -> written(bytes)));
      return Sent.QUEUED;
    }
  }

  @Override
  public Sent sendBulk(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    synchronized (lock) {
      if (closing || session.isEmpty()) {
        return Sent.CLOSED;
      }
      if (queuedBulkFrames >= MAX_BULK_FRAMES || queuedBulkBytes + bytes > MAX_BULK_BYTES) {
        return Sent.DROPPED;
      }
      queuedBulkFrames++;
      queuedBulkBytes += bytes;
      session
          .get()
          .sendText(text, Callback.from(() -> bulkWritten(bytes), failure -> bulkWritten(bytes)));
      return Sent.QUEUED;
    }
  }

  private void bulkWritten(int bytes) {
    synchronized (lock) {
      queuedBulkFrames--;
      queuedBulkBytes -= bytes;
    }
  }

  private void written(int bytes) {
    synchronized (lock) {
      queuedFrames--;
      queuedBytes -= bytes;
    }
  }

  @Override
  public Sent refuse(String text) {
    Sent sent = send(text);
    synchronized (lock) {
      refusals++;
      if (refusals >= MAX_REFUSALS) {
        shut(POLICY_VIOLATION, "too many refused messages");
      }
    }
    return sent;
  }

  @Override
  public void close(int code, String reason) {
    synchronized (lock) {
      shut(code, reason);
    }
  }

  /** The caller holds the lock. */
  private void shut(int code, String reason) {
    if (closing || session.isEmpty()) {
      return;
    }
    closing = true;
    Session open = session.get();
    open.close(code, reason, Callback.NOOP);
    timers.schedule(open::disconnect, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  // Receiving

  @Override
  public void onWebSocketOpen(Session opened) {
    synchronized (lock) {
      session = Optional.of(opened);
      heartbeat =
          Optional.of(
              timers.scheduleAtFixedRate(
                  this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS));
    }
    desk.connected(principal, this);
  }

  @Override
  public void onWebSocketText(String text) {
    heardAt = clock.instant();
    if (isClosing()) {
      return;
    }
    switch (endpoint.weigh(text)) {
      case BULK -> slowDown(bulk.spend(Math.max(MIN_BULK_COST, text.length()), heardAt));
      case SIGNAL -> {
        if (messages.take(heardAt) == Verdict.TOO_MANY) {
          // The same shape in every direction of the protocol.
          refuse("{\"v\":1,\"type\":\"refused\",\"code\":\"" + ErrorCode.TOO_MANY_MESSAGES + "\"}");
          return;
        }
      }
    }
    if (!admitted.getAsBoolean()) {
      close(TICKET_GONE, "ticket no longer valid");
      return;
    }
    desk.received(principal, this, text);
  }

  /**
   * The next frame is read when this one is done with, so whoever is ahead of the pace waits, by
   * the window of TCP as well. Runs on a virtual thread, which costs nothing while it waits.
   */
  private static void slowDown(Duration ahead) {
    if (ahead.isPositive()) {
      LockSupport.parkNanos(ahead.toNanos());
    }
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    close(UNSUPPORTED_DATA, "text frames only");
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    heardAt = clock.instant();
    if (pings.take(heardAt) == Verdict.TOO_MANY) {
      close(POLICY_VIOLATION, "too many pings");
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
    synchronized (lock) {
      if (!closing) {
        session.ifPresent(open -> open.sendPong(copy, Callback.NOOP));
      }
    }
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    heardAt = clock.instant();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    // Jetty tells the code of what happened in onWebSocketClose, which follows.
  }

  @Override
  public void onWebSocketClose(int code, String reason) {
    synchronized (lock) {
      if (gone) {
        return;
      }
      gone = true;
      closing = true;
      heartbeat.ifPresent(timer -> timer.cancel(false));
    }
    released.run();
    desk.disconnected(principal, this);
  }

  private boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  private void beat() {
    if (!isClosing() && !admitted.getAsBoolean()) {
      // who only listens is cut off too
      close(TICKET_GONE, "ticket no longer valid");
      return;
    }
    Instant now = clock.instant();
    synchronized (lock) {
      if (closing || session.isEmpty()) {
        return;
      }
      if (heardAt.plus(SILENCE).isBefore(now)) {
        closing = true;
        session.get().disconnect();
      } else if (!pingedAt.plus(PING_EVERY).isAfter(now)) {
        pingedAt = now;
        session.get().sendPing(ByteBuffer.allocate(0), Callback.NOOP);
      }
    }
  }
}
