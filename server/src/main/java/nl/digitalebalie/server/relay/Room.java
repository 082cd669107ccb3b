package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToResident.Availability;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.server.relay.RoomEvent.Entry;
import nl.digitalebalie.server.staff.StaffPrincipal;

/**
 * The waiting room of all municipalities: who waits, which staff are there, who talks to whom. One
 * place decides who gets a resident, so two who accept at once cannot both win. No threads, no IO,
 * no clock; owned by its mailbox.
 */
final class Room {
  private static final Comparator<Entry> FAIR =
      Comparator.comparing(Entry::countsFrom)
          .thenComparing(Entry::since)
          .thenComparing(entry -> entry.conversation().value());

  private final RoomRules rules;
  private final Instant startedAt;
  private final Map<StaffId, Desk> desks = new LinkedHashMap<>();
  private final Map<ConversationId, Entry> waiting = new HashMap<>();
  private final Map<ConversationId, StaffId> calls = new HashMap<>();
  private final Map<ConversationId, RelayToResident.Waiting> placesTold = new HashMap<>();
  private final ServiceTimes serviceTimes = new ServiceTimes();
  private List<RoomEffect> effects = new ArrayList<>();

  /** The invitations come after the queue (docs/protocol.md 3.4). */
  private final List<RoomEffect> welcomedNow = new ArrayList<>();

  /** One staff member who connected since the start. */
  private static final class Desk {
    private StaffPrincipal staff;
    private Link link;
    private boolean welcomed;
    private StaffPresence presence = StaffPresence.AVAILABLE;
    private Optional<RelayToStaff.Queue> told = Optional.empty();

    Desk(StaffPrincipal staff, Link link) {
      this.staff = staff;
      this.link = link;
    }

    boolean serves(MunicipalityId municipality) {
      return staff.municipalities().contains(municipality);
    }
  }

  Room(RoomRules rules, Instant startedAt) {
    this.rules = rules;
    this.startedAt = startedAt;
  }

  /** Feeds one event and answers with what must be done, in order. */
  List<RoomEffect> on(RoomEvent event, Instant now) {
    effects = new ArrayList<>();
    switch (event) {
      case RoomEvent.StaffConnected connected -> connected(connected, now);
      case RoomEvent.StaffDisconnected gone -> disconnected(gone, now);
      case RoomEvent.Welcomed welcomed -> welcomed(welcomed);
      case RoomEvent.PresenceSet set -> presenceSet(set);
      case RoomEvent.AcceptWanted accept -> acceptWanted(accept, now);
      case RoomEvent.Entered entered -> entered(entered.entry(), now);
      case RoomEvent.WaiterPresenceChanged changed -> waiterPresence(changed);
      case RoomEvent.Left left -> waiting.remove(left.conversation());
      case RoomEvent.CallEnded ended -> callEnded(ended, now);
      case RoomEvent.CallRestored restored -> restored(restored, now);
      case RoomEvent.Woke woke -> {}
    }
    sendHomeAfterClosing(now);
    tellPlaces(now);
    tellQueues();
    welcomedNow.forEach(effects::add);
    welcomedNow.clear();
    return List.copyOf(effects);
  }

  /** When opening hours or the patience with a staff member's absence change something. */
  Optional<Instant> wakeAt(Instant now) {
    Stream<Instant> hours =
        rules.hours().values().stream()
            .map(each -> each.at(now).changesAt())
            .flatMap(Optional::stream);
    Stream<Instant> patience =
        Stream.concat(
            Stream.of(startedAt.plus(RoomRules.STAFF_PATIENCE)),
            desks.values().stream()
                .map(desk -> desk.link.lostAt(RoomRules.STAFF_PATIENCE))
                .flatMap(Optional::stream));
    return Stream.concat(hours, patience).filter(now::isBefore).min(Instant::compareTo);
  }

  // Staff

