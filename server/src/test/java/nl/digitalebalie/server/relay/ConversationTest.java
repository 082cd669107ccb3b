package nl.digitalebalie.server.relay;

import static nl.digitalebalie.server.relay.Sample.CONVERSATION;
import static nl.digitalebalie.server.relay.Sample.FATMA;
import static nl.digitalebalie.server.relay.Sample.JORIS;
import static nl.digitalebalie.server.relay.Sample.MEDIA;
import static nl.digitalebalie.server.relay.Sample.NOW;
import static nl.digitalebalie.server.relay.Sample.RESIDENT;
import static nl.digitalebalie.server.relay.Sample.SDP;
import static nl.digitalebalie.server.relay.Sample.STAFF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.signal.Candidate;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Hold;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.staff.StaffPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state machine of one conversation: every state with every message. */
class ConversationTest {
  private static final Candidate CANDIDATE =
      new Candidate("candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host", "0");
  private static final DisclosureId DISCLOSURE = new DisclosureId("disclosure-000001");

  /** Drives a conversation and keeps what it said. */
  private static final class Play {
    private Conversation state = new Arrived(Sample.facts(), new Link.Down(NOW));
    private List<ConversationEffect> effects = new ArrayList<>();

    Play feed(ConversationEvent event, Instant now) {
      Conversation.Step step = state.on(event, now);
      state = step.next();
      effects = new ArrayList<>(step.effects());
      return this;
    }

    Play feed(ConversationEvent event) {
      return feed(event, NOW);
    }

    Play resident(ResidentToRelay message) {
      return feed(new ConversationEvent.ResidentSaid(RESIDENT, message));
    }

    Play staff(StaffToRelay message) {
      return staff(FATMA, STAFF, message);
    }

    Play staff(StaffPrincipal who, SocketId socket, StaffToRelay message) {
      return feed(new ConversationEvent.StaffSaid(who.id(), socket, message));
    }

    List<RelayToResident> toResident() {
      return effects.stream()
          .filter(ConversationEffect.TellResident.class::isInstance)
          .map(effect -> ((ConversationEffect.TellResident) effect).message())
          .toList();
    }

    List<RelayToStaff> toStaff() {
      return effects.stream()
          .filter(ConversationEffect.TellStaff.class::isInstance)
          .map(effect -> ((ConversationEffect.TellStaff) effect).message())
          .toList();
    }

    List<RelayEvent> toCounter() {
      return effects.stream()
          .filter(ConversationEffect.TellCounter.class::isInstance)
          .map(effect -> ((ConversationEffect.TellCounter) effect).event())
          .toList();
    }

    List<RoomEvent> toRoom() {
      return effects.stream()
          .filter(ConversationEffect.TellRoom.class::isInstance)
          .map(effect -> ((ConversationEffect.TellRoom) effect).event())
          .toList();
    }

    /** The code of a refusal, or what was said, or "nothing". */
    String outcome() {
      for (ConversationEffect effect : effects) {
        if (effect instanceof ConversationEffect.TellResident(var to, var message)
            && message instanceof RelayToResident.Refused(var code, var about)) {
          return code.name();
        }
        if (effect instanceof ConversationEffect.TellStaff(var to, var message)
            && message instanceof RelayToStaff.Refused(var code, var about, var conversation)) {
          return code.name();
        }
      }
      if (state instanceof Over(var facts, var reason, var taker, var at) && !effects.isEmpty()) {
        return reason.name();
      }
      return effects.isEmpty() ? "nothing" : "told";
    }
  }

  private static Play connected() {
    return new Play().feed(new ConversationEvent.ResidentConnected(RESIDENT, Optional.empty()));
  }

  private static Play waiting() {
    return connected().resident(new ResidentToRelay.JoinQueue(Channel.VIDEO, Language.NL, MEDIA));
  }

  private static Play inCall() {
    return waiting().feed(new ConversationEvent.Taken(FATMA, STAFF));
  }

  private static Play offered() {
    return inCall().staff(new StaffToRelay.Offer(CONVERSATION, 1, SDP));
  }

