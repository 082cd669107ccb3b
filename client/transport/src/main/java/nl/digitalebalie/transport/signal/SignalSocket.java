package nl.digitalebalie.transport.signal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import nl.digitalebalie.transport.signal.Reconnection.Decision;
import nl.digitalebalie.transport.signal.Reconnection.Outcome;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to the server that carries texts and comes back after a loss.
 *
 * <p>One virtual thread owns the connection's state; OkHttp's threads only put into its inbox.
 * Overflow policy of the inbox: <em>make the server wait</em> (OkHttp's reader blocks, TCP pushes
 * back). Overflow policy of sending: refuse and say so. Texts are not kept over a loss: what still
 * holds after a reconnect only the protocol above knows.
 */
public final class SignalSocket implements AutoCloseable {
  private static final int MAX_INBOX = 64;
  private static final int GOING_AWAY = 1001;
  private static final int UNSUPPORTED_DATA = 1003;
  private static final int MESSAGE_TOO_BIG = 1009;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  /** The certificates to trust instead of the platform's. */
  public record Trust(SSLSocketFactory sockets, X509TrustManager manager) {}

  private final Supplier<SignalRequest> requests;
  private final SignalListener listener;
  private final SignalLimits limits;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final InflowLimit inflow;
  private final OkHttpClient client;
  private final BlockingQueue<Event> inbox = new ArrayBlockingQueue<>(MAX_INBOX);
  private final AtomicBoolean opened = new AtomicBoolean();
  private final Thread owner;
  // Written by the owner, read by whoever sends.
  private volatile @Nullable WebSocket connected;
  // Set by close(): the inbox may be full, so it is not a message.
  private volatile boolean closing;
  // Owned by the owner's thread.
  private @Nullable WebSocket attempt;
  private int attemptsBefore;
  private long connectedAtNanos;
  private @Nullable Long retryAtNanos;
  private boolean over;

  /** What OkHttp reports, with the connection it is about: late news of an old one is ignored. */
  private sealed interface Event {
    WebSocket source();

    record Opened(WebSocket source) implements Event {}

    record Text(WebSocket source, String text) implements Event {}

    record Over(WebSocket source, Outcome outcome) implements Event {}

    record Violated(WebSocket source, int code) implements Event {}
  }

  /**
   * @param requests asked before every attempt, on the connection's thread: tickets may change
   * @param trust empty for the platform's certificates
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public SignalSocket(
      Supplier<SignalRequest> requests,
      SignalListener listener,
      SignalLimits limits,
      Optional<Trust> trust,
      RandomGenerator random,
      LongSupplier nanoTime) {
    this.requests = requests;
    this.listener = listener;
    this.limits = limits;
    this.random = random;
    this.nanoTime = nanoTime;
    this.inflow = new InflowLimit(limits.maxIncomingBytes(), nanoTime);
    this.client = client(limits, inflow, trust);
    this.owner = Thread.ofVirtual().name("signal").unstarted(this::live);
  }

  private static OkHttpClient client(
      SignalLimits limits, InflowLimit inflow, Optional<Trust> trust) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .socketFactory(inflow)
            .connectTimeout(CONNECT_TIMEOUT)
            // Silence is normal on a WebSocket; the ping notices a dead one.
            .readTimeout(Duration.ZERO)
            .pingInterval(limits.ping())
            // A server that does not answer our goodbye keeps no thread of ours longer than this.
            .webSocketCloseTimeout(CLOSE_PATIENCE)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addInterceptor(SignalSocket::withoutCompression);
    trust.ifPresent(own -> builder.sslSocketFactory(own.sockets(), own.manager()));
    return builder.build();
  }

  /** A kilobyte can unpack to a megabyte: compression would undo every limit. */
  private static Response withoutCompression(Interceptor.Chain chain) throws IOException {
    Request plain = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
    Response response = chain.proceed(plain);
    if (response.header(EXTENSIONS) != null) {
      response.close();
      throw new IOException("the server uses an extension that was not offered");
    }
    return response;
  }

  /** Begins; what follows is told to the listener. */
  public void open() {
    if (!opened.compareAndSet(false, true)) {
      throw new IllegalStateException("a signalling socket is opened once");
    }
    owner.start();
  }

  /** Sends a text, in order with the others. Any thread; never blocks. */
  public Sending send(String text) {
    return send(text, SignalLimits.MAX_OUTGOING_QUEUE_BYTES);
  }

  /** The same for the few texts for which a full queue keeps room. */
  public Sending sendReserved(String text) {
    return send(text, SignalLimits.MAX_OUTGOING_QUEUE_BYTES + SignalLimits.RESERVED_QUEUE_BYTES);
  }

