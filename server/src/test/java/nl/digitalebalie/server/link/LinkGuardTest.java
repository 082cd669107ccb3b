package nl.digitalebalie.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.link.LinkGuard.Next;
import nl.digitalebalie.server.link.LinkGuard.Outcome;
import nl.digitalebalie.server.relay.RelayEvent;
import org.junit.jupiter.api.Test;

class LinkGuardTest {
  private static final ConversationId ONE = new ConversationId("conversation-000001");
  private static final ConversationId TWO = new ConversationId("conversation-000002");

  private static final String KEY = TestKeys.text(TestKeys.RESIDENT);
  private static final String OTHER_KEY = TestKeys.text(TestKeys.OTHER);

  private static final SealedData SEALED = new SealedData(1, 1, "A".repeat(64));

  private final LinkGuard guard =
      new LinkGuard(began -> !began.staff().equals(new StaffId("mallory")));
  private long seq;
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static RelayEvent.Began began(
      ConversationId conversation, String staff, Channel channel, String key) {
    return new RelayEvent.Began(
        conversation,
        new MunicipalityId("voorbeeld"),
        new TopicId("wmo"),
        channel,
        Language.NL,
        key,
        new StaffId(staff),
        Instant.EPOCH);
  }

  private static RelayEvent.Began began(ConversationId conversation, String staff) {
    return began(conversation, staff, Channel.VIDEO, KEY);
  }

  private static RelayEvent.Began began(ConversationId conversation) {
    return began(conversation, "fatma");
  }

  private static RelayEvent epoch(int epoch) {
    return new RelayEvent.EpochBegan(ONE, epoch);
  }

  private static RelayEvent key(String key) {
    return new RelayEvent.KeyAnnounced(ONE, key);
  }

  private static RelayEvent channel(Channel channel) {
    return new RelayEvent.ChannelChanged(ONE, channel);
  }

  private static RelayEvent said(ResidentToRelay message) {
    return new RelayEvent.ResidentSaid(ONE, message);
  }

  private static RelayEvent resident(Presence presence) {
    return new RelayEvent.ResidentPresenceChanged(ONE, presence);
  }

  private static RelayEvent staff(Presence presence) {
    return new RelayEvent.StaffPresenceChanged(ONE, presence);
  }

  private Outcome live(RelayEvent... events) {
    return live(NOW, events);
  }

  private Outcome live(Instant now, RelayEvent... events) {
    return guard.on(new RelayToCounter.Events(++seq, List.of(events)), now);
  }

  private Outcome snapshot(RelayEvent... events) {
    guard.connected();
    seq = 0;
    List<RelayEvent> passed = new ArrayList<>();
    List<LinkRefusal> refused = new ArrayList<>();
    Outcome part = guard.on(new RelayToCounter.Snapshot(++seq, List.of(events)), NOW);
    Outcome done = guard.on(new RelayToCounter.SnapshotDone(++seq), NOW);
    for (Outcome each : List.of(part, done)) {
      passed.addAll(each.passed());
      refused.addAll(each.refused());
    }
    return new Outcome(passed, refused, done.next());
  }

  @Test
  void what_a_relay_can_say_passes_in_order() {
    snapshot();
    List<RelayEvent> all =
        List.of(
            began(ONE),
            epoch(1),
            resident(Presence.AWAY),
            resident(Presence.HERE),
            key(OTHER_KEY),
            channel(Channel.PHONE),
            epoch(2),
            new RelayEvent.Ended(ONE, EndReason.RESIDENT_LEFT));

    Outcome outcome = live(all.toArray(RelayEvent[]::new));

    assertEquals(all, outcome.passed());
    assertEquals(List.of(), outcome.refused());
    assertEquals(Next.GO_ON, outcome.next());
  }

