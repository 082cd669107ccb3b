package nl.digitalebalie.desktop.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.call.CallState;
import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.channel.CodeState;
import nl.digitalebalie.desktop.chat.Entry;
import nl.digitalebalie.desktop.chat.FileBytes;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Minted;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.CodeWord;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys of the two mean at the desk. */
class BondTest {
  private final TestDesk desk = TestDesk.plain();

  @Test
  void the_binding_travels_before_the_engine_begins() {
    desk.accepting();
    int before = desk.call.told.size();
    desk.hear(Examples.accepted(1));

    assertInstanceOf(StaffToCounter.BindChannel.class, desk.server.counterHeard.getLast());
    assertEquals(List.of("begin 1"), desk.call.told.subList(before, before + 1));
    desk.offered(1);
    assertTrue(relayed(StaffToRelay.Offer.class).isEmpty(), "no offer without a ticket");
    desk.bind();
    assertEquals(1, relayed(StaffToRelay.Offer.class).size());
  }

  @Test
  void an_unknown_conversation_is_asked_again_every_tenth_of_a_second() {
    desk.accepting();
    desk.hear(Examples.accepted(1));
    desk.hear(refusedBinding(ErrorCode.UNKNOWN_CONVERSATION));
    assertTrue(desk.desk().hurries());
    assertEquals(1, counted(StaffToCounter.BindChannel.class).size());
    desk.passes(Duration.ofMillis(100));
    assertEquals(2, counted(StaffToCounter.BindChannel.class).size());
    desk.bind();

    assertFalse(desk.desk().hurries());
    assertTrue(desk.desk().notice().isEmpty(), "nobody is bothered with it");
  }

  @Test
  void a_counter_that_does_not_bind_is_told_and_may_be_tried_again() {
    desk.accepting();
    desk.hear(Examples.accepted(1));
    desk.offered(1);
    desk.passes(Duration.ofSeconds(5));
    assertEquals(
        new CallState.Phase.Failed(new CallFault(CallFault.Kind.COUNTER, "BINDING_UNANSWERED")),
        desk.talk().call().phase());
    desk.happens(new DeskEvent.ReconnectWanted());
    desk.bind();
    desk.connect(1);

    assertEquals(1, desk.talk().bond().agreed());
  }

  @ParameterizedTest
  @CsvSource({"TOO_MANY_BINDINGS", "BINDING_MISMATCH", "KEY_REFUSED"})
  void a_refused_binding_hangs_up_with_words_and_a_code(ErrorCode code) {
    desk.accepting();
    desk.hear(Examples.accepted(1));
    desk.hear(refusedBinding(code));

    assertInstanceOf(Talk.WrapUp.class, desk.desk().talk());
    assertInstanceOf(StaffToRelay.HangUp.class, desk.server.relayHeard.getLast());
    Notice notice = desk.desk().notice().orElseThrow();
    assertEquals("notice.channelBroken", notice.key());
    assertEquals(List.of(code.name()), notice.arguments());
  }

  @Test
  void an_answer_with_another_certificate_never_reaches_the_engine() {
    desk.inTalk();
    desk.offered(1);
    RelayToStaff.Answer good =
        desk.resident.answer(desk.server.lastRelay(StaffToRelay.Offer.class));
    desk.hear(
        new RelayToStaff.Answer(
            good.conversation(),
            1,
            Optional.of(Resident.sdp("sha-256 " + "66:".repeat(31) + "66")),
            good.announcement()));

    assertFalse(desk.call.told.contains("answer 1"));
    CallFault fault = new CallFault(CallFault.Kind.SECURITY, "SIGNATURE_REFUSED");
    assertEquals(new CallState.Phase.Failed(fault), desk.talk().call().phase());
    desk.call.say(
        new CallNews.ConnectionFailed(1, new CallFault(CallFault.Kind.NETWORK, "ICE_TIMEOUT")));
    desk.settle();
    assertEquals(
        new CallState.Phase.Failed(fault),
        desk.talk().call().phase(),
        "the engine that waits in vain does not cover it up");
    assertFalse(desk.call.told.contains("connectAgain 2"), "a person decides");
  }