  private static Play answered() {
    return offered().resident(new ResidentToRelay.Answer(1, SDP));
  }

  private static Play over() {
    return answered().staff(new StaffToRelay.HangUp(CONVERSATION));
  }

  private static Play in(String state) {
    return switch (state) {
      case "arrived" -> connected();
      case "waiting" -> waiting();
      case "taken" -> inCall();
      case "offered" -> offered();
      case "answered" -> answered();
      case "over" -> over();
      default -> throw new IllegalArgumentException(state);
    };
  }

  @ParameterizedTest(name = "{0}, when {1}: {2}")
  @CsvSource(
      textBlock =
          """
          join,      arrived, told
          join,      waiting, nothing
          join,      taken,   told
          join,      over,    NOT_IN_THIS_STATE
          chat,      arrived, CHANNEL_NOT_OFFERED
          answer 1,  arrived, ANSWER_WITHOUT_OFFER
          answer 1,  waiting, ANSWER_WITHOUT_OFFER
          answer 1,  taken,   ANSWER_WITHOUT_OFFER
          answer 1,  offered, told
          answer 2,  offered, ANSWER_WITHOUT_OFFER
          answer 1,  answered, NOT_IN_THIS_STATE
          answer 1,  over,    NOT_IN_THIS_STATE
          bad answer, offered, SDP_REFUSED
          candidate 1, arrived, NOT_IN_THIS_STATE
          candidate 1, waiting, NOT_IN_THIS_STATE
          candidate 1, taken, STALE_EPOCH
          candidate 1, offered, told
          candidate 2, offered, STALE_EPOCH
          candidate 1, over,  NOT_IN_THIS_STATE
          bad candidate, offered, SDP_REFUSED
          metadata candidate, offered, SDP_REFUSED
          done 1,    arrived, NOT_IN_THIS_STATE
          done 1,    waiting, NOT_IN_THIS_STATE
          done 1,    answered, told
          done 9,    answered, STALE_EPOCH
          want 1,    arrived, NOT_IN_THIS_STATE
          want 1,    waiting, NOT_IN_THIS_STATE
          want 1,    answered, told
          want 2,    answered, STALE_EPOCH
          media,     arrived, NOT_IN_THIS_STATE
          media,     waiting, nothing
          media,     answered, told
          media,     over,    NOT_IN_THIS_STATE
          start,     arrived, NO_DISCLOSURE_ASKED
          start,     waiting, NO_DISCLOSURE_ASKED
          start,     answered, told
          pairing,   waiting, NO_DISCLOSURE_ASKED
          pairing,   answered, told
          decline,   waiting, NO_DISCLOSURE_ASKED
          decline,   answered, told
          leave,     arrived, RESIDENT_LEFT
          leave,     waiting, RESIDENT_LEFT
          leave,     answered, RESIDENT_LEFT
          leave,     over,    nothing
          """)
  void a_resident_says(String message, String state, String outcome) {
    assertEquals(outcome, in(state).resident(residentMessage(message)).outcome());
  }