  @Test
  void nothing_is_known_before_the_snapshot_is_done() {
    guard.connected();
    Outcome outcome = live(began(ONE));
    assertEquals(List.of(LinkRefusal.FRAME_OUT_OF_ORDER), outcome.refused());
    assertEquals(List.of(), outcome.passed());
    assertFalse(guard.synced());
  }

  @Test
  void a_frame_that_comes_twice_closes_the_link_and_changes_nothing() {
    snapshot();
    live(began(ONE));
    Outcome again = guard.on(new RelayToCounter.Events(seq, List.of(epoch(1))), NOW);
    assertEquals(List.of(LinkRefusal.REPLAYED_FRAME), again.refused());
    assertEquals(List.of(), again.passed());
    assertEquals(Next.CLOSE, again.next());
  }

  @Test
  void a_frame_that_is_missing_closes_the_link() {
    snapshot();
    Outcome late = guard.on(new RelayToCounter.Events(seq + 2, List.of(began(ONE))), NOW);
    assertEquals(List.of(LinkRefusal.FRAME_OUT_OF_ORDER), late.refused());
    assertEquals(Next.CLOSE, late.next());
  }

  @Test
  void a_conversation_that_nobody_began_does_not_exist() {
    snapshot();
    assertEquals(List.of(LinkRefusal.UNKNOWN_CONVERSATION), live(epoch(1)).refused());
    assertEquals(
        List.of(LinkRefusal.UNKNOWN_CONVERSATION),
        live(new RelayEvent.Ended(ONE, EndReason.FAULT)).refused());
  }

  @Test
  void epochs_count_up_by_one_and_never_back() {
    snapshot();
    live(began(ONE), epoch(1));
    for (int wrong : new int[] {0, 1, 3, -1, Integer.MAX_VALUE}) {
      assertEquals(List.of(LinkRefusal.EPOCH_OUT_OF_ORDER), live(epoch(wrong)).refused());
    }
    assertEquals(List.of(epoch(2)), live(epoch(2)).passed());
  }

  @Test
  void a_conversation_begins_once_and_not_after_its_end() {
    snapshot();
    live(began(ONE));
    assertEquals(List.of(LinkRefusal.BEGAN_TWICE), live(began(ONE)).refused());
    live(new RelayEvent.Ended(ONE, EndReason.STAFF_HUNG_UP));
    assertEquals(List.of(LinkRefusal.BEGAN_AFTER_ITS_END), live(began(ONE)).refused());
  }

  @Test
  void a_staff_member_talks_to_one_resident_so_the_one_before_is_over() {
    snapshot();
    live(began(ONE));

    Outcome outcome = live(began(TWO, "fatma"));

    assertEquals(
        List.of(new RelayEvent.Ended(ONE, EndReason.FAULT), began(TWO, "fatma")), outcome.passed());
    Outcome late = live(new RelayEvent.Ended(ONE, EndReason.STAFF_HUNG_UP));
    assertEquals(List.of(), late.passed());
    assertEquals(List.of(), late.refused(), "the end may have been on its way");
  }

  @Test
  void no_staff_member_begins_more_conversations_than_a_person_can_have() {
    snapshot();
    int begun = 0;
    for (int i = 0; i < 15; i++) {
      ConversationId next = new ConversationId("conversation-0001%02d".formatted(i));
      Outcome outcome = live(began(next));
      if (outcome.refused().isEmpty()) {
        begun++;
        live(new RelayEvent.Ended(next, EndReason.STAFF_HUNG_UP));
      } else {
        assertEquals(List.of(LinkRefusal.TOO_MANY_BEGINNINGS), outcome.refused());
      }
    }
    assertEquals(LinkLimits.BEGINNINGS.burst(), begun);

    assertEquals(1, live(began(TWO, "joris")).passed().size(), "others are not held up");
    Instant later = NOW.plus(LinkLimits.BEGINNINGS.every());
    assertEquals(1, live(later, began(ONE)).passed().size());
  }

