package nl.digitalebalie.media.capture;

import java.util.Arrays;
import nl.digitalebalie.media.pace.Metronome;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.TonePattern;

/** Sound that is made or read rather than recorded, in real time. */
final class PacedMicrophone implements Microphone {
  /** Where the samples come from. */
  interface Samples extends AutoCloseable {
    /** Fills the frame; false when there is no more. */
    boolean next(short[] into);

    @Override
    default void close() {}
  }

  private final Metronome metronome = new Metronome(Sound.FRAME_NANOS);
  private final Samples samples;

  PacedMicrophone(Samples samples) {
    this.samples = samples;
  }

  static Microphone silence() {
    return new PacedMicrophone(into -> {
      Arrays.fill(into, (short) 0);
      return true;
    });
  }

  static Microphone tone() {
    return new PacedMicrophone(
        new Samples() {
          private long next;

          @Override
          public boolean next(short[] into) {
            TonePattern.fill(next, into);
            next += into.length;
            return true;
          }
        });
  }

  @Override
  public Listened listen(short[] into) {
    metronome.await();
    if (Thread.currentThread().isInterrupted()) {
      return Listened.INTERRUPTED;
    }
    return samples.next(into) ? Listened.SOUND : Listened.GONE;
  }

  @Override
  public void close() {
    samples.close();
  }
}
