package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.StaffToCounter.StaffLock;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.cases.Places;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.policy.TestPolicies;
import org.junit.jupiter.api.Test;

class PanelStepsTest {
  @Test
  void a_screen_that_was_locked_during_the_disclosure_keeps_the_panel_shut() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.THIS_DEVICE)
            .says(
                new StaffToCounter.LockPanel(
                    Scene.CONVERSATION, StaffToCounter.StaffLock.SCREEN_LOCKED))
            .concluded(1, Scene.samira())
            .rowsDurable();

    assertEquals(new PanelState.Locked(LockReason.SCREEN_LOCKED), scene.state().panel());
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
    scene.asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration BOX = Duration.ofMinutes(30);

  private static final SignalSocket SOCKET =
      new SignalSocket() {
        @Override
        public Sent send(String text) {
          return Sent.QUEUED;
        }

        @Override
        public Sent sendBulk(String text) {
          return Sent.QUEUED;
        }

        @Override
        public Sent refuse(String text) {
          return Sent.QUEUED;
        }

        @Override
        public void close(int code, String reason) {}
      };

  private static LockReason lastLock(Scene scene) {
    return scene.toldStaff(CounterToStaff.PanelLocked.class).getLast().reason();
  }

  private static void assertClosed(Scene scene, LockReason reason) {
    assertEquals(new PanelState.Locked(reason), scene.state().panel());
    assertEquals(reason, lastLock(scene));
    assertTrue(scene.rows().contains("gate-relocked"));
    RelayToResident.PanelVisibility seen =
        scene.toldResident(RelayToResident.PanelVisibility.class).getLast();
    assertTrue(seen.categories().isEmpty());
  }

  @Test
  void the_cases_are_read_only_after_the_row_of_the_opened_gate_is_durable() {
    Scene scene = new Scene().verified();
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());

    scene.rowsDurable();

    List<String> rows = scene.rows();
    assertTrue(rows.indexOf("disclosure-verified") < rows.indexOf("gate-opened"));
    Effect.ReadCases read = scene.last(Effect.ReadCases.class);
    assertEquals(TestPolicies.purpose("wmo").caseTypes(), read.scope().caseTypes());
    assertEquals("anna", read.reader().id());
    assertTrue(scene.toldStaff(CounterToStaff.PanelOpened.class).isEmpty());
    Map<String, Object> row = scene.lastRow("gate-opened");
    assertEquals("wmo", row.get("purpose"));
    assertEquals(TestPolicies.demo().hash(), row.get("policyHash"));
    assertEquals("evidence-hash", row.get("evidenceHash"));
    assertFalse(row.toString().contains("999993653"));
  }

  @Test
  void the_panel_shows_the_fields_of_the_purpose_and_the_resident_sees_that_it_is_open() {
    Scene scene = new Scene().open();

    CounterToStaff.PanelOpened opened = scene.toldStaff(CounterToStaff.PanelOpened.class).getLast();
    assertEquals(
        List.of("fullName", "dateOfBirth", "bsn"),
        opened.content().person().stream().map(PersonField::key).toList());
    assertEquals(Scene.START.plus(BOX), opened.until());
    assertEquals(
        "attested SPOKEN under " + Scene.BINDING.base64url() + " until " + opened.until(),
        opened.attestation());
    assertEquals(
        opened.attestation(),
        scene.toldStaff(CounterToStaff.IdentityVerified.class).getLast().attestation());
    RelayToResident.PanelVisibility seen =
        scene.toldResident(RelayToResident.PanelVisibility.class).getLast();
    assertEquals(TestPolicies.purpose("wmo").visibleToStaff(), seen.categories());
    assertEquals(Optional.of(opened.until()), seen.until());
  }

  @Test
  void each_of_these_relocks_the_open_panel() {
    Map<LockReason, Consumer<Scene>> triggers =
        Map.ofEntries(
            Map.entry(
                LockReason.CONVERSATION_ENDED,
                (Consumer<Scene>) scene -> scene.on(new Event.Ended(EndReason.STAFF_HUNG_UP))),
            Map.entry(
                LockReason.STAFF_LOCKED,
                (Consumer<Scene>)
                    scene ->
                        scene.says(
                            new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON))),
            Map.entry(
                LockReason.SCREEN_LOCKED,
                (Consumer<Scene>)
                    scene ->
                        scene.says(
                            new StaffToCounter.LockPanel(
                                Scene.CONVERSATION, StaffLock.SCREEN_LOCKED))),
            Map.entry(
                LockReason.EVIDENCE_REFUSED,
                (Consumer<Scene>)
                    scene ->
                        scene.says(
                            new StaffToCounter.LockPanel(
                                Scene.CONVERSATION, StaffLock.EVIDENCE_REFUSED))),
            Map.entry(
                LockReason.NEW_CONNECTION,
                (Consumer<Scene>) scene -> scene.on(new Event.EpochBegan(2))),
            Map.entry(
                LockReason.CHANNEL_CHANGED,
                (Consumer<Scene>) scene -> scene.on(new Event.ChannelChanged(Channel.PHONE))),
            Map.entry(
                LockReason.STAFF_CONNECTION_LOST,
                (Consumer<Scene>) scene -> scene.on(new Event.StaffDisconnected())),
            Map.entry(
                LockReason.RESIDENT_LOST,
                (Consumer<Scene>) scene -> scene.passTalking(GRACE, MediaFlow.STALLED)),
            Map.entry(
                LockReason.TIME_BOX_OVER,
                (Consumer<Scene>) scene -> scene.passTalking(BOX, MediaFlow.FLOWING)),
            Map.entry(
                LockReason.AUDIT_UNAVAILABLE,
                (Consumer<Scene>) scene -> scene.on(new Event.RowFailed(99))),
            Map.entry(
                LockReason.IDENTITY_DROPPED,
                (Consumer<Scene>)
                    scene ->
                        scene.says(
                            new StaffToCounter.AskDisclosure(
                                Scene.CONVERSATION, new PurposeId("general-question")))));
    triggers.forEach((reason, trigger) -> {
      Scene scene = new Scene().open();
      trigger.accept(scene);
      if (reason == LockReason.CONVERSATION_ENDED) {
        assertInstanceOf(PanelState.Locked.class, scene.state().panel());
        assertTrue(scene.rows().contains("gate-relocked"));
      } else {
        assertClosed(scene, reason);
      }
    });
  }

  @Test
  void other_absences_relock_after_the_grace_time() {
    Scene residentAway = new Scene().open().on(new Event.ResidentPresenceChanged(Presence.AWAY));
    residentAway.passTalking(Duration.ofSeconds(25), MediaFlow.FLOWING);
    assertInstanceOf(PanelState.Open.class, residentAway.state().panel());
    assertClosed(
        residentAway.passTalking(Duration.ofSeconds(5), MediaFlow.FLOWING),
        LockReason.RESIDENT_LOST);

    Scene relayAway = new Scene().open().on(new Event.StaffRelayPresenceChanged(Presence.AWAY));
    assertClosed(relayAway.passTalking(GRACE, MediaFlow.FLOWING), LockReason.STAFF_CONNECTION_LOST);

    assertClosed(new Scene().open().pass(GRACE), LockReason.STAFF_CONNECTION_LOST);
  }

  @Test
  void after_a_long_absence_it_must_be_shown_anew_who_is_there() {
    Duration absence = TestPolicies.purpose("wmo").absence();
    Scene scene = new Scene().open();
    staffAlone(scene, GRACE);
    assertClosed(scene, LockReason.RESIDENT_LOST);
    staffAlone(scene, absence.minus(GRACE).minusSeconds(5));
    assertInstanceOf(DisclosureState.Verified.class, scene.state().disclosure());

    staffAlone(scene, Duration.ofSeconds(5));

    assertEquals(new DisclosureState.Dropped(Rejection.AWAY_TOO_LONG), scene.state().disclosure());
    assertClosed(scene, LockReason.IDENTITY_DROPPED);
    assertEquals("AWAY_TOO_LONG", scene.lastRow("disclosure-rejected").get("reason"));
    assertEquals(
        Rejection.AWAY_TOO_LONG,
        scene.toldStaff(CounterToStaff.IdentityRejected.class).getLast().reason());
    scene.beats(MediaFlow.FLOWING).asksForPanel();
    assertEquals(ErrorCode.GATE_CLOSED, scene.refused());
  }

  @Test
  void another_connection_does_not_hide_an_absence() {
    Duration absence = TestPolicies.purpose("wmo").absence();
    Scene scene = new Scene().open();
    staffAlone(scene, absence.minusSeconds(10));
    scene.on(new Event.EpochBegan(2)).on(new Event.ResidentPresenceChanged(Presence.HERE));
    staffAlone(scene, Duration.ofSeconds(10));

    assertEquals(new DisclosureState.Dropped(Rejection.AWAY_TOO_LONG), scene.state().disclosure());
  }

  @Test
  void a_sign_of_the_residents_key_ends_the_absence() {
    Duration absence = TestPolicies.purpose("wmo").absence();
    Scene scene = new Scene().open();
    staffAlone(scene, absence.minusSeconds(10));
    scene.residentBeats();
    staffAlone(scene, absence.minusSeconds(10));

    assertInstanceOf(DisclosureState.Verified.class, scene.state().disclosure());
    scene.beats(MediaFlow.FLOWING).asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  private static void staffAlone(Scene scene, Duration time) {
    for (long second = 0; second < time.toSeconds(); second += 5) {
      scene.pass(Duration.ofSeconds(5)).staffBeats(MediaFlow.FLOWING);
    }
  }

  @Test
  void somebody_who_comes_back_within_the_grace_time_changes_nothing() {
    Scene scene = new Scene().open().on(new Event.ResidentPresenceChanged(Presence.AWAY));
    scene.passTalking(Duration.ofSeconds(20), MediaFlow.FLOWING);
    scene.on(new Event.ResidentPresenceChanged(Presence.HERE));
    scene.passTalking(Duration.ofMinutes(2), MediaFlow.FLOWING);

    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  @Test
  void a_relock_while_the_cases_are_read_drops_them_when_they_come() {
    Scene scene = new Scene().reading();
    scene.says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON));
    scene.casesArrive();

    assertTrue(scene.toldStaff(CounterToStaff.PanelOpened.class).isEmpty());
    assertClosed(scene, LockReason.STAFF_LOCKED);
  }

  @Test
  void a_late_answer_to_an_earlier_reading_is_dropped() {
    Scene scene = new Scene().reading();
    long first = scene.last(Effect.ReadCases.class).ticket();
    scene.says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON));
    scene.asksForPanel().rowsDurable();
    scene.on(new Event.CasesArrived(first, new CaseSystem.Answer.Unavailable("HTTP_500")));

    assertInstanceOf(PanelState.Reading.class, scene.state().panel());
    assertInstanceOf(PanelState.Open.class, scene.casesArrive().state().panel());
  }

  @Test
  void no_step_of_opening_survives_a_failing_audit_log() {
    Scene atTheGate = new Scene().verified();
    // the identity's row is written, the gate's row is not
    atTheGate.on(new Event.RowDurable(atTheGate.last(Effect.AppendRow.class).ticket()));
    atTheGate.on(new Event.RowFailed(atTheGate.last(Effect.AppendRow.class).ticket()));

    assertTrue(atTheGate.all(Effect.ReadCases.class).isEmpty());
    assertEquals(new PanelState.Locked(LockReason.AUDIT_UNAVAILABLE), atTheGate.state().panel());
  }

  @Test
  void the_case_system_failing_keeps_the_identity_and_allows_another_try() {
    Scene scene = new Scene().reading();
    scene.casesArrive(new CaseSystem.Answer.Unavailable("HTTP_500"));
    assertClosed(scene, LockReason.CASE_SYSTEM_UNAVAILABLE);

    scene.asksForPanel().rowsDurable().casesArrive();

    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    assertEquals(2, scene.rows().stream().filter("gate-opened"::equals).count());
  }

  @Test
  void after_the_lock_button_the_gate_is_asked_anew_and_the_time_box_goes_on() {
    Scene scene = new Scene().open();
    scene.says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON));
    scene.passTalking(Duration.ofMinutes(5), MediaFlow.FLOWING);
    scene.asksForPanel().rowsDurable().casesArrive();

    assertEquals(
        Scene.START.plus(BOX), scene.toldStaff(CounterToStaff.PanelOpened.class).getLast().until());
  }

  @Test
  void a_new_connection_opens_only_when_the_staff_member_says_so_and_media_flows_again() {
    Scene scene = new Scene().open().on(new Event.EpochBegan(2));
    assertClosed(scene, LockReason.NEW_CONNECTION);

    scene.asksForPanel();
    assertEquals(
        ErrorCode.GATE_CLOSED, scene.toldStaff(CounterToStaff.Refused.class).getLast().code());

    scene.beats(MediaFlow.FLOWING).asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  @Test
  void who_saw_an_older_connection_confirms_nobody_in_the_new_one() {
    Scene scene = new Scene().open().on(new Event.EpochBegan(2)).beats(MediaFlow.FLOWING);
    for (int other : new int[] {1, 3}) {
      scene.says(new StaffToCounter.OpenPanel(Scene.CONVERSATION, other)).rowsDurable();

      assertEquals(
          ErrorCode.STALE_EPOCH, scene.toldStaff(CounterToStaff.Refused.class).getLast().code());
      assertEquals("STALE_EPOCH", scene.lastRow("denied").get("reason"));
      assertEquals(new PanelState.Locked(LockReason.NEW_CONNECTION), scene.state().panel());
      assertEquals(1, scene.state().liveness().confirmedEpoch());
    }
    assertEquals(1, scene.all(Effect.ReadCases.class).size());

    scene.asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  @Test
  void a_stale_word_leaves_the_lock_button_locked() {
    Scene scene = new Scene().open();
    scene.says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON));
    scene.on(new Event.EpochBegan(2)).beats(MediaFlow.FLOWING);
    scene.says(new StaffToCounter.OpenPanel(Scene.CONVERSATION, 1)).rowsDurable();

    assertEquals(new PanelState.Locked(LockReason.STAFF_LOCKED), scene.state().panel());
    assertTrue(scene.state().lock().isPresent());
  }

  @Test
  void heartbeats_of_an_older_connection_do_not_count_as_media() {
    Scene scene = new Scene().open().on(new Event.EpochBegan(2));
    scene.says(Scene.staffBeat(1, MediaFlow.FLOWING, 99));
    assertEquals(ErrorCode.STALE_EPOCH, scene.refused());
    scene.asksForPanel();

    assertInstanceOf(PanelState.Locked.class, scene.state().panel());
    assertEquals("MEDIA_LOST", scene.lastRow("denied").get("reason"));
  }

  @Test
  void without_media_the_identity_is_told_and_the_panel_stays_shut() {
    Scene scene = verifiedBeforeMedia();

    assertEquals(1, scene.toldStaff(CounterToStaff.IdentityVerified.class).size());
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
    assertEquals("MEDIA_LOST", scene.lastRow("denied").get("reason"));
    scene.beats(MediaFlow.STALLED).passTalking(GRACE, MediaFlow.STALLED).rowsDurable();
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
    assertEquals(LockReason.RESIDENT_LOST, lastLock(scene));
  }

  @Test
  void the_first_word_that_media_flows_asks_the_gate_when_only_that_was_missing() {
    Scene scene = verifiedBeforeMedia().beats(MediaFlow.STALLED);
    // the client refuses a panel that it was told is locked
    assertTrue(scene.toldStaff(CounterToStaff.PanelLocked.class).isEmpty());
    scene.pass(GRACE.minusSeconds(1)).beats(MediaFlow.FLOWING);

    assertInstanceOf(PanelState.Recording.class, scene.state().panel());
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
    scene.rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    assertEquals(1, scene.rows().stream().filter("gate-opened"::equals).count());
  }

  @Test
  void media_that_comes_after_the_grace_time_opens_nothing_by_itself() {
    assertOpensOnlyWhenAsked(verifiedBeforeMedia().pass(GRACE));
  }

  @Test
  void a_panel_that_waits_for_media_opens_only_when_asked_after_anything_else_happened() {
    List<Consumer<Scene>> happenings =
        List.of(
            scene -> scene.says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON)),
            scene ->
                scene.says(
                    new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.SCREEN_LOCKED)),
            scene -> scene.on(new Event.EpochBegan(2)),
            scene ->
                scene
                    .on(new Event.StaffDisconnected())
                    .on(new Event.StaffConnected(Scene.ANNA, SOCKET)),
            scene -> scene.asksForPanel());
    for (Consumer<Scene> happening : happenings) {
      Scene scene = verifiedBeforeMedia();
      happening.accept(scene);
      assertOpensOnlyWhenAsked(scene);
    }
  }

  private static void assertOpensOnlyWhenAsked(Scene scene) {
    scene.beats(MediaFlow.FLOWING).rowsDurable();
    assertInstanceOf(PanelState.Locked.class, scene.state().panel());
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());

    scene.asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  private static Scene verifiedBeforeMedia() {
    Scene scene = new Scene();
    scene.bound().on(new Event.EpochBegan(1)).code(CodeResult.MATCHED);
    return scene.identifies().rowsDurable();
  }

  @Test
  void opening_without_an_identity_is_refused() {
    for (Scene scene : List.of(new Scene().talking(), new Scene().asked())) {
      scene.asksForPanel();
      assertEquals(
          ErrorCode.GATE_CLOSED, scene.toldStaff(CounterToStaff.Refused.class).getLast().code());
      assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
      assertEquals(Map.of("what", "open-panel", "reason", "GATE_CLOSED"), scene.lastRow("denied"));
    }
  }

  @Test
  void a_colleague_cannot_open_my_panel_nor_lock_it() {
    Scene scene = new Scene().open();
    scene.on(
        new Event.StaffSaid(
            Scene.staff("bert", Set.of("wmo")),
            new StaffToCounter.OpenPanel(Scene.CONVERSATION, 1)));
    scene.on(
        new Event.StaffSaid(
            Scene.staff("bert", Set.of("wmo")),
            new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON)));

    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    assertEquals(1, scene.all(Effect.ReadCases.class).size());
    assertEquals(2, scene.rows().stream().filter("denied"::equals).count());
  }

  @Test
  void a_role_that_was_taken_away_closes_the_panel() {
    Scene scene = new Scene().open();
    scene.on(
        new Event.StaffSaid(
            Scene.staff("anna", Set.of("general")), Scene.staffBeat(1, MediaFlow.FLOWING, 99)));

    assertClosed(scene, LockReason.POLICY);
  }

  @Test
  void an_extension_moves_the_end_after_its_row_is_durable_and_not_more_often_than_allowed() {
    Scene scene = new Scene().open();
    StaffToCounter extend =
        new StaffToCounter.ExtendPanel(Scene.CONVERSATION, Sensitive.of("nog niet klaar"));
    scene.says(extend);
    assertTrue(scene.toldStaff(CounterToStaff.PanelExtended.class).isEmpty());
    scene.rowsDurable();

    assertEquals(
        Scene.START.plus(BOX.multipliedBy(2)),
        scene.toldStaff(CounterToStaff.PanelExtended.class).getLast().until());
    assertEquals("nog niet klaar", scene.words("gate-extended"));
    scene.passTalking(BOX, MediaFlow.FLOWING);
    assertInstanceOf(PanelState.Open.class, scene.state().panel());

    scene.says(extend).rowsDurable().says(extend).rowsDurable();
    assertEquals(2, scene.toldStaff(CounterToStaff.PanelExtended.class).size());
    assertEquals(
        ErrorCode.GATE_CLOSED, scene.toldStaff(CounterToStaff.Refused.class).getLast().code());
  }

  @Test
  void refused_evidence_takes_the_identity_back() {
    Scene scene = new Scene().open();
    scene.says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.EVIDENCE_REFUSED));
    scene.asksForPanel().rowsDurable();

    assertInstanceOf(DisclosureState.Dropped.class, scene.state().disclosure());
    assertEquals(1, scene.all(Effect.ReadCases.class).size());
    assertEquals("EVIDENCE_MISMATCH", scene.lastRow("disclosure-rejected").get("reason"));
  }

  @Test
  void after_a_reconnect_the_client_learns_the_state_and_must_ask_for_the_panel() {
    Scene scene = new Scene().open();
    scene.on(new Event.StaffDisconnected());
    scene.on(new Event.StaffConnected(Scene.ANNA, SOCKET));

    Effect.WelcomeStaff welcome = scene.last(Effect.WelcomeStaff.class);
    assertEquals(
        new CounterToStaff.ConversationState(Scene.CONVERSATION, LockReason.STAFF_CONNECTION_LOST),
        welcome.current().orElseThrow());

    scene.asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  @Test
  void a_second_client_of_the_same_person_closes_the_panel_of_the_first() {
    Scene scene = new Scene().open().on(new Event.StaffConnected(Scene.ANNA, SOCKET));

    assertClosed(scene, LockReason.STAFF_CONNECTION_LOST);
  }

  @Test
  void after_the_end_nothing_is_left_but_the_wrap_up() {
    Scene scene = new Scene().open().on(new Event.Ended(EndReason.STAFF_HUNG_UP));
    scene.asksForPanel();
    assertEquals(
        ErrorCode.NOT_IN_THIS_STATE,
        scene.toldStaff(CounterToStaff.Refused.class).getLast().code());
    assertEquals(
        Map.of("what", "open-panel", "reason", "CONVERSATION_ENDED"), scene.lastRow("denied"));
    assertEquals(new DisclosureState.Unverified(), scene.state().disclosure());
    assertEquals(new PanelState.Locked(LockReason.CONVERSATION_ENDED), scene.state().panel());

    scene.says(
        new StaffToCounter.RegisterContact(
            Scene.CONVERSATION, ContactOutcome.ANSWERED, Sensitive.of("klaar")));
    scene.on(new Event.ContactStored("C-1"));

    assertEquals(
        "C-1", scene.toldStaff(CounterToStaff.ContactRegistered.class).getLast().reference());
    assertEquals(1, scene.all(Effect.Forget.class).size());
    assertTrue(scene.rows().contains("contact-registered"));
  }

  @Test
  void a_reading_whose_record_is_not_confirmed_is_not_shown_and_can_be_tried_again() {
    Scene scene = new Scene().reading();
    long ticket = scene.last(Effect.ReadCases.class).ticket();

    scene.on(new Event.ReadingUnrecorded(ticket, "TIMEOUT"));

    assertEquals(new PanelState.Locked(LockReason.AUDIT_UNAVAILABLE), scene.state().panel());
    assertEquals(
        LockReason.AUDIT_UNAVAILABLE,
        scene.toldStaff(CounterToStaff.PanelLocked.class).getLast().reason());
    assertEquals("PROCESSING_LOG_TIMEOUT", scene.lastRow("gate-relocked").get("reason"));
    assertTrue(scene.toldStaff(CounterToStaff.PanelOpened.class).isEmpty());

    scene.says(new StaffToCounter.OpenPanel(Scene.CONVERSATION, 1)).rowsDurable().casesArrive();
    assertEquals(1, scene.toldStaff(CounterToStaff.PanelOpened.class).size());
    scene.on(new Event.ReadingUnrecorded(ticket, "TIMEOUT")); // an old answer changes nothing
    assertTrue(scene.state().panel() instanceof PanelState.Open);
  }

  @Test
  void a_conversation_that_nobody_wraps_up_is_registered_all_the_same_and_forgotten() {
    Scene scene = new Scene().open().on(new Event.Ended(EndReason.RESIDENT_LEFT));
    scene.rowsDurable();
    Effect.StoreContact atTheEnd = scene.all(Effect.StoreContact.class).getFirst();
    assertEquals(Effect.Finality.UNTIL_WRAPPED_UP, atTheEnd.finality());
    assertEquals(ContactOutcome.RESIDENT_LEFT, atTheEnd.outcome());
    assertTrue(atTheEnd.known().who().isPresent(), "who it was is known when the talk ends");

    scene.pass(CounterMachine.WRAP_UP);
    Effect.StoreContact last = scene.all(Effect.StoreContact.class).getLast();
    assertEquals(Effect.Finality.FINAL, last.finality());
    assertEquals(ContactOutcome.RESIDENT_LEFT, last.outcome());
    assertEquals(atTheEnd.known().who(), last.known().who());

    scene.on(new Event.ContactStored("C-2"));
    assertTrue(scene.rows().contains("contact-registered"));
    assertEquals(1, scene.all(Effect.Forget.class).size());
  }

  @Test
  void a_database_that_stores_no_wrap_up_does_not_keep_the_conversation_for_ever() {
    Scene scene = new Scene().open().on(new Event.Ended(EndReason.STAFF_LOST));
    scene.pass(CounterMachine.WRAP_UP);

    scene.on(new Event.ContactNotStored());

    assertEquals(1, scene.all(Effect.Forget.class).size());
    assertEquals(2, scene.all(Effect.StoreContact.class).size());
  }

  private static CaseSystem.Answer caseOf(String id) {
    PanelContent.Case one =
        new PanelContent.Case(
            "case-1",
            Sensitive.of("ZAAK-1"),
            Sensitive.of("Traplift"),
            "Wmo",
            "wmo-voorziening",
            LocalDate.of(2026, 11, 1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    Places places =
        new Places(
            Map.of("case-1", new Places.CasePlace("https://cases.example/zaken/" + id, "Wmo")),
            Map.of(),
            new Places.Named(1, 0));
    return new CaseSystem.Answer.Found(List.of(one), Completeness.COMPLETE, places, List.of());
  }

  @Test
  void cases_and_receipt_of_one_person_do_not_go_to_another_before_the_same_page() {
    Scene scene = new Scene().reading().casesArrive(caseOf("first"));
    assertEquals(List.of("first"), scene.state().contact().cases());
    ReceiptHolder before = scene.last(Effect.GiveReceipt.class).holder();

    scene.identifiesAs("999990639").rowsDurable();
    scene.on(new Event.ResidentPresenceChanged(Presence.HERE));

    assertFalse(scene.last(Effect.RepeatReceipt.class).holder().equals(before));
    scene.casesArrive(caseOf("second"));
    assertEquals(List.of("second"), scene.state().contact().cases());
    assertFalse(scene.last(Effect.GiveReceipt.class).holder().equals(before));
    scene.on(new Event.Ended(EndReason.STAFF_HUNG_UP));
    assertEquals(List.of("second"), scene.all(Effect.StoreContact.class).getLast().known().cases());
  }

  @Test
  void the_same_person_again_keeps_cases_and_receipt() {
    Scene scene = new Scene().reading().casesArrive(caseOf("first"));
    ReceiptHolder before = scene.last(Effect.GiveReceipt.class).holder();

    scene.identifiesAs("999993653").rowsDurable().casesArrive(caseOf("second"));

    assertEquals(List.of("first", "second"), scene.state().contact().cases());
    assertEquals(before, scene.last(Effect.GiveReceipt.class).holder());
  }

  @Test
  void a_contact_after_a_refused_proof_names_nobody() {
    Scene scene = new Scene().open();
    scene.says(
        new StaffToCounter.LockPanel(
            Scene.CONVERSATION, StaffToCounter.StaffLock.EVIDENCE_REFUSED));
    scene.on(new Event.Ended(EndReason.STAFF_HUNG_UP));

    CounterState.Contact known = scene.all(Effect.StoreContact.class).getLast().known();

    assertEquals(Optional.empty(), known.who());
    assertEquals(List.of(), known.cases());
  }

  @Test
  void a_talk_promises_three_call_backs_at_most() {
    Scene scene = new Scene().on(new Event.Ended(EndReason.STAFF_HUNG_UP));
    StaffToCounter promise =
        new StaffToCounter.PromiseCallback(
            Scene.CONVERSATION,
            new nl.digitalebalie.protocol.signal.CallbackWish(
                Sensitive.of("S. Berg"), Sensitive.of("0612345678"), Optional.empty()));
    scene.says(promise).says(promise).says(promise).says(promise);

    assertEquals(3, scene.all(Effect.PromiseCallback.class).size());
    assertEquals(
        ErrorCode.NOT_IN_THIS_STATE,
        scene.toldStaff(CounterToStaff.Refused.class).getLast().code());
  }
}
