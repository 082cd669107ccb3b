package nl.digitalebalie.rtc.jitter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import nl.digitalebalie.rtc.packet.RtcpPacket.SenderReport;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.testkit.GoldenPackets;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpTime;
import org.junit.jupiter.api.Test;

class JitterTest {
  private static final MonoTime START = new MonoTime(1_000_000_000L);
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final byte[] KEY = GoldenPackets.hex("100200 9D012A 8002 E001 0000");
  private static final byte[] DELTA = GoldenPackets.hex("110200 0000");

  private static MonoTime after(long millis) {
    return START.plus(Duration.ofMillis(millis));
  }

  // --- playout clock

  private static PlayoutClock clock() {
    return new PlayoutClock(SHORTEST, LONGEST);
  }

  @Test
  void without_jitter_a_frame_waits_the_shortest_time() {
    PlayoutClock clock = clock();
    for (int i = 0; i < 300; i++) {
      clock.arrived(MediaTime.video(i * 3_000L), START.plusNanos(i * 33_333_333L));
    }
    assertEquals(10, clock.delay().toMillis());
  }

  @Test
  void with_jitter_a_frame_waits_about_as_long_as_the_jitter_and_never_beyond_the_longest() {
    SplittableRandom random = new SplittableRandom(1);
    PlayoutClock clock = clock();
    PlayoutClock wild = clock();
    for (int i = 0; i < 300; i++) {
      long on = i * 33_333_333L;
      clock.arrived(MediaTime.video(i * 3_000L), START.plusNanos(on + random.nextInt(80_000_000)));
      wild.arrived(
          MediaTime.video(i * 3_000L), START.plusNanos(on + random.nextLong(3_000_000_000L)));
    }
    assertEquals(82, clock.delay().toMillis(), 8);
    assertEquals(LONGEST, wild.delay());
  }

  @Test
  void a_single_wild_timestamp_moves_nothing_and_a_new_clock_is_followed() {
    PlayoutClock clock = clock();
    for (int i = 0; i < 50; i++) {
      clock.arrived(MediaTime.video(i * 3_000L), START.plusNanos(i * 33_333_333L));
    }
    MonoTime before = clock.playout(MediaTime.video(150_000));
    clock.arrived(MediaTime.video(900_000_000L), after(1_700));
    assertEquals(before, clock.playout(MediaTime.video(150_000)));
    for (int i = 0; i < 4; i++) {
      clock.arrived(MediaTime.video(900_000_000L + i * 3_000L), after(1_700 + i * 33));
    }
    long ahead = clock.playout(MediaTime.video(900_009_000L)).since(after(1_800)).toMillis();
    assertTrue(ahead < 100, "ahead: " + ahead);
  }

  // --- assembly

  private static VideoPacket packet(long sequence, long time, String place, byte[] piece) {
    return new VideoPacket(
        sequence,
        time,
        place.contains("b") ? VideoPacket.Place.BEGIN : VideoPacket.Place.INSIDE,
        place.contains("e"),
        piece,
        after(sequence));
  }

  @Test
  void a_picture_is_complete_when_its_last_gap_closes_in_whatever_order() {
    FrameAssembler assembler = new FrameAssembler();
    assembler.add(packet(12, 5, "e", new byte[] {3}));
    assembler.add(packet(10, 5, "b", KEY));
    var complete =
        assertInstanceOf(
                FrameAssembler.Outcome.Complete.class,
                assembler.add(packet(11, 5, "", new byte[] {2})))
            .picture();
    assertEquals(10, complete.first());
    assertEquals(12, complete.last());
    assertEquals(FrameKind.KEY, complete.video().kind());
    assertEquals(640, complete.video().width());
    assertEquals(KEY.length + 2, complete.video().payload().length);
    assertEquals(3, complete.video().payload()[KEY.length + 1]);
  }

  @Test
  void pieces_of_two_pictures_are_never_joined() {
    FrameAssembler assembler = new FrameAssembler();
    assembler.add(packet(10, 5, "b", KEY));
    assertInstanceOf(
        FrameAssembler.Outcome.Incomplete.class, assembler.add(packet(11, 6, "e", DELTA)));
  }

  @Test
  void a_delta_picture_has_the_size_of_the_key_frame_before_it() {
    FrameAssembler assembler = new FrameAssembler();
    assembler.add(packet(10, 5, "be", KEY));
    var complete =
        assertInstanceOf(
                FrameAssembler.Outcome.Complete.class, assembler.add(packet(11, 6, "be", DELTA)))
            .picture();
    assertEquals(480, complete.video().height());
    assertArrayEquals(DELTA, complete.video().payload());
  }

  @Test
  void what_is_no_picture_is_malformed() {
    assertInstanceOf(
        FrameAssembler.Outcome.Malformed.class,
        new FrameAssembler().add(packet(1, 1, "be", new byte[] {0, 0})));
  }

  // --- picture buffer

  private static CompletePicture picture(long number, FrameKind kind) {
    byte[] payload = kind == FrameKind.KEY ? KEY : DELTA;
    return new CompletePicture(
        number,
        number,
        new EncodedVideo(payload, kind, MediaTime.video(number * 3_000), 640, 480),
        START.plusNanos(number * 33_333_333L));
  }

