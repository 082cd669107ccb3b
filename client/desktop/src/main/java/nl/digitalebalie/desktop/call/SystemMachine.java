package nl.digitalebalie.desktop.call;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.Cameras;
import nl.digitalebalie.media.capture.DeviceName;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.capture.Microphones;
import nl.digitalebalie.media.playout.Speaker;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.media.playout.Speakers;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.TonePattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices of this computer. */
public final class SystemMachine implements EngineCall.Machine {
  private static final Logger LOG = LoggerFactory.getLogger(SystemMachine.class);

  /** One and a half second: the three tones of the pattern, half a second each. */
  private static final int TONE_FRAMES = 1_500 / Sound.FRAME_MILLIS;

  private final Supplier<CompletableFuture<?>> prewarm;

  /**
   * This computer.
   *
   * @param prewarm starts the engine's own preparation, in the background
   */
  public SystemMachine(Supplier<CompletableFuture<?>> prewarm) {
    this.prewarm = prewarm;
  }

  @Override
  public void prewarm() {
    CompletableFuture<?> _ =
        prewarm
            .get()
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.warn("PREWARM_FAILED {}", failure.getClass().getSimpleName());
              }
            });
  }

  @Override
  public List<DeviceName<CameraId>> cameras() {
    return Cameras.list();
  }

  @Override
  public List<DeviceName<MicrophoneId>> microphones() {
    return Microphones.list();
  }

  @Override
  public List<DeviceName<SpeakerId>> speakers() {
    return Speakers.list();
  }

  @Override
  public void playTone(SpeakerId id) {
    Speakers.open(id).ifPresent(SystemMachine::play);
  }

  private static void play(Speaker speaker) {
    try (speaker) {
      short[] samples = new short[Sound.FRAME_SAMPLES];
      for (int frame = 0; frame < TONE_FRAMES; frame++) {
        TonePattern.fill((long) frame * samples.length, samples);
        if (speaker.play(samples) == Speaker.Played.GONE) {
          return;
        }
      }
    }
  }
}
