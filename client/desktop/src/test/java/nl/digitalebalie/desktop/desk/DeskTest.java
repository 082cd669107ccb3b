package nl.digitalebalie.desktop.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.call.CallState;
import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.desktop.identity.IdentityState.Why;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Minted;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.binding.LifeSign;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Hold;
import nl.digitalebalie.protocol.signal.MediaState.Device;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.StaffToCounter.StaffLock;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeskTest {
  private final TestDesk desk = TestDesk.plain();

  @Test
  void signing_in_opens_both_sockets_and_a_wrong_password_none() {
    desk.happens(new DeskEvent.SignInWanted("f.yilmaz", Sensitive.of("wrong")));
    assertEquals(
        new Access.SignedOut(Optional.of(Access.SignInFault.WRONG_NAME_OR_PASSWORD)),
        desk.desk().access());
    assertInstanceOf(Line.Off.class, desk.desk().relay());

    desk.signIn();
    assertInstanceOf(Line.Up.class, desk.desk().relay());
    assertInstanceOf(Line.Up.class, desk.desk().counter());
  }

  @Test
  void an_arrival_rings_once() {
    desk.signIn();
    desk.hear(new RelayToStaff.Queue(Examples.queue()));
    desk.hear(new RelayToStaff.Queue(Examples.queue()));

    assertEquals(1, desk.chimes);
  }

  @Test
  void accepting_makes_the_offer_of_the_epoch_that_the_server_named() {
    desk.inTalk();
    desk.offered(1);

    assertTrue(desk.call.told.contains("begin 1"));
    StaffToRelay.Offer offer = desk.server.lastRelay(StaffToRelay.Offer.class);
    assertEquals(1, offer.epoch());
    assertEquals(Optional.of(Resident.offerSdp()), offer.sdp());
    assertEquals(Resident.TICKET, offer.ticket());
  }

  @Test
  void a_colleague_who_was_faster_is_a_friendly_line_and_no_talk() {
    desk.signIn();
    desk.hear(new RelayToStaff.Queue(Examples.queue()));
    desk.happens(new DeskEvent.AcceptWanted(Examples.FIRST));
    desk.hear(
        new RelayToStaff.Refused(
            ErrorCode.ALREADY_TAKEN, Optional.of("accept"), Optional.of(Examples.FIRST)));

    assertInstanceOf(Talk.Nobody.class, desk.desk().talk());
    assertEquals("notice.alreadyTaken", desk.desk().notice().orElseThrow().key());
  }

  @Test
  void an_answer_of_an_older_epoch_does_not_reach_the_engine() {
    desk.inTalk();
    desk.offered(1);
    RelayToStaff.Answer late =
        desk.resident.answer(desk.server.lastRelay(StaffToRelay.Offer.class));
    desk.hear(desk.anew(2));
    desk.offered(2);
    desk.hear(late);
    desk.answer();

    assertFalse(desk.call.told.contains("answer 1"));
    assertTrue(desk.call.told.contains("answer 2"));
  }

  @Test
  void a_failed_connection_is_tried_again_until_a_person_must_decide() {
    desk.inTalk();
    CallFault fault = new CallFault(CallFault.Kind.NETWORK, "ICE_FAILED");
    for (int epoch = 1; epoch <= 3; epoch++) {
      desk.offered(epoch);
      desk.call.say(new CallNews.ConnectionFailed(epoch, fault));
      desk.settle();
    }

    assertTrue(desk.call.told.containsAll(List.of("connectAgain 2", "connectAgain 3")));
    assertFalse(desk.call.told.contains("connectAgain 4"));
    desk.happens(new DeskEvent.ReconnectWanted());
    assertTrue(desk.call.told.contains("connectAgain 4"));
  }

  @Test
  void an_epoch_that_failed_before_its_offer_went_out_is_begun_again_under_its_number() {
    desk.inTalk();
    desk.call.say(
        new CallNews.ConnectionFailed(1, new CallFault(CallFault.Kind.NETWORK, "ICE_FAILED")));
    desk.settle();

    assertFalse(desk.call.told.contains("connectAgain 2"));
    assertEquals(2, desk.call.told.stream().filter("begin 1"::equals).count());
  }

  @Test
  void a_wrong_certificate_is_never_tried_again_by_itself() {
    desk.inTalk();
    desk.call.say(
        new CallNews.ConnectionFailed(
            1, new CallFault(CallFault.Kind.SECURITY, "FINGERPRINT_MISMATCH")));
    desk.settle();

    assertFalse(desk.call.told.contains("connectAgain 2"));
    assertInstanceOf(CallState.Phase.Failed.class, desk.talk().call().phase());
  }

  @Test
  void on_hold_nothing_is_sent_and_the_resident_is_told() {
    desk.inTalk();
    desk.happens(new DeskEvent.HoldWanted(Hold.ON_HOLD));

    assertTrue(desk.call.told.containsAll(List.of("microphone OFF", "camera OFF")));
    StaffToRelay.MediaStateChanged told =
        desk.server.lastRelay(StaffToRelay.MediaStateChanged.class);
    assertEquals(Hold.ON_HOLD, told.hold());
    assertEquals(Device.OFF, told.media().microphone());
    desk.happens(new DeskEvent.HoldWanted(Hold.TALKING));
    assertEquals(Switch.ON, desk.talk().call().controls().microphone());
  }

  @Test
  void a_sign_of_life_goes_out_once_in_five_seconds_and_at_once_when_media_begins() {
    desk.inTalk();
    desk.passes(Duration.ofMillis(500));
    assertEquals(List.of(), beats(), "nobody has heard of the epoch yet");
    desk.connect(1);
    assertEquals(List.of(), beats(), "nothing flows yet, and it may begin at any moment");

    desk.call.say(new CallNews.FirstPicture(1));
    desk.settle();
    desk.call.flows();
    desk.settle();
    assertEquals(List.of(MediaFlow.FLOWING), beats());

    desk.passes(Duration.ofSeconds(4));
    assertEquals(1, beats().size(), "one sign for each five seconds");
    desk.passes(Duration.ofSeconds(1));
    assertEquals(List.of(MediaFlow.FLOWING, MediaFlow.STALLED), beats());

    desk.call.flows();
    desk.settle();
    for (int second = 0; second < 5; second++) {
      desk.call.flows();
      desk.passes(Duration.ofSeconds(1));
    }
    assertEquals(List.of(MediaFlow.FLOWING, MediaFlow.STALLED, MediaFlow.FLOWING), beats());
    assertEquals(List.of(1L, 2L, 3L), signed().stream().map(beat -> beat.number()).toList());
  }

  @Test
  void every_sign_of_life_is_signed_and_says_how_long_its_epoch_has_lasted() {
    desk.inTalk();
    desk.connect(1);
    desk.passes(Duration.ofSeconds(4));
    desk.passes(Duration.ofSeconds(20));
    desk.hear(desk.anew(2));
    desk.connect(2);
    desk.passes(Duration.ofSeconds(4));
    desk.passes(Duration.ofSeconds(5));

    List<StaffToCounter.Heartbeat> all = signed();
    assertEquals(List.of(1L, 5L, 1L, 2L), all.stream().map(beat -> beat.number()).toList());
    PublicPoint key =
        PublicPoint.parse(desk.server.lastCounter(StaffToCounter.BindChannel.class).counterKey())
            .orElseThrow();
    all.forEach(beat ->
        assertTrue(
            new LifeSign(Party.COUNTER, desk.resident.binding(), beat.epoch(), beat.number())
                .signedBy(key, Base64.getUrlDecoder().decode(beat.signature()))));
  }

  private List<MediaFlow> beats() {
    return signed().stream().map(StaffToCounter.Heartbeat::media).toList();
  }

  private List<StaffToCounter.Heartbeat> signed() {
    return desk.server.counterHeard.stream()
        .filter(StaffToCounter.Heartbeat.class::isInstance)
        .map(StaffToCounter.Heartbeat.class::cast)
        .toList();
  }

  @Test
  void a_verified_identity_opens_the_panel() {
    desk.inTalk();
    desk.opened();

    assertInstanceOf(IdentityState.Shown.class, desk.talk().identity());
    assertInstanceOf(PanelState.Open.class, desk.talk().panel());
  }

  @Test
  void an_identity_that_this_client_cannot_verify_is_refused_to_the_server_and_shows_nothing() {
    desk.inTalk();
    desk.asked();
    desk.hear(new Minted().verified(desk.expected(), desk.now));

    assertEquals(
        new IdentityState.Failed(new Why.RefusedHere(Rejection.SIGNATURE_INVALID)),
        desk.talk().identity());
    assertEquals(new PanelState.Locked(LockReason.EVIDENCE_REFUSED), desk.talk().panel());
    assertEquals(
        new StaffToCounter.LockPanel(Examples.FIRST, StaffLock.EVIDENCE_REFUSED),
        desk.server.lastCounter(StaffToCounter.LockPanel.class));
  }

  @Test
  void an_identity_that_nobody_asked_for_is_refused() {
    desk.inTalk();
    desk.verified();

    assertEquals(
        new IdentityState.Failed(new Why.RefusedHere(Rejection.OTHER_SESSION)),
        desk.talk().identity());
  }

  @Test
  void an_identity_whose_session_was_not_announced_is_refused() {
    desk.inTalk();
    desk.happens(new DeskEvent.DisclosureWanted(Examples.PURPOSE.id()));
    desk.hear(
        new CounterToStaff.DisclosureAsked(
            Examples.FIRST, Examples.DISCLOSURE, Examples.PURPOSE.id(), desk.now.plusSeconds(300)));
    desk.verified();

    assertEquals(
        new IdentityState.Failed(new Why.RefusedHere(Rejection.OTHER_SESSION)),
        desk.talk().identity());
  }

  @Test
  void a_panel_without_a_verified_identity_does_not_open() {
    desk.inTalk();
    desk.opened(TestDesk.MINTED.verified(desk.expected(), desk.now), "W. de Boer");

    assertEquals(new PanelState.Locked(LockReason.EVIDENCE_REFUSED), desk.talk().panel());
  }

  @Test
  void a_purpose_that_demands_the_spoken_code_keeps_the_panel_shut_without_it() {
    PurposeCard demanding = Examples.demanding(ChannelAssurance.SPOKEN, DiscloserAssurance.PAIRED);
    desk.inTalk();
    desk.hear(
        new CounterToStaff.Welcome(
            List.of(demanding), Examples.POLICY_HASH, Optional.empty(), desk.now));
    desk.opened();

    assertInstanceOf(IdentityState.Shown.class, desk.talk().identity());
    assertEquals(new PanelState.Locked(LockReason.CHANNEL_NOT_SURE), desk.talk().panel());
    assertEquals(
        new StaffToCounter.LockPanel(Examples.FIRST, StaffLock.BUTTON),
        desk.server.lastCounter(StaffToCounter.LockPanel.class));
  }

  @Test
  void a_panel_whose_attestation_names_other_evidence_does_not_open() {
    desk.inTalk();
    desk.asked();
    CounterToStaff.IdentityVerified identity = desk.verified();
    Map<String, Object> claims =
        new HashMap<>(Minted.attestationClaims(desk.expected(), "other", desk.now));
    desk.opened(
        Minted.message(desk.expected(), desk.now, "other", TestDesk.MINTED.attestation(claims)),
        "W. de Boer");

    assertEquals(new PanelState.Locked(LockReason.EVIDENCE_REFUSED), desk.talk().panel());
    assertInstanceOf(IdentityState.Failed.class, desk.talk().identity());
    assertEquals(3, identity.attributes().size());
  }

  @Test
  void a_panel_opens_with_what_the_purpose_allows_and_holds_nothing_else() {
    desk.inTalk();
    desk.asked();
    desk.opened(
        desk.verified(),
        new PanelContent(
            List.of(
                new PersonField("fullName", Sensitive.of("W. de Boer")),
                new PersonField("salary", Sensitive.of("3100 euro"))),
            List.of(
                Examples.running("case-1", "Rolstoel"),
                Examples.beyond("case-2", "Ondertoezichtstelling"),
                Examples.withDocuments("case-3", "Offerte", "Diagnose")),
            PanelContent.Completeness.COMPLETE));

    PanelContent content = assertInstanceOf(PanelState.Open.class, desk.talk().panel()).content();
    assertEquals(List.of("fullName"), content.person().stream().map(PersonField::key).toList());
    assertEquals(
        List.of("case-1", "case-3"),
        content.cases().stream().map(PanelContent.Case::handle).toList());
    assertEquals(
        List.of("Brief"),
        content.cases().getLast().documents().stream()
            .map(PanelContent.Document::documentType)
            .toList());
    for (String beyond : List.of("3100 euro", "Ondertoezichtstelling", "Diagnose")) {
      assertFalse(Reachable.strings(desk.desk()).contains(beyond), beyond);
    }
  }

  @Test
  void a_panel_of_a_purpose_that_is_not_known_any_more_does_not_open() {
    desk.inTalk();
    desk.asked();
    CounterToStaff.IdentityVerified identity = desk.verified();
    desk.hear(
        new CounterToStaff.Welcome(
            List.of(Examples.GENERAL), Examples.POLICY_HASH, Optional.empty(), desk.now));
    desk.opened(identity, "W. de Boer");

    assertEquals(new PanelState.Locked(LockReason.EVIDENCE_REFUSED), desk.talk().panel());
    assertEquals(
        new StaffToCounter.LockPanel(Examples.FIRST, StaffLock.EVIDENCE_REFUSED),
        desk.server.lastCounter(StaffToCounter.LockPanel.class));
    assertFalse(Reachable.strings(desk.desk()).contains("W. de Boer"));
  }

  @ParameterizedTest
  @EnumSource(LockReason.class)
  void whatever_the_reason_of_the_server_a_locked_panel_holds_nothing(LockReason reason) {
    desk.inTalk();
    desk.opened();
    desk.hear(new CounterToStaff.PanelLocked(Examples.FIRST, reason));

    assertEquals(new PanelState.Locked(reason), desk.talk().panel());
    assertFalse(Reachable.strings(desk.desk()).contains("W. de Boer"));
  }

  @Test
  void the_lock_button_locks_before_the_server_answers() {
    desk.inTalk();
    desk.opened();
    desk.happens(new DeskEvent.LockWanted());

    assertEquals(new PanelState.Locked(LockReason.STAFF_LOCKED), desk.talk().panel());
    assertEquals(
        new StaffToCounter.LockPanel(Examples.FIRST, StaffLock.BUTTON),
        desk.server.lastCounter(StaffToCounter.LockPanel.class));
  }

  @Test
  void a_locked_screen_locks_the_panel() {
    desk.inTalk();
    desk.opened();
    desk.happens(new DeskEvent.ScreenLocked());

    assertEquals(new PanelState.Locked(LockReason.SCREEN_LOCKED), desk.talk().panel());
  }

  @Test
  void a_panel_that_crossed_with_the_lock_stays_shut() {
    desk.inTalk();
    desk.asked();
    CounterToStaff.IdentityVerified identity = desk.verified();
    desk.happens(new DeskEvent.ScreenLocked());
    desk.opened(identity, "W. de Boer");

    assertEquals(new PanelState.Locked(LockReason.SCREEN_LOCKED), desk.talk().panel());
    assertFalse(Reachable.strings(desk.desk()).contains("W. de Boer"));
    assertEquals(
        new StaffToCounter.LockPanel(Examples.FIRST, StaffLock.BUTTON),
        desk.server.lastCounter(StaffToCounter.LockPanel.class));
  }

  @Test
  void a_screen_locked_while_the_resident_identifies_is_told_to_the_gate() {
    desk.inTalk();
    desk.asked();
    desk.happens(new DeskEvent.ScreenLocked());

    assertEquals(
        new StaffToCounter.LockPanel(Examples.FIRST, StaffLock.SCREEN_LOCKED),
        desk.server.lastCounter(StaffToCounter.LockPanel.class));
  }

  @Test
  void the_time_box_ends_by_the_clients_own_clock() {
    desk.inTalk();
    desk.opened();
    desk.passes(Duration.ofSeconds(899));
    assertInstanceOf(PanelState.Open.class, desk.talk().panel());
    desk.passes(Duration.ofSeconds(1));

    assertEquals(new PanelState.Locked(LockReason.TIME_BOX_OVER), desk.talk().panel());
  }

  @Test
  void losing_the_counter_locks_the_panel_and_forgets_the_identity() {
    desk.inTalk();
    desk.opened();
    desk.loses(Line.Which.COUNTER);

    assertEquals(new PanelState.Locked(LockReason.STAFF_CONNECTION_LOST), desk.talk().panel());
    assertInstanceOf(IdentityState.NotShown.class, desk.talk().identity());
  }

  @Test
  void a_new_connection_locks_the_panel_until_the_same_person_is_seen() {
    desk.inTalk();
    desk.opened();
    desk.hear(desk.anew(2));

    assertEquals(new PanelState.Locked(LockReason.NEW_CONNECTION), desk.talk().panel());
    desk.happens(new DeskEvent.PanelWanted());
    assertEquals(
        new StaffToCounter.OpenPanel(Examples.FIRST, 2),
        desk.server.lastCounter(StaffToCounter.OpenPanel.class));
  }

  @Test
  void a_confirmation_that_came_too_late_for_its_connection_is_asked_for_again() {
    desk.inTalk();
    desk.opened();
    desk.hear(desk.anew(2));
    desk.happens(new DeskEvent.PanelWanted());
    desk.hear(
        new CounterToStaff.Refused(
            ErrorCode.STALE_EPOCH, Optional.of("open-panel"), Optional.of(Examples.FIRST)));

    assertEquals(new PanelState.Locked(LockReason.NEW_CONNECTION), desk.talk().panel());
  }

  @Test
  void hanging_up_ends_the_call_and_leaves_nothing_of_identity_or_cases() {
    desk.inTalk();
    desk.opened();
    desk.happens(new DeskEvent.HangUpWanted());

    Talk.WrapUp wrapUp = assertInstanceOf(Talk.WrapUp.class, desk.desk().talk());
    assertEquals(EndReason.STAFF_HUNG_UP, wrapUp.reason());
    assertTrue(desk.call.told.contains("end"));
    assertEquals(
        new StaffToRelay.HangUp(Examples.FIRST), desk.server.lastRelay(StaffToRelay.HangUp.class));
    assertFalse(Reachable.strings(desk.desk()).contains("W. de Boer"));
  }

  @Test
  void the_end_by_the_resident_leads_to_the_wrap_up() {
    desk.inTalk();
    desk.opened();
    desk.hear(new RelayToStaff.Ended(Examples.FIRST, EndReason.RESIDENT_LEFT));

    assertEquals(
        EndReason.RESIDENT_LEFT, assertInstanceOf(Talk.WrapUp.class, desk.desk().talk()).reason());
  }

  @Test
  void a_registered_note_frees_the_desk_and_a_refused_one_does_not() {
    desk.inTalk();
    desk.happens(new DeskEvent.HangUpWanted());
    var note =
        new DeskEvent.RegistrationWanted(
            StaffToCounter.ContactOutcome.ANSWERED, Sensitive.of("Uitgelegd."));
    desk.happens(note);
    desk.hear(
        new CounterToStaff.Refused(
            ErrorCode.INTERNAL, Optional.of("register-contact"), Optional.of(Examples.FIRST)));
    assertInstanceOf(
        Talk.Saving.Failed.class, assertInstanceOf(Talk.WrapUp.class, desk.desk().talk()).saving());

    desk.happens(note);
    desk.hear(new CounterToStaff.ContactRegistered(Examples.FIRST, "KC-2026-17"));
    assertInstanceOf(Talk.Nobody.class, desk.desk().talk());
  }

  @Test
  void a_secured_call_tells_no_flow_before_media_arrives() {
    desk.inTalk();
    desk.call.say(new CallNews.Secured(1));
    desk.settle();
    assertFalse(desk.talk().call().flows(desk.now));

    desk.call.say(new CallNews.FirstPicture(1));
    desk.settle();
    assertTrue(desk.talk().call().flows(desk.now));
  }

  @Test
  void a_relay_that_comes_back_continues_the_talk_while_media_flows() {
    desk.inTalk();
    desk.call.say(new CallNews.Secured(1));
    desk.call.say(new CallNews.FirstPicture(1));
    desk.settle();
    desk.loses(Line.Which.RELAY);
    desk.hear(
        new RelayToStaff.Welcome(
            Examples.municipalities(),
            Optional.of(Examples.accepted(2)),
            nl.digitalebalie.protocol.signal.StaffPresence.AVAILABLE,
            desk.now));

    assertEquals(1, desk.talk().call().epoch());
    assertFalse(desk.call.told.contains("connectAgain 2"));
  }

  @Test
  void a_relay_that_knows_no_conversation_any_more_ends_the_talk() {
    desk.inTalk();
    desk.loses(Line.Which.RELAY);
    desk.server.welcome(Line.Which.RELAY, Optional.empty());
    desk.settle();

    assertEquals(
        EndReason.STAFF_LOST, assertInstanceOf(Talk.WrapUp.class, desk.desk().talk()).reason());
  }

  @Test
  void a_client_that_was_closed_takes_up_its_conversation_again() {
    desk.signIn();
    desk.server.welcome(Line.Which.RELAY, Optional.of(Examples.accepted(4)));
    desk.settle();

    assertTrue(desk.call.told.contains("begin 4"));
  }

  @Test
  void the_end_of_the_session_signs_out_and_leaves_nothing() {
    desk.inTalk();
    desk.opened();
    desk.passes(Duration.ofHours(9));

    assertEquals(
        Desk.EMPTY.with(new Access.SignedOut(Optional.of(Access.SignInFault.SESSION_EXPIRED))),
        desk.desk());
  }

  @Test
  void a_newer_sign_in_elsewhere_ends_this_one() {
    desk.signIn();
    desk.server.close(Line.Which.RELAY, Line.End.REPLACED);

    assertEquals(
        new Access.SignedOut(Optional.of(Access.SignInFault.SIGNED_IN_ELSEWHERE)),
        desk.desk().access());
  }

  @Test
  void frames_that_break_the_protocol_change_nothing_and_too_many_end_the_session() {
    desk.inTalk();
    Desk before = desk.desk();
    for (int bad = 0; bad < 9; bad++) {
      desk.server.raw(Line.Which.COUNTER, "{\"v\":1,\"type\":\"panel-opened\"}");
    }
    assertEquals(before, desk.desk());

    desk.server.raw(Line.Which.COUNTER, "nonsense");
    assertEquals(
        new Access.SignedOut(Optional.of(Access.SignInFault.ANSWER_UNREADABLE)),
        desk.desk().access());
  }

  @Test
  void a_rejection_of_the_server_is_shown_with_its_reason() {
    desk.inTalk();
    desk.asked();
    desk.rejected(Rejection.NO_WALLET);

    assertEquals(
        new IdentityState.Failed(new Why.Rejected(Rejection.NO_WALLET)), desk.talk().identity());
  }

  @Test
  void a_failing_case_system_leaves_the_panel_locked_and_the_identity_shown() {
    desk.inTalk();
    desk.asked();
    desk.verified();
    desk.hear(
        new CounterToStaff.Refused(
            ErrorCode.CASE_SYSTEM_UNAVAILABLE, Optional.empty(), Optional.of(Examples.FIRST)));

    assertEquals(new PanelState.Locked(LockReason.CASE_SYSTEM_UNAVAILABLE), desk.talk().panel());
    desk.happens(new DeskEvent.PanelWanted());
    assertEquals(
        new StaffToCounter.OpenPanel(Examples.FIRST, 1),
        desk.server.lastCounter(StaffToCounter.OpenPanel.class));
  }
}