  private Sending send(String text, int room) {
    WebSocket socket = connected;
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > SignalLimits.MAX_OUTGOING_TEXT_BYTES) {
      return Sending.TOO_LARGE;
    }
    if (socket == null) {
      return Sending.NOT_CONNECTED;
    }
    if (socket.queueSize() + bytes > room) {
      return Sending.QUEUE_FULL;
    }
    return socket.send(text) ? Sending.QUEUED : Sending.NOT_CONNECTED;
  }

  /** Says goodbye, ends every thread of this connection and returns when the owner is done. */
  @Override
  public void close() {
    closing = true;
    if (opened.compareAndSet(false, true)) {
      shutDownClient();
      return;
    }
    owner.interrupt();
    if (Thread.currentThread() != owner) {
      joinOwner();
    }
  }

  private void joinOwner() {
    try {
      owner.join(CLOSE_PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() {
    try {
      listener.stateChanged(new SignalState.Connecting());
      connect();
      while (!over && !closing) {
        step();
      }
    } catch (InterruptedException closed) {
      // close() woke us; what follows is the ordinary end.
      closing = true;
    } finally {
      leave();
    }
  }

  private void leave() {
    connected = null;
    if (attempt != null && !attempt.close(GOING_AWAY, null)) {
      attempt.cancel();
    }
    // The reader may be waiting for a place in an inbox that nobody empties any more.
    inbox.clear();
    shutDownClient();
    if (!over) {
      listener.stateChanged(new SignalState.Closed());
    }
  }

  private void shutDownClient() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private void step() throws InterruptedException {
    Event event = next();
    if (event == null) {
      retryAtNanos = null;
      connect();
    } else if (event.source() == attempt) {
      take(event);
    }
  }

  /** The next event, or null when the moment to try again has come. */
  private @Nullable Event next() throws InterruptedException {
    Long retryAt = retryAtNanos;
    if (retryAt == null) {
      return inbox.take();
    }
    return inbox.poll(retryAt - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
  }

  private void connect() {
    inflow.refill();
    SignalRequest request = requests.get();
    Request.Builder builder = new Request.Builder().url(request.uri().toString());
    request.headers().forEach(builder::header);
    attempt = client.newWebSocket(builder.build(), new Reports());
  }

  private void take(Event event) {
    switch (event) {
      case Event.Opened(WebSocket source) -> {
        connected = source;
        connectedAtNanos = nanoTime.getAsLong();
        listener.stateChanged(new SignalState.Connected());
      }
      case Event.Text(WebSocket ignored, String text) -> listener.received(text);
      case Event.Over(WebSocket ignored, Outcome outcome) -> ended(outcome);
      case Event.Violated(WebSocket source, int code) -> {
        source.close(code, null);
        source.cancel();
        finish(new SignalState.Ended(code));
      }
    }
  }

  private void ended(Outcome outcome) {
    boolean lasted =
        connected != null && nanoTime.getAsLong() - connectedAtNanos >= limits.lasting().toNanos();
    connected = null;
    attempt = null;
    switch (Reconnection.after(outcome, lasted ? 0 : attemptsBefore, random)) {
      case Decision.Stop(SignalState last) -> finish(last);
      case Decision.Retry(int next, Duration delay) -> {
        attemptsBefore = next;
        retryAtNanos = nanoTime.getAsLong() + delay.toNanos();
        listener.stateChanged(new SignalState.Reconnecting(next, delay));
      }
    }
  }

  private void finish(SignalState last) {
    connected = null;
    attempt = null;
    over = true;
    listener.stateChanged(last);
  }

  /** OkHttp's threads: put and wait, nothing else. */
  private final class Reports extends WebSocketListener {
    @Override
    public void onOpen(WebSocket socket, Response response) {
      report(new Event.Opened(socket));
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      inflow.refill();
      boolean tooLarge =
          text.length() > limits.maxIncomingBytes()
              || text.getBytes(StandardCharsets.UTF_8).length > limits.maxIncomingBytes();
      report(tooLarge ? new Event.Violated(socket, MESSAGE_TOO_BIG) : new Event.Text(socket, text));
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      report(new Event.Violated(socket, UNSUPPORTED_DATA));
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(code, null);
      report(new Event.Over(socket, new Outcome.ClosedByServer(code)));
    }

    @Override
    public void onFailure(WebSocket socket, Throwable cause, @Nullable Response response) {
      report(new Event.Over(socket, outcome(response)));
    }

    private static Outcome outcome(@Nullable Response response) {
      // 101 is an upgrade that failed afterwards: a loss, not an answer.
      return response == null || response.code() == 101
          ? new Outcome.Lost()
          : new Outcome.Answered(response.code());
    }

    private void report(Event event) {
      try {
        while (!closing && !inbox.offer(event, 1, TimeUnit.SECONDS)) {
          // The listener is slow: the server waits. Look now and then whether we are closing.
          Thread.onSpinWait();
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
