package nl.digitalebalie.desktop.call.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.Microphone;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.capture.Microphones;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.pipeline.DeviceTrouble;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.media.testsource.TonePattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two engines in a call over real sockets, real handshake, real codecs. */
@Timeout(300)
class EngineCallTest {
  private static final CallDevices TEST_DEVICES =
      new CallDevices(
          new CameraId("timecode:320x240@30"), new MicrophoneId("tone"), SpeakerId.NONE);

  @TempDir Path folder;

  @AfterEach
  void no_thread_of_a_call_is_left() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.startsWith("media-") || name.startsWith("call-") || name.startsWith("rtc-")) {
        // A thread whose work has ended may still be on its way out.
        assertTrue(thread.join(Duration.ofSeconds(20)), "still there: " + name);
      }
    }
  }

  @Test
  void pictures_arrive_in_order_and_complete_and_the_tone_is_heard() throws Exception {
    Path recording = folder.resolve("heard.wav");
    CallDevices recorded =
        new CallDevices(
            TEST_DEVICES.camera(), TEST_DEVICES.microphone(), new SpeakerId("wav:" + recording));
    List<Integer> numbers = new ArrayList<>();
    CallStats stats;
    try (TwoEngines call = new TwoEngines(recorded, TEST_DEVICES)) {
      call.staff.connect(1);
      CallEvent.Secured secured = TwoEngines.await(call.staffEvents, CallEvent.Secured.class);
      CallEvent.Secured theirs = TwoEngines.await(call.residentEvents, CallEvent.Secured.class);
      assertEquals(secured.local(), theirs.remote());
      assertEquals(secured.remote(), theirs.local());
      numbers.add(number(call.staff.remotePicture()));
      while (numbers.size() < 75) {
        next(call.staff.remotePicture()).ifPresent(numbers::add);
      }
      stats = call.staff.stats();
      assertTrue(number(call.resident.remotePicture()) >= 0);
    }
    assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    assertTrue(stats.framesDecoded() >= numbers.size(), stats.toString());
    assertTrue(stats.connectToFirstRemotePicture().isPresent());
    assertEquals("AEAD_AES_128_GCM", stats.srtpProfile().orElse(""));
    assertTrue(stats.selectedPair().orElse("").startsWith("host-"), stats.toString());
    assertTrue(stats.remoteLevelSeen().rms() > 0.1);
    assertTrue(stats.framesSent() > 0);
    assertTrue(heardIn(recording).containsAll(List.of(500, 1000)), "tones in the recording");
  }

  @Test
  void a_reload_of_the_page_is_a_new_epoch_with_the_same_picture_source() throws Exception {
    try (TwoEngines call = new TwoEngines(TEST_DEVICES, TEST_DEVICES)) {
      call.staff.connect(1);
      TwoEngines.await(call.staffEvents, CallEvent.FirstRemotePicture.class);
      call.staff.connect(2);
      CallEvent.FirstRemotePicture again =
          TwoEngines.await(call.staffEvents, CallEvent.FirstRemotePicture.class);
      assertEquals(2, again.epoch());
      assertTrue(number(call.staff.remotePicture()) >= 0);
    }
  }

  @Test
  void the_resident_who_hangs_up_is_noticed() throws Exception {
    try (TwoEngines call = new TwoEngines(TEST_DEVICES, TEST_DEVICES)) {
      call.staff.connect(1);
      TwoEngines.await(call.staffEvents, CallEvent.FirstRemotePicture.class);
      call.resident.hangUp();
      assertEquals(1, TwoEngines.await(call.staffEvents, CallEvent.RemoteLeft.class).epoch());
    }
  }

  @Test
  void devices_change_during_the_call() throws Exception {
    try (TwoEngines call = new TwoEngines(TEST_DEVICES, TEST_DEVICES)) {
      call.staff.connect(1);
      TwoEngines.await(call.residentEvents, CallEvent.FirstRemotePicture.class);
      call.staff.camera(Switch.OFF);
      awaitGrey(call.resident.remotePicture());
      call.staff.camera(Switch.ON);
      assertTrue(number(call.resident.remotePicture()) >= 0);
      call.staff.use(
          new CallDevices(
              new CameraId("v4l2:/dev/video99"), TEST_DEVICES.microphone(), SpeakerId.NONE));
      assertEquals(
          DeviceTrouble.CAMERA_UNAVAILABLE,
          TwoEngines.await(call.staffEvents, CallEvent.DeviceFailed.class).trouble());
      awaitGrey(call.resident.remotePicture());
    }
  }

  @Test
  void a_fingerprint_changed_on_the_way_gives_no_picture() throws Exception {
    try (TwoEngines call =
        new TwoEngines(TEST_DEVICES, TEST_DEVICES, EngineCallTest::withOtherFingerprint)) {
      call.staff.connect(1);
      CallEvent.ConnectionFailed failed =
          TwoEngines.await(call.staffEvents, CallEvent.ConnectionFailed.class);
      assertEquals(new CallFault(CallFault.Kind.SECURITY, "FINGERPRINT_MISMATCH"), failed.fault());
      assertEquals(0, call.staff.stats().framesDecoded());
      assertEquals(0, call.staff.stats().framesSent());
    }
  }

  @Test
  void an_answer_that_is_none_is_the_peers_fault() throws Exception {
    try (TwoEngines call = new TwoEngines(TEST_DEVICES, TEST_DEVICES, answer -> "nonsense")) {
      call.staff.connect(1);
      CallEvent.ConnectionFailed failed =
          TwoEngines.await(call.staffEvents, CallEvent.ConnectionFailed.class);
      assertEquals(CallFault.Kind.PEER, failed.fault().kind());
    }
  }

  @Test
  void after_the_hang_up_nothing_happens_any_more() {
    TwoEngines call = new TwoEngines(TEST_DEVICES, TEST_DEVICES);
    call.close();
    call.staff.connect(1);
    call.staff.answerArrived(1, "nonsense");
    call.staff.hangUp();
    assertEquals(List.of(), List.copyOf(call.staffEvents));
  }

  private static String withOtherFingerprint(String answer) {
    return answer.replaceAll(
        "a=fingerprint:sha-256 [0-9A-F:]+", "a=fingerprint:sha-256 00" + ":00".repeat(31));
  }

  private static int number(PictureSource source) {
    OptionalInt number = OptionalInt.empty();
    while (number.isEmpty()) {
      number = read(source);
    }
    return number.getAsInt();
  }

  private static Optional<Integer> next(PictureSource source) {
    OptionalInt number = read(source);
    return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
  }

  private static OptionalInt read(PictureSource source) {
    Picture picture = waited(source);
    return picture == null ? OptionalInt.empty() : TimecodePicture.read(picture);
  }

  private static void awaitGrey(PictureSource source) {
    boolean grey = false;
    while (!grey) {
      Picture picture = waited(source);
      grey =
          picture != null
              && Math.abs(picture.bytes().get(0) - picture.bytes().get(4 * 160)) < 4
              && TimecodePicture.read(picture).isEmpty();
    }
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
      for (int i = 0; i < 100; i++) {
        file.listen(frame);
        heard.add(TonePattern.heard(frame));
      }
    }
    return heard;
  }
}
