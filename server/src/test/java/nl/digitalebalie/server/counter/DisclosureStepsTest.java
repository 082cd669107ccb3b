package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.DisclosureOutcome;
import nl.digitalebalie.protocol.signal.DisclosureStep;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToResident.Pairing;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.ResidentToRelay.DeclineReason;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.counter.DisclosureState.Disclosing;
import nl.digitalebalie.server.counter.DisclosureState.Dropped;
import nl.digitalebalie.server.counter.DisclosureState.Requested;
import nl.digitalebalie.server.counter.DisclosureState.Verified;
import nl.digitalebalie.server.identity.WalletStatus;
import nl.digitalebalie.server.staff.StaffPrincipal;
import org.junit.jupiter.api.Test;

class DisclosureStepsTest {
  private static final StaffToCounter ASK_WMO =
      new StaffToCounter.AskDisclosure(Scene.CONVERSATION, new PurposeId("wmo"));

  private static ErrorCode lastRefusal(Scene scene) {
    return scene.toldStaff(CounterToStaff.Refused.class).getLast().code();
  }

  private static ErrorCode lastRefusalOfResident(Scene scene) {
    return scene.toldResident(RelayToResident.Refused.class).getLast().code();
  }

  @Test
  void asking_shows_the_resident_why_what_and_for_how_long() {
    Scene scene = new Scene().asked();

    RelayToResident.DisclosureAsked asked =
        scene.toldResident(RelayToResident.DisclosureAsked.class).getLast();
    assertEquals(new PurposeId("wmo"), asked.purpose());
    assertEquals(4, asked.attributes().size());
    assertEquals(30, asked.visibleForMinutes());
    assertEquals(scene.now().plus(DisclosureSteps.ASK_VALID), asked.expiresAt());
    assertEquals(1, scene.toldStaff(CounterToStaff.DisclosureAsked.class).size());
    assertTrue(scene.rows().contains("disclosure-asked"));
  }

  @Test
  void a_purpose_that_the_role_may_not_use_is_refused_and_audited() {
    for (String purpose : List.of("bijstand", "no-such-purpose")) {
      Scene scene =
          new Scene()
              .talking()
              .says(new StaffToCounter.AskDisclosure(Scene.CONVERSATION, new PurposeId(purpose)));

      assertEquals(ErrorCode.PURPOSE_NOT_ALLOWED, lastRefusal(scene));
      assertEquals("PURPOSE_NOT_ALLOWED", scene.lastRow("denied").get("reason"));
      assertTrue(scene.toldResident(RelayToResident.DisclosureAsked.class).isEmpty());
    }
  }

  @Test
  void a_colleague_cannot_ask_in_my_conversation() {
    Scene scene =
        new Scene().talking().on(new Event.StaffSaid(Scene.staff("bert", Set.of("wmo")), ASK_WMO));

    Effect.TellStaff told = scene.last(Effect.TellStaff.class);
    assertEquals("bert", told.staff().value());
    assertEquals(ErrorCode.NOT_YOUR_CONVERSATION, ((CounterToStaff.Refused) told.message()).code());
    assertEquals("NOT_YOUR_CONVERSATION", scene.lastRow("denied").get("reason"));
    assertEquals("bert", scene.last(Effect.AppendRow.class).actor().orElseThrow().value());
  }

  /** The relay already sees to it; the counter part does not take its word. */
  @Test
  void a_staff_member_of_another_municipality_cannot_act_in_a_conversation() {
    StaffPrincipal elsewhere =
        new StaffPrincipal(
            Scene.ANNA.id(),
            "anna",
            LocalText.of("Medewerker", "Staff"),
            Set.of("wmo"),
            Set.of(new MunicipalityId("elders")));
    Scene scene = new Scene().talking().on(new Event.StaffSaid(elsewhere, ASK_WMO));

    assertEquals(ErrorCode.NOT_YOUR_CONVERSATION, lastRefusal(scene));
    assertTrue(scene.toldResident(RelayToResident.DisclosureAsked.class).isEmpty());
  }

  @Test
  void a_second_question_while_one_is_open_is_refused() {
    Scene scene = new Scene().asked().says(ASK_WMO);

    assertEquals(ErrorCode.NOT_IN_THIS_STATE, lastRefusal(scene));
  }

  @Test
  void an_unanswered_question_expires() {
    Scene scene = new Scene().asked().pass(DisclosureSteps.ASK_VALID.minusMillis(1));
    assertInstanceOf(Requested.class, scene.state().disclosure());

    scene.pass(Duration.ofMillis(1));

    assertEquals(new Dropped(Rejection.TIMED_OUT), scene.state().disclosure());
    assertEquals(
        DisclosureOutcome.TIMED_OUT,
        scene.toldResident(RelayToResident.DisclosureFinished.class).getLast().outcome());
  }