  private static VideoBuffer buffer() {
    PlayoutClock clock = clock();
    clock.arrived(MediaTime.video(0), START);
    return new VideoBuffer(clock);
  }

  private static List<Long> numbers(List<EncodedVideo> frames) {
    return frames.stream().map(frame -> frame.timestamp().ticks() / 3_000).toList();
  }

  @Test
  void nothing_plays_before_the_first_key_frame() {
    VideoBuffer buffer = buffer();
    buffer.add(picture(0, FrameKind.DELTA));
    assertEquals(List.of(), buffer.due(after(900)));
    assertEquals(VideoBuffer.Need.KEY_FRAME, buffer.need(after(900), VideoBuffer.Gaps.NONE));
    buffer.add(picture(1, FrameKind.KEY));
    buffer.add(picture(2, FrameKind.DELTA));
    assertEquals(List.of(1L, 2L), numbers(buffer.due(after(900))));
  }

  @Test
  void a_picture_waits_for_its_time_and_for_the_one_before_it() {
    VideoBuffer buffer = buffer();
    buffer.add(picture(0, FrameKind.KEY));
    assertEquals(List.of(), buffer.due(after(9)));
    assertEquals(Optional.of(after(10)), buffer.deadline(after(9)));
    assertEquals(List.of(0L), numbers(buffer.due(after(10))));
    buffer.add(picture(2, FrameKind.DELTA));
    assertEquals(List.of(), buffer.due(after(100)));
    buffer.add(picture(1, FrameKind.DELTA));
    assertEquals(List.of(1L, 2L), numbers(buffer.due(after(100))));
  }

  @Test
  void a_packet_of_padding_between_two_pictures_is_no_gap() {
    VideoBuffer buffer = buffer();
    buffer.add(picture(0, FrameKind.KEY));
    buffer.skip(1);
    buffer.add(picture(2, FrameKind.DELTA));
    assertEquals(List.of(0L, 2L), numbers(buffer.due(after(900))));
  }

  @Test
  void after_patience_ends_a_key_frame_is_needed_and_then_skipped_to() {
    VideoBuffer buffer = buffer();
    buffer.add(picture(0, FrameKind.KEY));
    buffer.due(after(50));
    buffer.add(picture(2, FrameKind.DELTA));
    assertEquals(VideoBuffer.Need.NOTHING, buffer.need(after(100), VideoBuffer.Gaps.OPEN));
    assertEquals(VideoBuffer.Need.KEY_FRAME, buffer.need(after(300), VideoBuffer.Gaps.OPEN));
    buffer.add(picture(5, FrameKind.KEY));
    assertEquals(List.of(5L), numbers(buffer.due(after(300))));
    assertEquals(1, buffer.dropped());
  }

  @Test
  void a_picture_with_an_absurd_time_does_not_block_the_others() {
    VideoBuffer buffer = buffer();
    buffer.add(picture(0, FrameKind.KEY));
    buffer.due(after(50));
    buffer.add(
        new CompletePicture(
            1,
            1,
            new EncodedVideo(DELTA, FrameKind.DELTA, MediaTime.video(90_000_000), 1, 1),
            after(60)));
    buffer.add(picture(2, FrameKind.DELTA));
    assertEquals(2, buffer.due(after(100)).size());
  }

  @Test
  void pictures_without_end_are_bounded() {
    VideoBuffer buffer = buffer();
    for (int i = 0; i < 1_000; i++) {
      buffer.add(picture(i, FrameKind.DELTA));
    }
    assertTrue(buffer.dropped() > 600);
    assertEquals(VideoBuffer.Need.KEY_FRAME, buffer.need(START, VideoBuffer.Gaps.OPEN));
  }

  @Test
  void huge_pictures_are_bounded_by_their_bytes_too() {
    VideoBuffer buffer = buffer();
    byte[] huge = new byte[EncodedVideo.MAX_BYTES];
    for (int i = 0; i < 20; i++) {
      EncodedVideo video =
          new EncodedVideo(huge, FrameKind.DELTA, MediaTime.video(i * 3_000L), 0, 0);
      buffer.add(new CompletePicture(i, i, video, START));
    }
    assertTrue(buffer.dropped() >= 15, "dropped: " + buffer.dropped());
  }

  // --- freezes

  @Test
  void a_freeze_is_a_gap_of_three_times_the_mean_and_at_least_150_ms_more() {
    FreezeDetector detector = new FreezeDetector();
    long at = 0;
    for (int i = 0; i < 40; i++) {
      assertEquals(Optional.empty(), detector.played(after(at)));
      at += 33;
    }
    assertEquals(Optional.empty(), detector.played(after(at + 140)));
    at += 140 + 210;
    assertEquals(Optional.of(Duration.ofMillis(210)), detector.played(after(at)));
    assertEquals(1, detector.freezes());
    assertEquals(Duration.ofMillis(210), detector.frozen());
  }

  // --- sound

