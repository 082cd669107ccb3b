package nl.digitalebalie.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import nl.digitalebalie.rtc.RtcStats.Discard;
import nl.digitalebalie.rtc.net.DatagramKind;
import nl.digitalebalie.rtc.testkit.CallRig;
import nl.digitalebalie.rtc.testkit.LinkConditions;
import nl.digitalebalie.rtc.testkit.Party;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

/** Whole calls in virtual time. */
class CallTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final LinkConditions CITY = LinkConditions.perfect(Duration.ofMillis(30));
  private static final int VP8_TYPE = 96;
  private static final int RTX_TYPE = 97;

  private static CallRig call(LinkConditions conditions, Duration length) {
    return CallRig.over(conditions, 42).negotiate().connect().run(length);
  }

  private static List<Party> bothSides(CallRig rig) {
    return List.of(rig.staff(), rig.resident());
  }

  private static void assertOrderedWithoutGap(List<Integer> numbers) {
    assertEquals(IntStream.range(0, numbers.size()).boxed().toList(), numbers);
  }

  private static boolean isPicture(byte[] packet) {
    int type = packet[1] & 0x7F;
    return DatagramKind.of(packet) == DatagramKind.RTP && (type == VP8_TYPE || type == RTX_TYPE);
  }

  @Test
  void over_a_clean_path_a_minute_of_pictures_and_sound_plays_in_order_and_nothing_freezes() {
    CallRig rig = call(CITY, MINUTE);
    for (Party party : bothSides(rig)) {
      RtcStats stats = party.stats();
      assertOrderedWithoutGap(party.videoNumbers());
      assertOrderedWithoutGap(party.audioNumbers());
      assertTrue(party.videoNumbers().size() >= 1_790, "pictures: " + party.videoNumbers().size());
      assertTrue(party.audioNumbers().size() >= 2_985, "sounds: " + party.audioNumbers().size());
      assertTrue(party.concealed() <= 3, "concealed: " + party.concealed());
      assertEquals(0, stats.videoIn().freezes());
      assertEquals(0, stats.videoIn().stream().lost());
      assertEquals(0, stats.videoIn().nacksSent());
      assertEquals(0, stats.videoIn().plisSent());
      assertEquals(30, stats.videoIn().framesPerSecond(), 2);
      assertEquals(640, stats.videoIn().width());
      assertEquals(30, stats.audioIn().peakLevel().minusDbov());
      assertEquals(60, stats.measuredRoundTrip().orElseThrow().toMillis(), 3);
    }
  }

  @Test
  void the_first_picture_plays_within_a_quarter_of_a_second() {
    CallRig rig = CallRig.over(CITY, 42).negotiate();
    MonoTime secured = rig.now();
    rig.connect().run(Duration.ofSeconds(1));
    for (Party party : bothSides(rig)) {
      MonoTime first = party.events(RtcEvent.FirstVideoFrame.class).getFirst().at();
      assertTrue(first.since(secured).toMillis() < 250, "first picture: " + first.since(secured));
    }
  }

  @Test
  void at_five_percent_loss_nearly_every_picture_plays_because_lost_packets_are_repeated() {
    CallRig rig = call(CITY.withLoss(0.05), MINUTE);
    for (Party party : bothSides(rig)) {
      int played = party.videoNumbers().size();
      assertTrue(played >= 0.95 * rig.staff().videoMade(), "pictures played: " + played);
      assertEquals(0, party.undecodable());
      assertTrue(party.stats().videoIn().retransmissionsReceived() > 300);
      assertTrue(party.stats().videoIn().stream().lossShare() > 0.03);
    }
  }

  @Test
  void reordered_and_doubled_packets_cost_no_picture_and_no_order() {
    CallRig rig = call(CITY.withReorder(0.03).withDuplicates(0.03), Duration.ofSeconds(20));
    for (Party party : bothSides(rig)) {
      assertOrderedWithoutGap(party.videoNumbers());
      assertOrderedWithoutGap(party.audioNumbers());
      assertEquals(0, party.undecodable());
      assertTrue(party.videoNumbers().size() >= 590);
      assertTrue(party.stats().discarded().get(Discard.DUPLICATE) > 50);
    }
  }

  @Test
  void jitter_of_sixty_milliseconds_is_waited_for_and_does_not_tear_the_sound() {
    CallRig rig = call(CITY.withJitter(Duration.ofMillis(60)), Duration.ofSeconds(30));
    for (Party party : bothSides(rig)) {
      assertOrderedWithoutGap(party.videoNumbers());
      assertTrue(party.concealed() < 30, "concealed: " + party.concealed());
      assertEquals(0, party.stats().videoIn().freezes());
    }
  }

  @Test
  void a_lost_first_key_frame_is_asked_for_again_and_the_call_recovers() {
    CallRig rig = CallRig.over(CITY, 42).negotiate();
    rig.toResident().only(packet -> !isPicture(packet));
    rig.connect().run(Duration.ofMillis(400));
    assertEquals(0, rig.resident().videoNumbers().size());

    rig.toResident().only(_ -> true);
    MonoTime mended = rig.now();
    rig.run(Duration.ofSeconds(3));

    assertTrue(rig.resident().stats().videoIn().plisSent() >= 1);
    assertFalse(rig.staff().events(RtcEvent.KeyFrameRequested.class).isEmpty());
    assertEquals(0, rig.resident().undecodable());
    MonoTime first = rig.resident().events(RtcEvent.FirstVideoFrame.class).getFirst().at();
    assertTrue(first.since(mended).toMillis() < 700, "recovered after " + first.since(mended));
  }

  @Test
  void a_hole_that_no_retransmission_can_fill_ends_with_a_key_frame_not_with_a_broken_picture() {
    CallRig rig = CallRig.over(CITY, 42).negotiate().connect().run(Duration.ofSeconds(2));
    rig.toResident().only(packet -> !isPicture(packet));
    rig.run(Duration.ofMillis(2_500));
    rig.toResident().only(_ -> true);
    MonoTime mended = rig.now();
    rig.run(Duration.ofSeconds(5));

    assertEquals(0, rig.resident().undecodable());
    assertTrue(rig.resident().stats().videoIn().freezes() >= 1);
    long after = rig.resident().videoTimes().stream().filter(at -> !at.isBefore(mended)).count();
    assertTrue(after > 110, "pictures after the hole: " + after);
  }

  @Test
  void a_failed_decoder_gets_a_key_frame_and_no_picture_before_it() {
    CallRig rig = CallRig.over(CITY, 42).negotiate().connect().run(Duration.ofSeconds(2));
    int before = rig.resident().keyFramesPlayed();
    rig.resident().feed(new Input.KeyFrameWanted(rig.now()));
    int playedBefore = rig.resident().videoNumbers().size();
    rig.run(Duration.ofMillis(50));
    assertEquals(playedBefore, rig.resident().videoNumbers().size());
    rig.run(Duration.ofSeconds(1));
    assertEquals(before + 1, rig.resident().keyFramesPlayed());
    assertEquals(0, rig.resident().undecodable());
  }

  @Test
  void a_key_frame_leaves_paced_and_not_as_a_burst() {
    CallRig rig = CallRig.over(CITY, 42).negotiate().connect();
    rig.run(Duration.ofMillis(4));
    long atOnce = rig.toResident().sent();
    rig.run(Duration.ofMillis(26));
    assertTrue(atOnce <= 6, "packets in the first 4 ms: " + atOnce);
    assertTrue(rig.toResident().sent() > atOnce + 5);
  }

  @Test
  void on_a_path_too_narrow_for_us_the_target_falls_until_the_loss_ends() {
    CallRig rig =
        CallRig.over(CITY.withCapacity(700_000), CITY, 42).negotiate().connect().run(MINUTE);
    RtcStats staff = rig.staff().stats();
    assertTrue(
        staff.videoOut().targetBitsPerSecond() < 900_000,
        "target: " + staff.videoOut().targetBitsPerSecond());
    assertEquals(0, rig.resident().undecodable());
    long late =
        rig.resident().videoTimes().stream()
            .filter(at -> rig.now().since(at).compareTo(Duration.ofSeconds(10)) < 0)
            .count();
    assertTrue(late > 100, "pictures in the last ten seconds: " + late);
  }

  @Test
  void on_a_good_path_the_target_grows_to_its_limit() {
    CallRig rig = call(CITY, Duration.ofSeconds(20));
    assertEquals(
        RtcConfig.standard().maxVideoBitsPerSecond(),
        rig.staff().stats().videoOut().targetBitsPerSecond());
  }

  @Test
  void hanging_up_says_goodbye_and_then_nothing_more() {
    CallRig rig = CallRig.over(CITY, 42).negotiate().connect().run(Duration.ofSeconds(1));
    rig.staff().feed(new Input.Closed(rig.now()));
    long sent = rig.toResident().sent();
    rig.run(Duration.ofSeconds(1));
    assertEquals(sent, rig.toResident().sent());
    assertEquals(1, rig.resident().events(RtcEvent.RemoteLeft.class).size());
  }

  @Test
  void sound_falls_silent_without_endless_concealment_when_the_peer_mutes() {
    CallRig rig = CallRig.over(CITY, 42).negotiate().connect().run(Duration.ofSeconds(2));
    rig.staff().stopCapture();
    rig.run(Duration.ofSeconds(5));
    assertTrue(rig.resident().concealed() <= 55, "concealed: " + rig.resident().concealed());
    int played = rig.resident().audioNumbers().size();
    rig.staff().capture(rig.now());
    rig.run(Duration.ofSeconds(2));
    assertTrue(rig.resident().audioNumbers().size() > played + 90);
  }

  @Test
  void the_same_seed_plays_the_same_call() {
    LinkConditions rough = CITY.withLoss(0.05).withJitter(Duration.ofMillis(20));
    CallRig one = call(rough, Duration.ofSeconds(5));
    CallRig two = call(rough, Duration.ofSeconds(5));
    assertEquals(one.resident().videoTimes(), two.resident().videoTimes());
    assertEquals(one.staff().stats(), two.staff().stats());
  }
}
