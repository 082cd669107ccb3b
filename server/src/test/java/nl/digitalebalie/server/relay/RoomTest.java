package nl.digitalebalie.server.relay;

import static nl.digitalebalie.server.relay.Sample.FATMA;
import static nl.digitalebalie.server.relay.Sample.JORIS;
import static nl.digitalebalie.server.relay.Sample.NOW;
import static nl.digitalebalie.server.relay.Sample.RIVIERDAL;
import static nl.digitalebalie.server.relay.Sample.VOORBEELD;
import static nl.digitalebalie.server.relay.Sample.conversation;
import static nl.digitalebalie.server.relay.Sample.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToResident.Availability;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffPresence;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final SocketId DESK_1 = new SocketId(11);
  private static final SocketId DESK_2 = new SocketId(12);

  private final Room room =
      new Room(Sample.rules(new OpeningHours.Always()), NOW.minus(Duration.ofHours(1)));

  private static List<ErrorCode> refusals(List<RoomEffect> effects, SocketId socket) {
    return effects.stream()
        .filter(RoomEffect.TellStaff.class::isInstance)
        .map(RoomEffect.TellStaff.class::cast)
        .filter(effect -> effect.socket().equals(socket))
        .map(RoomEffect.TellStaff::message)
        .filter(RelayToStaff.Refused.class::isInstance)
        .map(message -> ((RelayToStaff.Refused) message).code())
        .toList();
  }

  private static List<ConversationId> queue(List<RoomEffect> effects, SocketId socket) {
    return effects.stream()
        .filter(RoomEffect.TellStaff.class::isInstance)
        .map(RoomEffect.TellStaff.class::cast)
        .filter(effect -> effect.socket().equals(socket))
        .map(RoomEffect.TellStaff::message)
        .filter(RelayToStaff.Queue.class::isInstance)
        .map(RelayToStaff.Queue.class::cast)
        .reduce((first, last) -> last)
        .orElseThrow()
        .entries()
        .stream()
        .map(RelayToStaff.Queue.Entry::conversation)
        .toList();
  }

  private static Optional<RelayToResident.Waiting> place(
      List<RoomEffect> effects, ConversationId conversation) {
    return effects.stream()
        .filter(RoomEffect.TellConversation.class::isInstance)
        .map(RoomEffect.TellConversation.class::cast)
        .filter(effect -> effect.conversation().equals(conversation))
        .map(RoomEffect.TellConversation::event)
        .filter(ConversationEvent.Placed.class::isInstance)
        .map(event -> ((ConversationEvent.Placed) event).place())
        .reduce((first, last) -> last);
  }

  private List<RoomEffect> feed(RoomEvent event) {
    return room.on(event, NOW);
  }

  private void twoDesks() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    feed(new RoomEvent.StaffConnected(JORIS, DESK_2));
  }

  @Test
  void the_first_message_of_a_connection_is_the_welcome_then_queue_then_invitations() {
    List<RoomEffect> effects = feed(new RoomEvent.StaffConnected(FATMA, DESK_1));

    assertInstanceOf(
        RelayToStaff.Welcome.class, ((RoomEffect.TellStaff) effects.getFirst()).message());
    assertInstanceOf(RelayToStaff.Queue.class, ((RoomEffect.TellStaff) effects.get(1)).message());
    assertInstanceOf(RoomEffect.SendInvitations.class, effects.get(2));
  }

  @Test
  void of_two_who_accept_at_once_one_wins_and_the_other_is_told() {
    twoDesks();
    feed(new RoomEvent.Entered(entry(1, NOW)));

    List<RoomEffect> first = feed(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(1)));
    List<RoomEffect> second = feed(new RoomEvent.AcceptWanted(JORIS.id(), DESK_2, conversation(1)));

    assertTrue(
        first.contains(
            new RoomEffect.TellConversation(
                conversation(1), new ConversationEvent.Taken(FATMA, DESK_1))));
    assertEquals(List.of(ErrorCode.ALREADY_TAKEN), refusals(second, DESK_2));
    assertEquals(List.of(), queue(first, DESK_2));
  }

  @Test
  void accepting_is_refused_for_whom_it_is_not() {
    twoDesks();
    feed(new RoomEvent.Entered(entry(1, NOW)));
    feed(new RoomEvent.Entered(entry(2, NOW)));
    feed(new RoomEvent.Entered(entry(3, NOW, Optional.empty(), RIVIERDAL)));

    assertEquals(
        List.of(ErrorCode.UNKNOWN_CONVERSATION),
        refusals(feed(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(99))), DESK_1));
    assertEquals(
        List.of(ErrorCode.NOT_YOUR_CONVERSATION),
        refusals(feed(new RoomEvent.AcceptWanted(JORIS.id(), DESK_2, conversation(3))), DESK_2));
    feed(new RoomEvent.PresenceSet(JORIS.id(), DESK_2, StaffPresence.BREAK));
    assertEquals(
        List.of(ErrorCode.NOT_AVAILABLE),
        refusals(feed(new RoomEvent.AcceptWanted(JORIS.id(), DESK_2, conversation(1))), DESK_2));
    feed(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(1)));
    assertEquals(
        List.of(ErrorCode.ALREADY_IN_CONVERSATION),
        refusals(feed(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(2))), DESK_1));
  }

  @Test
  void the_oldest_comes_first_and_an_appointment_counts_from_its_time() {
    twoDesks();
    Instant ten = NOW;
    feed(new RoomEvent.Entered(entry(1, ten)));
    feed(
        new RoomEvent.Entered(
            entry(2, ten.minusSeconds(600), Optional.of(ten.plusSeconds(60)), VOORBEELD)));
    List<RoomEffect> last = feed(new RoomEvent.Entered(entry(3, ten.minusSeconds(300))));

    assertEquals(List.of(conversation(3), conversation(1), conversation(2)), queue(last, DESK_1));
    assertEquals(Optional.of(1), place(last, conversation(3)).orElseThrow().position());
    assertEquals(Optional.of(2), place(last, conversation(1)).orElseThrow().position());
  }

  @Test
  void a_desk_sees_only_the_municipalities_it_serves() {
    twoDesks();
    List<RoomEffect> effects =
        feed(new RoomEvent.Entered(entry(3, NOW, Optional.empty(), RIVIERDAL)));
    assertEquals(List.of(conversation(3)), queue(effects, DESK_1));
    assertTrue(
        effects.stream()
            .noneMatch(effect ->
                effect instanceof RoomEffect.TellStaff(SocketId socket, var message)
                    && socket.equals(DESK_2)));
  }

  @Test
  void a_resident_hears_whether_somebody_is_free() {
    List<RoomEffect> alone = feed(new RoomEvent.Entered(entry(1, NOW)));
    assertEquals(Availability.NOBODY, place(alone, conversation(1)).orElseThrow().availability());

    List<RoomEffect> free = feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    assertEquals(Availability.AVAILABLE, place(free, conversation(1)).orElseThrow().availability());

    feed(new RoomEvent.Entered(entry(2, NOW)));
    List<RoomEffect> taken = feed(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(2)));
    assertEquals(Availability.BUSY, place(taken, conversation(1)).orElseThrow().availability());

    feed(new RoomEvent.CallEnded(conversation(2)));
    List<RoomEffect> pause =
        feed(new RoomEvent.PresenceSet(FATMA.id(), DESK_1, StaffPresence.BREAK));
    assertEquals(Availability.NOBODY, place(pause, conversation(1)).orElseThrow().availability());
  }

  // The expected wait

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  /** Talks one after another at the first desk; answers when the last one ended. */
  private Instant talks(Instant from, int first, Duration... durations) {
    Instant now = from;
    for (int i = 0; i < durations.length; i++) {
      ConversationId talk = conversation(first + i);
      room.on(new RoomEvent.Entered(entry(first + i, now)), now);
      room.on(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, talk), now);
      now = now.plus(durations[i]);
      room.on(new RoomEvent.CallEnded(talk), now);
    }
    return now;
  }

  private static final Duration[] THREE_TALKS = {
    Duration.ofMinutes(5), Duration.ofMinutes(15), TEN_MINUTES
  };

  /** The first desk begins a talk, then this many residents come in. */
  private List<RoomEffect> busyWith(int waiters, Instant now) {
    room.on(new RoomEvent.Entered(entry(500, now)), now);
    List<RoomEffect> last =
        room.on(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(500)), now);
    for (int i = 1; i <= waiters; i++) {
      last = room.on(new RoomEvent.Entered(entry(500 + i, now.plusMillis(i))), now);
    }
    return last;
  }

  private static Optional<Integer> wait(List<RoomEffect> effects, int conversation) {
    return place(effects, conversation(conversation)).orElseThrow().expectedWaitSeconds();
  }

  @Test
  void no_wait_is_told_before_enough_talks_say_how_long_they_take() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    assertEquals(Optional.empty(), wait(busyWith(1, NOW), 501));
    feed(new RoomEvent.Left(conversation(501)));
    room.on(new RoomEvent.CallEnded(conversation(500)), NOW.plus(TEN_MINUTES));

    Instant two = talks(NOW.plus(TEN_MINUTES), 100, TEN_MINUTES);
    assertEquals(Optional.empty(), wait(busyWith(1, two), 501));
  }

  @Test
  void the_wait_is_the_average_talk_for_each_place_shared_by_the_desks_that_help() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Instant now = talks(NOW, 100, THREE_TALKS);
    assertEquals(Optional.of(600), wait(busyWith(1, now), 501));
    assertEquals(
        Optional.of(1_200),
        wait(room.on(new RoomEvent.Entered(entry(502, now.plusMillis(2))), now), 502));

    room.on(new RoomEvent.StaffConnected(JORIS, DESK_2), now);
    List<RoomEffect> shared =
        room.on(new RoomEvent.AcceptWanted(JORIS.id(), DESK_2, conversation(501)), now);
    assertEquals(Optional.of(300), wait(shared, 502));
  }

  @Test
  void who_finds_a_free_desk_is_told_no_wait_and_who_comes_next_is() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Instant now = talks(NOW, 100, THREE_TALKS);
    assertEquals(Optional.empty(), wait(room.on(new RoomEvent.Entered(entry(1, now)), now), 1));
    assertEquals(
        Optional.of(600),
        wait(room.on(new RoomEvent.Entered(entry(2, now.plusMillis(1))), now), 2));
  }

  @Test
  void the_wait_is_told_in_whole_minutes_rounded_up() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Duration odd = Duration.ofSeconds(61);
    assertEquals(Optional.of(120), wait(busyWith(1, talks(NOW, 100, odd, odd, odd)), 501));
  }

  @Test
  void without_anybody_to_help_no_wait_is_told() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Instant now = talks(NOW, 100, THREE_TALKS);
    room.on(new RoomEvent.PresenceSet(FATMA.id(), DESK_1, StaffPresence.BREAK), now);
    List<RoomEffect> nobody = room.on(new RoomEvent.Entered(entry(1, now)), now);
    assertEquals(Availability.NOBODY, place(nobody, conversation(1)).orElseThrow().availability());
    assertEquals(Optional.empty(), wait(nobody, 1));
  }

  @Test
  void an_estimate_beyond_two_hours_is_not_told_and_a_forgotten_call_counts_as_one() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Duration forgotten = Duration.ofMinutes(90);
    Instant now = talks(NOW, 100, forgotten, forgotten, forgotten.minusMinutes(31));
    List<RoomEffect> effects = busyWith(1, now);
    assertEquals(Optional.of(60 * 60), wait(effects, 501));
    assertEquals(
        Optional.of(2 * 60 * 60),
        wait(room.on(new RoomEvent.Entered(entry(502, now.plusMillis(2))), now), 502));
    assertEquals(
        Optional.empty(),
        wait(room.on(new RoomEvent.Entered(entry(503, now.plusMillis(3))), now), 503));
  }

  @Test
  void talks_that_came_to_nothing_or_began_before_a_restart_do_not_count() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Duration broken = ServiceTimes.SHORTEST.minusMillis(1);
    Instant now = talks(NOW, 100, broken, broken, broken);
    for (int i = 200; i < 203; i++) {
      room.on(new RoomEvent.CallRestored(conversation(i), JORIS), now);
      room.on(new RoomEvent.CallEnded(conversation(i)), now.plus(TEN_MINUTES));
    }
    assertEquals(Optional.empty(), wait(busyWith(1, now.plus(TEN_MINUTES)), 501));
  }

  @Test
  void only_the_last_talks_of_the_last_hours_count() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Duration[] early = new Duration[ServiceTimes.KEPT];
    java.util.Arrays.fill(early, TEN_MINUTES);
    Duration[] late = new Duration[ServiceTimes.KEPT];
    java.util.Arrays.fill(late, Duration.ofMinutes(1));
    Instant now = talks(talks(NOW, 100, early), 200, late);
    assertEquals(Optional.of(60), wait(busyWith(1, now), 501));
    room.on(new RoomEvent.Left(conversation(501)), now);

    Instant afternoon = now.plus(ServiceTimes.RECENT);
    assertEquals(
        Optional.empty(),
        wait(room.on(new RoomEvent.Entered(entry(502, afternoon)), afternoon), 502));
  }

  @Test
  void talks_with_residents_of_another_municipality_count_where_the_same_staff_help() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Instant now = talks(NOW, 100, THREE_TALKS);
    busyWith(0, now);
    List<RoomEffect> other =
        room.on(new RoomEvent.Entered(entry(3, now, Optional.empty(), RIVIERDAL)), now);
    assertEquals(Optional.of(600), wait(other, 3));
  }

  @Test
  void who_comes_early_for_an_appointment_is_told_no_wait() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    Instant now = talks(NOW, 100, THREE_TALKS);
    busyWith(0, now);
    List<RoomEffect> early =
        room.on(
            new RoomEvent.Entered(entry(3, now, Optional.of(now.plusSeconds(60)), VOORBEELD)), now);
    assertEquals(Optional.empty(), wait(early, 3));
  }

  @Test
  void a_newer_connection_of_the_same_staff_member_replaces_the_older_one() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    List<RoomEffect> effects = feed(new RoomEvent.StaffConnected(FATMA, DESK_2));
    assertTrue(effects.contains(new RoomEffect.CloseSocket(DESK_1, CloseCode.REPLACED)));

    feed(new RoomEvent.Entered(entry(1, NOW)));
    List<RoomEffect> late = feed(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(1)));
    assertTrue(late.isEmpty());
  }

  @Test
  void a_staff_client_that_reopens_in_a_call_is_welcomed_by_the_conversation() {
    feed(new RoomEvent.StaffConnected(FATMA, DESK_1));
    feed(new RoomEvent.Entered(entry(1, NOW)));
    feed(new RoomEvent.AcceptWanted(FATMA.id(), DESK_1, conversation(1)));
    feed(new RoomEvent.StaffDisconnected(FATMA.id(), DESK_1));

    List<RoomEffect> back = feed(new RoomEvent.StaffConnected(FATMA, DESK_2));
    assertEquals(1, back.size());
    assertInstanceOf(
        ConversationEvent.StaffConnected.class,
        ((RoomEffect.TellConversation) back.getFirst()).event());

    List<RoomEffect> after = feed(new RoomEvent.Welcomed(FATMA.id(), DESK_2));
    assertEquals(List.of(), queue(after, DESK_2));
  }

  @Test
  void an_absent_resident_is_shown_as_absent() {
    twoDesks();
    feed(new RoomEvent.Entered(entry(1, NOW)));
    List<RoomEffect> effects =
        feed(new RoomEvent.WaiterPresenceChanged(conversation(1), Presence.AWAY));
    assertTrue(
        effects.stream()
            .anyMatch(effect ->
                effect instanceof RoomEffect.TellStaff(var socket, var message)
                    && message instanceof RelayToStaff.Queue(var entries)
                    && entries.getFirst().presence() == Presence.AWAY));
  }

  @Test
  void the_waiting_room_is_bounded() {
    IntStream.range(0, RoomRules.MAX_WAITING)
        .forEach(i -> feed(new RoomEvent.Entered(entry(i, NOW.plusSeconds(i)))));
    List<RoomEffect> effects = feed(new RoomEvent.Entered(entry(9_999, NOW)));
    assertEquals(
        List.of(
            new RoomEffect.TellConversation(
                conversation(9_999),
                new ConversationEvent.NotAdmitted(ErrorCode.WAITING_ROOM_FULL, Optional.empty()))),
        effects);
  }

  // Opening hours: Monday 23 November 2026, 09:00-12:00 in Amsterdam is 08:00Z-11:00Z.

  private static final Instant ELEVEN = Instant.parse("2026-11-23T11:00:00Z");

  private final Room office =
      new Room(
          Sample.rules(
              new OpeningHours.Weekly(
                  Map.of(DayOfWeek.MONDAY, List.of(OpeningHours.Weekly.Block.parse("09:00-12:00"))),
                  Set.of())),
          NOW.minus(Duration.ofHours(1)));

  @Test
  void nobody_enters_when_it_is_closed_except_with_an_appointment() {
    List<RoomEffect> closed = office.on(new RoomEvent.Entered(entry(1, ELEVEN)), ELEVEN);
    assertEquals(
        List.of(
            new RoomEffect.TellConversation(
                conversation(1),
                new ConversationEvent.NotAdmitted(
                    ErrorCode.CLOSED, Optional.of(Instant.parse("2026-11-30T08:00:00Z"))))),
        closed);

    List<RoomEffect> invited =
        office.on(new RoomEvent.Entered(entry(2, ELEVEN, Optional.of(ELEVEN), VOORBEELD)), ELEVEN);
    assertEquals(Availability.CLOSED, place(invited, conversation(2)).orElseThrow().availability());
  }

  @Test
  void who_is_in_at_closing_time_is_helped_while_somebody_is_there_and_sent_home_after() {
    office.on(new RoomEvent.StaffConnected(FATMA, DESK_1), NOW);
    office.on(new RoomEvent.Entered(entry(1, NOW)), NOW);

    List<RoomEffect> atClosing = office.on(new RoomEvent.Woke(), ELEVEN);
    assertTrue(atClosing.isEmpty());

    office.on(new RoomEvent.StaffDisconnected(FATMA.id(), DESK_1), ELEVEN);
    Instant dark = ELEVEN.plus(RoomRules.STAFF_PATIENCE);
    assertEquals(Optional.of(dark), office.wakeAt(ELEVEN));
    List<RoomEffect> sentHome = office.on(new RoomEvent.Woke(), dark);
    assertTrue(
        sentHome.contains(
            new RoomEffect.TellConversation(conversation(1), new ConversationEvent.ClosingTime())));
  }

  @Test
  void it_wakes_when_the_opening_hours_change() {
    assertEquals(Optional.of(ELEVEN), office.wakeAt(NOW));
  }
}
