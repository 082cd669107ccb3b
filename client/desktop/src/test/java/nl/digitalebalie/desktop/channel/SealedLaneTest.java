package nl.digitalebalie.desktop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.TypingState;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.Test;

/** A relay may drop, repeat, reorder, cut and forge; what is read is what the resident wrote. */
class SealedLaneTest {
  private final Side side = new Side().talking();

  @Test
  void what_the_resident_says_is_heard_once_and_in_order() {
    RelayToStaff.Sealed first = resident("a");
    RelayToStaff.Sealed second = resident("bb");
    side.arrives(first).arrives(first).arrives(second).arrives(second).arrives(first);

    assertEquals(List.of("a", "bb"), side.heard());
    assertEquals(List.of(), side.faults());
  }

  @Test
  void frames_in_another_order_are_asked_for_again_and_read_in_theirs() {
    RelayToStaff.Sealed first = resident("a");
    RelayToStaff.Sealed second = resident("bb");
    RelayToStaff.Sealed third = resident("ccc");
    side.arrives(third).arrives(second);
    assertEquals(List.of(), side.heard());
    assertEquals(1, side.all(StaffToRelay.SealedResend.class).size(), "asked once in a while");
    assertEquals(1, side.last(StaffToRelay.SealedResend.class).from());

    side.arrives(first).arrives(second).arrives(third);
    assertEquals(List.of("a", "bb", "ccc"), side.heard());
  }

  @Test
  void a_resend_that_does_not_come_is_asked_for_again_after_a_second() {
    resident("lost");
    RelayToStaff.Sealed second = resident("bb");
    side.arrives(second).arrives(second);
    assertEquals(1, side.all(StaffToRelay.SealedResend.class).size());
    side.passes(SealedLane.ASK_AGAIN).arrives(second);

    assertEquals(2, side.all(StaffToRelay.SealedResend.class).size());
  }

  @Test
  void a_cut_frame_is_forged_and_a_forged_one_moves_nothing() {
    RelayToStaff.Sealed good = resident("a");
    side.arrives(cut(good)).arrives(changed(good));
    assertEquals(List.of(), side.heard());
    side.arrives(good);

    assertEquals(List.of("a"), side.heard());
    assertEquals(List.of(), side.faults());
  }

  @Test
  void three_forged_frames_end_the_keys_of_the_epoch() {
    RelayToStaff.Sealed good = resident("a");
    side.arrives(changed(good)).arrives(changed(good));
    assertEquals(List.of(), side.faults());
    side.arrives(changed(good)).arrives(good);

    assertEquals(List.of(ChannelFault.FRAMES_FORGED), side.faults());
    assertEquals(List.of(), side.heard(), "nothing is read under keys that are over");
  }

  @Test
  void a_frame_of_another_epoch_says_nothing() {
    RelayToStaff.Sealed old = resident("a");
    side.offered(2).answered();
    side.arrives(old);
    side.arrives(
        new SealedData(2, old.data().counter(), old.data().ciphertext())); // under a new number

    assertEquals(List.of(), side.heard());
    assertEquals(List.of(), side.faults());
  }

  @Test
  void our_own_frame_sent_back_is_not_the_residents() {
    side.says("hallo");
    side.arrives(side.last(StaffToRelay.Sealed.class).data());

    assertEquals(List.of(), side.heard());
  }

  @Test
  void ten_messages_that_nobody_understands_end_the_keys_and_fewer_do_not() {
    for (int bad = 0; bad < 9; bad++) {
      side.arrives(side.resident.sealed("{\"v\":1,\"type\":\"chat\"}"));
    }
    assertEquals(List.of(), side.faults());
    side.arrives(side.resident.sealed("nonsense"));

    assertEquals(List.of(ChannelFault.FRAMES_LOST), side.faults());
  }

  @Test
  void a_resend_is_the_identical_frame() {
    side.says("a").says("bb").says("ccc");
    List<StaffToRelay.Sealed> first = side.all(StaffToRelay.Sealed.class);
    side.on(new ChannelInput.ResendWanted(1, 2));

    List<StaffToRelay.Sealed> all = side.all(StaffToRelay.Sealed.class);
    assertEquals(first.subList(1, 3), all.subList(3, 5));
  }