  private static ResidentToRelay residentMessage(String message) {
    return switch (message) {
      case "join" -> new ResidentToRelay.JoinQueue(Channel.VIDEO, Language.NL, MEDIA);
      case "chat" -> new ResidentToRelay.JoinQueue(Channel.CHAT, Language.NL, MEDIA);
      case "answer 1" -> new ResidentToRelay.Answer(1, SDP);
      case "answer 2" -> new ResidentToRelay.Answer(2, SDP);
      case "bad answer" -> new ResidentToRelay.Answer(1, SDP.replace("sha-256", "sha-1"));
      case "candidate 1" -> new ResidentToRelay.TrickledCandidate(1, CANDIDATE);
      case "candidate 2" -> new ResidentToRelay.TrickledCandidate(2, CANDIDATE);
      case "bad candidate" ->
          new ResidentToRelay.TrickledCandidate(1, new Candidate("candidate:x", "0"));
      case "metadata candidate" ->
          new ResidentToRelay.TrickledCandidate(
              1, new Candidate("candidate:1 1 udp 1 169.254.169.254 80 typ host", "0"));
      case "done 1" -> new ResidentToRelay.CandidatesDone(1);
      case "done 9" -> new ResidentToRelay.CandidatesDone(9);
      case "want 1" -> new ResidentToRelay.WantNewConnection(1);
      case "want 2" -> new ResidentToRelay.WantNewConnection(2);
      case "media" -> new ResidentToRelay.MediaStateChanged(MEDIA);
      case "start" -> new ResidentToRelay.StartDisclosure(DISCLOSURE, WalletDevice.OTHER_DEVICE);
      case "pairing" -> new ResidentToRelay.PairingCode(DISCLOSURE, "1234");
      case "decline" ->
          new ResidentToRelay.DeclineDisclosure(DISCLOSURE, ResidentToRelay.DeclineReason.NOT_NOW);
      case "leave" -> new ResidentToRelay.Leave();
      default -> throw new IllegalArgumentException(message);
    };
  }

  @ParameterizedTest(name = "{0}, when {1}: {2}")
  @CsvSource(
      textBlock =
          """
          offer 1,   arrived, NOT_YOUR_CONVERSATION
          offer 1,   waiting, NOT_YOUR_CONVERSATION
          offer 1,   taken,   told
          offer 2,   taken,   STALE_EPOCH
          offer 1,   offered, STALE_EPOCH
          offer 2,   offered, told
          offer 2,   answered, told
          offer 1,   over,    NOT_IN_THIS_STATE
          bad offer, taken,   SDP_REFUSED
          candidate 1, taken, STALE_EPOCH
          candidate 1, offered, told
          bad candidate, offered, SDP_REFUSED
          candidate 1, over,  NOT_IN_THIS_STATE
          done 1,    answered, told
          done 2,    answered, STALE_EPOCH
          media,     waiting, NOT_YOUR_CONVERSATION
          media,     taken,   told
          hang up,   waiting, NOT_YOUR_CONVERSATION
          hang up,   taken,   STAFF_HUNG_UP
          hang up,   answered, STAFF_HUNG_UP
          hang up,   over,    nothing
          """)
  void a_staff_member_says(String message, String state, String outcome) {
    assertEquals(outcome, in(state).staff(staffMessage(message)).outcome());
  }

  private static StaffToRelay staffMessage(String message) {
    return switch (message) {
      case "offer 1" -> new StaffToRelay.Offer(CONVERSATION, 1, SDP);
      case "offer 2" -> new StaffToRelay.Offer(CONVERSATION, 2, SDP);
      case "bad offer" ->
          new StaffToRelay.Offer(CONVERSATION, 1, SDP + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 x\n");
      case "candidate 1" -> new StaffToRelay.TrickledCandidate(CONVERSATION, 1, CANDIDATE);
      case "bad candidate" ->
          new StaffToRelay.TrickledCandidate(CONVERSATION, 1, new Candidate("nonsense", "0"));
      case "done 1" -> new StaffToRelay.CandidatesDone(CONVERSATION, 1);
      case "done 2" -> new StaffToRelay.CandidatesDone(CONVERSATION, 2);
      case "media" -> new StaffToRelay.MediaStateChanged(CONVERSATION, MEDIA, Hold.TALKING);
      case "hang up" -> new StaffToRelay.HangUp(CONVERSATION);
      default -> throw new IllegalArgumentException(message);
    };
  }

  @Test
  void a_colleague_cannot_speak_in_anothers_conversation() {
    Play play = answered();
    Conversation before = play.state;

    play.staff(JORIS, new SocketId(9), new StaffToRelay.HangUp(CONVERSATION));

    assertEquals("NOT_YOUR_CONVERSATION", play.outcome());
    assertEquals(before, play.state);
  }

  @Test
  void a_late_frame_of_a_replaced_connection_changes_nothing() {
    Play play = answered();
    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()));

    play.resident(new ResidentToRelay.Leave()); // from the first connection