  private void connected(RoomEvent.StaffConnected event, Instant now) {
    Link link = new Link.Up(event.socket());
    Desk desk = desks.computeIfAbsent(event.staff().id(), id -> new Desk(event.staff(), link));
    desk.link
        .connection()
        .filter(old -> !old.equals(event.socket()))
        .ifPresent(old -> effects.add(new RoomEffect.CloseSocket(old, CloseCode.REPLACED)));
    desk.staff = event.staff();
    desk.link = link;
    desk.told = Optional.empty();
    desk.welcomed = false;
    Optional<ConversationId> call = callOf(event.staff().id());
    if (call.isPresent()) {
      // The conversation knows what goes on, so it sends the first message; Welcomed comes back.
      effects.add(
          new RoomEffect.TellConversation(
              call.get(),
              new ConversationEvent.StaffConnected(event.socket(), cardsFor(desk), desk.presence)));
    } else {
      tell(
          event.socket(),
          new RelayToStaff.Welcome(cardsFor(desk), Optional.empty(), desk.presence, now));
      open(desk, event.socket());
    }
  }

  private void open(Desk desk, SocketId socket) {
    desk.welcomed = true;
    welcomedNow.add(new RoomEffect.SendInvitations(desk.staff.id(), socket));
  }

  private void welcomed(RoomEvent.Welcomed event) {
    deskAt(event.staff(), event.socket()).ifPresent(desk -> open(desk, event.socket()));
  }

  private void disconnected(RoomEvent.StaffDisconnected event, Instant now) {
    deskAt(event.staff(), event.socket())
        .ifPresent(desk -> {
          desk.link = new Link.Down(now);
          desk.welcomed = false;
        });
    callOf(event.staff())
        .ifPresent(call ->
            effects.add(
                new RoomEffect.TellConversation(
                    call, new ConversationEvent.StaffDisconnected(event.socket()))));
  }

  private void presenceSet(RoomEvent.PresenceSet event) {
    deskAt(event.staff(), event.socket()).ifPresent(desk -> desk.presence = event.presence());
  }

  private void restored(RoomEvent.CallRestored event, Instant now) {
    calls.put(event.conversation(), event.staff().id());
    desks.put(event.staff().id(), new Desk(event.staff(), new Link.Down(now)));
  }

  private Optional<Desk> deskAt(StaffId staff, SocketId socket) {
    return Optional.ofNullable(desks.get(staff)).filter(desk -> desk.link.is(socket));
  }

