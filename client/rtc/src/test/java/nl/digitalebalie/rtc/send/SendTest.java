package nl.digitalebalie.rtc.send;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import nl.digitalebalie.protocol.sdp.Direction;
import nl.digitalebalie.rtc.negotiate.Codec;
import nl.digitalebalie.rtc.negotiate.ExtensionKind;
import nl.digitalebalie.rtc.negotiate.LocalSources;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpTime;
import org.junit.jupiter.api.Test;

class SendTest {
  private static final MonoTime START = new MonoTime(1_000_000_000L);
  private static final Duration ROUND_TRIP = Duration.ofMillis(60);
  private static final LocalSources SOURCES = LocalSources.draw(new SplittableRandom(1));

  private static MonoTime after(long millis) {
    return START.plus(Duration.ofMillis(millis));
  }

  private static StreamAgreement video(int retransmissionType) {
    return agreement(Codec.VP8, 96, retransmissionType);
  }

  private static StreamAgreement agreement(Codec codec, int type, int retransmissionType) {
    return new StreamAgreement(
        codec,
        "m",
        Direction.SEND_RECEIVE,
        type,
        retransmissionType,
        StreamAgreement.NONE,
        StreamAgreement.NONE,
        Map.of(
            ExtensionKind.TRANSPORT_SEQUENCE, 3,
            ExtensionKind.AUDIO_LEVEL, 1,
            ExtensionKind.MID, 4),
        Set.of());
  }

  private static VideoSender sender(int retransmissionType) {
    return new VideoSender(video(retransmissionType), SOURCES, new SplittableRandom(2));
  }

  private static EncodedVideo frame(int size, long ticks) {
    return new EncodedVideo(
        new byte[size], EncodedVideo.FrameKind.DELTA, MediaTime.video(ticks), 0, 0);
  }

  // --- packets

  @Test
  void a_pictures_packets_share_a_time_count_up_and_the_last_is_marked() {
    List<RtpPacket> packets = sender(97).packets(frame(3_000, 90_000), START);
    assertEquals(3, packets.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(packets.getFirst().timestamp(), packets.get(i).timestamp());
      assertEquals(packets.getFirst().sequence() + i, packets.get(i).sequence());
      assertEquals(i == 2, packets.get(i).marker());
      assertEquals(SOURCES.videoSsrc(), packets.get(i).ssrc());
    }
  }

  @Test
  void sound_carries_its_level_and_whether_it_is_a_voice() {
    AudioSender sender =
        new AudioSender(
            agreement(Codec.OPUS, 111, StreamAgreement.NONE), SOURCES, new SplittableRandom(3));
    RtpPacket loud = sender.packet(sound(new AudioLevel(20)), START);
    RtpPacket quiet = sender.packet(sound(new AudioLevel(90)), START);
    RtpPacket unknown = sender.packet(sound(AudioLevel.UNKNOWN), START);
    assertArrayEquals(new byte[] {(byte) (0x80 | 20)}, loud.extension(1).orElseThrow());
    assertArrayEquals(new byte[] {90}, quiet.extension(1).orElseThrow());
    assertTrue(unknown.extension(1).isEmpty());
  }

  private static EncodedAudio sound(AudioLevel level) {
    return new EncodedAudio(new byte[] {(byte) 0xF8, 1}, MediaTime.audio(0), level);
  }

  @Test
  void transport_numbers_count_across_sources_and_the_m_line_is_named_at_first() {
    PacketStamper stamper = new PacketStamper();
    RtpPacket packet = RtpPacket.plain(96, false, 1, 1, 1, new byte[] {1});
    for (int i = 0; i < 60; i++) {
      RtpPacket stamped = stamper.stamp(packet, video(97)).packet();
      assertArrayEquals(new byte[] {0, (byte) i}, stamped.extension(3).orElseThrow());
      assertEquals(i < 50, stamped.extension(4).isPresent());
    }
  }

  @Test
  void a_sender_report_puts_both_clocks_at_the_same_moment() {
    VideoSender sender = sender(97);
    assertEquals(Optional.empty(), sender.report(START, NtpTime.ofNanos(0)));
    RtpPacket packet = sender.packets(frame(100, 0), START).getFirst();
    sender.left(packet, 150, START);
    RtcpPacket.SenderReport report = sender.report(after(500), NtpTime.ofNanos(5)).orElseThrow();
    assertEquals(45_000, report.timestamp() - packet.timestamp() & 0xFFFF_FFFFL);
    assertEquals(1, report.packets());
    assertEquals(packet.payload().length, report.octets());
  }

  // --- retransmission

  private static RtcpPacket.Nack nack(int... lost) {
    return new RtcpPacket.Nack(9, SOURCES.videoSsrc(), Arrays.stream(lost).boxed().toList());
  }