  private static EncodedAudio sound(int number) {
    byte[] payload = {(byte) 0xF8, 1};
    return new EncodedAudio(payload, MediaTime.audio(number * 960L), AudioLevel.UNKNOWN);
  }

  private static String played(List<AudioBuffer.Sound> sounds) {
    List<String> text = new ArrayList<>();
    for (AudioBuffer.Sound sound : sounds) {
      text.add(
          switch (sound) {
            case AudioBuffer.Sound.Play(EncodedAudio frame) ->
                Long.toString(frame.timestamp().ticks() / 960);
            case AudioBuffer.Sound.Conceal _ -> "c";
          });
    }
    return String.join(" ", text);
  }

  private static AudioBuffer sounds() {
    PlayoutClock clock = clock();
    clock.arrived(MediaTime.audio(0), START);
    return new AudioBuffer(clock);
  }

  @Test
  void sound_leaves_every_20_ms_and_a_hole_is_concealed() {
    AudioBuffer buffer = sounds();
    buffer.add(sound(0));
    buffer.add(sound(1));
    buffer.add(sound(3));
    assertEquals(Optional.of(after(10)), buffer.deadline());
    assertEquals("0", played(buffer.due(after(10))));
    assertEquals("1 c 3", played(buffer.due(after(70))));
  }

  @Test
  void sound_that_comes_after_its_turn_is_too_late_and_twice_is_a_duplicate() {
    AudioBuffer buffer = sounds();
    buffer.add(sound(0));
    buffer.add(sound(5));
    buffer.due(after(50));
    assertEquals(AudioBuffer.Verdict.TOO_LATE, buffer.add(sound(1)));
    assertEquals(AudioBuffer.Verdict.DUPLICATE, buffer.add(sound(5)));
    assertEquals(AudioBuffer.Verdict.OUT_OF_REACH, buffer.add(sound(5_000)));
  }

  @Test
  void a_second_without_sound_ends_the_concealment_and_the_next_sound_begins_anew() {
    AudioBuffer buffer = sounds();
    buffer.add(sound(0));
    int concealed = buffer.due(after(5_000)).size() - 1;
    assertEquals(50, concealed);
    assertEquals(Optional.empty(), buffer.deadline());
    buffer.add(sound(400));
    assertEquals("400", played(buffer.due(after(8_010))));
  }

  @Test
  void a_backlog_after_a_stall_is_skipped_at_once_and_a_small_one_frame_by_frame() {
    PlayoutClock clock = clock();
    // The first sound came 600 ms late; those after it came in time.
    clock.arrived(MediaTime.audio(0), after(600));
    AudioBuffer buffer = new AudioBuffer(clock);
    for (int i = 0; i < 60; i++) {
      MediaTime time = MediaTime.audio(i * 960L);
      clock.arrived(time, after(Math.max(600, 20L * i)));
      buffer.add(sound(i));
    }
    int played = buffer.due(after(1_200)).size();
    long ahead = clock.playout(MediaTime.audio(59 * 960L)).since(after(1_200)).toMillis();
    assertTrue(ahead < 700, "the newest sound waits " + ahead);
    assertTrue(played < 32, "played: " + played);
  }

  @Test
  void a_packet_of_60_ms_takes_three_turns() {
    AudioBuffer buffer = sounds();
    byte[] long60 = {(byte) 0xFB, 3, 1};
    buffer.add(new EncodedAudio(long60, MediaTime.audio(0), AudioLevel.UNKNOWN));
    buffer.add(sound(3));
    assertEquals("0", played(buffer.due(after(69))));
    assertEquals("3", played(buffer.due(after(70))));
  }

  // --- lip sync

  private static SenderReport report(long ntpMillis) {
    return new SenderReport(
        1, NtpTime.ofNanos(86_400_000_000_000L + ntpMillis * 1_000_000), 0, 1, 1, List.of());
  }

  @Test
  void sound_is_held_back_step_by_step_until_it_agrees_with_a_late_picture() {
    PlayoutClock audio = clock();
    PlayoutClock video = clock();
    audio.arrived(MediaTime.audio(0), START);
    // The picture captured at the same moment takes 200 ms longer.
    video.arrived(MediaTime.video(0), after(200));
    LipSync sync = new LipSync(audio, video);
    for (int i = 0; i < 20; i++) {
      sync.audioReported(report(0), MediaTime.audio(0));
      sync.videoReported(report(0), MediaTime.video(0));
    }
    assertEquals(200, audio.heldBack().toMillis(), 31);
    assertEquals(Duration.ZERO, video.heldBack());
  }

  @Test
  void a_lying_report_holds_nothing_back_beyond_the_limit() {
    PlayoutClock audio = clock();
    PlayoutClock video = clock();
    audio.arrived(MediaTime.audio(0), START);
    video.arrived(MediaTime.video(0), START);
    LipSync sync = new LipSync(audio, video);
    for (int i = 0; i < 200; i++) {
      sync.audioReported(report(3_600_000), MediaTime.audio(0));
      sync.videoReported(report(0), MediaTime.video(0));
    }
    assertTrue(audio.heldBack().toMillis() <= 400);
    assertTrue(video.heldBack().toMillis() <= 400);
  }
}
