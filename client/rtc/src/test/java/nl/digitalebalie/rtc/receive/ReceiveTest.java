package nl.digitalebalie.rtc.receive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.sdp.Direction;
import nl.digitalebalie.rtc.negotiate.Codec;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.packet.RtcpPacket.TransportFeedback;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.receive.Router.Route;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpTime;
import org.junit.jupiter.api.Test;

class ReceiveTest {
  private static final MonoTime START = new MonoTime(1_000_000_000L);

  private static MonoTime after(long millis) {
    return START.plus(Duration.ofMillis(millis));
  }

  // --- RFC 3550 statistics

  @Test
  void loss_is_counted_since_the_last_report_and_since_the_beginning() {
    ReceptionStats stats = new ReceptionStats(7, 90_000);
    for (int i = 0; i < 8; i++) {
      if (i != 3 && i != 5) {
        stats.arrived(100 + i, 0, 10, START);
      }
    }
    ReportBlock first = stats.report(after(10)).orElseThrow();
    assertEquals(64, first.fractionLost());
    assertEquals(2, first.cumulativeLost());
    assertEquals(107, first.highestSequence());
    stats.arrived(108, 0, 10, START);
    ReportBlock second = stats.report(after(20)).orElseThrow();
    assertEquals(0, second.fractionLost());
    assertEquals(2, second.cumulativeLost());
  }

  @Test
  void jitter_follows_the_formula_of_the_rfc() {
    ReceptionStats stats = new ReceptionStats(7, 48_000);
    stats.arrived(1, 0, 10, START);
    stats.arrived(2, 960, 10, after(36));
    // |D| is 16 ms, so J is 16/16 = 1 ms.
    assertEquals(1.0, stats.jitter().toNanos() / 1e6, 0.01);
  }

  @Test
  void the_senders_report_is_echoed_with_the_time_since() {
    ReceptionStats stats = new ReceptionStats(7, 48_000);
    stats.arrived(1, 0, 10, START);
    stats.reported(
        new RtcpPacket.SenderReport(7, new NtpTime(0x1234_5678_9ABC_DEF0L), 0, 1, 1, List.of()),
        START);
    ReportBlock block = stats.report(after(500)).orElseThrow();
    assertEquals(0x5678_9ABCL, block.lastReport());
    assertEquals(32_768, block.delaySinceLastReport());
  }

  @Test
  void duplicates_make_the_loss_negative_and_not_the_fraction() {
    ReceptionStats stats = new ReceptionStats(7, 48_000);
    stats.arrived(1, 0, 10, START);
    stats.arrived(1, 0, 10, START);
    ReportBlock block = stats.report(START).orElseThrow();
    assertEquals(-1, block.cumulativeLost());
    assertEquals(0, block.fractionLost());
  }

  // --- RTX

  private static RtpPacket rtx(byte... payload) {
    return RtpPacket.plain(97, true, 9, 1_000, 5, payload);
  }

  @Test
  void a_retransmission_becomes_the_packet_it_repeats() {
    var original =
        assertInstanceOf(
                Retransmission.Original.class,
                Retransmission.unwrap(rtx((byte) 0x12, (byte) 0x34, (byte) 1, (byte) 2), 96, 4))
            .packet();
    assertEquals(0x1234, original.sequence());
    assertEquals(96, original.payloadType());
    assertEquals(4, original.ssrc());
    assertEquals(1_000, original.timestamp());
    assertTrue(original.marker());
    assertArrayEquals(new byte[] {1, 2}, original.payload());
  }

  @Test
  void probes_of_padding_are_no_retransmissions_and_stubs_are_malformed() {
    assertInstanceOf(Retransmission.Probe.class, Retransmission.unwrap(rtx(), 96, 4));
    assertInstanceOf(
        Retransmission.Probe.class, Retransmission.unwrap(rtx((byte) 1, (byte) 2), 96, 4));
    assertInstanceOf(Retransmission.Malformed.class, Retransmission.unwrap(rtx((byte) 1), 96, 4));
  }

  // --- transport-wide feedback

  private static TransportFeedback feedback(ArrivalRecorder recorder, long millis) {
    return recorder.due(after(millis), 1, 2).orElseThrow();
  }

  /** Sequence number to arrival in 250 us since the reference's origin. */
  private static List<Long> arrivals(TransportFeedback feedback) {
    List<Long> ticks = new ArrayList<>();
    long tick = feedback.referenceTime() * 256L;
    for (ArrivalStatus status : feedback.statuses()) {
      switch (status) {
        case ArrivalStatus.Arrived(int delta) -> {
          tick += delta;
          ticks.add(tick);
        }
        case ArrivalStatus.Lost _ -> ticks.add(-1L);
      }
    }
    return ticks;
  }

  @Test
  void arrival_times_survive_to_a_quarter_of_a_millisecond() {
    ArrivalRecorder recorder = new ArrivalRecorder();
    recorder.arrived(10, START);
    recorder.arrived(11, after(1));
    recorder.arrived(13, after(40));
    TransportFeedback feedback = feedback(recorder, 50);
    assertEquals(10, feedback.baseSequence());
    assertEquals(List.of(0L, 4L, -1L, 160L), arrivals(feedback));
  }

  @Test
  void what_was_lost_between_two_feedbacks_is_reported_in_the_second() {
    ArrivalRecorder recorder = new ArrivalRecorder();
    recorder.arrived(65_534, START);
    feedback(recorder, 50);
    recorder.arrived(1, after(100));
    TransportFeedback second = feedback(recorder, 150);
    assertEquals(65_535, second.baseSequence());
    assertEquals(List.of(-1L, -1L, 400L), arrivals(second));
    assertEquals(1, second.count());
  }

