package nl.digitalebalie.server.counter;

import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.AskedAttribute;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.ConversationState;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.counter.CounterState.About;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.policy.PurposePolicy;
import nl.digitalebalie.server.relay.CounterPort;
import nl.digitalebalie.server.relay.RelayEvent;
import nl.digitalebalie.server.staff.StaffPrincipal;

/**
 * The staff clients' sockets and the conversations' mailboxes, and which belongs to whom. Decides
 * nothing about a conversation. Many threads call it; its own lock guards the maps and is never
 * held while a mailbox works, because mailboxes call back.
 */
final class CounterDesk implements SocketDesk<StaffPrincipal>, CounterPort {
  private static final int REPLACED = 4409;

  private static final WireCodec<StaffToCounter> IN =
      WireCodec.of(StaffToCounter.class, WireCodec.MAX_SIGNAL_CHARS);
  private static final WireCodec<CounterToStaff> OUT =
      WireCodec.of(CounterToStaff.class, WireCodec.MAX_CHARS);

  private final PurposePolicy policy;
  private final CounterMachine machine;
  private final InstantSource clock;
  private final BiFunction<About, CounterDesk, Mailbox.Work> works;
  private final CallbackDesk callbacks;
  private final Denials denials;
  private final Map<ConversationId, Mailbox> mailboxes = new HashMap<>();
  private final Map<StaffId, ConversationId> latest = new HashMap<>();

  private final Set<SignalSocket> open = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The socket that was welcomed last. */
  private final Map<StaffId, Welcomed> welcomed = new HashMap<>();

  private record Welcomed(StaffPrincipal staff, SignalSocket socket) {}

  /** Puts on record that somebody asked for what is not there for them. */
  interface Denials {
    void denied(StaffId staff, ConversationId conversation, AuditEvent.Denied what);
  }

  CounterDesk(
      PurposePolicy policy,
      CounterMachine machine,
      InstantSource clock,
      BiFunction<About, CounterDesk, Mailbox.Work> works,
      Function<BiConsumer<StaffId, CounterToStaff>, CallbackDesk> callbacks,
      Denials denials) {
    this.policy = policy;
    this.machine = machine;
    this.clock = clock;
    this.works = works;
    this.callbacks = callbacks.apply(this::tell);
    this.denials = denials;
  }

  CallbackDesk callbacks() {
    return callbacks;
  }

  // From the staff clients

  @Override
  public synchronized void connected(StaffPrincipal staff, SignalSocket socket) {
    open.add(socket);
    Optional<Mailbox> mailbox = mailboxOf(staff.id());
    if (mailbox.isPresent()) {
      // the conversation knows what to say first
      mailbox.get().post(new Event.StaffConnected(staff, socket));
    } else {
      welcome(staff, socket, Optional.empty());
    }
  }

  @Override
  public void received(StaffPrincipal staff, SignalSocket socket, String text) {
    switch (IN.decode(text)) {
      case Decoded.Malformed<StaffToCounter> malformed ->
          socket.refuse(
              OUT.encode(
                  new CounterToStaff.Refused(
                      malformed.code(), malformed.about(), Optional.empty())));
      case Decoded.Message<StaffToCounter> message -> said(staff, socket, message.message());
    }
  }

  @Override
  public synchronized void disconnected(StaffPrincipal staff, SignalSocket socket) {
    open.remove(socket);
    Welcomed current = welcomed.get(staff.id());
    if (current != null && current.socket() == socket) {
      welcomed.remove(staff.id());
      callbacks.gone(staff.id());
      mailboxOf(staff.id()).ifPresent(mailbox -> mailbox.post(new Event.StaffDisconnected()));
    }
  }

  private void said(StaffPrincipal staff, SignalSocket socket, StaffToCounter message) {
    switch (message) {
      case StaffToCounter.TakeCallback take -> callbacks.take(staff, take);
      case StaffToCounter.FinishCallback finish -> callbacks.finish(staff, finish);
      default -> ofConversation(staff, socket, message, conversationOf(message));
    }
  }

