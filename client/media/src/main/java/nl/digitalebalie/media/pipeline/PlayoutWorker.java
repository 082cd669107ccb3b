package nl.digitalebalie.media.pipeline;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.digitalebalie.media.codec.AudioDecoder;
import nl.digitalebalie.media.codec.AudioDecoder.SoundResult;
import nl.digitalebalie.media.codec.Codecs;
import nl.digitalebalie.media.playout.DriftCorrector;
import nl.digitalebalie.media.playout.Speaker;
import nl.digitalebalie.media.playout.Speaker.Played;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.media.playout.Speakers;
import nl.digitalebalie.media.sound.LevelMeter;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import org.jspecify.annotations.Nullable;

/**
 * The playout thread and its queue: decodes, conceals, corrects drift, feeds the speaker.
 *
 * <p>Overflow: the oldest sound is dropped, since nobody wants to hear a conversation late.
 */
final class PlayoutWorker implements Worker.Body {
  /** Half a second; a burst after a stall of the network is cut down below. */
  static final int MAX_WAITING = 25;

  /** More waiting sound than this is felt in a conversation. */
  private static final int TOO_MUCH_SAMPLES = 10 * Sound.FRAME_SAMPLES;

  /** Sound invented for longer than this is no longer sound. */
  private static final int MAX_INVENTED_FRAMES = 4;

  private static final long IDLE_MILLIS = 200;
  private static final long SHORTEST_WAIT_MILLIS = 3;

  /** What waits to be heard. */
  private sealed interface Item {
    record Frame(EncodedAudio frame) implements Item {}

    record Missing() implements Item {}
  }

  private final BlockingQueue<Item> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Latest<Wish<SpeakerId>> wishes;
  private final LevelMeter meter;
  private final Consumer<? super PipelineEvent> events;
  private final DriftCorrector drift = new DriftCorrector();

  private Speaker speaker = Speakers.silent();
  private boolean flowing;
  private int invented;

  PlayoutWorker(
      Latest<Wish<SpeakerId>> wishes, LevelMeter meter, Consumer<? super PipelineEvent> events) {
    this.wishes = wishes;
    this.meter = meter;
    this.events = events;
  }

  /** For any one thread: queues a frame. */
  void offer(EncodedAudio frame) {
    offer(new Item.Frame(frame));
  }

  /** For any one thread: queues so many missing frames. */
  void offerMissing(int count) {
    for (int i = 0; i < Math.min(count, MAX_WAITING); i++) {
      offer(new Item.Missing());
    }
  }

  @Override
  public void run() throws InterruptedException {
    Wish<SpeakerId> fulfilled = null;
    try (AudioDecoder decoder = Codecs.audioDecoder()) {
      while (!Thread.currentThread().isInterrupted()) {
        Wish<SpeakerId> wish = wishes.get();
        if (wish != fulfilled) {
          open(wish.device());
          fulfilled = wish;
        }
        next(decoder, waiting.poll(patienceMillis(), TimeUnit.MILLISECONDS));
      }
    } finally {
      speaker.close();
    }
  }

  private void offer(Item item) {
    while (!waiting.offer(item)) {
      waiting.poll();
    }
  }

  private void open(SpeakerId id) {
    speaker.close();
    Optional<Speaker> opened = Speakers.open(id);
    speaker = opened.orElseGet(Speakers::silent);
    flowing = false;
    if (opened.isEmpty()) {
      events.accept(new PipelineEvent.DeviceFailed(DeviceTrouble.SPEAKER_UNAVAILABLE));
    }
  }

  /** Until the speaker is about to run dry, or long when nothing plays. */
  private long patienceMillis() {
    if (!flowing) {
      return IDLE_MILLIS;
    }
    long spare = speaker.waitingSamples() - Sound.FRAME_SAMPLES / 2;
    return Math.max(SHORTEST_WAIT_MILLIS, spare * 1000 / Sound.RATE);
  }

  private void next(AudioDecoder decoder, @Nullable Item item) {
    switch (item) {
      case null -> bridge(decoder);
      case Item.Frame(EncodedAudio frame) -> {
        invented = 0;
        play(heard(decoder, frame));
      }
      case Item.Missing() -> play(decoder.conceal());
    }
  }

  private static short[] heard(AudioDecoder decoder, EncodedAudio frame) {
    return switch (decoder.decode(frame.payload())) {
      case SoundResult.Heard(short[] samples) -> samples;
      case SoundResult.Refused() -> decoder.conceal();
    };
  }

  /** Nothing came in time: a few frames are invented, then the speaker may fall silent. */
  private void bridge(AudioDecoder decoder) {
    if (!flowing || invented >= MAX_INVENTED_FRAMES) {
      flowing = false;
      meter.hear(new short[Sound.FRAME_SAMPLES]);
      return;
    }
    if (speaker.waitingSamples() < Sound.FRAME_SAMPLES) {
      invented++;
      play(decoder.conceal());
    }
  }

  private void play(short[] samples) {
    if (!flowing) {
      // A little silence first, so that the next frame may be late without a gap.
      flowing = true;
      invented = 0;
      drift.startAfresh();
      feed(new short[DriftCorrector.TARGET_SAMPLES - Sound.FRAME_SAMPLES]);
    }
    int ahead = speaker.waitingSamples() + waiting.size() * Sound.FRAME_SAMPLES;
    if (ahead > TOO_MUCH_SAMPLES) {
      cutDown();
      ahead = speaker.waitingSamples() + waiting.size() * Sound.FRAME_SAMPLES;
    }
    meter.hear(samples);
    feed(drift.correct(samples, ahead));
  }

  private void cutDown() {
    while (waiting.size() > 1) {
      waiting.poll();
    }
    drift.startAfresh();
  }

  private void feed(short[] samples) {
    if (speaker.play(samples) == Played.GONE) {
      speaker.close();
      speaker = Speakers.silent();
      events.accept(new PipelineEvent.DeviceFailed(DeviceTrouble.SPEAKER_LOST));
    }
  }
}
