package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.StaffToCounter.StaffLock;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.gate.LifeClock;
import nl.digitalebalie.server.identity.Keys;
import org.junit.jupiter.api.Test;

/** Keys, spoken code, channel and signs of life: what each opens, and what closes again. */
class ChannelStepsTest {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static KeyPair key() {
    return Keys.ecPair(new SecureRandom());
  }

  private static ChannelAssurance assurance(Scene scene) {
    return scene.toldStaff(CounterToStaff.ChannelAssured.class).getLast().channel();
  }

  private static LockReason lastLock(Scene scene) {
    return scene.toldStaff(CounterToStaff.PanelLocked.class).getLast().reason();
  }

  private static Scene switched(Scene scene, Channel channel) {
    int next = scene.state().liveness().epoch() + 1;
    return scene
        .on(new Event.ChannelChanged(channel))
        .on(new Event.EpochBegan(next))
        .beats(MediaFlow.FLOWING);
  }

  // Binding

  @Test
  void binding_answers_with_b_and_a_ticket_for_the_staff_members_key_and_is_audited() {
    Scene scene = new Scene().bound();

    CounterToStaff.ChannelBound bound =
        scene.toldStaff(CounterToStaff.ChannelBound.class).getLast();
    assertEquals(Scene.BINDING.base64url(), bound.binding());
    assertEquals(
        "ticket of anna in conversation-000001 with "
            + TestKeys.text(TestKeys.COUNTER)
            + " until "
            + Scene.START.plus(Duration.ofHours(12)),
        bound.ticket());
    assertEquals(ChannelAssurance.NONE, assurance(scene));
    assertEquals(
        ChannelSteps.hash(Scene.BINDING), scene.lastRow("channel-bound").get("bindingHash"));
    assertFalse(scene.lastRow("channel-bound").toString().contains(Scene.BINDING.base64url()));
  }

  @Test
  void a_resident_key_that_the_relay_did_not_tell_is_not_bound() {
    Scene scene = new Scene().binds(TestKeys.COUNTER, TestKeys.OTHER);

    assertEquals(ErrorCode.BINDING_MISMATCH, scene.refused());
    assertEquals("BINDING_MISMATCH", scene.lastRow("denied").get("reason"));
    assertTrue(scene.toldStaff(CounterToStaff.ChannelBound.class).isEmpty());
  }

  @Test
  void one_key_for_both_sides_is_not_bound() {
    assertEquals(
        ErrorCode.BINDING_MISMATCH,
        new Scene().binds(TestKeys.RESIDENT, TestKeys.RESIDENT).refused());
  }

  @Test
  void what_is_no_point_on_the_curve_is_no_key() {
    String right = TestKeys.text(TestKeys.COUNTER);
    for (StaffToCounter.BindChannel wrong :
        List.of(
            new StaffToCounter.BindChannel(
                Scene.CONVERSATION, TestKeys.OFF_THE_CURVE, TestKeys.text(TestKeys.RESIDENT)),
            new StaffToCounter.BindChannel(Scene.CONVERSATION, right, TestKeys.OFF_THE_CURVE))) {
      Scene scene = new Scene().says(wrong);

      assertEquals(ErrorCode.KEY_REFUSED, scene.refused());
      assertEquals("KEY_REFUSED", scene.lastRow("denied").get("reason"));
    }
    // and a relay that tells one has told none
    Scene scene = new Scene().on(new Event.KeyAnnounced(TestKeys.OFF_THE_CURVE)).bound();
    assertEquals(ErrorCode.BINDING_MISMATCH, scene.refused());
  }

  @Test
  void binding_the_same_keys_again_changes_nothing_and_answers_the_same() {
    Scene scene = new Scene().open().bound();

    List<CounterToStaff.ChannelBound> told = scene.toldStaff(CounterToStaff.ChannelBound.class);
    assertEquals(2, told.size());
    assertEquals(told.getFirst(), told.getLast());
    assertEquals(ChannelAssurance.SPOKEN, assurance(scene));
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    assertEquals(1, scene.rows().stream().filter("channel-bound"::equals).count());
  }

  @Test
  void a_fourth_pair_of_keys_is_one_too_many_and_an_earlier_one_is_not() {
    Scene scene = new Scene().bound();
    scene.binds(key(), TestKeys.RESIDENT).binds(key(), TestKeys.RESIDENT);
    assertEquals(3, scene.toldStaff(CounterToStaff.ChannelBound.class).size());

    scene.binds(key(), TestKeys.RESIDENT);
    assertEquals(ErrorCode.TOO_MANY_BINDINGS, scene.refused());
    assertEquals("TOO_MANY_BINDINGS", scene.lastRow("denied").get("reason"));

    scene.bound();
    assertEquals(
        Scene.BINDING.base64url(),
        scene.toldStaff(CounterToStaff.ChannelBound.class).getLast().binding());
  }