  @Test
  void a_resend_of_what_is_yet_to_come_or_of_another_epoch_is_nothing() {
    side.says("a").on(new ChannelInput.ResendWanted(1, 2)).on(new ChannelInput.ResendWanted(2, 1));

    assertEquals(1, side.all(StaffToRelay.Sealed.class).size());
    assertEquals(List.of(), side.faults());
  }

  @Test
  void a_resend_from_before_what_was_confirmed_cannot_be_and_ends_the_keys() {
    side.says("a").says("bb").arrives(side.resident.says(new PeerMessage.Received(1)));
    side.on(new ChannelInput.ResendWanted(1, 1));

    assertEquals(List.of(ChannelFault.FRAMES_LOST), side.faults());
  }

  @Test
  void a_confirmation_delivers_everything_up_to_it_once() {
    side.says("a").says("bb").says("ccc");
    side.arrives(side.resident.says(new PeerMessage.Received(2)));
    assertEquals(List.of(Side.chat("a"), Side.chat("bb")), delivered());
    side.arrives(side.resident.says(new PeerMessage.Received(2)));

    assertEquals(2, delivered().size());
  }

  @Test
  void a_confirmation_of_what_was_never_sent_delivers_nothing() {
    side.says("a").arrives(side.resident.says(new PeerMessage.Received(2)));

    assertEquals(List.of(), delivered());
  }

  @Test
  void at_most_64_frames_are_out_and_the_rest_waits_for_a_confirmation() {
    for (int count = 1; count <= 70; count++) {
      side.says("m".repeat(count));
    }
    assertEquals(SealedLane.MAX_KEPT, side.all(StaffToRelay.Sealed.class).size());

    side.arrives(side.resident.says(new PeerMessage.Received(10)));
    assertEquals(70, side.all(StaffToRelay.Sealed.class).size());
    side.exchange();
    assertEquals(70, side.resident.heard.size());
  }

  @Test
  void what_says_nothing_later_is_not_kept_for_a_resident_who_does_not_listen() {
    for (int count = 1; count <= 64; count++) {
      side.says("m".repeat(count));
    }
    side.on(new ChannelInput.Say(new PeerMessage.Typing(TypingState.WRITING)));
    side.arrives(side.resident.says(new PeerMessage.Received(64)));

    assertEquals(64, side.all(StaffToRelay.Sealed.class).size());
  }

  @Test
  void what_arrived_is_confirmed_within_a_second_and_confirmations_are_not() {
    side.arrives(resident("a")).passes(Duration.ofMillis(500));
    assertEquals(1, side.all(StaffToRelay.Sealed.class).size());
    side.passes(Duration.ofMillis(500));
    side.arrives(side.resident.says(new PeerMessage.Received(1))).passes(Duration.ofSeconds(1));

    assertEquals(1, side.all(StaffToRelay.Sealed.class).size());
  }

  @Test
  void a_resident_who_alone_speaks_for_long_does_not_fill_the_memory_with_receipts() {
    for (int count = 1; count <= 200; count++) {
      side.arrives(resident("m".repeat(count))).passes(Duration.ofSeconds(1));
    }
    side.says("nog steeds");
    side.exchange();

    assertEquals(200, side.heard().size());
    assertEquals(List.of(Side.chat("nog steeds")), side.resident.heard);
  }

  @Test
  void a_last_frame_that_got_lost_is_sent_again_after_three_seconds_until_it_is_confirmed() {
    side.says("a").says("bb");
    StaffToRelay.Sealed newest = side.last(StaffToRelay.Sealed.class);
    side.passes(Duration.ofMillis(500)).passes(Duration.ofMillis(2_900));
    assertEquals(2, side.all(StaffToRelay.Sealed.class).size());
    side.passes(Duration.ofMillis(100));
    assertEquals(3, side.all(StaffToRelay.Sealed.class).size());
    assertEquals(newest, side.last(StaffToRelay.Sealed.class));
    side.passes(SealedLane.PROBE_AFTER);
    assertEquals(4, side.all(StaffToRelay.Sealed.class).size());
    side.arrives(side.resident.says(new PeerMessage.Received(2)));
    side.passes(SealedLane.PROBE_AFTER).passes(SealedLane.PROBE_AFTER);

    assertEquals(4, side.all(StaffToRelay.Sealed.class).size());
  }

