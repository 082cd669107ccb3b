package nl.digitalebalie.server.relay;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.secret.Tokens;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the waiting room and the conversations: mailboxes, timers, sockets, rows. Decides nothing;
 * what must be done comes from the state machines as effects.
 */
public final class Relay implements ResidentPort, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** Far above a municipality's day; bounds memory when somebody redeems links without end. */
  static final int MAX_CONVERSATIONS = 20_000;

  private static final Duration FEEDBACK_LIFE = Duration.ofDays(1);
  private static final int TRY_AGAIN_LATER = 1013;

  private final InstantSource clock;
  private final Store store;
  private final ConversationTable table;
  private final Invitations invitations;
  private final ExecutorService workers;
  private final ScheduledExecutorService timers;
  private final Room room;
  private final Mailbox<RoomEvent> roomMailbox;
  private final Map<ConversationId, Live> conversations = new ConcurrentHashMap<>();
  private final Map<String, ConversationId> byTicket = new ConcurrentHashMap<>();
  private final Map<SocketId, SignalSocket> sockets = new ConcurrentHashMap<>();
  private final Map<SignalSocket, SocketId> ids = new ConcurrentHashMap<>();
  private final AtomicLong lastSocket = new AtomicLong();
  private final WireCodec<RelayToResident> toResident =
      WireCodec.of(RelayToResident.class, WireCodec.MAX_CHARS);
  private final WireCodec<RelayToStaff> toStaff =
      WireCodec.of(RelayToStaff.class, WireCodec.MAX_CHARS);

  private CounterPort counter =
      event -> {
        throw new IllegalStateException("the relay was used before it was started");
      };
  private Optional<ScheduledFuture<?>> roomTimer = Optional.empty();

  Relay(
      RelaySettings settings,
      Catalog catalog,
      Store store,
      InstantSource clock,
      SecureRandom random) {
    Tokens tokens = new Tokens(random);
    this.clock = clock;
    this.store = store;
    this.table = new ConversationTable(settings, catalog, tokens);
    this.invitations = new Invitations(settings, catalog, store, clock, tokens);
    this.workers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("relay-", 1).factory());
    this.timers =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-timers").daemon().factory());
    this.room = new Room(catalog.roomRules(), clock.instant());
    this.roomMailbox = new Mailbox<>(this::run, this::roomEvent);
  }

  /** Takes up the conversations of before a restart; nothing may reach the relay before this. */
  void start(CounterPort port) {
    counter = port;
    Instant now = clock.instant();
    Stored<List<ConversationTable.Kept>> rows = store.read(sql -> table.restore(sql, now));
    switch (rows) {
      case Stored.Done<List<ConversationTable.Kept>>(List<ConversationTable.Kept> kept) ->
          kept.forEach(this::restore);
      case Stored.Unavailable<List<ConversationTable.Kept>>(String code) ->
          throw new IllegalStateException("conversations cannot be read at start: " + code);
    }
    roomMailbox.put(new RoomEvent.Woke());
  }

  private void restore(ConversationTable.Kept kept) {
    Live live = add(kept.conversation(), kept.ticketHash());
    switch (kept.conversation()) {
      case Waiting waiting -> roomMailbox.put(new RoomEvent.Entered(waiting.entry()));
      case InCall call -> {
        counter.on(call.began(clock.instant()));
        counter.on(
            new RelayEvent.ResidentPresenceChanged(
                call.facts().id(), nl.digitalebalie.protocol.signal.Presence.AWAY));
        if (call.epoch() > 0) {
          // media is peer to peer and may have gone on: heartbeats name this epoch
          counter.on(new RelayEvent.EpochBegan(call.facts().id(), call.epoch()));
        }
        roomMailbox.put(new RoomEvent.CallRestored(call.facts().id(), call.staff()));
      }
      case Arrived arrived -> {}
      case Over over -> {}
    }
    live.mailbox.put(new ConversationEvent.Woke());
  }

  // Conversations

  /** One running conversation; its mailbox owns everything in it. */
  private final class Live {
    private final String ticketHash;
    private final Mailbox<ConversationEvent> mailbox;
    private Conversation state;
    private Optional<ScheduledFuture<?>> timer = Optional.empty();

    Live(Conversation state, String ticketHash) {
      this.state = state;
      this.ticketHash = ticketHash;
      this.mailbox = new Mailbox<>(Relay.this::run, this::handle);
    }

    private void handle(ConversationEvent event) {
      try {
        step(event);
      } catch (IllegalStateException | IllegalArgumentException bug) {
        LOG.error("conversation {} broke an invariant and ends", state.facts().id(), bug);
        step(new ConversationEvent.Faulted());
      }
    }

    private void step(ConversationEvent event) {
      Conversation before = state;
      Conversation.Step step = before.on(event, clock.instant());
      state = step.next();
      if (!before.equals(state)) {
        save();
        arm();
      }
      step.effects().forEach(effect -> perform(this, effect));
    }

    private void save() {
      Conversation now = state;
      store
          .write(sql -> {
            ConversationTable.update(sql, now);
            return true;
          })
          // The conversation goes on; only a restart at this moment would lose its last step.
          .fold(
              done -> done,
              code -> {
                LOG.warn("conversation {} not saved: {}", now.facts().id(), code);
                return false;
              });
    }

    private void arm() {
      timer.ifPresent(before -> before.cancel(false));
      timer = state.wakeAt().map(at -> later(at, () -> mailbox.put(new ConversationEvent.Woke())));
    }
  }

  /** What still happens while the server stops is dropped: the rows say how to go on. */
  private void run(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("an event after the end was dropped");
    }
  }

  private ScheduledFuture<?> later(Instant at, Runnable task) {
    // One millisecond more, so that the deadline has passed when it is looked at.
    long millis = Math.max(0, Duration.between(clock.instant(), at).toMillis()) + 1;
    return timers.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private Live add(Conversation conversation, String ticketHash) {
    Live live = new Live(conversation, ticketHash);
    conversations.put(conversation.facts().id(), live);
    byTicket.put(ticketHash, conversation.facts().id());
    return live;
  }

  /** A link was redeemed and its row written. */
  void open(Facts facts, String ticketHash) {
    Live live =
        add(new Arrived(facts, new Link.Down(facts.createdAt()), Optional.empty()), ticketHash);
    live.mailbox.put(new ConversationEvent.Woke());
    later(
        facts.createdAt().plus(Arrived.PATIENCE),
        () -> live.mailbox.put(new ConversationEvent.Woke()));
  }

  boolean full() {
    return conversations.size() >= MAX_CONVERSATIONS;
  }

  /** Whose ticket this is. */
  Optional<ConversationId> byTicket(String ticket) {
    return Optional.ofNullable(byTicket.get(Tokens.hash(ticket)));
  }

  // Sockets

  SocketId opened(SignalSocket socket) {
    SocketId id = new SocketId(lastSocket.incrementAndGet());
    sockets.put(id, socket);
    ids.put(socket, id);
    return id;
  }

  Optional<SocketId> id(SignalSocket socket) {
    return Optional.ofNullable(ids.get(socket));
  }

  Optional<SocketId> closed(SignalSocket socket) {
    Optional<SocketId> id = Optional.ofNullable(ids.remove(socket));
    id.ifPresent(sockets::remove);
    return id;
  }

  /** Whether there was such a conversation to tell. */
  enum Delivery {
    DELIVERED,
    UNKNOWN
  }

  /** An event of ours, which is always taken. */
  Delivery put(ConversationId conversation, ConversationEvent event) {
    Live live = conversations.get(conversation);
    if (live == null) {
      return Delivery.UNKNOWN;
    }
    live.mailbox.put(event);
    return Delivery.DELIVERED;
  }

  /** An event from the network; a sender whose events pile up is disconnected. */
  Delivery offer(ConversationId conversation, SignalSocket from, ConversationEvent event) {
    Live live = conversations.get(conversation);
    if (live == null) {
      return Delivery.UNKNOWN;
    }
    if (live.mailbox.offer(event) == Mailbox.Offered.FULL) {
      from.close(TRY_AGAIN_LATER, "too much at once");
    }
    return Delivery.DELIVERED;
  }

  void putToRoom(RoomEvent event) {
    roomMailbox.put(event);
  }

  void offerToRoom(SignalSocket from, RoomEvent event) {
    if (roomMailbox.offer(event) == Mailbox.Offered.FULL) {
      from.close(TRY_AGAIN_LATER, "too much at once");
    }
  }

  @Override
  public void tell(ConversationId conversation, RelayToResident message) {
    put(conversation, new ConversationEvent.CounterSaid(message));
  }

  // Effects

  private void perform(Live live, ConversationEffect effect) {
    switch (effect) {
      case ConversationEffect.TellResident(SocketId socket, RelayToResident message) -> {
        if (unread(send(socket, message))) {
          live.mailbox.put(new ConversationEvent.PeerTooSlow(ConversationEvent.Side.RESIDENT));
        }
      }
      case ConversationEffect.TellStaff(SocketId socket, RelayToStaff message) -> {
        if (unread(send(socket, message))) {
          live.mailbox.put(new ConversationEvent.PeerTooSlow(ConversationEvent.Side.STAFF));
        }
      }
      case ConversationEffect.CloseSocket(SocketId socket, CloseCode why) -> close(socket, why);
      case ConversationEffect.TellRoom(RoomEvent event) -> roomMailbox.put(event);
      case ConversationEffect.TellCounter(RelayEvent event) -> counter.on(event);
      case ConversationEffect.OpenFeedback open -> openFeedback(live.state.facts(), open);
      case ConversationEffect.Forget forget -> forget(live);
    }
  }

  /** The sender learns that the other side does not read; a socket that is gone tells by itself. */
  private static boolean unread(SignalSocket.Sent sent) {
    return switch (sent) {
      case TOO_SLOW, DROPPED -> true;
      case QUEUED, CLOSED -> false;
    };
  }

  private void openFeedback(Facts facts, ConversationEffect.OpenFeedback open) {
    Instant expires = clock.instant().plus(FEEDBACK_LIFE);
    store
        .write(sql -> {
          FeedbackTable.open(
              sql, facts, open.channel(), Tokens.hash(facts.feedbackTicket()), expires);
          return true;
        })
        .fold(
            done -> done,
            code -> {
              LOG.warn("feedback of conversation {} not opened: {}", facts.id(), code);
              return false;
            });
  }

  private void forget(Live live) {
    live.timer.ifPresent(timer -> timer.cancel(false));
    conversations.remove(live.state.facts().id());
    byTicket.remove(live.ticketHash);
  }

  private void roomEvent(RoomEvent event) {
    List<RoomEffect> effects;
    try {
      effects = room.on(event, clock.instant());
    } catch (IllegalStateException bug) {
      LOG.error("the waiting room broke an invariant at {}", event.getClass().getSimpleName(), bug);
      return;
    }
    roomTimer.ifPresent(timer -> timer.cancel(false));
    roomTimer =
        room.wakeAt(clock.instant())
            .map(at -> later(at, () -> roomMailbox.put(new RoomEvent.Woke())));
    effects.forEach(this::perform);
  }

  private void perform(RoomEffect effect) {
    switch (effect) {
      case RoomEffect.TellStaff(SocketId socket, RelayToStaff message) -> send(socket, message);
      case RoomEffect.CloseSocket(SocketId socket, CloseCode why) -> close(socket, why);
      case RoomEffect.TellConversation(ConversationId conversation, ConversationEvent event) ->
          put(conversation, event);
      case RoomEffect.SendInvitations(var staff, SocketId socket) ->
          send(socket, invitations.open(staff));
    }
  }

  private SignalSocket.Sent send(SocketId id, RelayToResident message) {
    SignalSocket socket = sockets.get(id);
    if (socket == null) {
      return SignalSocket.Sent.CLOSED;
    }
    String text = toResident.encode(message);
    if (message instanceof RelayToResident.Sealed) {
      return socket.sendBulk(text);
    }
    return message instanceof RelayToResident.Refused(ErrorCode code, var about)
            && Refusals.count(code)
        ? socket.refuse(text)
        : socket.send(text);
  }

  SignalSocket.Sent send(SocketId id, RelayToStaff message) {
    SignalSocket socket = sockets.get(id);
    if (socket == null) {
      return SignalSocket.Sent.CLOSED;
    }
    String text = toStaff.encode(message);
    if (message instanceof RelayToStaff.Sealed) {
      return socket.sendBulk(text);
    }
    return message instanceof RelayToStaff.Refused(ErrorCode code, var about, var conversation)
            && Refusals.count(code)
        ? socket.refuse(text)
        : socket.send(text);
  }

  private void close(SocketId id, CloseCode why) {
    SignalSocket socket = sockets.get(id);
    if (socket != null) {
      socket.close(why.code(), why.name());
    }
  }

  Invitations invitations() {
    return invitations;
  }

  int size() {
    return conversations.size();
  }

  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a mailbox did not come to rest within 10 s");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    timers.shutdownNow();
  }
}