    assertEquals("nothing", play.outcome());
    assertInstanceOf(InCall.class, play.state);
  }

  @Test
  void a_reload_while_waiting_keeps_the_place_and_closes_the_old_connection() {
    Play play = waiting();
    play.feed(
        new ConversationEvent.Placed(
            new RelayToResident.Waiting(
                RelayToResident.Availability.BUSY,
                Optional.of(2),
                Optional.empty(),
                Optional.empty())));

    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()));

    assertTrue(
        play.effects.contains(new ConversationEffect.CloseSocket(RESIDENT, CloseCode.REPLACED)));
    assertInstanceOf(RelayToResident.Welcome.class, play.toResident().getFirst());
    assertEquals(Optional.of(2), ((RelayToResident.Waiting) play.toResident().get(1)).position());
    assertTrue(play.toRoom().isEmpty());
  }

  @Test
  void a_reload_in_the_call_asks_the_staff_client_for_the_next_epoch() {
    Play play = answered().feed(new ConversationEvent.ResidentDisconnected(RESIDENT));
    assertEquals(
        List.of(new RelayToStaff.ResidentPresenceChanged(CONVERSATION, Presence.AWAY)),
        play.toStaff());

    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()));

    assertEquals(
        List.of(
            new RelayToStaff.ResidentPresenceChanged(CONVERSATION, Presence.HERE),
            new RelayToStaff.WantNewConnection(CONVERSATION, 2)),
        play.toStaff());
    assertEquals(
        RelayToResident.Stage.IN_CALL,
        ((RelayToResident.Welcome) play.toResident().getFirst()).stage());
    assertInstanceOf(RelayToResident.Accepted.class, play.toResident().get(1));
  }

  @Test
  void a_reload_that_overtakes_the_loss_of_the_old_socket_is_told_to_the_counter() {
    Play play = answered();

    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()));

    assertEquals(
        List.of(new RelayEvent.ResidentPresenceChanged(CONVERSATION, Presence.HERE)),
        play.toCounter());
    assertEquals(List.of(new RelayToStaff.WantNewConnection(CONVERSATION, 2)), play.toStaff());
  }

  @Test
  void a_socket_that_comes_back_while_media_flows_leaves_the_connection_alone() {
    Play play = answered().feed(new ConversationEvent.ResidentDisconnected(RESIDENT));

    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.of(1)));

    assertEquals(
        List.of(new RelayToStaff.ResidentPresenceChanged(CONVERSATION, Presence.HERE)),
        play.toStaff());
  }

  @Test
  void a_resident_who_does_not_come_back_within_the_grace_time_is_lost() {
    Play play = answered().feed(new ConversationEvent.ResidentDisconnected(RESIDENT));
    assertEquals(Optional.of(NOW.plusSeconds(60)), play.state.wakeAt());

    play.feed(new ConversationEvent.Woke(), NOW.plusSeconds(59));
    assertInstanceOf(InCall.class, play.state);
    play.feed(new ConversationEvent.Woke(), NOW.plusSeconds(60));

    assertEquals(
        List.of(new RelayToStaff.Ended(CONVERSATION, EndReason.RESIDENT_LOST)), play.toStaff());
    assertEquals(
        List.of(new RelayEvent.Ended(CONVERSATION, EndReason.RESIDENT_LOST)), play.toCounter());
    assertEquals(List.of(new RoomEvent.CallEnded(CONVERSATION)), play.toRoom());
  }

  @Test
  void a_place_in_the_waiting_room_is_kept_for_two_minutes() {
    Play play = waiting().feed(new ConversationEvent.ResidentDisconnected(RESIDENT));

    play.feed(new ConversationEvent.Woke(), NOW.plusSeconds(119));
    assertInstanceOf(Waiting.class, play.state);
    play.feed(new ConversationEvent.Woke(), NOW.plusSeconds(120));

    assertInstanceOf(Over.class, play.state);
    assertEquals(List.of(new RoomEvent.Left(CONVERSATION)), play.toRoom());
  }

  @Test
  void a_staff_client_that_reopens_finds_its_conversation() {
    Play play = answered().feed(new ConversationEvent.StaffDisconnected(STAFF));
    assertEquals(
        List.of(new RelayToResident.StaffPresenceChanged(Presence.AWAY)), play.toResident());

    play.feed(
        new ConversationEvent.StaffConnected(new SocketId(8), List.of(), StaffPresence.AVAILABLE));

    RelayToStaff.Welcome welcome = (RelayToStaff.Welcome) play.toStaff().getFirst();
    assertEquals(2, welcome.current().orElseThrow().nextEpoch());
    assertEquals(
        List.of(new RelayToResident.StaffPresenceChanged(Presence.HERE)), play.toResident());
  }

  @Test
  void a_staff_member_who_does_not_come_back_ends_the_call() {
    Play play = answered().feed(new ConversationEvent.StaffDisconnected(STAFF));

    play.feed(new ConversationEvent.Woke(), NOW.plusSeconds(60));

    assertEquals(EndReason.STAFF_LOST, ((Over) play.state).reason());
  }

  @Test
  void the_counter_hears_of_a_call_in_order_and_of_nothing_before_it() {
    Play play = waiting();
    assertTrue(play.toCounter().isEmpty());
    play.feed(new ConversationEvent.Taken(FATMA, STAFF));
    assertInstanceOf(RelayEvent.Began.class, play.toCounter().getFirst());
    play.staff(new StaffToRelay.Offer(CONVERSATION, 1, SDP));
    assertEquals(List.of(new RelayEvent.EpochBegan(CONVERSATION, 1)), play.toCounter());
  }

  @Test
  void feedback_is_asked_after_a_talk_and_not_after_waiting_in_vain() {
    Play talked = over();
    assertTrue(talked.effects.contains(new ConversationEffect.OpenFeedback(Channel.VIDEO)));
    assertTrue(
        ((RelayToResident.Ended) talked.toResident().getFirst()).feedbackTicket().isPresent());

    Play left = waiting().resident(new ResidentToRelay.Leave());
    assertFalse(
        ((RelayToResident.Ended) left.toResident().getFirst()).feedbackTicket().isPresent());
  }

  @Test
  void a_reload_after_the_end_shows_the_goodbye_until_it_is_forgotten() {
    Play play = over();
    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()));
    assertInstanceOf(RelayToResident.Ended.class, play.toResident().get(1));

    play.feed(new ConversationEvent.Woke(), NOW.plus(Duration.ofMinutes(15)));
    assertEquals(List.of(new ConversationEffect.Forget()), play.effects);
  }

  @Test
  void a_resident_who_leaves_while_being_accepted_frees_the_staff_member() {
    Play play = waiting().resident(new ResidentToRelay.Leave());

    play.feed(new ConversationEvent.Taken(FATMA, STAFF));

    assertEquals(
        List.of(new RelayToStaff.Ended(CONVERSATION, EndReason.RESIDENT_LEFT)), play.toStaff());
    assertEquals(List.of(new RoomEvent.CallEnded(CONVERSATION)), play.toRoom());
  }

  @Test
  void a_sender_learns_that_the_other_side_does_not_read() {
    Play play = answered().feed(new ConversationEvent.PeerTooSlow(ConversationEvent.Side.RESIDENT));
    assertEquals("PEER_TOO_SLOW", play.outcome());
    play.feed(new ConversationEvent.PeerTooSlow(ConversationEvent.Side.STAFF));
    assertEquals(
        ErrorCode.PEER_TOO_SLOW, ((RelayToResident.Refused) play.toResident().getFirst()).code());
  }

  @Test
  void a_fault_of_ours_ends_the_conversation_for_both() {
    Play play = answered().feed(new ConversationEvent.Faulted());
    assertEquals(List.of(new RelayToStaff.Ended(CONVERSATION, EndReason.FAULT)), play.toStaff());
    assertEquals(EndReason.FAULT, ((RelayToResident.Ended) play.toResident().getFirst()).reason());
  }
}
