package nl.digitalebalie.media.pipeline;

import java.util.List;
import java.util.function.Consumer;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.media.sound.LevelMeter;
import nl.digitalebalie.media.sound.SoundLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;

/**
 * From the other side's encoded frames to the screen and the speaker.
 *
 * <p>{@code play} -> bounded queue -> decode thread -> exchange (latest picture wins); {@code play}
 * -> bounded queue -> playout thread -> speaker. Frames must come from one thread; every method
 * returns at once.
 */
public final class ReceivePipeline implements AutoCloseable {
  private final PictureExchange screen = new PictureExchange(PixelFormat.BGRA);
  private final LevelMeter meter = new LevelMeter();
  private final RateMeter rate = new RateMeter();
  private final Latest<Wish<SpeakerId>> speakerWishes;
  private final DecodeWorker decode;
  private final PlayoutWorker playout;
  private final List<Worker> workers;

  private ReceivePipeline(SpeakerId speaker, Consumer<? super PipelineEvent> events) {
    speakerWishes = new Latest<>(new Wish<>(speaker));
    decode = new DecodeWorker(screen, rate, events);
    playout = new PlayoutWorker(speakerWishes, meter, events);
    workers =
        List.of(Worker.start("decode", decode, events), Worker.start("playout", playout, events));
  }

  /** Opens the speaker and begins to wait for frames. */
  public static ReceivePipeline start(SpeakerId speaker, Consumer<? super PipelineEvent> events) {
    return new ReceivePipeline(speaker, events);
  }

  /** A picture to decode and show. */
  public void play(EncodedVideo frame) {
    decode.offer(frame);
  }

  /** 20 ms of sound to decode and play. */
  public void play(EncodedAudio frame) {
    playout.offer(frame);
  }

  /** So many frames of sound are missing here. */
  public void conceal(int count) {
    playout.offerMissing(count);
  }

  /** A new connection begins: pictures of the old one are no longer of use. */
  public void startAfresh() {
    decode.startAfresh();
  }

  /** The other side's picture, BGRA; for one reading thread. */
  public PictureSource picture() {
    return screen;
  }

  /** Pictures decoded since the beginning. */
  public long framesDecoded() {
    return screen.published();
  }

  /** Pictures decoded per second, over the last two seconds. */
  public double framesPerSecond() {
    return rate.perSecond(Clock.now());
  }

  /** What the speaker is fed now. */
  public SoundLevel level() {
    return meter.shown();
  }

  /** The loudest the speaker was fed. */
  public SoundLevel loudest() {
    return meter.loudest();
  }

  /** Another speaker from now on; the same again tries it again. */
  public void use(SpeakerId id) {
    speakerWishes.set(new Wish<>(id));
  }

  /** Closes the speaker and ends the threads. */
  @Override
  public void close() {
    workers.forEach(Worker::askToEnd);
    workers.forEach(Worker::close);
  }
}