  @Test
  void a_wallet_session_expires_and_is_cancelled_at_the_provider() {
    Scene scene =
        new Scene().walletOpened(WalletDevice.THIS_DEVICE).pass(DisclosureSteps.SESSION_VALID);

    assertEquals(new Dropped(Rejection.TIMED_OUT), scene.state().disclosure());
    assertEquals(Scene.attempt(1), scene.last(Effect.CancelDisclosure.class).attempt());
  }

  @Test
  void the_staff_member_gets_the_tokens_hash_and_the_resident_pointer_and_link() {
    Scene scene = new Scene().walletOpened(WalletDevice.THIS_DEVICE);

    assertEquals(
        "hash-1",
        scene.toldStaff(CounterToStaff.DisclosureStarted.class).getLast().sessionTokenHash());
    RelayToResident.DisclosureStarted started =
        scene.toldResident(RelayToResident.DisclosureStarted.class).getLast();
    assertEquals(
        "https://open.yivi.app/-/session#%7B%22u%22%3A%22x%20y%22%7D", started.walletLink());
    assertEquals(Pairing.NOT_NEEDED, started.pairing());
    assertEquals("hash-1", scene.lastRow("disclosure-started").get("sessionTokenHash"));
  }

  @Test
  void the_gate_vouches_for_the_session_that_the_page_is_shown() {
    RelayToResident.DisclosureStarted started =
        new Scene()
            .walletOpened(WalletDevice.THIS_DEVICE)
            .toldResident(RelayToResident.DisclosureStarted.class)
            .getLast();

    // SHA-256 of pointer, line feed and link, made with openssl
    assertEquals(
        "proof of RaTM_BoPlCnowSSMhWCGZTVY1fG-OVEZPtywvujDlm0 under " + Scene.BINDING.base64url(),
        started.proof());
  }

  @Test
  void nobody_is_asked_before_the_keys_are_bound() {
    Scene scene = new Scene().on(new Event.EpochBegan(1)).says(ASK_WMO);

    assertEquals(ErrorCode.NOT_IN_THIS_STATE, lastRefusal(scene));
    assertTrue(scene.toldResident(RelayToResident.DisclosureAsked.class).isEmpty());
  }

  /** The relay must not be able to start a disclosure in the resident's name. */
  @Test
  void a_yes_that_the_residents_key_did_not_sign_starts_nothing() {
    WalletDevice device = WalletDevice.THIS_DEVICE;
    ChannelBinding elsewhere =
        TestKeys.binding(Scene.CONVERSATION, TestKeys.RESIDENT, TestKeys.OTHER);
    for (String forged :
        List.of(
            TestKeys.NO_SIGNATURE,
            TestKeys.consent(TestKeys.OTHER, Scene.BINDING, Scene.DISCLOSURE, device),
            TestKeys.consent(TestKeys.COUNTER, Scene.BINDING, Scene.DISCLOSURE, device),
            TestKeys.consent(TestKeys.RESIDENT, elsewhere, Scene.DISCLOSURE, device),
            TestKeys.consent(
                TestKeys.RESIDENT, Scene.BINDING, Scene.DISCLOSURE, WalletDevice.OTHER_DEVICE),
            TestKeys.consent(
                TestKeys.RESIDENT,
                Scene.BINDING,
                new DisclosureId("disclosure-00000099"),
                device))) {
      Scene scene =
          new Scene()
              .asked()
              .residentSays(new ResidentToRelay.StartDisclosure(Scene.DISCLOSURE, device, forged));

      assertEquals(ErrorCode.SIGNATURE_REFUSED, lastRefusalOfResident(scene));
      assertInstanceOf(Requested.class, scene.state().disclosure());
      assertTrue(scene.all(Effect.StartDisclosure.class).isEmpty());
      // and the resident's own yes still counts
      assertInstanceOf(
          Disclosing.class, scene.residentSays(Scene.consent(device)).state().disclosure());
    }
  }

  @Test
  void saying_no_ends_the_question_in_the_residents_words() {
    Scene notNow =
        new Scene()
            .asked()
            .residentSays(
                new ResidentToRelay.DeclineDisclosure(Scene.DISCLOSURE, DeclineReason.NOT_NOW));
    Scene noWallet =
        new Scene()
            .walletOpened(WalletDevice.OTHER_DEVICE)
            .residentSays(
                new ResidentToRelay.DeclineDisclosure(Scene.DISCLOSURE, DeclineReason.NO_WALLET));

    assertEquals(new Dropped(Rejection.DECLINED), notNow.state().disclosure());
    assertEquals(new Dropped(Rejection.NO_WALLET), noWallet.state().disclosure());
    assertEquals(1, noWallet.all(Effect.CancelDisclosure.class).size());
    assertEquals("NO_WALLET", noWallet.lastRow("disclosure-rejected").get("reason"));
  }

