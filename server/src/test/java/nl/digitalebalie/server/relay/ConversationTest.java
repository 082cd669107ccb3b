package nl.digitalebalie.server.relay;

import static nl.digitalebalie.server.relay.Sample.CONVERSATION;
import static nl.digitalebalie.server.relay.Sample.FATMA;
import static nl.digitalebalie.server.relay.Sample.JORIS;
import static nl.digitalebalie.server.relay.Sample.KEY;
import static nl.digitalebalie.server.relay.Sample.MEDIA;
import static nl.digitalebalie.server.relay.Sample.NOW;
import static nl.digitalebalie.server.relay.Sample.RESIDENT;
import static nl.digitalebalie.server.relay.Sample.SDP;
import static nl.digitalebalie.server.relay.Sample.STAFF;
import static nl.digitalebalie.server.relay.Sample.answer;
import static nl.digitalebalie.server.relay.Sample.offer;
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
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.TestKeys;
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
    private Conversation state = new Arrived(Sample.facts(), new Link.Down(NOW), Optional.empty());
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

  private static Play announced() {
    return connected().resident(new ResidentToRelay.AnnounceKey(KEY));
  }

  private static Play waiting() {
    return waiting(Channel.VIDEO);
  }

  private static Play waiting(Channel channel) {
    return announced().resident(new ResidentToRelay.JoinQueue(channel, Language.NL, MEDIA));
  }

  private static Play chatting() {
    return waiting(Channel.CHAT)
        .feed(new ConversationEvent.Taken(FATMA, STAFF))
        .staff(offer(1, Optional.empty()))
        .resident(answer(1, Optional.empty()));
  }

  private static Play inCall() {
    return waiting().feed(new ConversationEvent.Taken(FATMA, STAFF));
  }

  private static Play offered() {
    return inCall().staff(offer(1, Optional.of(SDP)));
  }

  private static Play answered() {
    return offered().resident(answer(1, Optional.of(SDP)));
  }

  private static Play over() {
    return answered().staff(new StaffToRelay.HangUp(CONVERSATION));
  }

  private static Play in(String state) {
    return switch (state) {
      case "connected" -> connected();
      case "arrived" -> announced();
      case "chatting" -> chatting();
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
          key,       connected, nothing
          key,       arrived, nothing
          key,       waiting, nothing
          key,       answered, nothing
          key,       over,    NOT_IN_THIS_STATE
          no key,    connected, KEY_REFUSED
          no key,    waiting, KEY_REFUSED
          no key,    answered, KEY_REFUSED
          other key, waiting, nothing
          other key, answered, told
          join,      connected, NOT_IN_THIS_STATE
          join,      arrived, told
          join,      waiting, nothing
          join,      taken,   told
          join,      over,    NOT_IN_THIS_STATE
          chat,      arrived, told
          phone,     arrived, CHANNEL_NOT_OFFERED
          sealed 1,  arrived, NOT_IN_THIS_STATE
          sealed 1,  waiting, NOT_IN_THIS_STATE
          sealed 1,  taken,   STALE_EPOCH
          sealed 1,  answered, told
          sealed 1,  chatting, told
          sealed 2,  answered, STALE_EPOCH
          sealed 1,  over,    NOT_IN_THIS_STATE
          resend 1,  waiting, NOT_IN_THIS_STATE
          resend 1,  answered, told
          resend 2,  answered, STALE_EPOCH
          to chat,   arrived, NOT_IN_THIS_STATE
          to chat,   waiting, NOT_IN_THIS_STATE
          to chat,   taken,   told
          to chat,   answered, told
          to chat,   chatting, nothing
          to video,  chatting, told
          to phone,  answered, CHANNEL_NOT_OFFERED
          heartbeat, arrived, NOT_IN_THIS_STATE
          heartbeat, waiting, NOT_IN_THIS_STATE
          heartbeat, answered, told
          heartbeat, over,    NOT_IN_THIS_STATE
          bare answer, offered, SDP_REFUSED
          answer 1,  chatting, NOT_IN_THIS_STATE
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
      case "key" -> new ResidentToRelay.AnnounceKey(KEY);
      case "no key" -> new ResidentToRelay.AnnounceKey(TestKeys.OFF_THE_CURVE);
      case "other key" -> new ResidentToRelay.AnnounceKey(TestKeys.text(TestKeys.OTHER));
      case "phone" -> new ResidentToRelay.JoinQueue(Channel.PHONE, Language.NL, MEDIA);
      case "sealed 1" -> new ResidentToRelay.Sealed(new SealedData(1, 1, "sealed"));
      case "sealed 2" -> new ResidentToRelay.Sealed(new SealedData(2, 1, "sealed"));
      case "resend 1" -> new ResidentToRelay.SealedResend(1, 7);
      case "resend 2" -> new ResidentToRelay.SealedResend(2, 7);
      case "to chat" -> new ResidentToRelay.SwitchChannel(Channel.CHAT);
      case "to video" -> new ResidentToRelay.SwitchChannel(Channel.VIDEO);
      case "to phone" -> new ResidentToRelay.SwitchChannel(Channel.PHONE);
      case "heartbeat" -> new ResidentToRelay.Heartbeat(1, 1, TestKeys.NO_SIGNATURE);
      case "bare answer" -> answer(1, Optional.empty());
      case "chat" -> new ResidentToRelay.JoinQueue(Channel.CHAT, Language.NL, MEDIA);
      case "answer 1" -> answer(1, Optional.of(SDP));
      case "answer 2" -> answer(2, Optional.of(SDP));
      case "bad answer" -> answer(1, Optional.of(SDP.replace("sha-256", "sha-1")));
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
      case "start" ->
          new ResidentToRelay.StartDisclosure(
              DISCLOSURE, WalletDevice.OTHER_DEVICE, TestKeys.NO_SIGNATURE);
      case "pairing" -> new ResidentToRelay.PairingCode(DISCLOSURE, "1234");
      case "decline" ->
          new ResidentToRelay.DeclineDisclosure(DISCLOSURE, ResidentToRelay.DeclineReason.NOT_NOW);
      case "leave" -> new ResidentToRelay.Leave(ResidentToRelay.Manner.OPENLY);
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
          bare offer, taken,  SDP_REFUSED
          offer 2,   chatting, SDP_REFUSED
          bare offer 2, chatting, told
          sealed 1,  waiting, NOT_YOUR_CONVERSATION
          sealed 1,  answered, told
          sealed 2,  answered, STALE_EPOCH
          sealed 1,  over,    NOT_IN_THIS_STATE
          resend 1,  answered, told
          resend 2,  answered, STALE_EPOCH
          to chat,   waiting, NOT_YOUR_CONVERSATION
          to chat,   answered, told
          to chat,   chatting, nothing
          to phone,  answered, CHANNEL_NOT_OFFERED
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
      case "offer 1" -> offer(1, Optional.of(SDP));
      case "offer 2" -> offer(2, Optional.of(SDP));
      case "bad offer" -> offer(1, Optional.of(SDP + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 x\n"));
      case "bare offer" -> offer(1, Optional.empty());
      case "bare offer 2" -> offer(2, Optional.empty());
      case "sealed 1" -> new StaffToRelay.Sealed(CONVERSATION, new SealedData(1, 1, "sealed"));
      case "sealed 2" -> new StaffToRelay.Sealed(CONVERSATION, new SealedData(2, 1, "sealed"));
      case "resend 1" -> new StaffToRelay.SealedResend(CONVERSATION, 1, 7);
      case "resend 2" -> new StaffToRelay.SealedResend(CONVERSATION, 2, 7);
      case "to chat" -> new StaffToRelay.SwitchChannel(CONVERSATION, Channel.CHAT);
      case "to phone" -> new StaffToRelay.SwitchChannel(CONVERSATION, Channel.PHONE);
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

    play.resident(
        new ResidentToRelay.Leave(ResidentToRelay.Manner.OPENLY)); // from the first connection

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
  void a_reload_in_the_call_asks_for_the_next_epoch_as_soon_as_the_page_named_its_key() {
    Play play = answered().feed(new ConversationEvent.ResidentDisconnected(RESIDENT));
    assertEquals(
        List.of(new RelayToStaff.ResidentPresenceChanged(CONVERSATION, Presence.AWAY)),
        play.toStaff());

    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()));

    assertEquals(
        List.of(new RelayToStaff.ResidentPresenceChanged(CONVERSATION, Presence.HERE)),
        play.toStaff());
    assertEquals(
        RelayToResident.Stage.IN_CALL,
        ((RelayToResident.Welcome) play.toResident().getFirst()).stage());
    RelayToResident.Accepted accepted =
        assertInstanceOf(RelayToResident.Accepted.class, play.toResident().get(1));
    assertEquals(Channel.VIDEO, accepted.channel());

    play.feed(
        new ConversationEvent.ResidentSaid(new SocketId(7), new ResidentToRelay.AnnounceKey(KEY)));
    assertEquals(List.of(new RelayToStaff.WantNewConnection(CONVERSATION, 2, KEY)), play.toStaff());
    assertTrue(play.toCounter().isEmpty());
    play.feed(
        new ConversationEvent.ResidentSaid(new SocketId(7), new ResidentToRelay.AnnounceKey(KEY)));
    assertEquals("nothing", play.outcome());
  }

  @Test
  void another_key_is_told_to_the_counter_part_first_and_then_to_the_staff_client() {
    String other = TestKeys.text(TestKeys.OTHER);
    Play play =
        answered()
            .feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()))
            .feed(
                new ConversationEvent.ResidentSaid(
                    new SocketId(7), new ResidentToRelay.AnnounceKey(other)));

    assertEquals(
        List.of(
            new ConversationEffect.TellCounter(new RelayEvent.KeyAnnounced(CONVERSATION, other)),
            new ConversationEffect.TellStaff(
                STAFF, new RelayToStaff.WantNewConnection(CONVERSATION, 2, other))),
        play.effects);
  }

  @Test
  void another_key_before_the_first_offer_is_told_as_well() {
    String other = TestKeys.text(TestKeys.OTHER);
    Play play = inCall().resident(new ResidentToRelay.AnnounceKey(other));

    assertEquals(
        List.of(new RelayToStaff.WantNewConnection(CONVERSATION, 1, other)), play.toStaff());
    assertEquals(List.of(new RelayEvent.KeyAnnounced(CONVERSATION, other)), play.toCounter());
  }

  @Test
  void a_switch_of_the_channel_is_told_to_all_three_and_takes_back_what_crossed_it() {
    Play play = offered().resident(new ResidentToRelay.SwitchChannel(Channel.CHAT));

    assertEquals(
        List.of(new RelayEvent.ChannelChanged(CONVERSATION, Channel.CHAT)), play.toCounter());
    assertEquals(List.of(new RelayToResident.ChannelChanged(Channel.CHAT)), play.toResident());
    assertEquals(
        List.of(new RelayToStaff.ChannelChanged(CONVERSATION, Channel.CHAT, 2)), play.toStaff());

    play.resident(answer(1, Optional.of(SDP)));
    assertEquals("NOT_IN_THIS_STATE", play.outcome());
    play.staff(offer(2, Optional.empty())).resident(answer(2, Optional.of(SDP)));
    assertEquals("SDP_REFUSED", play.outcome());
    play.resident(answer(2, Optional.empty()));
    assertEquals("told", play.outcome());
  }

  @Test
  void an_offer_that_crossed_a_switch_is_nobodys_mistake_and_any_other_wrong_one_is() {
    Play play = answered().resident(new ResidentToRelay.SwitchChannel(Channel.CHAT));
    play.staff(offer(2, Optional.of(SDP))); // sent before the client heard of the switch
    assertEquals("NOT_IN_THIS_STATE", play.outcome());
    assertFalse(Refusals.count(ErrorCode.valueOf(play.outcome())));
    play.staff(offer(2, Optional.empty()));
    assertEquals("told", play.outcome());

    Play back = chatting().staff(new StaffToRelay.SwitchChannel(CONVERSATION, Channel.VIDEO));
    back.staff(offer(2, Optional.empty()));
    assertEquals("NOT_IN_THIS_STATE", back.outcome());
    back.staff(offer(2, Optional.of("v=0")));
    assertEquals("SDP_REFUSED", back.outcome());
    back.staff(offer(2, Optional.of(SDP))).staff(offer(3, Optional.empty()));
    assertEquals("SDP_REFUSED", back.outcome(), "nothing crossed that one");

    Play never = inCall().staff(offer(1, Optional.empty()));
    assertEquals("SDP_REFUSED", never.outcome());
    assertTrue(Refusals.count(ErrorCode.SDP_REFUSED));
  }

  @Test
  void each_side_switches_the_channel_once_in_two_seconds() {
    ConversationEvent toChat =
        new ConversationEvent.ResidentSaid(
            RESIDENT, new ResidentToRelay.SwitchChannel(Channel.CHAT));
    ConversationEvent toVideo =
        new ConversationEvent.ResidentSaid(
            RESIDENT, new ResidentToRelay.SwitchChannel(Channel.VIDEO));
    Play play = answered().feed(toChat, NOW).feed(toVideo, NOW.plusMillis(1_999));
    assertEquals("NOT_AVAILABLE", play.outcome());
    assertFalse(Refusals.count(ErrorCode.NOT_AVAILABLE));
    assertTrue(play.toStaff().isEmpty());
    // the channel that is on is no switch
    assertEquals("nothing", play.feed(toChat, NOW.plusMillis(1_999)).outcome());
    // the other side has not switched yet
    play.feed(
        new ConversationEvent.StaffSaid(
            FATMA.id(), STAFF, new StaffToRelay.SwitchChannel(CONVERSATION, Channel.VIDEO)),
        NOW.plusMillis(1_999));
    assertEquals("told", play.outcome());
    assertEquals("told", play.feed(toChat, NOW.plusSeconds(2)).outcome());
    play.feed(
        new ConversationEvent.StaffSaid(
            FATMA.id(), STAFF, new StaffToRelay.SwitchChannel(CONVERSATION, Channel.VIDEO)),
        NOW.plusSeconds(3));
    assertEquals("NOT_AVAILABLE", play.outcome());
  }

  /** Reloads, or a page that says again and again that its connection broke. */
  @Test
  void a_storm_of_wishes_for_a_new_connection_is_told_once_in_two_seconds_and_none_is_lost() {
    Play play = answered();
    List<RelayToStaff> told = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Instant now = NOW.plusMillis(i * 20L);
      SocketId page = new SocketId(100 + i);
      play.feed(new ConversationEvent.ResidentConnected(page, Optional.empty()), now);
      play.feed(
          new ConversationEvent.ResidentSaid(page, new ResidentToRelay.AnnounceKey(KEY)), now);
      told.addAll(play.toStaff());
      play.feed(
          new ConversationEvent.ResidentSaid(page, new ResidentToRelay.WantNewConnection(1)), now);
      told.addAll(play.toStaff());
    }
    RelayToStaff want = new RelayToStaff.WantNewConnection(CONVERSATION, 2, KEY);
    assertEquals(List.of(want), told);
    assertEquals(Optional.of(NOW.plusSeconds(2)), play.state.wakeAt());
    assertInstanceOf(InCall.class, play.state);

    assertTrue(play.feed(new ConversationEvent.Woke(), NOW.plusMillis(1_999)).toStaff().isEmpty());
    play.feed(new ConversationEvent.Woke(), NOW.plusSeconds(2));
    assertEquals(List.of(want), play.toStaff());
    assertEquals(Optional.empty(), play.state.wakeAt());
  }

  @Test
  void a_wish_while_the_staff_member_is_away_is_told_when_they_are_back() {
    SocketId page = new SocketId(7);
    ConversationEvent reload = new ConversationEvent.ResidentConnected(page, Optional.empty());
    for (String key : List.of(KEY, TestKeys.text(TestKeys.OTHER))) {
      Play play = answered().feed(new ConversationEvent.StaffDisconnected(STAFF));
      play.feed(reload, NOW.plusSeconds(5));
      play.feed(
          new ConversationEvent.ResidentSaid(page, new ResidentToRelay.AnnounceKey(key)),
          NOW.plusSeconds(5));
      assertTrue(
          play.state.wakeAt().orElseThrow().isAfter(NOW.plusSeconds(5)), "nothing to do meanwhile");

      play.feed(
          new ConversationEvent.StaffConnected(new SocketId(8), List.of(), StaffPresence.AVAILABLE),
          NOW.plusSeconds(9));
      RelayToStaff told = new RelayToStaff.WantNewConnection(CONVERSATION, 2, key);
      assertEquals(told, play.toStaff().getLast());
    }
  }

  @Test
  void a_wish_that_waits_is_served_by_the_offer_that_comes_before_it() {
    for (boolean bySwitch : new boolean[] {false, true}) {
      Play play = answered();
      for (int i = 0; i < 2; i++) {
        play.resident(new ResidentToRelay.WantNewConnection(1));
      }
      assertEquals(Optional.of(NOW.plusSeconds(2)), play.state.wakeAt());
      if (bySwitch) {
        play.staff(new StaffToRelay.SwitchChannel(CONVERSATION, Channel.CHAT));
      } else {
        play.staff(offer(2, Optional.of(SDP)));
      }

      assertEquals(Optional.empty(), play.state.wakeAt());
    }
  }

  @Test
  void another_key_is_told_at_once_and_at_most_six_times() {
    String other = TestKeys.text(TestKeys.OTHER);
    Play play = answered();
    for (int i = 0; i < Tempo.MAX_OTHER_KEYS; i++) {
      String next = i % 2 == 0 ? other : KEY;
      play.resident(new ResidentToRelay.AnnounceKey(next));
      assertEquals(
          List.of(new RelayToStaff.WantNewConnection(CONVERSATION, 2, next)), play.toStaff());
    }
    play.resident(new ResidentToRelay.AnnounceKey(other));
    assertEquals("TOO_MANY_BINDINGS", play.outcome());
    assertTrue(Refusals.count(ErrorCode.TOO_MANY_BINDINGS));
    assertTrue(play.toCounter().isEmpty());
    assertInstanceOf(InCall.class, play.state);
  }

  @Test
  void the_staff_client_hears_between_which_channels_the_two_may_switch() {
    Play play = waiting().feed(new ConversationEvent.Taken(FATMA, STAFF));
    RelayToStaff.Accepted accepted = (RelayToStaff.Accepted) play.toStaff().getFirst();
    assertEquals(List.of(Channel.VIDEO, Channel.CHAT), accepted.channels());
    play.staff(new StaffToRelay.SwitchChannel(CONVERSATION, Channel.PHONE));
    assertEquals("CHANNEL_NOT_OFFERED", play.outcome());
  }

  @Test
  void offers_answers_and_sealed_messages_are_carried_unchanged() {
    SealedData sealed = new SealedData(1, 5, "c2VhbGVk");
    Play play = inCall().staff(offer(1, Optional.of(SDP)));
    assertEquals(
        List.of(new RelayToResident.Offer(1, Optional.of(SDP), "ticket", Sample.ANNOUNCEMENT)),
        play.toResident());
    play.resident(answer(1, Optional.of(SDP)));
    assertEquals(
        List.of(new RelayToStaff.Answer(CONVERSATION, 1, Optional.of(SDP), Sample.ANNOUNCEMENT)),
        play.toStaff());
    play.resident(new ResidentToRelay.Sealed(sealed));
    assertEquals(List.of(new RelayToStaff.Sealed(CONVERSATION, sealed)), play.toStaff());
    play.staff(new StaffToRelay.Sealed(CONVERSATION, sealed));
    assertEquals(List.of(new RelayToResident.Sealed(sealed)), play.toResident());
  }

  @Test
  void signs_of_life_go_to_the_counter_part_unread() {
    ResidentToRelay beat = new ResidentToRelay.Heartbeat(9, 3, TestKeys.NO_SIGNATURE);

    assertEquals(
        List.of(new RelayEvent.ResidentSaid(CONVERSATION, beat)),
        answered().resident(beat).toCounter());
  }

  @Test
  void a_page_whose_epoch_is_over_needs_no_second_announcement() {
    Play play = answered().staff(offer(2, Optional.of(SDP)));
    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.of(1)));

    assertEquals(List.of(new RelayToStaff.WantNewConnection(CONVERSATION, 3, KEY)), play.toStaff());
  }

  @Test
  void a_reload_that_overtakes_the_loss_of_the_old_socket_is_told_to_the_counter() {
    Play play = answered();

    play.feed(new ConversationEvent.ResidentConnected(new SocketId(7), Optional.empty()));

    assertEquals(
        List.of(new RelayEvent.ResidentPresenceChanged(CONVERSATION, Presence.HERE)),
        play.toCounter());
    assertEquals(List.of(), play.toStaff(), "its key is awaited first");
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
    RelayEvent.Began began = assertInstanceOf(RelayEvent.Began.class, play.toCounter().getFirst());
    assertEquals(KEY, began.residentKey());
    assertEquals(KEY, ((RelayToStaff.Accepted) play.toStaff().getFirst()).residentKey());
    play.staff(offer(1, Optional.of(SDP)));
    assertEquals(List.of(new RelayEvent.EpochBegan(CONVERSATION, 1)), play.toCounter());
  }

  @Test
  void feedback_is_asked_after_a_talk_and_not_after_waiting_in_vain() {
    Play talked = over();
    assertTrue(talked.effects.contains(new ConversationEffect.OpenFeedback(Channel.VIDEO)));
    assertTrue(
        ((RelayToResident.Ended) talked.toResident().getFirst()).feedbackTicket().isPresent());

    Play left = waiting().resident(new ResidentToRelay.Leave(ResidentToRelay.Manner.OPENLY));
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
    Play play = waiting().resident(new ResidentToRelay.Leave(ResidentToRelay.Manner.OPENLY));

    play.feed(new ConversationEvent.Taken(FATMA, STAFF));

    assertEquals(
        List.of(new RelayToStaff.Ended(CONVERSATION, EndReason.RESIDENT_LEFT)), play.toStaff());
    assertEquals(List.of(new RoomEvent.CallEnded(CONVERSATION)), play.toRoom());
  }

  @Test
  void staff_are_told_that_the_resident_took_the_quiet_exit() {
    Play play = answered().resident(new ResidentToRelay.Leave(ResidentToRelay.Manner.QUIETLY));

    assertTrue(
        play.toStaff()
            .contains(new RelayToStaff.Ended(CONVERSATION, EndReason.RESIDENT_LEFT_QUIETLY)));
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