  @Test
  void staff_that_are_not_configured_take_nobody() {
    snapshot();
    Outcome outcome = live(began(ONE, "mallory"));
    assertEquals(List.of(LinkRefusal.UNKNOWN_STAFF_OR_TOPIC), outcome.refused());
    assertEquals(List.of(LinkRefusal.UNKNOWN_CONVERSATION), live(epoch(1)).refused());
  }

  @Test
  void messages_of_the_call_do_not_travel() {
    snapshot();
    live(began(ONE));
    for (ResidentToRelay message :
        List.of(
            new ResidentToRelay.Leave(ResidentToRelay.Manner.OPENLY),
            new ResidentToRelay.AnnounceKey(OTHER_KEY),
            new ResidentToRelay.Sealed(SEALED),
            new ResidentToRelay.SealedResend(1, 1),
            new ResidentToRelay.SwitchChannel(Channel.CHAT))) {
      Outcome outcome = live(said(message));
      assertEquals(List.of(LinkRefusal.FOREIGN_MESSAGE), outcome.refused());
      assertEquals(List.of(), outcome.passed());
    }
  }

  @Test
  void what_the_counter_part_checks_for_itself_travels_unread() {
    snapshot();
    live(began(ONE));
    DisclosureId disclosure = new DisclosureId("disclosure-00000001");
    List<RelayEvent> all =
        List.of(
            said(new ResidentToRelay.Heartbeat(1, 1, TestKeys.NO_SIGNATURE)),
            said(
                new ResidentToRelay.StartDisclosure(
                    disclosure, WalletDevice.OTHER_DEVICE, TestKeys.NO_SIGNATURE)),
            said(new ResidentToRelay.PairingCode(disclosure, "1234")));

    Outcome outcome = live(all.toArray(RelayEvent[]::new));

    assertEquals(all, outcome.passed());
    assertEquals(List.of(), outcome.refused());
  }

  @Test
  void a_key_or_channel_of_a_conversation_that_nobody_began_is_refused() {
    snapshot();
    for (RelayEvent event : List.of(key(OTHER_KEY), channel(Channel.CHAT))) {
      Outcome outcome = live(event);
      assertEquals(List.of(LinkRefusal.UNKNOWN_CONVERSATION), outcome.refused());
      assertEquals(List.of(), outcome.passed());
    }
  }

  @Test
  void a_relay_that_started_anew_with_another_key_and_channel_tells_them() {
    snapshot();
    live(began(ONE));
    guard.lost();
    RelayEvent.Began anew = began(ONE, "fatma", Channel.PHONE, OTHER_KEY);

    assertEquals(List.of(key(OTHER_KEY), channel(Channel.PHONE)), snapshot(anew).passed());
    guard.lost();
    assertEquals(List.of(), snapshot(anew).passed());
  }

  @Test
  void a_relay_that_started_anew_with_the_key_and_channel_of_now_changes_nothing() {
    snapshot();
    live(began(ONE), key(OTHER_KEY), channel(Channel.PHONE));
    guard.lost();

    Outcome back = snapshot(began(ONE, "fatma", Channel.PHONE, OTHER_KEY));

    assertEquals(List.of(), back.refused());
    assertEquals(List.of(), back.passed());
  }

  @Test
  void a_lost_link_does_not_bring_back_a_key_and_a_channel_of_before() {
    snapshot();
    live(began(ONE), key(OTHER_KEY), channel(Channel.PHONE));
    guard.lost();

    Outcome back = snapshot(began(ONE), key(OTHER_KEY), channel(Channel.PHONE));

    assertEquals(List.of(), back.refused());
    assertEquals(List.of(), back.passed());
  }

  @Test
  void a_key_and_a_channel_that_changed_while_the_link_was_lost_are_told_once() {
    snapshot();
    live(began(ONE));
    guard.lost();

    Outcome back = snapshot(began(ONE), key(OTHER_KEY), channel(Channel.CHAT), epoch(1));

    assertEquals(List.of(key(OTHER_KEY), channel(Channel.CHAT), epoch(1)), back.passed());
  }