  @Test
  void a_verified_answer_reaches_the_engine_and_begins_the_code() {
    desk.inTalk();
    desk.connect(1);

    assertTrue(desk.call.told.contains("answer 1"));
    assertEquals(CodeState.AWAITED, desk.talk().bond().code());
  }

  @Test
  void a_matched_code_is_sure_only_when_the_gate_says_so_too() {
    desk.inTalk();
    desk.connect(1);
    desk.types(desk.resident.code());
    assertEquals(ChannelAssurance.NONE, desk.talk().assurance());
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));

    assertEquals(ChannelAssurance.SPOKEN, desk.talk().assurance());
    assertEquals(List.of(CodeResult.MATCHED), results());
  }

  @Test
  void the_gates_word_alone_makes_nothing_sure() {
    desk.inTalk();
    desk.connect(1);
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));

    assertEquals(ChannelAssurance.NONE, desk.talk().assurance());
    assertEquals(ChannelAssurance.NONE, desk.talk().own());
  }

  @Test
  void twice_wrong_hangs_up_with_words_and_the_resident_is_told_first() {
    desk.inTalk();
    desk.connect(1);
    String wrong = desk.resident.wrongCode();
    desk.types(wrong);
    assertInstanceOf(Talk.Ongoing.class, desk.desk().talk());
    desk.types(wrong);

    assertInstanceOf(Talk.WrapUp.class, desk.desk().talk());
    assertEquals(CodeWord.FAILED, desk.resident.outcome());
    assertEquals(List.of(CodeResult.WRONG, CodeResult.FAILED), results());
    assertInstanceOf(StaffToRelay.HangUp.class, desk.server.relayHeard.getLast());
    assertEquals("notice.codeFailed", desk.desk().notice().orElseThrow().key());
  }

  @Test
  void a_page_that_refuses_the_code_hangs_up_with_words() {
    desk.inTalk();
    desk.connect(1);
    desk.residentSays(new PeerMessage.CodeOutcome(CodeWord.REFUSED));

    assertInstanceOf(Talk.WrapUp.class, desk.desk().talk());
    assertEquals("notice.codeRefused", desk.desk().notice().orElseThrow().key());
    assertEquals(List.of(CodeResult.ABORTED), results());
  }

  @Test
  void a_hang_up_before_the_code_was_said_tells_the_gate_that_it_was_not() {
    desk.inTalk();
    desk.connect(1);
    desk.happens(new DeskEvent.HangUpWanted());

    assertEquals(List.of(CodeResult.ABORTED), results());
  }

  @Test
  void an_identity_before_the_code_waits_for_it_and_the_panel_then_opens_by_itself() {
    demanding();
    CounterToStaff.IdentityVerified identity = identified();
    assertEquals(new PanelState.Locked(LockReason.CHANNEL_NOT_SURE), desk.talk().panel());
    desk.happens(new DeskEvent.PanelWanted());
    assertTrue(counted(StaffToCounter.OpenPanel.class).isEmpty(), "asking cannot replace the code");
    desk.matched();
    panelOpens(identity, "SPOKEN");

    assertInstanceOf(PanelState.Open.class, desk.talk().panel());
    assertEquals(
        ChannelAssurance.SPOKEN,
        assertInstanceOf(IdentityState.Shown.class, desk.talk().identity()).identity().channel());
  }

  @Test
  void a_panel_that_says_spoken_before_the_code_matched_here_stays_shut() {
    demanding();
    CounterToStaff.IdentityVerified identity = identified();
    panelOpens(identity, "SPOKEN");

    assertEquals(new PanelState.Locked(LockReason.CHANNEL_NOT_SURE), desk.talk().panel());
    assertFalse(Reachable.strings(desk.desk()).contains("W. de Boer"));
  }

  @Test
  void a_reload_keeps_the_code_and_waits_for_the_same_person() {
    demanding();
    CounterToStaff.IdentityVerified identity = identified();
    desk.matched();
    panelOpens(identity, "SPOKEN");
    desk.hear(desk.anew(2));
    desk.connect(2);

    assertEquals(
        List.of(desk.resident.key()),
        counted(StaffToCounter.BindChannel.class).stream()
            .map(StaffToCounter.BindChannel::residentKey)
            .distinct()
            .toList(),
        "the same b");
    assertEquals(CodeState.MATCHED, desk.talk().bond().code());
    assertEquals(new PanelState.Locked(LockReason.NEW_CONNECTION), desk.talk().panel());
    assertEquals(Talk.Person.TO_CONFIRM, desk.talk().person());
    panelOpens(identity, "SPOKEN");
    assertInstanceOf(PanelState.Locked.class, desk.talk().panel(), "not before it is confirmed");
    desk.happens(new DeskEvent.PanelWanted());
    assertEquals(
        new StaffToCounter.OpenPanel(Examples.FIRST, 2),
        desk.server.lastCounter(StaffToCounter.OpenPanel.class));
    assertEquals(Talk.Person.KNOWN, desk.talk().person());
    panelOpens(identity, "SPOKEN");
    assertInstanceOf(PanelState.Open.class, desk.talk().panel());
  }

  @Test
  void another_key_of_the_resident_drops_identity_code_and_panel() {
    demanding();
    CounterToStaff.IdentityVerified identity = identified();
    desk.matched();
    panelOpens(identity, "SPOKEN");
    desk.resident = Resident.another();
    desk.hear(desk.anew(2));

    assertInstanceOf(IdentityState.NotShown.class, desk.talk().identity());
    assertEquals(new PanelState.Locked(LockReason.IDENTITY_DROPPED), desk.talk().panel());
    assertEquals(ChannelAssurance.NONE, desk.talk().assurance());
    assertEquals(CodeState.NOT_BEGUN, desk.talk().bond().code());
    assertFalse(Reachable.strings(desk.desk()).contains("W. de Boer"));
    desk.bind();
    desk.connect(2);
    assertEquals(CodeState.AWAITED, desk.talk().bond().code());
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));
    assertEquals(ChannelAssurance.NONE, desk.talk().assurance(), "the old match is void");
  }

  @Test
  void no_identity_is_asked_for_before_the_keys_are_bound() {
    desk.accepting();
    desk.hear(Examples.accepted(1));
    desk.happens(new DeskEvent.DisclosureWanted(Examples.PURPOSE.id()));

    assertTrue(counted(StaffToCounter.AskDisclosure.class).isEmpty());
  }

  @Test
  void three_forged_frames_begin_a_new_epoch() {
    desk.inTalk();
    desk.connect(1);
    for (int count = 0; count < 3; count++) {
      desk.hear(new RelayToStaff.Sealed(Examples.FIRST, new SealedData(1, 2, "A".repeat(40))));
    }

    assertTrue(desk.call.told.contains("connectAgain 2"));
    desk.connect(2);
    assertEquals(2, desk.talk().bond().agreed());
  }

  @Test
  void a_message_survives_the_change_of_keys_and_is_shown_once() {
    desk.inTalk();
    desk.connect(1);
    desk.lose();
    desk.happens(new DeskEvent.ChatWanted(Sensitive.of("Kunt u mij horen?")));
    desk.lose();
    desk.hear(desk.anew(2));
    desk.connect(2);

    assertEquals(1, desk.resident.heard.size());
    assertEquals(Entry.Delivery.RESENT, onlyMessage().delivery());
  }

  @Test
  void what_was_meant_for_one_key_of_the_resident_goes_to_no_other() {
    desk.inTalk();
    desk.connect(1);
    desk.lose();
    desk.happens(new DeskEvent.ChatWanted(Sensitive.of("Alleen voor u")));
    FileBytes file = chosen(100);
    String offer = desk.talk().chat().entries().getLast().id();
    desk.lose();
    desk.resident = Resident.another();
    desk.hear(desk.anew(2));
    assertTrue(file.isWiped());
    desk.bind();
    desk.connect(2);
    desk.residentSays(new PeerMessage.FileAnswer(offer, PeerMessage.FileDecision.ACCEPTED));
    desk.passes(Duration.ofSeconds(11));
    desk.exchange();

    assertEquals(
        List.of(new PeerMessage.FileAnswer(offer, PeerMessage.FileDecision.CANCELLED)),
        desk.resident.heard);
    assertEquals(Entry.Delivery.WITHHELD, onlyMessage().delivery());
  }

  @Test
  void switching_to_the_telephone_keeps_the_chat_and_asks_the_code_once_more() {
    demanding();
    CounterToStaff.IdentityVerified identity = identified();
    desk.matched();
    panelOpens(identity, "SPOKEN");
    desk.happens(new DeskEvent.ChatWanted(Sensitive.of("Zullen we bellen?")));
    desk.exchange();
    desk.happens(new DeskEvent.ChannelWanted(Channel.PHONE));
    assertEquals(
        new StaffToRelay.SwitchChannel(Examples.FIRST, Channel.PHONE),
        desk.server.lastRelay(StaffToRelay.SwitchChannel.class));
    switched(Channel.PHONE, 2);

    assertEquals(new PanelState.Locked(LockReason.CHANNEL_CHANGED), desk.talk().panel());
    assertTrue(desk.call.told.contains("end"));
    assertEquals(Optional.empty(), desk.server.lastRelay(StaffToRelay.Offer.class).sdp());
    assertEquals(CodeState.AWAITED, desk.talk().bond().code());
    assertEquals(CodeWord.ASKED_AGAIN, desk.resident.outcome());
    assertEquals(ChannelAssurance.NONE, desk.talk().assurance());
    desk.happens(new DeskEvent.PanelWanted());
    assertTrue(counted(StaffToCounter.OpenPanel.class).isEmpty());
    desk.matched();
    desk.happens(new DeskEvent.PanelWanted());
    assertEquals(
        new StaffToCounter.OpenPanel(Examples.FIRST, 2),
        desk.server.lastCounter(StaffToCounter.OpenPanel.class));
    assertEquals(1, desk.talk().chat().entries().size());
  }

  @Test
  void back_on_video_the_code_stands_and_only_the_person_is_confirmed() {
    demanding();
    identified();
    desk.matched();
    switched(Channel.PHONE, 2);
    desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.VIDEO, 3));
    assertTrue(desk.call.told.contains("begin 3"));
    desk.connect(3);
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));

    assertEquals(CodeState.MATCHED, desk.talk().bond().code());
    assertEquals(ChannelAssurance.SPOKEN, desk.talk().assurance());
    assertEquals(Talk.Person.TO_CONFIRM, desk.talk().person());
  }

  @Test
  void a_chat_has_no_code_and_is_never_sure() {
    desk.inTalk(Examples.accepted(1, Channel.CHAT));
    desk.answer();
    assertFalse(desk.call.told.contains("begin 1"));
    assertEquals(CodeState.NOT_BEGUN, desk.talk().bond().code());
    desk.types("123456");
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));

    assertEquals(ChannelAssurance.NONE, desk.talk().assurance());
    assertEquals(List.of(), results());
  }

  @Test
  void a_code_that_matched_on_video_counts_for_nothing_in_a_chat() {
    demanding();
    desk.matched();
    switched(Channel.CHAT, 2);

    assertEquals(ChannelAssurance.NONE, desk.talk().own());
    identified();
    assertEquals(new PanelState.Locked(LockReason.CHANNEL_NOT_SURE), desk.talk().panel());
  }

  @Test
  void without_media_messages_are_the_sign_that_the_talk_lives() {
    desk.inTalk(Examples.accepted(1, Channel.PHONE));
    desk.passes(Duration.ofSeconds(4));
    assertEquals(MediaFlow.STALLED, lastFlow());
    desk.answer();
    desk.passes(Duration.ofSeconds(1));
    assertEquals(MediaFlow.FLOWING, lastFlow());
    desk.hear(
        new RelayToStaff.ResidentPresenceChanged(
            Examples.FIRST, nl.digitalebalie.protocol.signal.Presence.AWAY));
    desk.passes(Duration.ofSeconds(5));

    assertEquals(MediaFlow.STALLED, lastFlow());
  }

  @Test
  void a_relay_that_comes_back_repeats_what_may_be_lost_and_keeps_the_keys() {
    desk.inTalk();
    desk.connect(1);
    desk.call.say(new CallNews.Secured(1));
    desk.call.flows();
    desk.settle();
    desk.loses(Line.Which.RELAY);
    desk.hear(
        new RelayToStaff.Welcome(
            Examples.municipalities(),
            Optional.of(Examples.accepted(2)),
            StaffPresence.AVAILABLE,
            desk.now));

    assertEquals(1, desk.talk().bond().agreed());
    assertInstanceOf(
        StaffToRelay.SealedResend.class, desk.server.lastRelay(StaffToRelay.SealedResend.class));
  }

  @Test
  void a_resident_with_another_key_after_our_line_came_back_is_bound_anew() {
    desk.inTalk();
    desk.connect(1);
    desk.call.say(new CallNews.Secured(1));
    desk.call.flows();
    desk.settle();
    desk.resident = Resident.another();
    RelayToStaff.Accepted same = Examples.accepted(2);
    desk.hear(
        new RelayToStaff.Welcome(
            Examples.municipalities(),
            Optional.of(
                new RelayToStaff.Accepted(
                    same.conversation(),
                    same.municipality(),
                    same.topic(),
                    same.channel(),
                    same.channels(),
                    same.language(),
                    same.residentMedia(),
                    same.residentPresence(),
                    desk.resident.key(),
                    2,
                    List.of())),
            StaffPresence.AVAILABLE,
            desk.now));

    assertEquals(2, counted(StaffToCounter.BindChannel.class).size());
    assertTrue(desk.call.told.contains("connectAgain 2"));
  }

  @Test
  void a_channel_that_the_topic_does_not_offer_is_told_in_words() {
    desk.inTalk();
    desk.hear(
        new RelayToStaff.Refused(
            ErrorCode.CHANNEL_NOT_OFFERED,
            Optional.of("switch-channel"),
            Optional.of(Examples.FIRST)));

    assertEquals("notice.channelNotOffered", desk.desk().notice().orElseThrow().key());
    assertEquals(Channel.VIDEO, desk.talk().channel());
  }

  @Test
  void neither_code_nor_keys_nor_anything_written_is_left_after_the_talk() {
    desk.inTalk();
    desk.connect(1);
    String code = desk.resident.code();
    assertFalse(Reachable.strings(desk.desk()).contains(code), "the desk never knows the code");
    desk.residentSays(new PeerMessage.Chat("id-of-a-message-1", Sensitive.of("vertrouwelijk")));
    assertTrue(Reachable.strings(desk.desk()).contains("vertrouwelijk"));
    desk.happens(new DeskEvent.HangUpWanted());

    assertFalse(Reachable.strings(desk.desk()).contains("vertrouwelijk"));
    desk.happens(new DeskEvent.CodeTyped(Sensitive.of(code)));
    assertEquals(List.of(CodeResult.ABORTED), results(), "the run is gone with its keys");
  }

  @Test
  void a_counter_that_comes_back_is_asked_to_bind_and_vouches_for_nothing_before_it_says_so() {
    demanding();
    desk.matched();
    int before = counted(StaffToCounter.BindChannel.class).size();
    desk.loses(Line.Which.COUNTER);
    assertEquals(ChannelAssurance.NONE, desk.talk().assurance());
    desk.server.welcome(Line.Which.COUNTER, Optional.empty());
    desk.settle();
    assertEquals(before + 1, counted(StaffToCounter.BindChannel.class).size());
    assertEquals(ChannelAssurance.NONE, desk.talk().assurance());
    desk.bind();
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));

    assertEquals(ChannelAssurance.SPOKEN, desk.talk().assurance());
    assertEquals(1, desk.talk().call().epoch());
  }

  @Test
  void a_counter_that_started_again_gets_the_code_again() {
    demanding();
    desk.matched();
    desk.loses(Line.Which.COUNTER);
    desk.server.welcome(Line.Which.COUNTER, Optional.empty());
    desk.settle();
    desk.hear(
        new CounterToStaff.ChannelBound(
            Examples.FIRST, desk.resident.binding().base64url(), "another.ticket"));
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.NONE));
    desk.exchange();
    assertEquals(CodeState.AWAITED, desk.talk().bond().code());
    assertEquals(CodeWord.ASKED_AGAIN, desk.resident.outcome());
    assertFalse(desk.call.told.contains("connectAgain 2"), "the talk itself goes on");
    desk.matched();

    assertEquals(ChannelAssurance.SPOKEN, desk.talk().assurance());
    assertEquals(List.of(CodeResult.MATCHED, CodeResult.MATCHED), results());
  }

  @Test
  void without_the_counter_no_code_is_compared() {
    desk.inTalk();
    desk.connect(1);
    desk.loses(Line.Which.COUNTER);
    desk.types(desk.resident.code());

    assertEquals(CodeState.AWAITED, desk.talk().bond().code());
    assertEquals(List.of(), results());
  }

  @Test
  void an_outcome_that_the_counter_did_not_take_is_asked_for_once_more() {
    desk.inTalk();
    desk.connect(1);
    desk.types(desk.resident.code());
    desk.hear(
        new CounterToStaff.Refused(
            ErrorCode.NOT_IN_THIS_STATE, Optional.of("code-checked"), Optional.of(Examples.FIRST)));
    desk.exchange();

    assertEquals(CodeState.AWAITED, desk.talk().bond().code());
    assertEquals(CodeWord.ASKED_AGAIN, desk.resident.outcome());
  }

  @Test
  void another_key_that_crosses_an_offer_of_ours_is_bound_and_offered_to() {
    desk.inTalk();
    desk.connect(1);
    desk.hear(desk.anew(2));
    desk.offered(2); // goes out under the old key while the page already announced another
    desk.resident = Resident.another();
    desk.hear(desk.anew(2));
    desk.bind();
    desk.connect(2);

    assertEquals(desk.resident.key(), desk.talk().bond().residentKey());
    assertEquals(Optional.of(desk.resident.binding().base64url()), desk.talk().bond().binding());
    assertEquals(2, desk.talk().bond().agreed());
  }

  @Test
  void an_offer_whose_number_is_taken_is_made_again_under_the_next() {
    desk.inTalk();
    desk.connect(1);
    desk.hear(desk.anew(2));
    desk.offered(2);
    desk.hear(refusedOffer(ErrorCode.STALE_EPOCH));
    assertTrue(desk.call.told.contains("connectAgain 3"));
    desk.connect(3);

    assertEquals(3, desk.talk().bond().agreed());
    desk.hear(refusedOffer(ErrorCode.STALE_EPOCH));
    assertEquals(3, desk.talk().call().epoch(), "what is answered was not refused");
  }

  @Test
  void an_offer_that_crosses_a_switch_is_made_again_in_the_form_of_the_new_channel() {
    desk.inTalk();
    desk.connect(1);
    desk.hear(desk.anew(2));
    desk.offered(2);
    desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.CHAT, 2));
    desk.hear(refusedOffer(ErrorCode.NOT_IN_THIS_STATE));

    assertEquals(Channel.CHAT, desk.talk().channel());
    StaffToRelay.Offer offer = desk.server.lastRelay(StaffToRelay.Offer.class);
    assertEquals(2, offer.epoch());
    assertEquals(Optional.empty(), offer.sdp());
    assertTrue(desk.desk().notice().isEmpty(), "it was nobody's mistake");
    desk.answer();
    assertEquals(2, desk.talk().bond().agreed());
  }

  @Test
  void a_page_that_begins_anew_without_end_is_not_followed_until_a_person_says_so() {
    desk.inTalk();
    desk.connect(1);
    for (int epoch = 2; epoch < 60; epoch++) {
      desk.hear(desk.anew(epoch));
      if (desk.call.told.contains("connectAgain " + epoch)) {
        desk.offered(epoch);
      }
    }
    assertEquals(1 + Turns.MAX_IN_A_MINUTE, relayed(StaffToRelay.Offer.class).size());
    assertRestless();
    desk.happens(new DeskEvent.ReconnectWanted());
    desk.connect(59);
    assertEquals(59, desk.talk().bond().agreed());

    desk.passes(Duration.ofMinutes(1));
    desk.hear(desk.anew(60));
    desk.connect(60);
    assertEquals(60, desk.talk().bond().agreed(), "who stopped is followed again");
  }

  @Test
  void an_offer_that_crosses_a_switch_and_fits_is_followed_by_one_under_the_next_number() {
    desk.inTalk(Examples.accepted(1, Channel.CHAT));
    desk.answer();
    desk.hear(desk.anew(2)); // we offer 2, and the resident switches before it arrives
    desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.PHONE, 2));
    desk.hear(refusedOffer(ErrorCode.STALE_EPOCH));
    desk.answer();

    assertEquals(Channel.PHONE, desk.talk().channel());
    assertEquals(3, desk.talk().bond().agreed());
  }

  @Test
  void a_switch_too_soon_after_another_is_told_in_words() {
    desk.inTalk();
    desk.hear(
        new RelayToStaff.Refused(
            ErrorCode.NOT_AVAILABLE, Optional.of("switch-channel"), Optional.of(Examples.FIRST)));

    assertEquals("notice.restless", desk.desk().notice().orElseThrow().key());
  }

  @Test
  void a_page_that_switches_without_end_is_not_followed() {
    desk.inTalk(Examples.accepted(1, Channel.CHAT));
    desk.answer();
    for (int epoch = 2; epoch < 60; epoch++) {
      Channel next = epoch % 2 == 0 ? Channel.PHONE : Channel.CHAT;
      desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, next, epoch));
    }

    assertEquals(1 + Turns.MAX_IN_A_MINUTE, relayed(StaffToRelay.Offer.class).size());
    assertRestless();
    assertEquals(Channel.CHAT, desk.talk().channel(), "it is the server's word how they talk");
    desk.happens(new DeskEvent.ChannelWanted(Channel.PHONE));
    assertEquals("notice.restless", desk.desk().notice().orElseThrow().key());
    assertTrue(relayed(StaffToRelay.SwitchChannel.class).isEmpty());
  }

  @Test
  void keys_that_break_without_end_are_not_made_anew_without_end() {
    desk.inTalk();
    desk.connect(1);
    for (int epoch = 1; epoch < 40; epoch++) {
      for (int count = 0; count < 3; count++) {
        desk.hear(
            new RelayToStaff.Sealed(
                Examples.FIRST, new SealedData(epoch, epoch == 1 ? 2 : 1, "A".repeat(40))));
      }
      if (desk.call.told.contains("connectAgain " + (epoch + 1))) {
        desk.connect(epoch + 1);
      }
    }

    assertEquals(1 + Turns.MAX_IN_A_MINUTE, relayed(StaffToRelay.Offer.class).size());
    assertRestless();
  }

  @Test
  void a_flood_beside_video_ends_the_messages_with_words_and_the_call_goes_on() {
    desk.inTalk();
    desk.connect(1);
    desk.call.say(new CallNews.FirstPicture(1));
    desk.settle();
    flood();

    assertEquals("notice.messagesCut", desk.desk().notice().orElseThrow().key());
    assertEquals(0, desk.talk().bond().agreed());
    assertEquals(new CallState.Phase.Flowing(), desk.talk().call().phase());
  }

  @Test
  void a_flood_in_a_chat_stops_it_until_a_person_tries_again() {
    desk.inTalk(Examples.accepted(1, Channel.CHAT));
    desk.answer();
    flood();
    assertEquals(
        new CallState.Phase.Failed(new CallFault(CallFault.Kind.RESTLESS, "FLOODED")),
        desk.talk().call().phase());
    desk.happens(new DeskEvent.ReconnectWanted());
    desk.answer();

    assertEquals(2, desk.talk().bond().agreed());
  }

  @Test
  void files_are_zero_when_the_talk_is_over_however_it_ends() {
    desk.inTalk();
    desk.connect(1);
    FileBytes hungUp = chosen(100);
    desk.happens(new DeskEvent.HangUpWanted());
    assertTrue(hungUp.isWiped());

    FileBytes tooLate = chosen(100);
    assertTrue(tooLate.isWiped(), "read for a talk that is over");
  }

  @Test
  void files_are_zero_when_somebody_signs_out() {
    desk.inTalk();
    desk.connect(1);
    FileBytes file = chosen(100);
    desk.happens(new DeskEvent.SignOutWanted());

    assertTrue(file.isWiped());
  }

  @Test
  void more_files_than_memory_takes_are_not_held() {
    desk.inTalk();
    desk.connect(1);
    for (int count = 0; count < 5; count++) {
      chosen(PeerMessage.MAX_FILE_BYTES);
    }
    FileBytes oneTooMany = chosen(1);

    assertTrue(oneTooMany.isWiped());
    assertEquals("notice.filesFull", desk.desk().notice().orElseThrow().key());
    assertEquals(5, desk.talk().chat().entries().size());
  }

  @Test
  void a_hang_up_and_a_lock_are_not_lost_to_a_full_queue() {
    desk.inTalk();
    desk.connect(1);
    desk.opened();
    desk.happens(new DeskEvent.LockWanted());
    desk.happens(new DeskEvent.HangUpWanted());

    assertEquals(
        List.of(
            new StaffToCounter.LockPanel(Examples.FIRST, StaffToCounter.StaffLock.BUTTON),
            new StaffToRelay.HangUp(Examples.FIRST)),
        desk.server.surely);
  }

  @Test
  void a_hang_up_that_nobody_heard_is_said_again_and_begins_no_talk() {
    desk.inTalk();
    desk.connect(1);
    desk.happens(new DeskEvent.HangUpWanted());
    desk.loses(Line.Which.RELAY);
    desk.server.welcome(Line.Which.RELAY, Optional.of(Examples.accepted(2)));
    desk.settle();

    assertEquals(2, relayed(StaffToRelay.HangUp.class).size());
    assertInstanceOf(Talk.WrapUp.class, desk.desk().talk());
  }

  // ---- words of the tests

  private FileBytes chosen(int size) {
    FileBytes bytes = FileBytes.of(new byte[size]);
    desk.happens(
        new DeskEvent.FileChosen(
            new FileRules.Chosen(Sensitive.of("brief.pdf"), FileKind.PDF, bytes, bytes.sha256())));
    return bytes;
  }

  private void flood() {
    for (int count = 0; count < 800; count++) {
      desk.hear(
          desk.resident.says(
              new PeerMessage.LiveText(1, Sensitive.of("a"), PeerMessage.LineState.OPEN)));
    }
  }

  private void assertRestless() {
    assertEquals(
        new CallState.Phase.Failed(new CallFault(CallFault.Kind.RESTLESS, "TOO_MANY_CONNECTIONS")),
        desk.talk().call().phase());
  }

  private static RelayToStaff.Refused refusedOffer(ErrorCode code) {
    return new RelayToStaff.Refused(code, Optional.of("offer"), Optional.of(Examples.FIRST));
  }

  /** In a talk on video for a purpose whose panel wants the code. */
  private void demanding() {
    desk.inTalk();
    desk.hear(
        new CounterToStaff.Welcome(
            List.of(Examples.demanding(ChannelAssurance.SPOKEN, DiscloserAssurance.PAIRED)),
            Examples.POLICY_HASH,
            Optional.empty(),
            desk.now));
    desk.bind();
    desk.connect(1);
  }

  private CounterToStaff.IdentityVerified identified() {
    desk.asked();
    return desk.verified();
  }

  private void panelOpens(CounterToStaff.IdentityVerified identity, String channel) {
    Map<String, Object> claims =
        Minted.attestationClaims(
            desk.expected(),
            identity.evidence() instanceof nl.digitalebalie.protocol.identity.Evidence.Irma irma
                ? irma.resultJwt().reveal()
                : "",
            desk.now);
    claims.put("channel", channel);
    desk.hear(
        new CounterToStaff.PanelOpened(
            Examples.FIRST,
            Examples.PURPOSE.id(),
            desk.now,
            desk.now.plusSeconds(900),
            TestDesk.MINTED.attestation(claims),
            Examples.panel("W. de Boer")));
  }

  private void switched(Channel channel, int epoch) {
    desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, channel, epoch));
    desk.answer();
  }

  private CounterToStaff.Refused refusedBinding(ErrorCode code) {
    return new CounterToStaff.Refused(
        code, Optional.of("bind-channel"), Optional.of(Examples.FIRST));
  }

  private Entry.Said onlyMessage() {
    return assertInstanceOf(Entry.Said.class, desk.talk().chat().entries().getFirst());
  }

  private MediaFlow lastFlow() {
    return desk.server.lastCounter(StaffToCounter.Heartbeat.class).media();
  }

  private List<CodeResult> results() {
    return counted(StaffToCounter.CodeChecked.class).stream()
        .map(StaffToCounter.CodeChecked::result)
        .toList();
  }

  private <T> List<T> relayed(Class<T> type) {
    return desk.server.relayHeard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private <T> List<T> counted(Class<T> type) {
    return desk.server.counterHeard.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