  @Test
  void packets_that_overtook_each_other_have_negative_deltas() {
    ArrivalRecorder recorder = new ArrivalRecorder();
    recorder.arrived(11, START);
    recorder.arrived(10, after(5));
    assertEquals(List.of(20L, 0L), arrivals(feedback(recorder, 50)));
  }

  @Test
  void a_pause_of_minutes_begins_a_feedback_of_its_own() {
    ArrivalRecorder recorder = new ArrivalRecorder();
    recorder.arrived(1, START);
    recorder.arrived(2, after(120_000));
    assertEquals(1, feedback(recorder, 120_001).statuses().size());
    TransportFeedback second = feedback(recorder, 120_001);
    assertEquals(List.of(480_000L), arrivals(second));
    assertEquals(Optional.empty(), recorder.deadline());
  }

  @Test
  void a_wild_number_costs_no_more_than_a_bounded_feedback() {
    ArrivalRecorder recorder = new ArrivalRecorder();
    recorder.arrived(1, START);
    recorder.arrived(30_000, after(1));
    assertTrue(feedback(recorder, 50).statuses().size() <= 501);
  }

  // --- key frame requests

  @Test
  void a_key_frame_is_asked_for_until_it_comes_and_not_more_than_every_300_ms() {
    KeyFrameRequests requests = new KeyFrameRequests();
    assertEquals(KeyFrameRequests.Verdict.WAIT, requests.due(START));
    requests.want();
    assertEquals(KeyFrameRequests.Verdict.ASK, requests.due(START));
    assertEquals(KeyFrameRequests.Verdict.WAIT, requests.due(after(299)));
    assertEquals(KeyFrameRequests.Verdict.ASK, requests.due(after(300)));
    requests.satisfied();
    assertEquals(KeyFrameRequests.Verdict.WAIT, requests.due(after(900)));
    assertEquals(Optional.empty(), requests.deadline());
  }

  // --- routing

  private static StreamAgreement stream(Codec codec, int type, int rtx, long ssrc, Direction way) {
    return new StreamAgreement(
        codec, codec.kind(), way, type, rtx, ssrc, StreamAgreement.NONE, Map.of(), Set.of());
  }

  private static Route route(Router router, int type, long ssrc) {
    return router.route(RtpPacket.plain(type, false, 1, 1, ssrc, new byte[] {1}));
  }

  @Test
  void packets_go_where_the_agreement_says_and_nowhere_else() {
    Router router =
        new Router(
            List.of(
                stream(Codec.OPUS, 111, StreamAgreement.NONE, 50, Direction.SEND_RECEIVE),
                stream(Codec.VP8, 96, 97, StreamAgreement.NONE, Direction.RECEIVE_ONLY)));
    assertEquals(Route.AUDIO, route(router, 111, 50));
    assertEquals(Route.UNKNOWN, route(router, 111, 51));
    assertEquals(Route.UNKNOWN, route(router, 100, 50));
    // No source was named for the pictures: the first that comes is kept.
    assertEquals(Route.VIDEO, route(router, 96, 60));
    assertEquals(Route.UNKNOWN, route(router, 96, 61));
    assertEquals(Route.RETRANSMISSION, route(router, 97, 70));
    assertEquals(Set.of(50L, 60L, 70L), router.heard());
  }

  @Test
  void nothing_is_received_on_a_stream_that_only_sends() {
    Router router =
        new Router(List.of(stream(Codec.OPUS, 111, StreamAgreement.NONE, 50, Direction.SEND_ONLY)));
    assertEquals(Route.UNKNOWN, route(router, 111, 50));
  }

  // --- strays

  @Test
  void one_wild_number_is_a_stray_and_two_that_agree_are_a_new_beginning() {
    SequenceGate gate = new SequenceGate();
    assertEquals(SequenceGate.Verdict.PASS, gate.judge(65_530));
    assertEquals(SequenceGate.Verdict.PASS, gate.judge(3));
    assertEquals(SequenceGate.Verdict.STRAY, gate.judge(30_000));
    assertEquals(SequenceGate.Verdict.PASS, gate.judge(4));
    assertEquals(SequenceGate.Verdict.STRAY, gate.judge(40_000));
    assertEquals(SequenceGate.Verdict.RESTARTED, gate.judge(40_001));
    assertEquals(SequenceGate.Verdict.PASS, gate.judge(40_002));
  }

  @Test
  void a_packet_is_new_once_also_across_a_long_jump() {
    RecentSequences seen = new RecentSequences();
    assertEquals(RecentSequences.Verdict.NEW, seen.add(5));
    assertEquals(RecentSequences.Verdict.NEW, seen.add(3));
    assertEquals(RecentSequences.Verdict.SEEN, seen.add(5));
    assertEquals(RecentSequences.Verdict.NEW, seen.add(1_028));
    assertEquals(RecentSequences.Verdict.SEEN, seen.add(4));
    assertEquals(RecentSequences.Verdict.NEW, seen.add(1_027));
    assertEquals(RecentSequences.Verdict.NEW, seen.add(50_000));
    assertEquals(RecentSequences.Verdict.SEEN, seen.add(50_000));
    assertEquals(RecentSequences.Verdict.NEW, seen.add(49_999));
  }
}