  @Test
  void ten_refusals_on_one_connection_close_it() {
    snapshot();
    for (int i = 1; i < LinkLimits.MAX_REFUSALS; i++) {
      assertEquals(Next.GO_ON, live(epoch(1)).next());
    }
    assertEquals(Next.CLOSE, live(epoch(1)).next());
  }

  @Test
  void a_lost_link_makes_everybody_away_and_the_snapshot_brings_them_back() {
    snapshot();
    live(began(ONE), epoch(1));

    assertEquals(List.of(staff(Presence.AWAY), resident(Presence.AWAY)), guard.lost());
    assertFalse(guard.synced());

    Outcome back = snapshot(began(ONE), epoch(1), resident(Presence.HERE), staff(Presence.HERE));
    assertEquals(List.of(resident(Presence.HERE), staff(Presence.HERE)), back.passed());
    assertTrue(guard.synced());
  }

  @Test
  void a_snapshot_tells_a_connection_that_began_meanwhile_and_does_not_repeat_the_old_one() {
    snapshot();
    live(began(ONE), epoch(1));
    guard.lost();
    assertTrue(snapshot(began(ONE), epoch(4)).passed().contains(epoch(4)));
    guard.lost();
    Outcome back = snapshot(began(ONE), epoch(3));
    assertEquals(List.of(LinkRefusal.EPOCH_OUT_OF_ORDER), back.refused());
  }

  @Test
  void a_conversation_that_is_missing_in_the_snapshot_is_over() {
    snapshot();
    live(began(ONE), began(TWO, "joris"));
    guard.lost();
    assertEquals(
        List.of(new RelayEvent.Ended(ONE, EndReason.FAULT)),
        snapshot(began(TWO, "joris")).passed());
  }

  @Test
  void an_end_that_was_missed_keeps_its_reason() {
    snapshot();
    live(began(ONE));
    guard.lost();
    RelayEvent.Ended ended = new RelayEvent.Ended(ONE, EndReason.RESIDENT_LEFT);
    assertEquals(List.of(ended), snapshot(ended).passed());
  }

  @Test
  void a_snapshot_that_gives_a_conversation_to_somebody_else_ends_it() {
    LinkGuard all = new LinkGuard(began -> true);
    all.connected();
    all.on(new RelayToCounter.SnapshotDone(1), NOW);
    all.on(new RelayToCounter.Events(2, List.of(began(ONE))), NOW);
    all.lost();
    all.connected();
    all.on(new RelayToCounter.Snapshot(1, List.of(began(ONE, "joris"))), NOW);

    Outcome outcome = all.on(new RelayToCounter.SnapshotDone(2), NOW);

    assertEquals(List.of(LinkRefusal.CHANGED_CONVERSATION), outcome.refused());
    assertEquals(List.of(new RelayEvent.Ended(ONE, EndReason.FAULT)), outcome.passed());
  }

  @Test
  void a_snapshot_with_a_beginning_twice_or_words_of_residents_is_refused() {
    assertEquals(List.of(LinkRefusal.BEGAN_TWICE), snapshot(began(ONE), began(ONE)).refused());
    assertEquals(
        List.of(LinkRefusal.FOREIGN_MESSAGE),
        snapshot(
                began(ONE),
                new RelayEvent.ResidentSaid(
                    ONE, new ResidentToRelay.Leave(ResidentToRelay.Manner.OPENLY)))
            .refused());
    assertEquals(List.of(LinkRefusal.UNKNOWN_CONVERSATION), snapshot(epoch(1)).refused());
  }