  @Test
  void answers_to_a_question_that_was_not_asked_change_nothing() {
    DisclosureId other = new DisclosureId("disclosure-00000099");
    for (ResidentToRelay message :
        List.of(
            Scene.consent(other, WalletDevice.THIS_DEVICE),
            new ResidentToRelay.PairingCode(other, "1234"),
            new ResidentToRelay.DeclineDisclosure(other, DeclineReason.NOT_NOW))) {
      for (Scene scene :
          List.of(
              new Scene().talking(),
              new Scene().asked(),
              new Scene().walletOpened(WalletDevice.OTHER_DEVICE),
              new Scene().open())) {
        DisclosureState before = scene.state().disclosure();
        scene.residentSays(message);
        assertEquals(before, scene.state().disclosure());
        assertEquals(ErrorCode.NO_DISCLOSURE_ASKED, lastRefusalOfResident(scene));
      }
    }
  }

  @Test
  void the_pairing_code_is_compared_here_and_pairing_is_then_completed() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.OTHER_DEVICE)
            .wallet(WalletStatus.PAIRING)
            .types(Scene.CODE);

    assertEquals(1, scene.all(Effect.CompletePairing.class).size());
    assertEquals(
        List.of(DisclosureStep.PAIRING_CODE_NEEDED, DisclosureStep.SHARING),
        scene.toldStaff(CounterToStaff.DisclosureProgress.class).stream()
            .map(CounterToStaff.DisclosureProgress::step)
            .toList());

    scene.concluded(1, Scene.samira()).rowsDurable();
    assertEquals(
        DiscloserAssurance.PAIRED,
        scene.toldStaff(CounterToStaff.IdentityVerified.class).getLast().discloser());
  }

  @Test
  void after_three_wrong_pairing_codes_the_session_ends() {
    Scene scene = new Scene().walletOpened(WalletDevice.OTHER_DEVICE).wallet(WalletStatus.PAIRING);
    for (String wrong : List.of("0000", "0001")) {
      scene.types(wrong);
      assertInstanceOf(Disclosing.class, scene.state().disclosure());
    }
    scene.types("0002").types(Scene.CODE);

    assertEquals(
        List.of(Optional.of(2), Optional.of(1), Optional.of(0)),
        scene.toldResident(RelayToResident.DisclosureProgress.class).stream()
            .filter(progress -> progress.step() == DisclosureStep.PAIRING_CODE_WRONG)
            .map(RelayToResident.DisclosureProgress::triesLeft)
            .toList());
    assertInstanceOf(Dropped.class, scene.state().disclosure());
    assertEquals(1, scene.all(Effect.CancelDisclosure.class).size());
    assertTrue(scene.all(Effect.CompletePairing.class).isEmpty());
    assertEquals(
        DisclosureOutcome.REJECTED,
        scene.toldResident(RelayToResident.DisclosureFinished.class).getLast().outcome());
  }

  /** Otherwise whoever guesses starts anew before the last try, again and again. */
  @Test
  void choosing_the_device_again_gives_no_new_tries() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.OTHER_DEVICE)
            .wallet(WalletStatus.PAIRING)
            .types("0000")
            .types("0001")
            .residentSays(Scene.consent(WalletDevice.OTHER_DEVICE))
            .sessionStarted(2, WalletDevice.OTHER_DEVICE)
            .on(new Event.WalletProgressed(Scene.attempt(2), WalletStatus.PAIRING))
            .types("0002");

    assertInstanceOf(Dropped.class, scene.state().disclosure());
    assertEquals(ErrorCode.PAIRING_TRIES_EXHAUSTED, lastRefusalOfResident(scene));
  }

  /** A provider that lets a wallet through without the code must not vouch for who holds it. */
  @Test
  void without_the_code_nobody_counts_as_paired() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.OTHER_DEVICE)
            .wallet(WalletStatus.CONNECTED)
            .concluded(1, Scene.samira())
            .rowsDurable();

    assertEquals(
        DiscloserAssurance.NONE,
        scene.toldStaff(CounterToStaff.IdentityVerified.class).getLast().discloser());
  }

  @Test
  void a_code_before_the_wallet_shows_one_is_no_guess() {
    Scene scene = new Scene().walletOpened(WalletDevice.OTHER_DEVICE).types(Scene.CODE);

    assertEquals(ErrorCode.NOT_IN_THIS_STATE, lastRefusalOfResident(scene));
    assertTrue(scene.all(Effect.CompletePairing.class).isEmpty());
  }

  @Test
  void switching_the_device_starts_anew_and_cancels_the_first_session() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.THIS_DEVICE)
            .residentSays(Scene.consent(WalletDevice.OTHER_DEVICE));

    assertEquals(Scene.attempt(1), scene.last(Effect.CancelDisclosure.class).attempt());
    assertEquals(Scene.attempt(2), scene.last(Effect.StartDisclosure.class).attempt());

    // what the first session still says does not count
    scene.concluded(1, Scene.samira());
    assertInstanceOf(Disclosing.class, scene.state().disclosure());
    scene.sessionStarted(2, WalletDevice.OTHER_DEVICE).concluded(2, Scene.samira()).rowsDurable();
    assertInstanceOf(Verified.class, scene.state().disclosure());
  }

  @Test
  void devices_cannot_be_switched_without_end() {
    Scene scene = new Scene().walletOpened(WalletDevice.THIS_DEVICE);
    for (int more = 0; more < 20; more++) {
      scene.residentSays(Scene.consent(WalletDevice.THIS_DEVICE));
    }

    assertEquals(DisclosureSteps.MAX_ATTEMPTS, scene.all(Effect.StartDisclosure.class).size());
  }

  @Test
  void every_rejection_is_audited_told_to_staff_and_put_plainly_to_the_resident() {
    for (Rejection reason : Rejection.values()) {
      Scene scene = new Scene().walletOpened(WalletDevice.THIS_DEVICE).rejected(reason);

      assertEquals(new Dropped(reason), scene.state().disclosure());
      assertEquals(reason.name(), scene.lastRow("disclosure-rejected").get("reason"));
      assertEquals(
          reason, scene.toldStaff(CounterToStaff.IdentityRejected.class).getLast().reason());
      assertEquals(
          DisclosureSteps.outcome(reason),
          scene.toldResident(RelayToResident.DisclosureFinished.class).getLast().outcome());
      assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
      // and the staff member may ask again
      assertInstanceOf(Requested.class, scene.says(ASK_WMO).state().disclosure());
    }
  }

  @Test
  void nobody_is_told_of_an_identity_before_its_row_is_durable() {
    Scene scene = new Scene().verified();
    assertTrue(scene.toldStaff(CounterToStaff.IdentityVerified.class).isEmpty());

    scene.rowsDurable();

    assertEquals(1, scene.toldStaff(CounterToStaff.IdentityVerified.class).size());
    assertEquals("evidence-hash", scene.lastRow("disclosure-verified").get("evidenceHash"));
    assertFalse(scene.lastRow("disclosure-verified").toString().contains("999993653"));
  }

  @Test
  void an_identity_whose_row_cannot_be_written_is_dropped() {
    Scene scene = new Scene().verified().rowsFail();

    assertTrue(scene.toldStaff(CounterToStaff.IdentityVerified.class).isEmpty());
    assertInstanceOf(Dropped.class, scene.state().disclosure());
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
    assertEquals(ErrorCode.AUDIT_UNAVAILABLE, lastRefusal(scene));
  }

  @Test
  void cancelling_by_staff_ends_the_session_at_the_provider() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.THIS_DEVICE)
            .says(new StaffToCounter.CancelDisclosure(Scene.CONVERSATION));

    assertEquals(new Dropped(Rejection.CANCELLED), scene.state().disclosure());
    assertEquals(1, scene.all(Effect.CancelDisclosure.class).size());
    scene.says(new StaffToCounter.CancelDisclosure(Scene.CONVERSATION));
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, lastRefusal(scene));
  }

  @Test
  void a_reloaded_page_is_shown_the_question_and_the_wallet_again() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.OTHER_DEVICE)
            .wallet(WalletStatus.PAIRING)
            .on(new Event.ResidentPresenceChanged(Presence.AWAY))
            .forgetEffects()
            .on(new Event.ResidentPresenceChanged(Presence.HERE));

    assertEquals(1, scene.toldResident(RelayToResident.DisclosureAsked.class).size());
    assertEquals(1, scene.toldResident(RelayToResident.DisclosureStarted.class).size());
    assertEquals(
        DisclosureStep.PAIRING_CODE_NEEDED,
        scene.toldResident(RelayToResident.DisclosureProgress.class).getLast().step());
  }

  @Test
  void the_end_of_the_conversation_ends_the_wallet_session() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.THIS_DEVICE)
            .on(new Event.Ended(EndReason.RESIDENT_LEFT))
            .concluded(1, Scene.samira());

    assertEquals(1, scene.all(Effect.CancelDisclosure.class).size());
    assertTrue(scene.toldStaff(CounterToStaff.IdentityVerified.class).isEmpty());
  }

  @Test
  void questions_in_one_conversation_are_bounded() {
    Scene scene = new Scene().talking();
    for (int ask = 0; ask < DisclosureSteps.MAX_ASKS; ask++) {
      scene.says(ASK_WMO).says(new StaffToCounter.CancelDisclosure(Scene.CONVERSATION));
    }

    assertEquals(ErrorCode.TOO_MANY_MESSAGES, lastRefusal(scene.says(ASK_WMO)));
  }
}
