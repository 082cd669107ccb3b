package nl.digitalebalie.media.pipeline;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.codec.VideoTarget;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.sound.LevelMeter;
import nl.digitalebalie.media.sound.SoundLevel;

/**
 * From our camera and microphone to encoded frames.
 *
 * <p>Camera thread -> exchange (latest picture wins) -> encode thread -> sink; microphone thread ->
 * sink. The threads look for wishes at every frame, so every method may be called from any thread
 * and returns at once.
 */
public final class SendPipeline implements AutoCloseable {
  private final PictureExchange selfView = new PictureExchange(PixelFormat.BGRA);
  private final LevelMeter meter = new LevelMeter();
  private final AtomicBoolean keyFrameWanted = new AtomicBoolean(true);
  private final Latest<Switch> heard = new Latest<>(Switch.ON);
  private final Latest<VideoTarget> targets;
  private final Latest<Wish<CameraId>> cameraWishes;
  private final Latest<Wish<MicrophoneId>> microphoneWishes;
  private final List<Worker> workers;

  private CameraId camera;
  private Switch seen = Switch.ON;

  private SendPipeline(
      SendSettings settings, MediaSink sink, Consumer<? super PipelineEvent> events) {
    camera = settings.camera();
    cameraWishes = new Latest<>(new Wish<>(camera));
    microphoneWishes = new Latest<>(new Wish<>(settings.microphone()));
    targets =
        new Latest<>(
            new VideoTarget(
                settings.bitsPerSecond(),
                settings.mode().width(),
                settings.mode().height(),
                settings.mode().framesPerSecond()));
    PictureExchange taken = new PictureExchange(PixelFormat.I420);
    workers =
        List.of(
            Worker.start(
                "encode", new EncodeWorker(taken, selfView, targets, keyFrameWanted, sink), events),
            Worker.start(
                "camera", new CameraWorker(cameraWishes, settings.mode(), taken, events), events),
            Worker.start(
                "microphone",
                new MicrophoneWorker(microphoneWishes, heard, meter, sink, events),
                events));
  }

  /** Opens the devices and begins to send. */
  public static SendPipeline start(
      SendSettings settings, MediaSink sink, Consumer<? super PipelineEvent> events) {
    return new SendPipeline(settings, sink, events);
  }

  /** Our own picture, BGRA; for one reading thread. */
  public PictureSource selfView() {
    return selfView;
  }

  /** How many pictures our camera gave. */
  public long picturesTaken() {
    return selfView.published();
  }

  /** What the network can carry, bent into the encoder's limits. */
  public void videoTarget(long bitsPerSecond) {
    targets.set(targets.get().withBitsPerSecond(bitsPerSecond));
  }

  /** The next picture becomes a key frame. */
  public void keyFrameWanted() {
    keyFrameWanted.set(true);
  }

  /** Whether the other side hears us; the meter goes on either way. */
  public void microphone(Switch on) {
    heard.set(on);
  }

  /** Whether the other side sees us; off closes the camera and sends an even grey. */
  public synchronized void camera(Switch on) {
    if (seen != on) {
      seen = on;
      wishCamera();
    }
  }

  /** Another camera from now on; the same again tries it again. */
  public synchronized void use(CameraId id) {
    camera = id;
    wishCamera();
  }

  /** Another microphone from now on; the same again tries it again. */
  public void use(MicrophoneId id) {
    microphoneWishes.set(new Wish<>(id));
  }

  /** What the microphone hears now. */
  public SoundLevel level() {
    return meter.shown();
  }

  /** Closes the devices and ends the threads. */
  @Override
  public void close() {
    workers.forEach(Worker::askToEnd);
    workers.forEach(Worker::close);
  }

  private void wishCamera() {
    cameraWishes.set(new Wish<>(seen == Switch.ON ? camera : CameraId.NONE));
  }
}