  @Test
  void a_key_that_is_no_point_begins_nothing_and_changes_nothing() {
    snapshot();
    for (String bad : List.of("", "short", "x".repeat(60_000), TestKeys.OFF_THE_CURVE)) {
      assertEquals(
          List.of(LinkRefusal.UNUSABLE_KEY),
          live(began(ONE, "fatma", Channel.VIDEO, bad)).refused());
    }
    live(began(ONE));
    assertEquals(List.of(LinkRefusal.UNUSABLE_KEY), live(key("short")).refused());
    guard.lost();

    Outcome back = snapshot(began(ONE), key("short"));

    assertEquals(List.of(LinkRefusal.UNUSABLE_KEY), back.refused());
    assertEquals(List.of(), back.passed());
  }

  @Test
  void the_mirror_of_the_relay_says_everything_again() {
    Mirror mirror = new Mirror();
    List<RelayEvent> happened =
        List.of(began(ONE), epoch(1), resident(Presence.AWAY), epoch(2), began(TWO, "joris"));
    happened.forEach(mirror::apply);
    mirror.apply(new RelayEvent.Ended(TWO, EndReason.RESIDENT_LEFT));

    Outcome told = snapshot(mirror.snapshot().toArray(RelayEvent[]::new));

    assertEquals(List.of(), told.refused());
    assertEquals(List.of(began(ONE), resident(Presence.AWAY), epoch(2)), told.passed());
  }

  @Test
  void the_mirror_knows_the_key_and_the_channel_of_now() {
    Mirror mirror = new Mirror();
    assertEquals(Optional.empty(), mirror.residentKey(ONE));
    assertEquals(Optional.empty(), mirror.channel(ONE));

    mirror.apply(began(ONE));
    assertEquals(Optional.of(KEY), mirror.residentKey(ONE));
    assertEquals(Optional.of(Channel.VIDEO), mirror.channel(ONE));

    mirror.apply(key(OTHER_KEY));
    mirror.apply(channel(Channel.CHAT));
    assertEquals(Optional.of(OTHER_KEY), mirror.residentKey(ONE));
    assertEquals(Optional.of(Channel.CHAT), mirror.channel(ONE));
    assertTrue(mirror.snapshot().containsAll(List.of(key(OTHER_KEY), channel(Channel.CHAT))));
  }

  @Test
  void the_mirror_keeps_no_word_of_a_resident() {
    Mirror mirror = new Mirror();
    mirror.apply(began(ONE));
    List<RelayEvent> before = mirror.snapshot();
    mirror.apply(said(new ResidentToRelay.Heartbeat(1, 1, TestKeys.NO_SIGNATURE)));
    assertEquals(before, mirror.snapshot());
  }

  @Test
  void the_mirror_forgets_old_ends() {
    Mirror mirror = new Mirror();
    for (int i = 0; i <= Mirror.MAX_ENDS; i++) {
      ConversationId id = new ConversationId("conversation-%06d".formatted(i));
      mirror.apply(began(id));
      mirror.apply(new RelayEvent.Ended(id, EndReason.RESIDENT_LEFT));
    }
    assertEquals(0, mirror.size());
    assertEquals(Mirror.MAX_ENDS, mirror.snapshot().size());
    assertEquals(Collections.emptySet(), mirror.conversations());
  }

  @Test
  void a_call_back_passes_after_the_snapshot_and_not_before() {
    CallbackRequest request =
        new CallbackRequest(
            new CallbackId("call-back-number-0001"),
            new MunicipalityId("voorbeeld"),
            new TopicId("wmo"),
            new CallbackWish(Sensitive.of("S. Berg"), Sensitive.of("0612345678"), Optional.empty()),
            NOW);
    guard.connected();
    Outcome early = guard.on(new RelayToCounter.Callback(1, request), NOW);
    assertEquals(Optional.empty(), early.callback());
    assertEquals(List.of(LinkRefusal.FRAME_OUT_OF_ORDER), early.refused());

    guard.connected();
    guard.on(new RelayToCounter.SnapshotDone(1), NOW);
    Outcome passed = guard.on(new RelayToCounter.Callback(2, request), NOW);
    assertEquals(Optional.of(request), passed.callback());
    assertEquals(List.of(), passed.passed());
  }
}