  private void ofConversation(
      StaffPrincipal staff,
      SignalSocket socket,
      StaffToCounter message,
      ConversationId conversation) {
    Optional<Mailbox> mailbox;
    synchronized (this) {
      mailbox = Optional.ofNullable(mailboxes.get(conversation));
    }
    if (mailbox.isEmpty()) {
      if (CounterMachine.asksForCases(message)) {
        denials.denied(
            staff.id(),
            conversation,
            new AuditEvent.Denied(
                CounterMachine.nameOf(message), ErrorCode.UNKNOWN_CONVERSATION.name()));
      }
      // else nobody's mistake: what the relay says of a conversation may still be on its way
      socket.send(refusal(ErrorCode.UNKNOWN_CONVERSATION, message, conversation));
    } else if (!mailbox.get().offer(new Event.StaffSaid(staff, message))) {
      refuse(socket, ErrorCode.TOO_MANY_MESSAGES, message, conversation);
    }
  }

  private static void refuse(
      SignalSocket socket, ErrorCode code, StaffToCounter message, ConversationId conversation) {
    socket.refuse(refusal(code, message, conversation));
  }

  private static String refusal(
      ErrorCode code, StaffToCounter message, ConversationId conversation) {
    return OUT.encode(
        new CounterToStaff.Refused(
            code, Optional.of(CounterMachine.nameOf(message)), Optional.of(conversation)));
  }

  // From the relay

  @Override
  public synchronized void on(RelayEvent event) {
    switch (event) {
      case RelayEvent.Began began -> begin(began);
      case RelayEvent.KeyAnnounced(ConversationId id, String residentKey) ->
          post(id, new Event.KeyAnnounced(residentKey));
      case RelayEvent.ChannelChanged(ConversationId id, var channel) ->
          post(id, new Event.ChannelChanged(channel));
      case RelayEvent.EpochBegan(ConversationId id, int epoch) ->
          post(id, new Event.EpochBegan(epoch));
      case RelayEvent.ResidentPresenceChanged(ConversationId id, var presence) ->
          post(id, new Event.ResidentPresenceChanged(presence));
      case RelayEvent.StaffPresenceChanged(ConversationId id, var presence) ->
          post(id, new Event.StaffRelayPresenceChanged(presence));
      case RelayEvent.ResidentSaid(ConversationId id, var message) ->
          // hostile by origin: dropped when too much waits, which the page sees as no progress
          Optional.ofNullable(mailboxes.get(id))
              .ifPresent(mailbox -> mailbox.offer(new Event.ResidentSaid(message)));
      case RelayEvent.Ended(ConversationId id, var reason) -> post(id, new Event.Ended(reason));
    }
  }

  private void begin(RelayEvent.Began began) {
    if (mailboxes.containsKey(began.conversation())) {
      return; // told twice; the first stands
    }
    About about =
        new About(
            began.conversation(),
            began.municipality(),
            began.topic(),
            began.channel(),
            began.staff(),
            began.at(),
            began.language());
    Optional<StaffPrincipal> staff =
        Optional.ofNullable(welcomed.get(began.staff())).map(Welcomed::staff);
    Mailbox mailbox =
        new Mailbox(
            machine,
            CounterState.began(about, staff, began.residentKey()),
            works.apply(about, this),
            clock);
    mailboxes.put(began.conversation(), mailbox);
    latest.put(began.staff(), began.conversation());
    mailbox.post(new Event.Began());
    mailbox.start();
  }

  private void post(ConversationId id, Event event) {
    Optional.ofNullable(mailboxes.get(id)).ifPresent(mailbox -> mailbox.post(event));
  }

  // From the conversations

  /** Sends the first message of a connection and makes it the one that is spoken to. */
  synchronized void welcome(
      StaffPrincipal staff, SignalSocket socket, Optional<ConversationState> current) {
    if (!open.contains(socket)) {
      return; // closed again before its turn came
    }
    Welcomed before = welcomed.put(staff.id(), new Welcomed(staff, socket));
    if (before != null && before.socket() != socket) {
      before.socket().close(REPLACED, "replaced by a newer connection");
    }
    socket.send(
        OUT.encode(
            new CounterToStaff.Welcome(
                policy.forRoles(staff.roles()).stream().map(CounterDesk::card).toList(),
                policy.hash(),
                current,
                clock.instant())));
    callbacks.connected(staff);
  }

  /** Dropped while the staff member is away: the welcome after that says where things are. */
  void tell(StaffId staff, CounterToStaff message) {
    Optional<Welcomed> current;
    synchronized (this) {
      current = Optional.ofNullable(welcomed.get(staff));
    }
    current.ifPresent(known -> send(known.socket(), message));
  }

