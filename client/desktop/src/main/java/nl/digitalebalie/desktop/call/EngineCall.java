package nl.digitalebalie.desktop.call;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.call.engine.CallDevices;
import nl.digitalebalie.desktop.call.engine.CallEngine;
import nl.digitalebalie.desktop.call.engine.CallEngines;
import nl.digitalebalie.desktop.call.engine.CallEvent;
import nl.digitalebalie.desktop.call.engine.CallSettings;
import nl.digitalebalie.desktop.call.engine.CallSettings.CallPicture;
import nl.digitalebalie.desktop.call.engine.CallSettings.Reach;
import nl.digitalebalie.desktop.call.engine.CallSignals;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.DeviceName;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.protocol.signal.Candidate;
import nl.digitalebalie.protocol.signal.IceServer;

/**
 * The call engine behind the desk's port: one engine for each conversation, one more while devices
 * are tried. Belongs to the desk's thread; only news comes from others.
 */
public final class EngineCall implements CallPort {
  private final CallEngines engines;
  private final Reach reach;
  private final Machine machine;
  private final ExecutorService background =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("devices-", 0).factory());
  private volatile Consumer<CallNews> listener = _ -> {};
  private Optional<CallEngine> call = Optional.empty();
  private Optional<CallEngine> test = Optional.empty();
  // Written by the desk's thread, read by the engines'.
  private volatile long generation;

  /** What the machine has and can do beside a call; may block. */
  public interface Machine {
    void prewarm();

    List<DeviceName<CameraId>> cameras();

    List<DeviceName<MicrophoneId>> microphones();

    List<DeviceName<SpeakerId>> speakers();

    void playTone(SpeakerId speaker);
  }

  public EngineCall(CallEngines engines, Reach reach, Machine machine) {
    this.engines = engines;
    this.reach = reach;
    this.machine = machine;
  }

  @Override
  public void listen(Consumer<CallNews> news) {
    this.listener = news;
  }

  @Override
  public void prewarm() {
    background.execute(machine::prewarm);
  }

  @Override
  public void begin(int epoch, List<IceServer> servers, DeviceChoice devices) {
    end();
    stopTest();
    Ear ear = new Ear(generation);
    CallEngine engine = engines.begin(settings(devices, servers), ear, ear);
    call = Optional.of(engine);
    engine.connect(epoch);
  }

  @Override
  public void connectAgain(int epoch) {
    call.ifPresent(engine -> engine.connect(epoch));
  }

  @Override
  public void answer(int epoch, String sdp) {
    call.ifPresent(engine -> engine.answerArrived(epoch, sdp));
  }

  @Override
  public void candidate(int epoch, Candidate candidate) {
    call.ifPresent(engine -> engine.candidateArrived(epoch, candidate));
  }

  @Override
  public void candidatesDone(int epoch) {
    call.ifPresent(engine -> engine.candidatesDone(epoch));
  }

  @Override
  public void microphone(Switch wanted) {
    call.ifPresent(engine -> engine.microphone(wanted));
  }

  @Override
  public void camera(Switch wanted) {
    call.ifPresent(engine -> engine.camera(wanted));
  }

  @Override
  public void end() {
    generation++;
    call.ifPresent(CallEngine::hangUp);
    call = Optional.empty();
  }

  @Override
  public void use(DeviceChoice devices) {
    call.ifPresent(engine -> engine.use(devices(devices)));
  }

  @Override
  public void findDevices(Consumer<Devices> found) {
    background.execute(() ->
        found.accept(
            new Devices(
                machine.cameras().stream()
                    .map(device -> new Devices.Device(device.id().text(), device.name()))
                    .toList(),
                machine.microphones().stream()
                    .map(device -> new Devices.Device(device.id().text(), device.name()))
                    .toList(),
                machine.speakers().stream()
                    .map(device -> new Devices.Device(device.id().text(), device.name()))
                    .toList())));
  }

  /** An engine that never connects opens the devices and tells how loud the microphone is. */
  @Override
  public void startTest(DeviceChoice devices) {
    if (call.isEmpty() && test.isEmpty()) {
      test = Optional.of(engines.begin(settings(devices, List.of()), new Silence(), _ -> {}));
    }
  }

  @Override
  public void stopTest() {
    test.ifPresent(CallEngine::hangUp);
    test = Optional.empty();
  }

  @Override
  public void playTone(DeviceChoice devices) {
    SpeakerId speaker = new SpeakerId(devices.speaker());
    background.execute(() -> machine.playTone(speaker));
  }

  @Override
  public Optional<CallStats> stats() {
    return call.or(() -> test).map(CallEngine::stats);
  }

  @Override
  public Optional<PictureSource> remotePicture() {
    return call.map(CallEngine::remotePicture);
  }

  @Override
  public Optional<PictureSource> ownPicture() {
    return call.or(() -> test).map(CallEngine::selfView);
  }

  @Override
  public void close() {
    end();
    stopTest();
    background.shutdownNow();
  }

  private CallSettings settings(DeviceChoice devices, List<IceServer> servers) {
    return new CallSettings(devices(devices), servers, reach, CallPicture.STANDARD);
  }

  private static CallDevices devices(DeviceChoice choice) {
    return new CallDevices(
        new CameraId(choice.camera()),
        new MicrophoneId(choice.microphone()),
        new SpeakerId(choice.speaker()));
  }

  /** Engine's news in the desk's words; an engine that was hung up is not heard any more. */
  private final class Ear implements CallSignals, Consumer<CallEvent> {
    private final long mine;

    Ear(long mine) {
      this.mine = mine;
    }

    @Override
    public void offer(int epoch, String sdp) {
      say(new CallNews.Offered(epoch, sdp));
    }

    @Override
    public void candidate(int epoch, Candidate candidate) {
      say(new CallNews.CandidateFound(epoch, candidate));
    }

    @Override
    public void candidatesDone(int epoch) {
      say(new CallNews.CandidatesFinished(epoch));
    }

    @Override
    public void accept(CallEvent event) {
      switch (event) {
        case CallEvent.Secured secured -> say(new CallNews.Secured(secured.epoch()));
        case CallEvent.FirstRemotePicture first -> say(new CallNews.FirstPicture(first.epoch()));
        case CallEvent.RemoteLeft left -> say(new CallNews.RemoteLeft(left.epoch()));
        case CallEvent.ConnectionFailed failed ->
            say(new CallNews.ConnectionFailed(failed.epoch(), failed.fault()));
        case CallEvent.DeviceFailed failed -> say(new CallNews.DeviceFailed(failed.trouble()));
        case CallEvent.Froze _ -> {} // counted in the statistics
      }
    }

    private void say(CallNews news) {
      if (mine == generation) {
        listener.accept(news);
      }
    }
  }

  private record Silence() implements CallSignals {
    @Override
    public void offer(int epoch, String sdp) {}

    @Override
    public void candidate(int epoch, Candidate candidate) {}

    @Override
    public void candidatesDone(int epoch) {}
  }
}
