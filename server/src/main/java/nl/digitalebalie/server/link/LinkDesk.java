package nl.digitalebalie.server.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.http.SocketEndpoint;
import nl.digitalebalie.server.limit.TokenBucket;
import nl.digitalebalie.server.relay.CounterPort;
import nl.digitalebalie.server.relay.RelayEvent;
import nl.digitalebalie.server.relay.ResidentPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay's end of the link: stands for the counter part, which dials in. Many threads call it;
 * its own lock guards the queue and the mirror and is not held while others are called.
 */
public final class LinkDesk
    implements CounterPort,
        CallbackDoor,
        SocketEndpoint<LinkPeer>,
        SocketDesk<LinkPeer>,
        AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkDesk.class);

  private static final WireCodec<CounterToRelay> IN =
      WireCodec.of(CounterToRelay.class, LinkLimits.MAX_CHARS);
  private static final WireCodec<RelayToCounter> OUT =
      WireCodec.of(RelayToCounter.class, LinkLimits.MAX_CHARS);

  /** One end speaks for every conversation: after an interruption for all of them at once. */
  private static final TokenBucket.Rate MESSAGES =
      new TokenBucket.Rate(20_000, Duration.ofMillis(1));

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int REPLACED = 4409;
  private static final int POLICY_VIOLATION = 1008;
  private static final int TRY_AGAIN_LATER = 1013;

  private final LinkSecret secret;
  private final ResidentPort residents;
  private final RelayAdmission admission;
  private final InstantSource clock;
  private final LinkFigures figures = new LinkFigures();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("link-timer").daemon().factory());
  private final Object lock = new Object();
  private final Mirror mirror = new Mirror();
  private Optional<Line> line = Optional.empty();

  /** Handed over and not answered yet: who is to be told when they are. */
  private final Map<CallbackId, Consumer<Answer>> callbacks = new HashMap<>();

  /** One connection. Guarded by the lock. */
  private static final class Line {
    private final SignalSocket socket;
    private final Deque<RelayEvent> snapshot;
    private final Deque<RelayEvent> events = new ArrayDeque<>();
    private final Map<CallbackId, CallbackRequest> callbacks = new LinkedHashMap<>();
    private Stage stage = Stage.SNAPSHOT;
    private long seq;
    private boolean inFlight;
    private Instant sentAt;

    Line(SignalSocket socket, List<RelayEvent> snapshot, Instant now) {
      this.socket = socket;
      this.snapshot = new ArrayDeque<>(snapshot);
      this.sentAt = now;
    }
  }

  /** How far the other end is. */
  private enum Stage {
    SNAPSHOT,
    /** All is sent and not confirmed yet. */
    TOLD,
    LIVE
  }

  public LinkDesk(
      LinkSecret secret, ResidentPort residents, RelayAdmission admission, InstantSource clock) {
    this.secret = secret;
    this.residents = residents;
    this.admission = admission;
    this.clock = clock;
    timer.scheduleAtFixedRate(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
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
        synchronized (lock) {
          return line.filter(now -> now.stage == Stage.LIVE).isPresent() ? Status.UP : Status.DOWN;
        }
      }
    };
  }

  // The endpoint

  @Override
  public String path() {
    return LinkLimits.PATH;
  }

  @Override
  public Audience audience() {
    return Audience.PROGRAM;
  }

  @Override
  public Optional<LinkPeer> authenticate(HttpCall upgrade) {
    if (upgrade.bearer().filter(secret::matches).isPresent()) {
      return Optional.of(LinkPeer.COUNTER);
    }
    figures.refused(LinkRefusal.WRONG_SECRET);
    return Optional.empty();
  }

  @Override
  public String connectionKey(LinkPeer peer) {
    return peer.name();
  }

  @Override
  public SocketDesk<LinkPeer> desk() {
    return this;
  }

  @Override
  public TokenBucket.Rate messages() {
    return MESSAGES;
  }

  @Override
  public void connected(LinkPeer peer, SignalSocket socket) {
    LOG.info("the link to the counter part is up");
    synchronized (lock) {
      line.ifPresent(before -> before.socket.close(REPLACED, "replaced by a newer connection"));
      callbacks.clear(); // the outbox asks again
      line = Optional.of(new Line(socket, mirror.snapshot(), clock.instant()));
      pump(line.get());
    }
  }

  @Override
  public void disconnected(LinkPeer peer, SignalSocket socket) {
    synchronized (lock) {
      if (line.filter(now -> now.socket == socket).isPresent()) {
        line = Optional.empty();
        LOG.warn("the link to the counter part is lost");
      }
    }
  }

  @Override
  public void received(LinkPeer peer, SignalSocket socket, String text) {
    switch (IN.decode(text)) {
      case Decoded.Malformed<CounterToRelay> malformed -> refuse(socket, LinkRefusal.MALFORMED);
      case Decoded.Message<CounterToRelay>(CounterToRelay message) -> heard(socket, message);
    }
  }

  private void heard(SignalSocket socket, CounterToRelay message) {
    switch (message) {
      case CounterToRelay.Admission told -> {
        try {
          admission.believe(told.ticketKey());
        } catch (IllegalArgumentException noPoint) {
          refuse(socket, LinkRefusal.UNUSABLE_KEY);
        }
      }
      case CounterToRelay.Revoked told -> admission.end(told.sessions());
      case CounterToRelay.Tell tell -> tell(socket, tell);
      case CounterToRelay.Ack(long seq) -> confirmed(socket, seq);
      case CounterToRelay.CallbackKept(CallbackId callback) -> answered(callback, Answer.KEPT);
      case CounterToRelay.CallbackRefused(CallbackId callback) ->
          answered(callback, Answer.REFUSED);
    }
  }

  private void answered(CallbackId callback, Answer answer) {
    Optional<Consumer<Answer>> asker;
    synchronized (lock) {
      asker = Optional.ofNullable(callbacks.remove(callback));
    }
    asker.ifPresent(told -> told.accept(answer)); // one that nobody knows was answered twice
  }

  private void tell(SignalSocket socket, CounterToRelay.Tell tell) {
    boolean goesOn;
    synchronized (lock) {
      goesOn = mirror.goesOn(tell.conversation());
    }
    if (!travels(tell.message())) {
      refuse(socket, LinkRefusal.FOREIGN_MESSAGE);
    } else if (goesOn) {
      residents.tell(tell.conversation(), tell.message());
    } else {
      figures.refused(LinkRefusal.UNKNOWN_CONVERSATION); // it may just have ended
    }
  }

  /** The counter part speaks of identity and panel; the call is the relay's own. */
  private static boolean travels(RelayToResident message) {
    return switch (message) {
      case RelayToResident.DisclosureAsked asked -> true;
      case RelayToResident.DisclosureStarted started -> true;
      case RelayToResident.DisclosureProgress progress -> true;
      case RelayToResident.DisclosureFinished finished -> true;
      case RelayToResident.PanelVisibility visibility -> true;
      case RelayToResident.Refused refused -> true;
      case RelayToResident.Receipt receipt -> true;
      case RelayToResident.Welcome other -> false;
      case RelayToResident.Waiting other -> false;
      case RelayToResident.Accepted other -> false;
      case RelayToResident.Offer other -> false;
      case RelayToResident.TrickledCandidate other -> false;
      case RelayToResident.CandidatesDone other -> false;
      case RelayToResident.Sealed other -> false;
      case RelayToResident.SealedResend other -> false;
      case RelayToResident.ChannelChanged other -> false;
      case RelayToResident.MediaStateChanged other -> false;
      case RelayToResident.StaffPresenceChanged other -> false;
      case RelayToResident.Ended other -> false;
    };
  }

  private void confirmed(SignalSocket socket, long seq) {
    boolean expected;
    synchronized (lock) {
      Optional<Line> current = line.filter(now -> now.socket == socket);
      if (current.isEmpty()) {
        return;
      }
      expected = current.get().inFlight && current.get().seq == seq;
      if (expected) {
        current.get().inFlight = false;
        if (current.get().stage == Stage.TOLD) {
          current.get().stage = Stage.LIVE;
        }
        pump(current.get());
      }
    }
    if (!expected) {
      refuse(socket, LinkRefusal.FRAME_OUT_OF_ORDER);
    }
  }

  private void refuse(SignalSocket socket, LinkRefusal why) {
    figures.refused(why);
    LOG.warn("refused from the counter part: {}", why);
    socket.close(POLICY_VIOLATION, why.name());
  }

  // Events of the relay

  @Override
  public void on(RelayEvent event) {
    boolean up;
    synchronized (lock) {
      mirror.apply(event);
      up = line.isPresent();
      line.ifPresent(now -> enqueue(now, event));
    }
    if (!up && event instanceof RelayEvent.ResidentSaid said) {
      sayUnavailable(said);
    }
  }

  /** Without a connection nothing is lost: the relay's outbox asks again. */
  @Override
  public void asked(CallbackRequest request, Consumer<Answer> answer) {
    synchronized (lock) {
      if (line.isPresent() && line.get().callbacks.size() < LinkLimits.MAX_CALLBACKS) {
        callbacks.put(request.id(), answer);
        line.get().callbacks.put(request.id(), request);
        pump(line.get());
      }
    }
  }

  /** The counter part cannot be asked: the page says so in words, and the call goes on. */
  private void sayUnavailable(RelayEvent.ResidentSaid said) {
    Optional<String> about =
        said.message() instanceof ResidentToRelay.StartDisclosure
            ? Optional.of("start-disclosure")
            : said.message() instanceof ResidentToRelay.PairingCode
                ? Optional.of("pairing-code")
                : Optional.empty();
    about.ifPresent(name ->
        residents.tell(
            said.conversation(),
            new RelayToResident.Refused(
                ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE, Optional.of(name))));
  }

  private void enqueue(Line now, RelayEvent event) {
    if (now.events.size() >= LinkLimits.MAX_WAITING) {
      figures.resynced();
      drop(now, "too much waits");
      return;
    }
    now.events.add(event);
    pump(now);
  }

  /** Sends the next frame when the one before is confirmed: much that waits makes large frames. */
  private void pump(Line now) {
    if (now.inFlight) {
      return;
    }
    if (!now.snapshot.isEmpty()) {
      List<RelayEvent> part = take(now.snapshot);
      send(now, seq -> new RelayToCounter.Snapshot(seq, part));
    } else if (now.stage == Stage.SNAPSHOT) {
      now.stage = Stage.TOLD;
      send(now, RelayToCounter.SnapshotDone::new);
    } else if (!now.events.isEmpty()) {
      List<RelayEvent> part = take(now.events);
      send(now, seq -> new RelayToCounter.Events(seq, part));
    } else if (now.stage == Stage.LIVE && !now.callbacks.isEmpty()) {
      Iterator<CallbackRequest> first = now.callbacks.values().iterator();
      CallbackRequest next = first.next();
      first.remove();
      send(now, seq -> new RelayToCounter.Callback(seq, next));
    }
  }

  private static List<RelayEvent> take(Deque<RelayEvent> from) {
    List<RelayEvent> part = new ArrayList<>();
    while (part.size() < RelayToCounter.MAX_EVENTS && !from.isEmpty()) {
      part.add(from.removeFirst());
    }
    return part;
  }

  private void send(Line now, LongFunction<RelayToCounter> frame) {
    now.seq++;
    now.inFlight = true;
    now.sentAt = clock.instant();
    now.socket.send(OUT.encode(frame.apply(now.seq)));
  }

  private void look() {
    synchronized (lock) {
      if (line.isEmpty()) {
        return;
      }
      Line now = line.get();
      Duration since = Duration.between(now.sentAt, clock.instant());
      if (now.inFlight && since.compareTo(LinkLimits.SILENCE) > 0) {
        drop(now, "does not confirm");
      } else if (!now.inFlight && since.compareTo(LinkLimits.ALIVE_EVERY) > 0) {
        send(now, RelayToCounter.Alive::new);
      }
    }
  }

  private void drop(Line now, String why) {
    line = Optional.empty();
    now.socket.close(TRY_AGAIN_LATER, why);
    LOG.warn("the link to the counter part is dropped: it {}", why);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