  @Test
  void a_lost_packet_is_repeated_on_the_retransmission_source_once_per_round_trip() {
    VideoSender sender = sender(97);
    RtpPacket packet = sender.packets(frame(100, 0), START).getFirst();
    sender.left(packet, 150, START);
    RtpPacket repeated = sender.repeat(nack(packet.sequence()), after(60), ROUND_TRIP).getFirst();
    assertEquals(SOURCES.retransmissionSsrc(), repeated.ssrc());
    assertEquals(97, repeated.payloadType());
    assertEquals(packet.timestamp(), repeated.timestamp());
    assertEquals(packet.marker(), repeated.marker());
    assertEquals(packet.payload().length + 2, repeated.payload().length);
    assertEquals((byte) (packet.sequence() >> 8), repeated.payload()[0]);
    assertEquals((byte) packet.sequence(), repeated.payload()[1]);
    assertEquals(List.of(), sender.repeat(nack(packet.sequence()), after(70), ROUND_TRIP));
    assertEquals(1, sender.repeat(nack(packet.sequence()), after(130), ROUND_TRIP).size());
  }

  @Test
  void without_rtx_the_packet_itself_is_sent_again() {
    VideoSender sender = sender(StreamAgreement.NONE);
    RtpPacket packet = sender.packets(frame(100, 0), START).getFirst();
    sender.left(packet, 150, START);
    assertEquals(List.of(packet), sender.repeat(nack(packet.sequence()), after(60), ROUND_TRIP));
  }

  @Test
  void what_was_never_sent_or_is_not_ours_is_not_repeated() {
    VideoSender sender = sender(97);
    RtpPacket packet = sender.packets(frame(100, 0), START).getFirst();
    sender.left(packet, 150, START);
    assertEquals(List.of(), sender.repeat(nack(packet.sequence() + 512), after(60), ROUND_TRIP));
    assertEquals(
        List.of(),
        sender.repeat(
            new RtcpPacket.Nack(9, 12_345, List.of(packet.sequence())), after(60), ROUND_TRIP));
  }

  // --- pacing

  private static RtpPacket packet(int size) {
    return RtpPacket.plain(96, false, 1, 1, 1, new byte[size]);
  }

  @Test
  void a_burst_of_pictures_leaves_at_the_pace_and_sound_at_once() {
    Pacer pacer = new Pacer(4_000_000);
    for (int i = 0; i < 100; i++) {
      pacer.add(Pacer.Lane.VIDEO, packet(930));
    }
    int first = pacer.due(START).size();
    assertTrue(first <= 4, "at once: " + first);
    pacer.add(Pacer.Lane.AUDIO, packet(80));
    int sent = first;
    for (int ms = 1; ms <= 50; ms++) {
      sent += pacer.due(after(ms)).size();
    }
    // 1000 bytes at 4 Mbit/s take 2 ms each; the sound is one more.
    assertEquals(25 + first + 1, sent, 2);
  }

  @Test
  void a_retransmission_overtakes_waiting_pictures() {
    Pacer pacer = new Pacer(1_000_000);
    for (int i = 0; i < 20; i++) {
      pacer.add(Pacer.Lane.VIDEO, packet(1_000));
    }
    pacer.due(START);
    RtpPacket repeated = packet(10);
    pacer.add(Pacer.Lane.RETRANSMISSION, repeated);
    assertEquals(repeated, pacer.due(after(20)).getFirst());
  }

  @Test
  void no_picture_waits_much_longer_than_half_a_second() {
    Pacer pacer = new Pacer(100_000);
    for (int i = 0; i < 300; i++) {
      pacer.add(Pacer.Lane.VIDEO, packet(1_000));
    }
    int sent = 0;
    for (int ms = 0; ms <= 1_500; ms++) {
      sent += pacer.due(after(ms)).size();
    }
    assertTrue(sent > 250, "sent: " + sent);
  }

  @Test
  void queues_are_bounded_and_say_so() {
    Pacer pacer = new Pacer(100_000);
    Pacer.Verdict last = Pacer.Verdict.QUEUED;
    for (int i = 0; i < 701; i++) {
      last = pacer.add(Pacer.Lane.VIDEO, packet(1_000));
    }
    assertEquals(Pacer.Verdict.PICTURES_DROPPED, last);
    assertEquals(0, pacer.due(START).size());
    for (int i = 0; i < 201; i++) {
      last = pacer.add(Pacer.Lane.RETRANSMISSION, packet(1_000));
    }
    assertEquals(Pacer.Verdict.DROPPED, last);
  }

  // --- key frames on demand

  @Test
  void a_peer_that_begs_gets_a_key_frame_every_300_ms_at_most() {
    KeyFrameDemands demands = new KeyFrameDemands();
    int granted = 0;
    for (int ms = 0; ms < 3_000; ms++) {
      granted += demands.pictureLost(after(ms)) == KeyFrameDemands.Verdict.GRANTED ? 1 : 0;
    }
    assertEquals(10, granted);
    assertEquals(3_000, demands.received());
  }

  @Test
  void the_same_full_intra_request_again_is_no_new_one() {
    KeyFrameDemands demands = new KeyFrameDemands();
    var first = new RtcpPacket.FullIntraRequest.Entry(1, 7);
    var next = new RtcpPacket.FullIntraRequest.Entry(1, 8);
    assertEquals(KeyFrameDemands.Verdict.GRANTED, demands.fullIntra(first, START));
    assertEquals(KeyFrameDemands.Verdict.REPEATED, demands.fullIntra(first, after(1_000)));
    assertEquals(KeyFrameDemands.Verdict.GRANTED, demands.fullIntra(next, after(2_000)));
  }
}