  private Optional<ConversationId> callOf(StaffId staff) {
    return calls.entrySet().stream()
        .filter(call -> call.getValue().equals(staff))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  // Accepting

  private void acceptWanted(RoomEvent.AcceptWanted event, Instant now) {
    Optional<Desk> desk = deskAt(event.staff(), event.socket());
    if (desk.isEmpty()) {
      return; // a late frame of a replaced connection
    }
    Optional<ErrorCode> refusal = refusal(desk.get(), event.conversation());
    if (refusal.isPresent()) {
      tell(
          event.socket(),
          new RelayToStaff.Refused(
              refusal.get(), Optional.of("accept"), Optional.of(event.conversation())));
      return;
    }
    Entry entry = waiting.remove(event.conversation());
    if (entry != null) { // there is one, or the acceptance was refused
      serviceTimes.began(event.conversation(), entry.municipality(), now);
    }
    calls.put(event.conversation(), event.staff());
    effects.add(
        new RoomEffect.TellConversation(
            event.conversation(), new ConversationEvent.Taken(desk.get().staff, event.socket())));
  }

  private void callEnded(RoomEvent.CallEnded event, Instant now) {
    calls.remove(event.conversation());
    serviceTimes.ended(event.conversation(), now);
  }

  private Optional<ErrorCode> refusal(Desk desk, ConversationId conversation) {
    StaffId staff = desk.staff.id();
    if (calls.containsKey(conversation)) {
      return Optional.of(
          calls.get(conversation).equals(staff)
              ? ErrorCode.ALREADY_IN_CONVERSATION
              : ErrorCode.ALREADY_TAKEN);
    }
    if (callOf(staff).isPresent()) {
      return Optional.of(ErrorCode.ALREADY_IN_CONVERSATION);
    }
    Entry entry = waiting.get(conversation);
    if (entry == null) {
      return Optional.of(ErrorCode.UNKNOWN_CONVERSATION);
    }
    if (!desk.serves(entry.municipality())) {
      return Optional.of(ErrorCode.NOT_YOUR_CONVERSATION);
    }
    return desk.presence == StaffPresence.AVAILABLE
        ? Optional.empty()
        : Optional.of(ErrorCode.NOT_AVAILABLE);
  }

  // Residents

  private void entered(Entry entry, Instant now) {
    OpeningHours.State state = hours(entry.municipality()).at(now);
    if (state instanceof OpeningHours.State.Closed(Optional<Instant> opensAt)
        && entry.appointmentAt().isEmpty()) {
      notAdmitted(entry, ErrorCode.CLOSED, opensAt);
    } else if (waiting.size() >= RoomRules.MAX_WAITING) {
      notAdmitted(entry, ErrorCode.WAITING_ROOM_FULL, Optional.empty());
    } else {
      waiting.put(entry.conversation(), entry);
    }
  }

  private void notAdmitted(Entry entry, ErrorCode code, Optional<Instant> opensAt) {
    effects.add(
        new RoomEffect.TellConversation(
            entry.conversation(), new ConversationEvent.NotAdmitted(code, opensAt)));
  }

  private void waiterPresence(RoomEvent.WaiterPresenceChanged event) {
    waiting.computeIfPresent(
        event.conversation(),
        (id, was) ->
            new Entry(
                id,
                was.municipality(),
                was.topic(),
                was.channel(),
                was.language(),
                was.since(),
                was.normSeconds(),
                was.appointmentAt(),
                event.presence()));
  }

  /**
   * Who is in before closing time is helped as long as somebody is there to help; when nobody is
   * left they are told, rather than waiting before a dark window.
   */
  private void sendHomeAfterClosing(Instant now) {
    if (now.isBefore(startedAt.plus(RoomRules.STAFF_PATIENCE))) {
      return; // after a restart the staff clients still reconnect
    }
    List<Entry> abandoned =
        waiting.values().stream()
            .filter(entry -> entry.appointmentAt().isEmpty())
            .filter(entry -> !hours(entry.municipality()).at(now).isOpen())
            .filter(entry -> desks.values().stream().noneMatch(desk -> present(desk, entry, now)))
            .toList();
    for (Entry entry : abandoned) {
      waiting.remove(entry.conversation());
      effects.add(
          new RoomEffect.TellConversation(
              entry.conversation(), new ConversationEvent.ClosingTime()));
    }
  }

  private static boolean present(Desk desk, Entry entry, Instant now) {
    return desk.serves(entry.municipality()) && !desk.link.lost(RoomRules.STAFF_PATIENCE, now);
  }

  // Telling

  private void tellPlaces(Instant now) {
    placesTold.keySet().retainAll(waiting.keySet());
    Map<MunicipalityId, Integer> ahead = new HashMap<>();
    for (Entry entry : fairOrder()) {
      int position =
          1
              + sharedWith(entry.municipality()).stream()
                  .mapToInt(municipality -> ahead.getOrDefault(municipality, 0))
                  .sum();
      ahead.merge(entry.municipality(), 1, Integer::sum);
      RelayToResident.Waiting place = place(entry, position, now);
      if (!place.equals(placesTold.put(entry.conversation(), place))) {
        effects.add(
            new RoomEffect.TellConversation(
                entry.conversation(), new ConversationEvent.Placed(place)));
      }
    }
  }

  /** The municipalities whose residents wait for the same staff, itself included. */
  private Set<MunicipalityId> sharedWith(MunicipalityId municipality) {
    Set<MunicipalityId> shared = new HashSet<>(Set.of(municipality));
    desks.values().stream()
        .filter(desk -> desk.serves(municipality))
        .forEach(desk -> shared.addAll(desk.staff.municipalities()));
    return shared;
  }

  private RelayToResident.Waiting place(Entry entry, int position, Instant now) {
    OpeningHours.State state = hours(entry.municipality()).at(now);
    List<Desk> serving = serving(entry.municipality());
    Availability availability = availability(serving, state);
    return new RelayToResident.Waiting(
        availability,
        rules.tellsPosition().contains(entry.municipality())
            ? Optional.of(position)
            : Optional.empty(),
        expectedWait(entry, position, serving, now),
        state instanceof OpeningHours.State.Closed(Optional<Instant> opensAt)
                && availability == Availability.CLOSED
            ? opensAt
            : Optional.empty());
  }

  /**
   * How long until it is this resident's turn: the talks that must end first, shared by those who
   * help. Left out for whom a desk is free now, and before the time of an appointment.
   */
  private Optional<Integer> expectedWait(
      Entry entry, int position, List<Desk> serving, Instant now) {
    int talksBefore = position - Math.toIntExact(serving.stream().filter(this::free).count());
    return talksBefore < 1 || entry.appointmentAt().filter(now::isBefore).isPresent()
        ? Optional.empty()
        : serviceTimes.expectedWaitSeconds(
            sharedWith(entry.municipality()), talksBefore, serving.size(), now);
  }

  /** Staff who take residents of this municipality now, or are helping somebody. */
  private List<Desk> serving(MunicipalityId municipality) {
    return desks.values().stream()
        .filter(desk -> desk.serves(municipality))
        .filter(desk -> desk.link instanceof Link.Up || !free(desk))
        .filter(desk -> desk.presence == StaffPresence.AVAILABLE || !free(desk))
        .toList();
  }

  private boolean free(Desk desk) {
    return callOf(desk.staff.id()).isEmpty();
  }

  private Availability availability(List<Desk> serving, OpeningHours.State state) {
    if (serving.stream().anyMatch(this::free)) {
      return Availability.AVAILABLE;
    }
    if (!serving.isEmpty()) {
      return Availability.BUSY;
    }
    return state.isOpen() ? Availability.NOBODY : Availability.CLOSED;
  }

  private void tellQueues() {
    List<RelayToStaff.Queue.Entry> everybody = fairOrder().stream().map(Room::toldToStaff).toList();
    for (Desk desk : desks.values()) {
      if (desk.welcomed && desk.link instanceof Link.Up(SocketId socket)) {
        RelayToStaff.Queue queue =
            new RelayToStaff.Queue(
                everybody.stream().filter(entry -> desk.serves(entry.municipality())).toList());
        if (desk.told.filter(queue::equals).isEmpty()) {
          desk.told = Optional.of(queue);
          tell(socket, queue);
        }
      }
    }
  }

  private List<Entry> fairOrder() {
    return waiting.values().stream().sorted(FAIR).toList();
  }

  private static RelayToStaff.Queue.Entry toldToStaff(Entry entry) {
    return new RelayToStaff.Queue.Entry(
        entry.conversation(),
        entry.municipality(),
        entry.topic(),
        entry.channel(),
        entry.language(),
        entry.since(),
        entry.normSeconds(),
        entry.presence(),
        entry.appointmentAt());
  }

  private List<RelayToStaff.MunicipalityCard> cardsFor(Desk desk) {
    return rules.cards().stream().filter(card -> desk.serves(card.id())).toList();
  }

  private OpeningHours hours(MunicipalityId municipality) {
    OpeningHours hours = rules.hours().get(municipality);
    if (hours == null) {
      throw new IllegalStateException("a conversation belongs to no configured municipality");
    }
    return hours;
  }

  private void tell(SocketId socket, RelayToStaff message) {
    effects.add(new RoomEffect.TellStaff(socket, message));
  }
}