  /** Who sends keys and signatures that are none is broken or hostile, and is disconnected. */
  private static void send(SignalSocket socket, CounterToStaff message) {
    boolean counts =
        message instanceof CounterToStaff.Refused refused
            && (refused.code() == ErrorCode.SIGNATURE_REFUSED
                || refused.code() == ErrorCode.KEY_REFUSED);
    if (counts) {
      socket.refuse(OUT.encode(message));
    } else {
      socket.send(OUT.encode(message));
    }
  }

  /** The case system says that a case changed; which conversations show it, they know. */
  synchronized void caseChanged(String address) {
    mailboxes.values().forEach(mailbox -> mailbox.offer(new Event.CaseChanged(address)));
  }

  /** The mailbox is gone; whoever still waited in it is answered here. */
  synchronized void forget(About about, Supplier<List<Event>> tooLate) {
    mailboxes.remove(about.conversation());
    latest.remove(about.staff(), about.conversation());
    for (Event event : tooLate.get()) {
      switch (event) {
        case Event.StaffConnected(StaffPrincipal staff, SignalSocket socket) ->
            welcome(staff, socket, Optional.empty());
        case Event.StaffSaid(StaffPrincipal staff, StaffToCounter message) ->
            Optional.ofNullable(welcomed.get(staff.id()))
                .ifPresent(known ->
                    refuse(
                        known.socket(),
                        ErrorCode.UNKNOWN_CONVERSATION,
                        message,
                        about.conversation()));
        default -> {}
      }
    }
  }

  /** Ends every conversation and waits for it: what it still writes must reach an open log. */
  void close() {
    List<Mailbox> running;
    synchronized (this) {
      running = List.copyOf(mailboxes.values());
    }
    running.forEach(Mailbox::stop);
    try {
      for (Mailbox mailbox : running) { // without the lock, because they call back
        mailbox.awaitEnd();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Mailbox> mailboxOf(StaffId staff) {
    return Optional.ofNullable(latest.get(staff))
        .flatMap(id -> Optional.ofNullable(mailboxes.get(id)));
  }

  private static PurposeCard card(Purpose purpose) {
    return new PurposeCard(
        purpose.id(),
        purpose.title(),
        purpose.legalBasis(),
        purpose.attributes().stream()
            .map(each -> new AskedAttribute(each.identifier(), each.staffLabel()))
            .toList(),
        purpose.minimumLevel(),
        purpose.channel(),
        purpose.discloser(),
        purpose.sensitivity(),
        purpose.notes(),
        purpose.caseTypes(),
        purpose.panelFields(),
        purpose.documentTypes().stream().sorted().toList(),
        Math.toIntExact(purpose.timeBox().toMinutes()));
  }

  private static ConversationId conversationOf(StaffToCounter message) {
    return switch (message) {
      case StaffToCounter.BindChannel m -> m.conversation();
      case StaffToCounter.CodeChecked m -> m.conversation();
      case StaffToCounter.AskDisclosure m -> m.conversation();
      case StaffToCounter.CancelDisclosure m -> m.conversation();
      case StaffToCounter.OpenPanel m -> m.conversation();
      case StaffToCounter.LockPanel m -> m.conversation();
      case StaffToCounter.ExtendPanel m -> m.conversation();
      case StaffToCounter.Heartbeat m -> m.conversation();
      case StaffToCounter.RegisterContact m -> m.conversation();
      case StaffToCounter.ReadAgain m -> m.conversation();
      case StaffToCounter.OpenDocument m -> m.conversation();
      case StaffToCounter.DocumentReceived m -> m.conversation();
      case StaffToCounter.CloseDocument m -> m.conversation();
      case StaffToCounter.ShowDocument m -> m.conversation();
      case StaffToCounter.ReadNotes m -> m.conversation();
      case StaffToCounter.AddNote m -> m.conversation();
      case StaffToCounter.PromiseCallback m -> m.conversation();
      case StaffToCounter.TakeCallback m -> throw ofNone(m);
      case StaffToCounter.FinishCallback m -> throw ofNone(m);
    };
  }

  private static IllegalStateException ofNone(StaffToCounter message) {
    return new IllegalStateException(message.getClass().getSimpleName() + " has no conversation");
  }
}