  @Test
  void another_resident_key_drops_the_identity_and_begins_anew() {
    KeyPair other = key();
    Scene scene = new Scene().open().on(new Event.KeyAnnounced(TestKeys.text(other)));

    assertEquals(LockReason.IDENTITY_DROPPED, lastLock(scene));
    assertEquals(new DisclosureState.Dropped(Rejection.CANCELLED), scene.state().disclosure());
    assertEquals(
        Rejection.CANCELLED,
        scene.toldStaff(CounterToStaff.IdentityRejected.class).getLast().reason());
    assertEquals(ChannelAssurance.NONE, assurance(scene));
    assertTrue(
        scene
            .rows()
            .containsAll(List.of("gate-relocked", "disclosure-rejected", "channel-unbound")));

    // the keys of before are not those of this conversation any more
    assertEquals(ErrorCode.BINDING_MISMATCH, scene.bound().refused());
    scene.binds(TestKeys.COUNTER, other);
    assertEquals(
        TestKeys.binding(Scene.CONVERSATION, other, TestKeys.COUNTER).base64url(),
        scene.toldStaff(CounterToStaff.ChannelBound.class).getLast().binding());
    assertEquals(ChannelAssurance.NONE, assurance(scene));
    assertEquals(ErrorCode.BINDING_MISMATCH, scene.code(CodeResult.MATCHED).refused());
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());
  }

  @Test
  void another_key_ends_a_disclosure_that_is_under_way() {
    Scene scene =
        new Scene()
            .walletOpened(WalletDevice.THIS_DEVICE)
            .on(new Event.KeyAnnounced(TestKeys.text(key())));

    assertEquals(1, scene.all(Effect.CancelDisclosure.class).size());
    scene.concluded(1, Scene.samira()).rowsDurable();
    assertTrue(scene.toldStaff(CounterToStaff.IdentityVerified.class).isEmpty());
  }

  /** The identity's row was on its way when the keys changed: nobody hears of it any more. */
  @Test
  void another_key_drops_an_identity_that_waits_for_its_row() {
    Scene scene =
        new Scene().verified().on(new Event.KeyAnnounced(TestKeys.text(key()))).rowsDurable();

    assertTrue(scene.toldStaff(CounterToStaff.IdentityVerified.class).isEmpty());
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
  }

  @Test
  void the_same_key_again_changes_nothing() {
    Scene scene = new Scene().open().on(new Event.KeyAnnounced(TestKeys.text(TestKeys.RESIDENT)));

    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  @Test
  void another_key_of_the_staff_client_drops_the_identity_as_well() {
    Scene scene = new Scene().open().binds(key(), TestKeys.RESIDENT);

    assertEquals(LockReason.IDENTITY_DROPPED, lastLock(scene));
    assertInstanceOf(DisclosureState.Dropped.class, scene.state().disclosure());
  }

  @Test
  void nothing_is_bound_after_the_end() {
    Scene scene = new Scene().on(new Event.Ended(EndReason.STAFF_HUNG_UP)).bound();

    assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
    assertTrue(scene.toldStaff(CounterToStaff.ChannelBound.class).isEmpty());
  }

  @Test
  void a_colleague_cannot_bind_in_my_conversation() {
    Scene scene =
        new Scene()
            .on(
                new Event.StaffSaid(
                    Scene.staff("bert", Set.of("wmo")),
                    new StaffToCounter.BindChannel(
                        Scene.CONVERSATION,
                        TestKeys.text(TestKeys.COUNTER),
                        TestKeys.text(TestKeys.RESIDENT))));

    assertEquals(ErrorCode.NOT_YOUR_CONVERSATION, scene.refused());
    assertTrue(scene.state().bond().pair().isEmpty());
  }

  // The spoken code

  @Test
  void a_code_that_matches_makes_the_channel_sure_and_is_audited() {
    Scene scene = new Scene().unsure().code(CodeResult.MATCHED);

    assertEquals(ChannelAssurance.SPOKEN, assurance(scene));
    assertEquals("MATCHED", scene.lastRow("code-checked").get("result"));
    assertEquals("VIDEO", scene.lastRow("code-checked").get("medium"));
    assertEquals(
        ChannelSteps.hash(Scene.BINDING), scene.lastRow("code-checked").get("bindingHash"));
  }

  @Test
  void without_the_code_the_identity_is_shown_and_the_panel_stays_shut_until_it_is_said() {
    Scene scene = new Scene().unsure().identifies().rowsDurable();

    CounterToStaff.IdentityVerified verified =
        scene.toldStaff(CounterToStaff.IdentityVerified.class).getLast();
    assertEquals(ChannelAssurance.NONE, verified.channel());
    assertTrue(verified.attestation().startsWith("attested NONE under "));
    assertEquals(new PanelState.Locked(LockReason.CHANNEL_NOT_SURE), scene.state().panel());
    assertEquals(LockReason.CHANNEL_NOT_SURE, lastLock(scene));
    assertEquals("CHANNEL_NOT_SURE", scene.lastRow("denied").get("reason"));
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());

    scene.code(CodeResult.MATCHED).rowsDurable().casesArrive();

    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    assertTrue(
        scene
            .toldStaff(CounterToStaff.PanelOpened.class)
            .getLast()
            .attestation()
            .startsWith("attested SPOKEN under " + Scene.BINDING.base64url()));
    assertEquals("SPOKEN", scene.lastRow("gate-opened").get("channel"));
    assertEquals(ChannelSteps.hash(Scene.BINDING), scene.lastRow("gate-opened").get("bindingHash"));
  }

  @Test
  void the_code_opens_no_panel_that_was_shut_for_another_reason() {
    Scene byHand = new Scene().unsure().identifies().rowsDurable();
    byHand.says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.SCREEN_LOCKED));
    byHand.code(CodeResult.MATCHED).rowsDurable();
    assertEquals(new PanelState.Locked(LockReason.SCREEN_LOCKED), byHand.state().panel());

    Scene newEpoch = new Scene().unsure().identifies().rowsDurable();
    newEpoch.on(new Event.EpochBegan(2)).beats(MediaFlow.FLOWING);
    newEpoch.code(CodeResult.MATCHED).rowsDurable();
    assertEquals(new PanelState.Locked(LockReason.NEW_CONNECTION), newEpoch.state().panel());

    Scene silent = new Scene().unsure().identifies().rowsDurable().pass(GRACE);
    silent.code(CodeResult.MATCHED).rowsDurable();
    assertInstanceOf(PanelState.Locked.class, silent.state().panel());
    for (Scene scene : List.of(byHand, newEpoch, silent)) {
      assertTrue(scene.all(Effect.ReadCases.class).isEmpty());
    }
  }

  @Test
  void a_purpose_that_asks_no_sure_channel_opens_without_the_code() {
    Scene scene = new Scene().unsure();
    scene.says(
        new StaffToCounter.AskDisclosure(
            Scene.CONVERSATION, new nl.digitalebalie.protocol.id.PurposeId("general-question")));
    scene
        .residentSays(Scene.consent(WalletDevice.THIS_DEVICE))
        .sessionStarted(1, WalletDevice.THIS_DEVICE)
        .concluded(1, Scene.samira())
        .rowsDurable();

    assertEquals(1, scene.all(Effect.ReadCases.class).size());
    assertEquals("NONE", scene.lastRow("gate-opened").get("channel"));
  }

  @Test
  void wrong_once_is_forgiven_once() {
    Scene scene = new Scene().unsure().code(CodeResult.WRONG);
    assertEquals("WRONG", scene.lastRow("code-checked").get("result"));
    assertEquals(ChannelAssurance.NONE, assurance(scene));

    assertEquals(ChannelAssurance.SPOKEN, assurance(scene.code(CodeResult.MATCHED)));
  }

  @Test
  void wrong_twice_is_the_end_whoever_counts_otherwise() {
    Scene scene = new Scene().unsure().code(CodeResult.WRONG).code(CodeResult.WRONG);
    assertEquals("FAILED", scene.lastRow("code-checked").get("result"));

    scene.code(CodeResult.MATCHED);
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());
  }

  @Test
  void a_failure_counts_also_after_a_match() {
    Scene scene = new Scene().unsure().code(CodeResult.MATCHED).code(CodeResult.FAILED);

    assertEquals("FAILED", scene.lastRow("code-checked").get("result"));
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());
  }

  @Test
  void after_a_failed_or_aborted_code_there_is_no_other_under_the_same_keys() {
    for (CodeResult end : List.of(CodeResult.FAILED, CodeResult.ABORTED)) {
      Scene scene = new Scene().unsure().code(end);
      assertEquals(end.name(), scene.lastRow("code-checked").get("result"));

      for (CodeResult again : CodeResult.values()) {
        scene.code(again);
        assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
      }
      switched(scene, Channel.PHONE).code(CodeResult.MATCHED);
      assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
      assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());
      assertEquals(1, scene.rows().stream().filter("code-checked"::equals).count());
    }
  }

  @Test
  void a_code_that_a_change_of_keys_or_the_end_broke_off_is_written_down() {
    KeyPair other = key();
    Scene scene = new Scene().unsure().on(new Event.KeyAnnounced(TestKeys.text(other)));
    scene.code(CodeResult.ABORTED);
    assertTrue(scene.toldStaff(CounterToStaff.Refused.class).isEmpty());
    assertEquals("ABORTED", scene.lastRow("code-checked").get("result"));
    assertEquals(
        ChannelSteps.hash(Scene.BINDING), scene.lastRow("code-checked").get("bindingHash"));
    assertEquals(ErrorCode.BINDING_MISMATCH, scene.code(CodeResult.ABORTED).refused());
    // nobody revives it by coming back with the old key
    scene.on(new Event.KeyAnnounced(TestKeys.text(TestKeys.RESIDENT))).bound();
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.code(CodeResult.MATCHED).refused());

    Scene ended = new Scene().unsure().on(new Event.Ended(EndReason.RESIDENT_LEFT));
    ended.code(CodeResult.ABORTED);
    assertEquals("ABORTED", ended.lastRow("code-checked").get("result"));
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, ended.code(CodeResult.MATCHED).refused());
  }

  @Test
  void a_failed_code_drops_the_identity() {
    Scene scene = new Scene().unsure().identifies().rowsDurable().code(CodeResult.FAILED);

    assertEquals(LockReason.IDENTITY_DROPPED, lastLock(scene));
    assertInstanceOf(DisclosureState.Dropped.class, scene.state().disclosure());
    scene.asksForPanel().rowsDurable();
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());

    Scene underWay = new Scene().unsure().asksWho().code(CodeResult.FAILED);
    assertInstanceOf(DisclosureState.Dropped.class, underWay.state().disclosure());
  }

  @Test
  void a_code_is_settled_once_in_each_medium() {
    Scene scene = new Scene().talking();
    for (CodeResult again : List.of(CodeResult.MATCHED, CodeResult.WRONG, CodeResult.ABORTED)) {
      scene.code(again);
      assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
    }
    assertEquals(ChannelAssurance.SPOKEN, scene.state().bond().assurance());
  }

  @Test
  void a_match_that_crossed_a_switch_or_a_reload_counts_for_nothing_until_it_is_said_again() {
    Scene scene = new Scene().unsure();
    scene.on(new Event.ChannelChanged(Channel.PHONE));
    assertEquals(ErrorCode.STALE_EPOCH, scene.code(1, CodeResult.MATCHED).refused());
    scene.on(new Event.EpochBegan(2));
    assertEquals(ErrorCode.STALE_EPOCH, scene.code(1, CodeResult.MATCHED).refused());
    assertEquals(List.of(), scene.rows().stream().filter("code-checked"::equals).toList());
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());

    // said again in that call; the one who speaks there is the one who counts
    assertEquals(ChannelAssurance.SPOKEN, assurance(scene.code(2, CodeResult.MATCHED)));

    Scene reloaded = new Scene().unsure().on(new Event.EpochBegan(2));
    assertEquals(ErrorCode.STALE_EPOCH, reloaded.code(1, CodeResult.MATCHED).refused());
    assertEquals(ChannelAssurance.NONE, reloaded.state().bond().assurance());
    assertEquals(ErrorCode.STALE_EPOCH, reloaded.code(3, CodeResult.MATCHED).refused());
    assertEquals(ChannelAssurance.SPOKEN, assurance(reloaded.code(2, CodeResult.MATCHED)));
  }

  @Test
  void what_went_wrong_counts_in_whatever_epoch_it_arrives() {
    for (CodeResult bad : List.of(CodeResult.FAILED, CodeResult.ABORTED)) {
      Scene scene = new Scene().unsure().on(new Event.EpochBegan(2)).code(1, bad);
      scene.code(2, CodeResult.MATCHED);
      assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());
    }
    Scene wrong = new Scene().unsure().on(new Event.EpochBegan(2));
    wrong.code(1, CodeResult.WRONG).code(2, CodeResult.WRONG).code(2, CodeResult.MATCHED);
    assertEquals(ChannelAssurance.NONE, wrong.state().bond().assurance());
  }

  @Test
  void a_failure_that_crossed_the_switch_to_a_chat_counts() {
    Scene scene = switched(new Scene().talking(), Channel.CHAT).code(1, CodeResult.FAILED);
    assertEquals("FAILED", scene.lastRow("code-checked").get("result"));

    switched(scene, Channel.VIDEO);
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());
  }

  @Test
  void a_code_for_another_b_counts_for_nothing() {
    Scene scene = new Scene().unsure();
    ChannelBinding other = TestKeys.binding(Scene.CONVERSATION, TestKeys.OTHER, TestKeys.COUNTER);
    scene.says(
        new StaffToCounter.CodeChecked(
            Scene.CONVERSATION, 1, other.base64url(), CodeResult.MATCHED));

    assertEquals(ErrorCode.BINDING_MISMATCH, scene.refused());
    assertEquals("BINDING_MISMATCH", scene.lastRow("denied").get("reason"));
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());
    assertEquals(ErrorCode.BINDING_MISMATCH, new Scene().code(CodeResult.MATCHED).refused());
  }

  @Test
  void a_code_in_a_chat_counts_for_nothing() {
    Scene chat = new Scene(Optional.of(Scene.ANNA), Channel.CHAT).unsure().code(CodeResult.MATCHED);

    assertEquals(ErrorCode.NOT_IN_THIS_STATE, chat.refused());
    assertEquals(ChannelAssurance.NONE, chat.state().bond().assurance());
    assertFalse(chat.rows().contains("code-checked"));
    chat.identifies().rowsDurable();
    assertEquals(new PanelState.Locked(LockReason.CHANNEL_NOT_SURE), chat.state().panel());
  }

  // Switches

  /** The channel before and after, whether the code was said before, and what is left of it. */
  @Test
  void what_a_switch_leaves_of_the_code() {
    record Row(Channel from, Channel to, ChannelAssurance left) {}
    for (Row row :
        List.of(
            new Row(Channel.VIDEO, Channel.PHONE, ChannelAssurance.NONE),
            new Row(Channel.VIDEO, Channel.CHAT, ChannelAssurance.NONE),
            new Row(Channel.PHONE, Channel.VIDEO, ChannelAssurance.SPOKEN),
            new Row(Channel.PHONE, Channel.CHAT, ChannelAssurance.NONE))) {
      Scene scene = new Scene(Optional.of(Scene.ANNA), row.from).unsure().code(CodeResult.MATCHED);
      assertEquals(ChannelAssurance.SPOKEN, scene.state().bond().assurance());

      switched(scene, row.to);

      assertEquals(row.left, scene.state().bond().assurance(), row.toString());
      assertEquals(row.left, assurance(scene), row.toString());
      assertEquals(row.to.name(), scene.lastRow("channel-changed").get("channel"));
    }
  }

  @Test
  void to_the_telephone_and_back_the_panel_opens_only_when_the_channel_is_sure_again() {
    Scene scene = new Scene().open().on(new Event.ChannelChanged(Channel.PHONE));
    assertEquals(LockReason.CHANNEL_CHANGED, lastLock(scene));
    assertEquals("CHANNEL_CHANGED", scene.lastRow("gate-relocked").get("reason"));

    // in the connection that is over nobody is seen any more
    scene.says(new StaffToCounter.OpenPanel(Scene.CONVERSATION, 1));
    assertEquals(ErrorCode.STALE_EPOCH, scene.refused());

    scene.on(new Event.EpochBegan(2)).beats(MediaFlow.FLOWING).asksForPanel().rowsDurable();
    assertEquals(ErrorCode.GATE_CLOSED, scene.refused());
    assertEquals(new PanelState.Locked(LockReason.CHANNEL_NOT_SURE), scene.state().panel());

    scene.code(CodeResult.MATCHED).rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    assertEquals("PHONE", scene.lastRow("code-checked").get("medium"));

    switched(scene, Channel.VIDEO);
    assertEquals(new PanelState.Locked(LockReason.CHANNEL_CHANGED), scene.state().panel());
    assertEquals(ChannelAssurance.SPOKEN, scene.state().bond().assurance());
    scene.asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  @Test
  void each_telephone_call_is_a_call_of_its_own() {
    Scene scene = new Scene(Optional.of(Scene.ANNA), Channel.PHONE).talking();
    switched(scene, Channel.CHAT);
    switched(scene, Channel.PHONE);
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());

    assertEquals(ChannelAssurance.SPOKEN, assurance(scene.code(CodeResult.MATCHED)));
  }

  /** Otherwise whoever guesses switches to and fro and has a try each time. */
  @Test
  void switching_gives_no_new_tries() {
    Scene scene = new Scene().unsure().code(CodeResult.WRONG);
    switched(scene, Channel.PHONE).code(CodeResult.WRONG);
    int accepted = scene.rows().stream().filter("code-checked"::equals).toList().size();
    assertEquals(2, accepted);
    switched(scene, Channel.VIDEO).code(CodeResult.WRONG);
    assertEquals("FAILED", scene.lastRow("code-checked").get("result"));
    for (Channel next : List.of(Channel.PHONE, Channel.VIDEO)) {
      switched(scene, next).code(CodeResult.WRONG);
      assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
    }

    assertEquals(3, scene.rows().stream().filter("code-checked"::equals).count());
  }

  @Test
  void a_switch_to_the_channel_that_is_on_changes_nothing() {
    Scene scene = new Scene().open().on(new Event.ChannelChanged(Channel.VIDEO));

    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  // Signs of life

  @Test
  void the_panel_lives_only_while_both_sign() {
    Scene onlyStaff = new Scene().open();
    for (int beat = 0; beat < 6; beat++) {
      assertInstanceOf(PanelState.Open.class, onlyStaff.state().panel());
      onlyStaff.pass(Duration.ofSeconds(5)).staffBeats(MediaFlow.FLOWING);
    }
    assertEquals(LockReason.RESIDENT_LOST, lastLock(onlyStaff));
    assertEquals("RESIDENT_SILENT", onlyStaff.lastRow("gate-relocked").get("reason"));

    Scene onlyResident = new Scene().open();
    for (int beat = 0; beat < 6; beat++) {
      assertInstanceOf(PanelState.Open.class, onlyResident.state().panel());
      onlyResident.pass(Duration.ofSeconds(5)).residentBeats();
    }
    assertEquals(LockReason.STAFF_CONNECTION_LOST, lastLock(onlyResident));
  }

  @Test
  void the_panel_waits_for_the_sign_of_the_other() {
    for (boolean residentFirst : new boolean[] {true, false}) {
      Scene scene = new Scene().bound().on(new Event.EpochBegan(1)).code(CodeResult.MATCHED);
      scene.identifies().rowsDurable();
      Scene first = residentFirst ? scene.residentBeats() : scene.staffBeats(MediaFlow.FLOWING);
      first.rowsDurable();
      assertTrue(scene.all(Effect.ReadCases.class).isEmpty());

      Scene second = residentFirst ? scene.staffBeats(MediaFlow.FLOWING) : scene.residentBeats();
      second.rowsDurable().casesArrive();
      assertInstanceOf(PanelState.Open.class, scene.state().panel());
    }
  }

  /** The relay passes them on: it must not be able to make, repeat or keep one. */
  @Test
  void a_forged_sign_of_life_of_the_resident_is_refused_and_keeps_nobody_alive() {
    ChannelBinding elsewhere =
        TestKeys.binding(Scene.CONVERSATION, TestKeys.RESIDENT, TestKeys.OTHER);
    List<ResidentToRelay.Heartbeat> forged = new ArrayList<>();
    forged.add(new ResidentToRelay.Heartbeat(1, 7, TestKeys.NO_SIGNATURE));
    forged.add(signed(TestKeys.OTHER, Party.RESIDENT, Scene.BINDING, 7));
    forged.add(signed(TestKeys.COUNTER, Party.RESIDENT, Scene.BINDING, 7));
    // the staff member's own, turned round
    forged.add(signed(TestKeys.COUNTER, Party.COUNTER, Scene.BINDING, 7));
    forged.add(signed(TestKeys.RESIDENT, Party.COUNTER, Scene.BINDING, 7));
    forged.add(signed(TestKeys.RESIDENT, Party.RESIDENT, elsewhere, 7));
    // signed for another number or epoch than it says
    forged.add(new ResidentToRelay.Heartbeat(1, 8, Scene.residentBeat(1, 7).signature()));
    forged.add(new ResidentToRelay.Heartbeat(1, 7, Scene.residentBeat(2, 7).signature()));
    for (ResidentToRelay.Heartbeat beat : forged) {
      Scene scene = new Scene().open().pass(GRACE.minusSeconds(1)).staffBeats(MediaFlow.FLOWING);
      scene.residentSays(beat);
      assertEquals(ErrorCode.SIGNATURE_REFUSED, scene.refusedResident());
      scene.pass(Duration.ofSeconds(1));
      assertEquals("RESIDENT_SILENT", scene.lastRow("gate-relocked").get("reason"));
    }
  }

  private static ResidentToRelay.Heartbeat signed(
      KeyPair key, Party party, ChannelBinding binding, long number) {
    return new ResidentToRelay.Heartbeat(
        1, number, TestKeys.lifeSign(key, party, binding, 1, number));
  }

  @Test
  void a_forged_sign_of_life_of_the_staff_client_is_refused() {
    for (String forged :
        List.of(
            TestKeys.NO_SIGNATURE,
            TestKeys.lifeSign(TestKeys.OTHER, Party.COUNTER, Scene.BINDING, 1, 7),
            Scene.residentBeat(1, 7).signature())) {
      Scene scene = new Scene().bound().on(new Event.EpochBegan(1));
      scene.says(new StaffToCounter.Heartbeat(Scene.CONVERSATION, 1, MediaFlow.FLOWING, 7, forged));

      assertEquals(ErrorCode.SIGNATURE_REFUSED, scene.refused());
      assertTrue(scene.state().liveness().mediaFlowedAt().isEmpty());
      assertTrue(scene.state().liveness().heardStaffAt().isEmpty());
    }
  }

  @Test
  void a_number_counts_once_and_only_upwards_within_its_epoch() {
    Scene scene = new Scene().bound().on(new Event.EpochBegan(1));
    scene.residentSays(Scene.residentBeat(1, 3)).says(Scene.staffBeat(1, MediaFlow.FLOWING, 3));
    assertTrue(scene.toldResident(RelayToResident.Refused.class).isEmpty());
    for (long number : new long[] {3, 2, 1}) {
      scene.residentSays(Scene.residentBeat(1, number));
      assertEquals(ErrorCode.SIGNATURE_REFUSED, scene.refusedResident());
      scene.says(Scene.staffBeat(1, MediaFlow.FLOWING, number));
      assertEquals(ErrorCode.SIGNATURE_REFUSED, scene.refused());
    }
    scene.on(new Event.EpochBegan(2)).residentSays(Scene.residentBeat(2, 1));
    assertTrue(scene.state().liveness().residentSignedAt().isPresent());
  }

  /** Otherwise whoever begins it again could replay what was signed in it. */
  @Test
  void an_epoch_that_began_before_does_not_begin_again() {
    ResidentToRelay.Heartbeat kept = Scene.residentBeat(1, 1);
    for (List<Event> again :
        List.of(
            List.<Event>of(new Event.EpochBegan(1)),
            List.<Event>of(new Event.EpochBegan(2), new Event.EpochBegan(1)),
            List.<Event>of(new Event.ChannelChanged(Channel.PHONE), new Event.EpochBegan(1)),
            List.<Event>of(
                new Event.KeyAnnounced(TestKeys.text(TestKeys.OTHER)),
                new Event.KeyAnnounced(TestKeys.text(TestKeys.RESIDENT))))) {
      Scene scene = new Scene().unsure().residentSays(Scene.residentBeat(1, 3));
      again.forEach(scene::on);
      scene.bound();
      int refusals = scene.toldResident(RelayToResident.Refused.class).size();

      scene.residentSays(kept);
      assertEquals(refusals + 1, scene.toldResident(RelayToResident.Refused.class).size());
    }
    Scene open = new Scene().open().on(new Event.EpochBegan(1));
    assertInstanceOf(PanelState.Open.class, open.state().panel());
  }

  @Test
  void signs_of_an_older_or_a_later_epoch_keep_nobody_alive() {
    Scene scene = new Scene().open().on(new Event.EpochBegan(2));
    for (int epoch : new int[] {1, 3}) {
      scene.residentSays(Scene.residentBeat(epoch, 50));
      assertEquals(ErrorCode.STALE_EPOCH, scene.refusedResident());
      scene.says(Scene.staffBeat(epoch, MediaFlow.FLOWING, 50));
      assertEquals(ErrorCode.STALE_EPOCH, scene.refused());
    }
    assertTrue(scene.state().liveness().residentSignedAt().isEmpty());
    assertTrue(scene.state().liveness().mediaFlowedAt().isEmpty());
  }

  @Test
  void before_the_keys_are_bound_nobody_can_be_heard() {
    Scene scene = new Scene().on(new Event.EpochBegan(1));
    scene.residentSays(Scene.residentBeat(1, 1));
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refusedResident());
    scene.says(Scene.staffBeat(1, MediaFlow.FLOWING, 1));
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
  }

  /** Each sign was made in time by the resident's page; the relay spends one where six were due. */
  @Test
  void a_relay_that_puts_signs_by_keeps_nobody_alive_who_left() {
    Scene scene = new Scene().open(); // tick 1 of each
    List<ResidentToRelay.Heartbeat> hoard = new ArrayList<>();
    for (int tick = 2; tick <= 25; tick++) {
      hoard.add(Scene.residentBeat(1, tick));
    }
    for (int tick = 2; tick <= 60; tick++) { // the resident left after two minutes
      scene.pass(LifeClock.TICK).staffBeats(MediaFlow.FLOWING);
      if (tick % 5 == 0) {
        scene.residentSays(hoard.removeFirst());
      }
    }

    assertFalse(hoard.isEmpty());
    assertInstanceOf(PanelState.Locked.class, scene.state().panel());
    assertEquals("RESIDENT_SILENT", scene.lastRow("gate-relocked").get("reason"));
    scene.asksForPanel();
    assertEquals(ErrorCode.GATE_CLOSED, scene.refused());

    // whoever passes all in time and keeps the very last one wins its tick
    Scene late = new Scene().open();
    late.passTalking(Duration.ofSeconds(115), MediaFlow.FLOWING);
    talksAlone(late, GRACE.minusSeconds(5));
    assertInstanceOf(PanelState.Open.class, late.state().panel());
    late.residentSays(Scene.residentBeat(1, 25));
    assertEquals(
        Scene.START.plusSeconds(125), late.state().liveness().residentSignedAt().orElseThrow());
    talksAlone(late, GRACE);
    assertEquals("RESIDENT_SILENT", late.lastRow("gate-relocked").get("reason"));
  }

  /** The last ones, kept in full, win no more than their tick. */
  @Test
  void signs_that_were_held_back_give_what_is_left_of_their_time() {
    Scene scene = new Scene().open(); // tick 1 of each
    ResidentToRelay.Heartbeat third = Scene.residentBeat(1, 3);
    ResidentToRelay.Heartbeat fourth = Scene.residentBeat(1, 4);
    talksAlone(scene, Duration.ofSeconds(25));
    scene.residentSays(third);
    assertEquals(
        Scene.START.plusSeconds(15), scene.state().liveness().residentSignedAt().orElseThrow());
    talksAlone(scene, Duration.ofSeconds(15)); // at 40 s
    scene.residentSays(fourth); // over at 20 s + 30 s
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    scene.pass(Duration.ofMillis(9_999));
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    scene.pass(Duration.ofMillis(1));
    assertEquals("RESIDENT_SILENT", scene.lastRow("gate-relocked").get("reason"));

    // one that is over when it arrives opens nothing
    scene.staffBeats(MediaFlow.FLOWING).residentSays(Scene.residentBeat(1, 5)).asksForPanel();
    scene.pass(Duration.ofSeconds(5)).asksForPanel().rowsDurable();
    assertEquals(ErrorCode.GATE_CLOSED, scene.refused());
  }

  private static void talksAlone(Scene scene, Duration time) {
    for (long second = 0; second < time.toSeconds(); second += 5) {
      scene.pass(LifeClock.TICK).staffBeats(MediaFlow.FLOWING);
    }
  }

  @Test
  void lag_and_jitter_within_a_tick_cost_nothing() {
    Scene scene = new Scene().open();
    long[] lags = {0, 4_900, 100, 3_000, 4_999, 0, 2_500, 4_000};
    for (int i = 0; i < lags.length; i++) {
      Instant arrives = Scene.START.plusSeconds(5L * (i + 1)).plusMillis(lags[i]);
      scene.pass(Duration.between(scene.now(), arrives));
      scene
          .says(Scene.staffBeat(1, MediaFlow.FLOWING, i + 2))
          .residentSays(Scene.residentBeat(1, i + 2));

      assertEquals(arrives, scene.state().liveness().residentSignedAt().orElseThrow());
      assertEquals(arrives, scene.state().liveness().mediaFlowedAt().orElseThrow());
    }
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  /** A page that signs ahead would hand its carrier what keeps it alive when it is gone. */
  @Test
  void a_sign_of_the_resident_may_be_two_ticks_ahead_and_counts_from_its_arrival() {
    Scene scene = new Scene().bound().on(new Event.EpochBegan(1));
    scene.residentSays(Scene.residentBeat(1, 4));
    assertEquals(ErrorCode.SIGNATURE_REFUSED, scene.refusedResident());
    assertTrue(scene.state().liveness().residentSignedAt().isEmpty());

    scene.residentSays(Scene.residentBeat(1, 3));
    assertEquals(Scene.START, scene.state().liveness().residentSignedAt().orElseThrow());

    scene.pass(Duration.ofMillis(4_999)).residentSays(Scene.residentBeat(1, 4));
    assertEquals(Scene.START, scene.state().liveness().residentSignedAt().orElseThrow());
    scene.pass(Duration.ofMillis(1)).residentSays(Scene.residentBeat(1, 4));
    assertEquals(scene.now(), scene.state().liveness().residentSignedAt().orElseThrow());
    for (long beyond : new long[] {LifeClock.MAX_NUMBER + 1, Long.MAX_VALUE}) {
      scene
          .residentSays(Scene.residentBeat(1, beyond))
          .says(Scene.staffBeat(1, MediaFlow.FLOWING, beyond));
      assertEquals(ErrorCode.SIGNATURE_REFUSED, scene.refusedResident());
      assertEquals(ErrorCode.SIGNATURE_REFUSED, scene.refused());
    }
  }

  /** The relay may tell the gate late of an epoch, so that every sign of it looks early. */
  @Test
  void the_staff_clients_sign_makes_an_epoch_as_old_as_it_is_and_never_younger() {
    Scene scene = new Scene().bound().on(new Event.EpochBegan(1));
    scene.says(Scene.staffBeat(1, MediaFlow.FLOWING, 13)); // a minute after its offer
    assertEquals(Scene.START, scene.state().liveness().mediaFlowedAt().orElseThrow());

    scene.residentSays(Scene.residentBeat(1, 7)); // signed half a minute ago
    assertEquals(
        Scene.START.minusSeconds(25), scene.state().liveness().residentSignedAt().orElseThrow());
    scene.residentSays(Scene.residentBeat(1, 13));
    assertEquals(Scene.START, scene.state().liveness().residentSignedAt().orElseThrow());

    scene.pass(Duration.ofSeconds(60)).says(Scene.staffBeat(1, MediaFlow.FLOWING, 14));
    scene.residentSays(Scene.residentBeat(1, 14)); // as late as the other, and the clock stands
    assertEquals(
        Scene.START.plusSeconds(10), scene.state().liveness().residentSignedAt().orElseThrow());
  }

  /** Delaying all alike makes no sign look early: the epoch, and whatever was signed in it. */
  @Test
  void what_a_late_relay_had_passed_is_judged_again_by_the_staff_clients_clock() {
    Scene scene = new Scene().bound().on(new Event.EpochBegan(1)); // a minute after the offer
    scene.residentSays(Scene.residentBeat(1, 1)); // and the resident left in the first seconds
    assertEquals(Scene.START, scene.state().liveness().residentSignedAt().orElseThrow());

    scene.says(Scene.staffBeat(1, MediaFlow.FLOWING, 13));

    assertEquals(
        Scene.START.minusSeconds(55), scene.state().liveness().residentSignedAt().orElseThrow());
    scene.code(CodeResult.MATCHED).identifies().rowsDurable().asksForPanel();
    assertEquals(ErrorCode.GATE_CLOSED, scene.refused());
  }

  /** After a restart of the counter part an epoch goes on that it did not see begin. */
  @Test
  void keys_that_are_bound_in_the_middle_of_an_epoch_wait_for_the_staff_clients_sign() {
    Scene scene = new Scene().on(new Event.EpochBegan(3)).bound();
    scene.residentSays(Scene.residentBeat(3, 200));
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refusedResident()); // nobody's mistake

    scene.says(Scene.staffBeat(3, MediaFlow.FLOWING, 200)).residentSays(Scene.residentBeat(3, 200));
    assertEquals(1, scene.toldResident(RelayToResident.Refused.class).size());
    assertEquals(Scene.START, scene.state().liveness().residentSignedAt().orElseThrow());
    assertEquals(ChannelAssurance.NONE, scene.state().bond().assurance());

    assertEquals(ChannelAssurance.SPOKEN, assurance(scene.code(3, CodeResult.MATCHED)));
    scene.identifies().rowsDurable().asksForPanel().rowsDurable().casesArrive();
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }
}
