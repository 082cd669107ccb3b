package nl.digitalebalie.desktop.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.call.engine.CallDevices;
import nl.digitalebalie.desktop.call.engine.CallEngine;
import nl.digitalebalie.desktop.call.engine.CallEvent;
import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.call.engine.CallSettings;
import nl.digitalebalie.desktop.call.engine.CallSignals;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.DeviceName;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.pipeline.DeviceTrouble;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.media.sound.SoundLevel;
import nl.digitalebalie.protocol.signal.Candidate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The desk's port to the engines, with engines that only write down what they are told. */
@Timeout(60)
class EngineCallPortTest {
  private static final Candidate CANDIDATE =
      new Candidate("candidate:1 1 udp 1 192.0.2.1 9 typ host", "0");
  private static final DeviceChoice CHOSEN = new DeviceChoice("cam-2", "mic-2", "speaker-2");

  private final List<Engine> engines = new ArrayList<>();
  private final BlockingQueue<CallNews> news = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> machine = new LinkedBlockingQueue<>();
  private final EngineCall call =
      new EngineCall(
          (settings, signals, events) -> {
            Engine engine = new Engine(settings, signals, events::accept);
            engines.add(engine);
            return engine;
          },
          CallSettings.Reach.THIS_MACHINE,
          new Plugged());

  @BeforeEach
  void listen() {
    call.listen(news::add);
  }

  @AfterEach
  void close() {
    call.close();
  }

  @Test
  void a_conversation_begins_with_the_chosen_devices_and_offers_at_once() {
    call.begin(1, List.of(), CHOSEN);

    Engine engine = engines.getFirst();
    assertEquals(
        new CallDevices(
            new CameraId("cam-2"), new MicrophoneId("mic-2"), new SpeakerId("speaker-2")),
        engine.settings.devices());
    assertEquals(CallSettings.Reach.THIS_MACHINE, engine.settings.reach());
    assertEquals(List.of("connect 1"), engine.told);
  }

  @Test
  void what_the_desk_wants_reaches_the_engine_of_the_talk_with_its_epoch() {
    call.begin(1, List.of(), DeviceChoice.DEFAULT);
    call.answer(1, "v=0");
    call.candidate(1, CANDIDATE);
    call.candidatesDone(1);
    call.microphone(Switch.OFF);
    call.camera(Switch.ON);
    call.use(CHOSEN);
    call.connectAgain(2);

    assertEquals(
        List.of(
            "connect 1",
            "answer 1 v=0",
            "candidate 1",
            "done 1",
            "microphone OFF",
            "camera ON",
            "use cam-2",
            "connect 2"),
        engines.getFirst().told);
    assertEquals(1, engines.size(), "a new epoch keeps the engine and its devices");
  }

  @Test
  void without_a_talk_nothing_the_server_says_opens_one() {
    call.answer(1, "v=0");
    call.candidate(1, CANDIDATE);
    call.candidatesDone(1);
    call.connectAgain(7);
    call.microphone(Switch.ON);
    call.camera(Switch.ON);
    call.use(CHOSEN);
    call.end();

    assertEquals(List.of(), engines);
    assertEquals(Optional.empty(), call.stats());
    assertTrue(call.remotePicture().isEmpty() && call.ownPicture().isEmpty());
  }

  @Test
  void what_the_engine_says_is_news_in_the_desks_words() {
    call.begin(3, List.of(), DeviceChoice.DEFAULT);
    Engine engine = engines.getFirst();
    CallFault fault = new CallFault(CallFault.Kind.SECURITY, "FINGERPRINT");
    engine.signals.offer(3, "v=0");
    engine.signals.candidate(3, CANDIDATE);
    engine.signals.candidatesDone(3);
    engine.events.accept(new CallEvent.FirstRemotePicture(3, Duration.ofMillis(400)));
    engine.events.accept(new CallEvent.Froze(Duration.ofMillis(300)));
    engine.events.accept(new CallEvent.DeviceFailed(DeviceTrouble.CAMERA_LOST));
    engine.events.accept(new CallEvent.RemoteLeft(3));
    engine.events.accept(new CallEvent.ConnectionFailed(3, fault));

    assertEquals(
        List.of(
            new CallNews.Offered(3, "v=0"),
            new CallNews.CandidateFound(3, CANDIDATE),
            new CallNews.CandidatesFinished(3),
            new CallNews.FirstPicture(3),
            new CallNews.DeviceFailed(DeviceTrouble.CAMERA_LOST),
            new CallNews.RemoteLeft(3),
            new CallNews.ConnectionFailed(3, fault)),
        List.copyOf(news));
  }

  @Test
  void an_engine_that_was_hung_up_is_not_heard_any_more() {
    call.begin(1, List.of(), DeviceChoice.DEFAULT);
    Engine before = engines.getFirst();
    call.end();
    before.signals.offer(1, "v=0 of the last resident");
    before.events.accept(new CallEvent.RemoteLeft(1));
    call.begin(1, List.of(), DeviceChoice.DEFAULT);
    before.signals.candidate(1, CANDIDATE);
    before.events.accept(
        new CallEvent.ConnectionFailed(1, new CallFault(CallFault.Kind.NETWORK, "NO_PATH")));

    assertEquals(List.of(), List.copyOf(news));
    assertEquals(List.of("connect 1", "hang up"), before.told);
  }

