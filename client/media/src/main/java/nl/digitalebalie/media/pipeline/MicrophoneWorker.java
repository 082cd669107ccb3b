package nl.digitalebalie.media.pipeline;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.media.capture.Microphone;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.capture.Microphones;
import nl.digitalebalie.media.codec.AudioEncoder;
import nl.digitalebalie.media.codec.Codecs;
import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.media.sound.LevelMeter;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.SoundLevel;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.time.MonoTime;

/** The microphone thread: listens, measures, encodes. */
final class MicrophoneWorker implements Worker.Body {
  private final Latest<Wish<MicrophoneId>> wishes;
  private final Latest<Switch> heard;
  private final LevelMeter meter;
  private final MediaSink sink;
  private final Consumer<? super PipelineEvent> events;
  private final AudioClock clock = new AudioClock();
  private final short[] samples = new short[Sound.FRAME_SAMPLES];

  private Microphone microphone = Microphones.silence();

  MicrophoneWorker(
      Latest<Wish<MicrophoneId>> wishes,
      Latest<Switch> heard,
      LevelMeter meter,
      MediaSink sink,
      Consumer<? super PipelineEvent> events) {
    this.wishes = wishes;
    this.heard = heard;
    this.meter = meter;
    this.sink = sink;
    this.events = events;
  }

  @Override
  public void run() {
    Wish<MicrophoneId> fulfilled = null;
    try (AudioEncoder encoder = Codecs.audioEncoder()) {
      while (!Thread.currentThread().isInterrupted()) {
        Wish<MicrophoneId> wish = wishes.get();
        if (wish != fulfilled) {
          open(wish.device());
          fulfilled = wish;
        }
        listen(encoder);
      }
    } finally {
      microphone.close();
    }
  }

  private void open(MicrophoneId id) {
    microphone.close();
    Optional<Microphone> opened = Microphones.open(id);
    microphone = opened.orElseGet(Microphones::silence);
    if (opened.isEmpty()) {
      events.accept(new PipelineEvent.DeviceFailed(DeviceTrouble.MICROPHONE_UNAVAILABLE));
    }
  }

  private void listen(AudioEncoder encoder) {
    switch (microphone.listen(samples)) {
      case SOUND -> send(encoder);
      case INTERRUPTED -> Thread.currentThread().interrupt();
      case GONE -> {
        microphone.close();
        microphone = Microphones.silence();
        events.accept(new PipelineEvent.DeviceFailed(DeviceTrouble.MICROPHONE_LOST));
      }
    }
  }

  private void send(AudioEncoder encoder) {
    MonoTime at = Clock.now();
    meter.hear(samples);
    if (heard.get() == Switch.OFF) {
      // Silence is sent rather than nothing, so that the way stays open and warm.
      Arrays.fill(samples, (short) 0);
    }
    AudioLevel level = AudioLevel.ofRms(SoundLevel.of(samples).rms());
    sink.audio(at, new EncodedAudio(encoder.encode(samples), clock.stamp(at), level));
  }
}
