package nl.digitalebalie.server.link;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.limit.Pace;
import nl.digitalebalie.server.relay.CounterPort;
import nl.digitalebalie.server.relay.RelayEvent;
import nl.digitalebalie.server.relay.ResidentPort;
import nl.digitalebalie.server.staff.RevokedSession;
import nl.digitalebalie.server.staff.TicketKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counter part's end: dials the relay from inside, keeps the link up, and stands for the
 * residents there. One thread owns everything but the queue; nothing in it blocks.
 *
 * <p>Speaks by the JDK's WebSocket, because it hands out a message in pieces: a hostile relay can
 * send one without end, and it is cut off at {@link LinkLimits#MAX_CHARS}.
 */
public final class LinkClient implements ResidentPort, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkClient.class);

  private static final WireCodec<RelayToCounter> IN =
      WireCodec.of(RelayToCounter.class, LinkLimits.MAX_CHARS);
  private static final WireCodec<CounterToRelay> OUT =
      WireCodec.of(CounterToRelay.class, LinkLimits.MAX_CHARS);

  private static final Duration DIAL_PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A link that held this long was no accident; the next dial is at once again. */
  private static final Duration HELD = Duration.ofSeconds(30);

  private static final int UNAUTHORIZED = 401;

  private final Settings settings;
  private final TicketKey ticketKey;
  private final InstantSource clock;
  private final SecureRandom random;
  private final HttpClient http;
  private final LinkGuard guard;
  private final Pace pace;
  private final LinkFigures figures = new LinkFigures();
  private final Backoff backoff = new Backoff();
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("link").daemon().factory());
  private final BlockingQueue<CounterToRelay> outgoing =
      new LinkedBlockingQueue<>(LinkLimits.MAX_WAITING);
  private final Map<String, RevokedSession> revoked = new LinkedHashMap<>();
  private Optional<Connection> current = Optional.empty();
  private CounterPort port =
      event -> {
        throw new IllegalStateException("the link was used before it was started");
      };
  private CallbackDoor callbacks =
      (request, kept) -> {
        throw new IllegalStateException("the link was used before it was started");
      };
  private volatile HealthCheck.Status status = HealthCheck.Status.DOWN;

  /**
   * Where the relay is and how it is believed.
   *
   * @param relay its address as the counter process reaches it, http or https
   * @param trust who may have signed its certificate; empty for whom Java trusts
   */
  public record Settings(URI relay, LinkSecret secret, Optional<SSLContext> trust) {}

  /**
   * @param configured whether this staff member may talk about this topic of this municipality
   */
  public LinkClient(
      Settings settings,
      TicketKey ticketKey,
      Predicate<RelayEvent.Began> configured,
      InstantSource clock,
      SecureRandom random) {
    this.settings = settings;
    this.ticketKey = ticketKey;
    this.clock = clock;
    this.random = random;
    this.guard = new LinkGuard(configured);
    this.pace = new Pace(LinkLimits.EVENTS, clock.instant());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(DIAL_PATIENCE)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    settings.trust().ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Dials now and whenever the link is lost; never gives up. */
  public void start(CounterPort counter, CallbackDoor door) {
    owner.execute(() -> {
      port = counter;
      callbacks = door;
    });
    owner.execute(this::dial);
    owner.scheduleAtFixedRate(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void tell(ConversationId conversation, RelayToResident message) {
    if (status == HealthCheck.Status.UP) {
      say(new CounterToRelay.Tell(conversation, message));
    }
  }

  /** A sign-in ended; the relay hears it now and after every new connection. */
  public void revoked(RevokedSession session) {
    run(() -> {
      revoked.put(session.session(), session);
      if (current.isPresent()) {
        say(new CounterToRelay.Revoked(List.of(session)));
      }
    });
  }

  public LinkFigures figures() {
    return figures;
  }

  public HealthCheck check() {
    return new HealthCheck() {
      @Override
      public String name() {
        return "link";
      }

      @Override
      public Status look() {
        return status;
      }
    };
  }

  private void run(Runnable task) {
    try {
      owner.execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("an event of the link after its end was dropped");
    }
  }

  // Dialling

  private void dial() {
    Connection connection = new Connection();
    WebSocket.Builder builder =
        http.newWebSocketBuilder()
            .connectTimeout(DIAL_PATIENCE)
            .header("Authorization", "Bearer " + settings.secret().value().reveal());
    builder
        .buildAsync(address(), connection)
        .whenComplete((socket, failure) ->
            run(() -> {
              if (failure == null) {
                opened(connection, socket);
              } else {
                notOpened(failure);
              }
            }));
  }

  private URI address() {
    URI relay = settings.relay();
    String scheme = "https".equals(relay.getScheme()) ? "wss" : "ws";
    return URI.create(scheme + "://" + relay.getRawAuthority() + LinkLimits.PATH);
  }

  private void opened(Connection connection, WebSocket socket) {
    LOG.info("the link to the relay is up");
    connection.socket = Optional.of(socket);
    connection.heardAt = clock.instant();
    connection.openedAt = connection.heardAt;
    current = Optional.of(connection);
    guard.connected();
    outgoing.clear();
    say(new CounterToRelay.Admission(ticketKey));
    revoked.values().removeIf(session -> session.expiresAt().isBefore(clock.instant()));
    List<RevokedSession> all = List.copyOf(revoked.values());
    for (int from = 0; from < all.size(); from += CounterToRelay.MAX_SESSIONS) {
      int to = Math.min(all.size(), from + CounterToRelay.MAX_SESSIONS);
      say(new CounterToRelay.Revoked(all.subList(from, to)));
    }
    socket.request(1);
  }

  private void notOpened(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof WebSocketHandshakeException refused
        && refused.getResponse().statusCode() == UNAUTHORIZED) {
      figures.refused(LinkRefusal.WRONG_SECRET);
      LOG.warn("the relay does not know the secret of link.secret");
    } else if (isUntrusted(failure)) {
      figures.refused(LinkRefusal.UNTRUSTED_CERTIFICATE);
      LOG.warn(
          "the certificate of {} is not trusted: it must be for this name, and signed by {}",
          settings.relay(),
          settings.trust().isPresent()
              ? "one of the certificates of link.trust"
              : "an authority that Java trusts; name another one in link.trust");
    } else {
      LOG.info("the relay cannot be reached: {}", cause.getClass().getSimpleName());
    }
    dialLater();
  }

  private static boolean isUntrusted(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(SSLHandshakeException.class::isInstance);
  }

  private void dialLater() {
    owner.schedule(this::dial, backoff.next(random.nextDouble()).toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lose(Connection connection) {
    if (current.filter(now -> now == connection).isEmpty()) {
      return; // an older one
    }
    LOG.warn("the link to the relay is lost");
    status = HealthCheck.Status.DOWN;
    current = Optional.empty();
    outgoing.clear();
    connection.socket.ifPresent(WebSocket::abort);
    if (connection.openedAt.plus(HELD).isBefore(clock.instant())) {
      backoff.reset();
    }
    guard.lost().forEach(port::on);
    dialLater();
  }

  private void look() {
    current
        .filter(connection -> connection.heardAt.plus(LinkLimits.SILENCE).isBefore(clock.instant()))
        .ifPresent(this::lose);
  }

  // Hearing

  private void heard(Connection connection, String text) {
    if (current.filter(now -> now == connection).isEmpty()) {
      return;
    }
    connection.heardAt = clock.instant();
    switch (IN.decode(text)) {
      case Decoded.Malformed<RelayToCounter> malformed -> refuse(connection, LinkRefusal.MALFORMED);
      case Decoded.Message<RelayToCounter>(RelayToCounter frame) -> take(connection, frame);
    }
  }

  private void take(Connection connection, RelayToCounter frame) {
    LinkGuard.Outcome outcome = guard.on(frame, connection.heardAt);
    outcome.refused().forEach(this::count);
    if (guard.synced()) {
      status = HealthCheck.Status.UP; // before the events, whose answers go to the residents
    }
    outcome.passed().forEach(port::on);
    outcome.callback().ifPresent(this::ask);
    switch (outcome.next()) {
      case CLOSE -> lose(connection);
      case GO_ON -> {
        say(new CounterToRelay.Ack(frame.seq()));
        readOn(connection, frame);
      }
    }
  }

  /** What comes faster than any honest relay speaks stays unread, and the relay's to keep. */
  private void readOn(Connection connection, RelayToCounter frame) {
    Duration wait = pace.spend(events(frame), connection.heardAt);
    owner.schedule(
        () -> connection.socket.ifPresent(socket -> socket.request(1)),
        wait.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private static int events(RelayToCounter frame) {
    return switch (frame) {
      case RelayToCounter.Snapshot part -> part.events().size();
      case RelayToCounter.Events live -> live.events().size();
      case RelayToCounter.SnapshotDone done -> 1;
      case RelayToCounter.Alive alive -> 1;
      case RelayToCounter.Callback asked -> LinkLimits.CALLBACK_IN_EVENTS;
    };
  }

  private void ask(CallbackRequest request) {
    callbacks.asked(
        request,
        answer -> {
          if (status == HealthCheck.Status.UP) { // else the relay tells it again
            say(said(request.id(), answer));
          }
        });
  }

  private static CounterToRelay said(CallbackId callback, CallbackDoor.Answer answer) {
    return switch (answer) {
      case KEPT -> new CounterToRelay.CallbackKept(callback);
      case REFUSED -> new CounterToRelay.CallbackRefused(callback);
    };
  }

  private void refuse(Connection connection, LinkRefusal why) {
    count(why);
    lose(connection);
  }

  private void count(LinkRefusal why) {
    figures.refused(why);
    LOG.warn("refused from the relay: {}", why);
  }

  // Saying

  private void say(CounterToRelay message) {
    if (outgoing.offer(message)) {
      run(this::pump);
    } else {
      run(this::resync);
    }
  }

  /** Overflow policy: drop everything and begin with a snapshot; panels close if it takes long. */
  private void resync() {
    if (current.isPresent() && !outgoing.isEmpty()) {
      figures.resynced();
      lose(current.get());
    }
  }

  private void pump() {
    if (current.isEmpty() || current.get().sending) {
      return;
    }
    Connection connection = current.get();
    CounterToRelay message = outgoing.poll();
    if (message == null || connection.socket.isEmpty()) {
      return;
    }
    connection.sending = true;
    connection
        .socket
        .get()
        .sendText(OUT.encode(message), true)
        .whenComplete((socket, failure) ->
            run(() -> {
              connection.sending = false;
              if (failure == null) {
                pump();
              } else {
                lose(connection);
              }
            }));
  }

  /** One WebSocket. Its pieces arrive on one thread after another; the rest is the owner's. */
  private final class Connection implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();
    private Optional<WebSocket> socket = Optional.empty();
    private Instant openedAt = Instant.EPOCH;
    private Instant heardAt = Instant.EPOCH;
    private boolean sending;

    @Override
    public void onOpen(WebSocket from) {
      // the owner asks for the first message
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      if (partial.length() + data.length() > LinkLimits.MAX_CHARS) {
        from.abort();
        run(() -> refuse(this, LinkRefusal.OVERSIZED));
        return CompletableFuture.completedFuture(null);
      }
      partial.append(data);
      if (last) {
        String text = partial.toString();
        partial.setLength(0);
        run(() -> heard(this, text)); // which asks for the next
      } else {
        from.request(1);
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      from.abort();
      run(() -> refuse(this, LinkRefusal.MALFORMED));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      run(() -> lose(this));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      run(() -> lose(this));
    }
  }

  /** Ends the link without a word to the counter part, which closes too. */
  @Override
  public void close() {
    run(() -> {
      current.flatMap(connection -> connection.socket).ifPresent(WebSocket::abort);
      current = Optional.empty();
      status = HealthCheck.Status.DOWN;
    });
    owner.shutdown();
    try {
      if (!owner.awaitTermination(DIAL_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        owner.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