  @Test
  void after_the_line_was_away_both_directions_are_made_whole() {
    side.exchange().says("lost on the way");
    StaffToRelay.Sealed lost = side.last(StaffToRelay.Sealed.class);
    side.on(new ChannelInput.LineBack());

    assertEquals(lost, side.last(StaffToRelay.Sealed.class));
    assertEquals(2, side.all(StaffToRelay.Sealed.class).size());
    assertEquals(1, side.last(StaffToRelay.SealedResend.class).from());
  }

  @Test
  void a_thousand_shuffled_repeated_and_changed_frames_tell_only_what_was_said() {
    java.util.Random seeded = new java.util.Random(4711);
    List<RelayToStaff.Sealed> said = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int count = 1; count <= 30; count++) {
      said.add(resident("m".repeat(count)));
      expected.add("m".repeat(count));
    }
    for (int round = 0; round < 40; round++) {
      Collections.shuffle(said, seeded);
      said.forEach(side::arrives);
    }

    assertEquals(expected, side.heard());
    assertTrue(side.faults().isEmpty());
  }

  @Test
  void a_flood_is_not_heard_and_ends_the_messages_of_the_epoch() {
    for (int count = 0; count < Inflow.MESSAGE_BURST + Inflow.MAX_DROPPED - 1; count++) {
      side.arrives(resident("m"));
    }
    assertEquals(Inflow.MESSAGE_BURST, side.heard().size());
    assertEquals(List.of(), side.faults());
    side.arrives(resident("m")).arrives(resident("m"));

    assertEquals(List.of(ChannelFault.FLOODED), side.faults());
    assertEquals(Inflow.MESSAGE_BURST, side.heard().size());
  }

  @Test
  void a_new_epoch_is_no_fresh_allowance() {
    for (int count = 0; count < Inflow.MESSAGE_BURST; count++) {
      side.arrives(resident("m"));
    }
    side.offered(2).answered().arrives(resident("m"));

    assertEquals(Inflow.MESSAGE_BURST, side.heard().size());
  }

  @Test
  void a_resend_is_answered_at_most_once_a_second_and_none_is_forgotten() {
    side.says("a").says("bb").says("ccc");
    for (int count = 0; count < 100; count++) {
      side.on(new ChannelInput.ResendWanted(1, 3)).on(new ChannelInput.ResendWanted(1, 2));
    }
    assertEquals(4, side.all(StaffToRelay.Sealed.class).size(), "the one frame of the first wish");
    side.passes(Duration.ofMillis(500));
    assertEquals(4, side.all(StaffToRelay.Sealed.class).size());
    side.passes(Duration.ofMillis(500));
    assertEquals(6, side.all(StaffToRelay.Sealed.class).size());
    side.passes(Duration.ofMillis(1_000));

    assertEquals(6, side.all(StaffToRelay.Sealed.class).size());
  }

  @Test
  void gaps_without_end_are_asked_for_at_most_once_a_second() {
    for (int count = 0; count < 100; count++) {
      RelayToStaff.Sealed missing = resident("a");
      side.arrives(resident("bb")).arrives(missing);
    }
    assertEquals(1, side.all(StaffToRelay.SealedResend.class).size());
    side.passes(SealedLane.ASK_AGAIN);

    assertEquals(2, side.all(StaffToRelay.SealedResend.class).size());
  }

  private RelayToStaff.Sealed resident(String text) {
    return side.resident.says(Side.chat(text));
  }

  private List<PeerMessage> delivered() {
    return side.all(ChannelOutput.Delivered.class).stream()
        .map(ChannelOutput.Delivered::message)
        .toList();
  }

  private static SealedData cut(RelayToStaff.Sealed good) {
    String whole = good.data().ciphertext();
    return new SealedData(1, good.data().counter(), whole.substring(0, whole.length() - 4));
  }

  private static SealedData changed(RelayToStaff.Sealed good) {
    String whole = good.data().ciphertext();
    char other = whole.charAt(3) == 'A' ? 'B' : 'A';
    return new SealedData(
        1, good.data().counter(), whole.substring(0, 3) + other + whole.substring(4));
  }
}