  @Test
  void the_next_conversation_hangs_the_last_one_up() {
    call.begin(1, List.of(), DeviceChoice.DEFAULT);
    call.begin(1, List.of(), DeviceChoice.DEFAULT);

    assertEquals(List.of("connect 1", "hang up"), engines.getFirst().told);
    assertEquals(List.of("connect 1"), engines.getLast().told);
    assertEquals(engines.getLast().remote, call.remotePicture().orElseThrow());
  }

  @Test
  void a_test_of_the_devices_never_connects_and_its_offers_go_nowhere() {
    call.startTest(CHOSEN);
    Engine test = engines.getFirst();
    test.signals.offer(1, "v=0");
    test.events.accept(new CallEvent.DeviceFailed(DeviceTrouble.MICROPHONE_LOST));

    assertEquals(List.of(), test.told);
    assertEquals(List.of(), List.copyOf(news));
    assertEquals(test.own, call.ownPicture().orElseThrow());
    assertTrue(call.remotePicture().isEmpty(), "a test has nobody on the other side");
    assertTrue(call.stats().isPresent());
    call.stopTest();
    assertEquals(List.of("hang up"), test.told);
    assertTrue(call.ownPicture().isEmpty() && call.stats().isEmpty());
  }

  @Test
  void one_camera_serves_one_purpose_at_a_time() {
    call.startTest(CHOSEN);
    call.startTest(CHOSEN);
    assertEquals(1, engines.size(), "a test that runs is not begun again");
    call.begin(1, List.of(), DeviceChoice.DEFAULT);
    assertEquals(List.of("hang up"), engines.getFirst().told, "a talk ends the test");
    call.startTest(CHOSEN);
    assertEquals(2, engines.size(), "a talk is not disturbed by a test");
  }

  @Test
  void closing_hangs_up_the_talk() {
    call.begin(1, List.of(), DeviceChoice.DEFAULT);
    call.close();

    assertEquals("hang up", engines.getFirst().told.getLast());
    assertTrue(call.stats().isEmpty());
  }

  @Test
  void devices_are_found_by_id_and_name_and_a_tone_goes_to_the_chosen_speaker() throws Exception {
    BlockingQueue<Devices> found = new LinkedBlockingQueue<>();
    call.findDevices(found::add);
    call.playTone(CHOSEN);
    call.prewarm();

    assertEquals(
        new Devices(
            List.of(new Devices.Device("cam-1", "Camera")),
            List.of(new Devices.Device("mic-1", "Microphone")),
            List.of()),
        found.poll(20, TimeUnit.SECONDS));
    List<String> done = new ArrayList<>();
    done.add(machine.poll(20, TimeUnit.SECONDS));
    done.add(machine.poll(20, TimeUnit.SECONDS));
    assertTrue(done.containsAll(List.of("tone speaker-2", "prewarm")), done.toString());
  }

  /** A computer with a camera, a microphone and no speaker. */
  private final class Plugged implements EngineCall.Machine {
    @Override
    public void prewarm() {
      machine.add("prewarm");
    }

    @Override
    public List<DeviceName<CameraId>> cameras() {
      return List.of(new DeviceName<>(new CameraId("cam-1"), "Camera"));
    }

    @Override
    public List<DeviceName<MicrophoneId>> microphones() {
      return List.of(new DeviceName<>(new MicrophoneId("mic-1"), "Microphone"));
    }

    @Override
    public List<DeviceName<SpeakerId>> speakers() {
      return List.of();
    }

    @Override
    public void playTone(SpeakerId speaker) {
      machine.add("tone " + speaker.text());
    }
  }

  /** Pictures of nothing, told apart by who they are. */
  private static final class Blank implements PictureSource {
    @Override
    public Optional<Picture> latest() {
      return Optional.empty();
    }

    @Override
    public long published() {
      return 0;
    }
  }

  /** One engine at the port. */
  private static final class Engine implements CallEngine {
    final CallSettings settings;
    final CallSignals signals;
    final Consumer<CallEvent> events;
    final List<String> told = new ArrayList<>();
    final PictureSource remote = new Blank();
    final PictureSource own = new Blank();

    Engine(CallSettings settings, CallSignals signals, Consumer<CallEvent> events) {
      this.settings = settings;
      this.signals = signals;
      this.events = events;
    }

    @Override
    public void connect(int epoch) {
      told.add("connect " + epoch);
    }

    @Override
    public void answerArrived(int epoch, String sdp) {
      told.add("answer " + epoch + " " + sdp);
    }

    @Override
    public void candidateArrived(int epoch, Candidate candidate) {
      told.add("candidate " + epoch);
    }

    @Override
    public void candidatesDone(int epoch) {
      told.add("done " + epoch);
    }

    @Override
    public PictureSource remotePicture() {
      return remote;
    }

    @Override
    public PictureSource selfView() {
      return own;
    }

    @Override
    public void microphone(Switch on) {
      told.add("microphone " + on);
    }

    @Override
    public void camera(Switch on) {
      told.add("camera " + on);
    }

    @Override
    public void use(CallDevices devices) {
      told.add("use " + devices.camera().text());
    }

    @Override
    public CallStats stats() {
      return new CallStats(
          0,
          0,
          0,
          0,
          0,
          SoundLevel.SILENCE,
          SoundLevel.SILENCE,
          SoundLevel.SILENCE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          0,
          0,
          0);
    }

    @Override
    public void hangUp() {
      told.add("hang up");
    }

    @Override
    public void close() {
      hangUp();
    }
  }
}
