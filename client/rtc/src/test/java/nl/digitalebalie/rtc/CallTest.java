package nl.digitalebalie.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import nl.digitalebalie.rtc.testkit.CallRig;
import nl.digitalebalie.rtc.testkit.LinkConditions;
import nl.digitalebalie.rtc.testkit.Party;
import org.junit.jupiter.api.Test;

/** Whole calls in virtual time. */
class CallTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final LinkConditions CITY = LinkConditions.perfect(Duration.ofMillis(30));

  private static CallRig call(LinkConditions conditions, Duration length) {
    return CallRig.over(conditions, 42).negotiate().connect().run(length);
  }

  @Test
  void over_a_clean_path_every_picture_plays_in_order_and_nothing_freezes() {
    CallRig rig = call(CITY, MINUTE);
    for (Party party : List.of(rig.staff(), rig.resident())) {
      List<Integer> played = party.videoNumbers();
      assertEquals(IntStream.range(0, played.size()).boxed().toList(), played);
      assertTrue(played.size() >= 1_790, "pictures played: " + played.size());
      assertEquals(0, party.stats().videoIn().freezes());
      assertEquals(0, party.undecodable());
      assertEquals(0, party.stats().videoIn().stream().lost());
      assertEquals(0, party.stats().videoIn().nacksSent());
    }
  }

  @Test
  void over_a_clean_path_every_sound_plays_in_order_and_nothing_is_concealed() {
    CallRig rig = call(CITY, MINUTE);
    for (Party party : List.of(rig.staff(), rig.resident())) {
      List<Integer> played = party.audioNumbers();
      assertEquals(IntStream.range(0, played.size()).boxed().toList(), played);
      assertTrue(played.size() >= 2_985, "frames played: " + played.size());
      assertTrue(party.concealed() <= 3, "concealed: " + party.concealed());
    }
  }

  @Test
  void at_five_percent_loss_nearly_every_picture_plays_because_lost_packets_are_repeated() {
    CallRig rig = call(CITY.withLoss(0.05), MINUTE);
    for (Party party : List.of(rig.staff(), rig.resident())) {
      int played = party.videoNumbers().size();
      assertTrue(played >= 0.95 * rig.staff().videoMade(), "pictures played: " + played);
      assertEquals(0, party.undecodable());
      assertTrue(party.stats().videoIn().retransmissionsReceived() > 300);
      assertTrue(party.stats().videoIn().stream().lossShare() > 0.03);
    }
  }
}
