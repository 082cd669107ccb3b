package nl.digitalebalie.media.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.CameraMode;
import nl.digitalebalie.media.capture.Microphone;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.capture.Microphones;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.Clip;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.media.testsource.TonePattern;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PipelinesTest {
  private static final CameraMode MODE = new CameraMode(320, 240, 30);
  private static final SendSettings TIMECODE =
      new SendSettings(
          new CameraId("timecode:320x240@30"), new MicrophoneId("tone"), MODE, 500_000);

  @TempDir Path folder;

  private final BlockingQueue<PipelineEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<EncodedVideo> video = new LinkedBlockingQueue<>();
  private final BlockingQueue<EncodedAudio> audio = new LinkedBlockingQueue<>();
  private final MediaSink queues =
      new MediaSink() {
        @Override
        public void video(MonoTime capturedAt, EncodedVideo frame) {
          video.add(frame);
        }

        @Override
        public void audio(MonoTime capturedAt, EncodedAudio frame) {
          audio.add(frame);
        }
      };

  @AfterEach
  void no_thread_is_left() {
    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(Thread::isAlive)
            .map(Thread::getName)
            .filter(name -> name.startsWith(Worker.PREFIX))
            .toList();
    assertEquals(List.of(), left);
  }

  @Test
  void pictures_and_sound_go_in_at_one_end_and_come_out_at_the_other() throws Exception {
    Path recording = folder.resolve("heard.wav");
    List<Integer> numbers = new ArrayList<>();
    try (ReceivePipeline receive =
            ReceivePipeline.start(new SpeakerId("wav:" + recording), events::add);
        SendPipeline send = SendPipeline.start(TIMECODE, into(receive), events::add)) {
      while (numbers.size() < 45) {
        next(receive.picture()).ifPresent(numbers::add);
      }
      assertTrue(receive.framesDecoded() >= 45);
      assertTrue(receive.framesPerSecond() > 0);
      assertTrue(send.level().rms() > 0.1);
      assertTrue(receive.loudest().rms() > 0.1);
    }
    assertEquals(List.copyOf(numbers).stream().sorted().distinct().toList(), numbers);
    assertTrue(take(events) instanceof PipelineEvent.FirstPicture);
    assertEquals(List.of(), List.copyOf(events));
    assertTrue(heardIn(recording).contains(500));
    assertTrue(heardIn(recording).contains(1000));
  }

  @Test
  void the_first_picture_is_a_key_frame_and_one_comes_when_asked_for() throws Exception {
    try (SendPipeline send = SendPipeline.start(TIMECODE, queues, events::add)) {
      assertEquals(FrameKind.KEY, take(video).kind());
      assertEquals(FrameKind.DELTA, take(video).kind());
      send.keyFrameWanted();
      takeUntil(video, frame -> frame.kind() == FrameKind.KEY);
    }
  }

  @Test
  void our_own_picture_is_there_to_see() {
    try (SendPipeline send = SendPipeline.start(TIMECODE, queues, events::add)) {
      await(() -> next(send.selfView()).isPresent());
    }
  }

  @Test
  void a_camera_that_is_off_sends_an_even_grey_and_comes_back() {
    try (ReceivePipeline receive = ReceivePipeline.start(SpeakerId.NONE, events::add);
        SendPipeline send = SendPipeline.start(TIMECODE, into(receive), events::add)) {
      await(() -> next(receive.picture()).isPresent());
      send.camera(Switch.OFF);
      await(() -> isEven(receive.picture()));
      send.camera(Switch.ON);
      await(() -> next(receive.picture()).isPresent());
    }
    assertTrue(events.stream().noneMatch(PipelineEvent.DeviceFailed.class::isInstance));
  }

  @Test
  void a_muted_microphone_sends_silence_while_its_meter_goes_on() throws Exception {
    try (SendPipeline send = SendPipeline.start(TIMECODE, queues, events::add)) {
      assertTrue(take(audio).level().linear() > 0.1);
      send.microphone(Switch.OFF);
      takeUntil(audio, frame -> frame.level().linear() == 0);
      assertTrue(send.level().rms() > 0.1);
    }
  }

  @Test
  void sound_is_stamped_every_20_ms() throws Exception {
    try (SendPipeline send = SendPipeline.start(TIMECODE, queues, events::add)) {
      long first = take(audio).timestamp().ticks();
      for (int i = 1; i < 10; i++) {
        assertEquals(first + i * 960L, take(audio).timestamp().ticks());
      }
    }
  }

  @Test
  void devices_that_do_not_exist_are_told_and_replaced() throws Exception {
    SendSettings nothing =
        new SendSettings(
            new CameraId("v4l2:/dev/video99"),
            new MicrophoneId("javasound:none such"),
            MODE,
            500_000);
    try (ReceivePipeline receive =
            ReceivePipeline.start(new SpeakerId("javasound:none such"), events::add);
        SendPipeline send = SendPipeline.start(nothing, into(receive), events::add)) {
      await(() -> isEven(receive.picture()));
      Set<PipelineEvent> told = new HashSet<>();
      while (told.size() < 3) {
        if (take(events) instanceof PipelineEvent.DeviceFailed failed) {
          told.add(failed);
        }
      }
      assertEquals(
          Set.of(
              new PipelineEvent.DeviceFailed(DeviceTrouble.CAMERA_UNAVAILABLE),
              new PipelineEvent.DeviceFailed(DeviceTrouble.MICROPHONE_UNAVAILABLE),
              new PipelineEvent.DeviceFailed(DeviceTrouble.SPEAKER_UNAVAILABLE)),
          told);
      send.use(new CameraId("timecode:320x240@30"));
      await(() -> next(receive.picture()).isPresent());
    }
    assertTrue(events.stream().noneMatch(PipelineEvent.DeviceFailed.class::isInstance));
  }

  @Test
  void a_new_connection_begins_with_a_key_frame_and_tells_its_first_picture() throws Exception {
    try (ReceivePipeline receive = ReceivePipeline.start(SpeakerId.NONE, events::add);
        SendPipeline send = SendPipeline.start(TIMECODE, into(receive), events::add)) {
      takeUntil(events, PipelineEvent.FirstPicture.class::isInstance);
      receive.startAfresh();
      takeUntil(events, PipelineEvent.KeyFrameWanted.class::isInstance);
      send.keyFrameWanted();
      // as the other side would: that wish may have been one of the connection before
      PipelineEvent next = take(events);
      while (!(next instanceof PipelineEvent.FirstPicture)) {
        if (next instanceof PipelineEvent.KeyFrameWanted) {
          send.keyFrameWanted();
        }
        next = take(events);
      }
    }
  }

  @Test
  void a_camera_that_vanishes_during_the_call_is_told_and_grey_is_sent() throws Exception {
    Path file = folder.resolve("clip.y4m");
    new Clip(1, 320, 240, 10).writeY4m(file);
    SendSettings fromFile =
        new SendSettings(new CameraId("file:" + file), new MicrophoneId("silence"), MODE, 500_000);
    try (ReceivePipeline receive = ReceivePipeline.start(SpeakerId.NONE, events::add);
        SendPipeline send = SendPipeline.start(fromFile, into(receive), events::add)) {
      await(() -> next(receive.picture()).isPresent());
      Files.delete(file);
      takeUntil(events, new PipelineEvent.DeviceFailed(DeviceTrouble.CAMERA_LOST)::equals);
      await(() -> isEven(receive.picture()));
    }
  }

  @Test
  void a_lower_target_gives_a_smaller_picture() throws Exception {
    try (SendPipeline send = SendPipeline.start(TIMECODE, queues, events::add)) {
      assertEquals(320, take(video).width());
      send.videoTarget(31_000);
      takeUntil(video, frame -> frame.width() == 160);
    }
  }

  @Test
  void garbage_from_the_other_side_ends_in_one_request_for_a_key_frame() throws Exception {
    try (ReceivePipeline receive = ReceivePipeline.start(SpeakerId.NONE, events::add)) {
      for (int i = 0; i < 20; i++) {
        receive.play(
            new EncodedVideo(
                new byte[] {1, 2, 3, (byte) i}, FrameKind.DELTA, MediaTime.video(i), 0, 0));
      }
      assertEquals(new PipelineEvent.KeyFrameWanted(), take(events));
      assertEquals(0, receive.framesDecoded());
    }
  }

  @Test
  void a_bug_in_a_listener_is_told_and_not_swallowed() throws Exception {
    MediaSink broken =
        new MediaSink() {
          @Override
          public void video(MonoTime capturedAt, EncodedVideo frame) {
            throw new IllegalStateException("broken on purpose");
          }

          @Override
          public void audio(MonoTime capturedAt, EncodedAudio frame) {}
        };
    try (SendPipeline send = SendPipeline.start(TIMECODE, broken, events::add)) {
      assertTrue(
          take(events) instanceof PipelineEvent.Broken(String worker, var why)
              && worker.equals("encode")
              && why.getMessage().equals("broken on purpose"));
    }
  }

  private static MediaSink into(ReceivePipeline receive) {
    return new MediaSink() {
      @Override
      public void video(MonoTime capturedAt, EncodedVideo frame) {
        receive.play(frame);
      }

      @Override
      public void audio(MonoTime capturedAt, EncodedAudio frame) {
        receive.play(frame);
      }
    };
  }

  private static Optional<Integer> next(PictureSource source) {
    Picture picture = waited(source);
    OptionalInt number = picture == null ? OptionalInt.empty() : TimecodePicture.read(picture);
    return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
  }

  private static boolean isEven(PictureSource source) {
    Picture picture = waited(source);
    if (picture == null) {
      return false;
    }
    int first = picture.bytes().get(0);
    int last = picture.bytes().get(4 * (picture.width() * picture.height() - 1));
    int middle =
        picture.bytes().get(4 * (picture.width() * picture.height() / 2 + picture.width() / 2));
    return Math.abs(first - last) < 4 && Math.abs(first - middle) < 4;
  }

  private static Picture waited(PictureSource source) {
    try {
      return ((PictureExchange) source).awaitLatest(Duration.ofSeconds(5)).orElse(null);
    } catch (InterruptedException endOfTest) {
      throw new IllegalStateException(endOfTest);
    }
  }

  private static List<Integer> heardIn(Path recording) {
    List<Integer> heard = new ArrayList<>();
    short[] frame = new short[Sound.FRAME_SAMPLES];
    try (Microphone file = Microphones.open(new MicrophoneId("file:" + recording)).orElseThrow()) {
      for (int i = 0; i < 60; i++) {
        file.listen(frame);
        heard.add(TonePattern.heard(frame));
      }
    }
    return heard;
  }

  /** The class's time limit guards against a wait in vain. */
  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    return queue.take();
  }

  private static <T> void takeUntil(BlockingQueue<T> queue, Predicate<T> right)
      throws InterruptedException {
    while (!right.test(take(queue))) {}
  }

  /**
   * Looks until it is so; every look waits for a picture, and the class's time limit ends a wait in
   * vain.
   */
  private static void await(BooleanSupplier so) {
    while (!so.getAsBoolean()) {}
  }
}
