package nl.digitalebalie.media.sound;

/**
 * What a level meter on the screen shows: rises at once, falls slowly, remembers the loudest.
 *
 * <p>Fed by one audio thread, read by any; the lock is held for a few assignments.
 */
public final class LevelMeter {
  /** Per frame of 20 ms; the needle falls to a tenth in about a quarter of a second. */
  private static final double FALL = 0.83;

  private SoundLevel shown = SoundLevel.SILENCE;
  private SoundLevel loudest = SoundLevel.SILENCE;

  /** Takes in one frame of sound. */
  public synchronized void hear(short[] samples) {
    SoundLevel now = SoundLevel.of(samples);
    shown = now.max(new SoundLevel(shown.rms() * FALL));
    loudest = loudest.max(now);
  }

  /** The level to show now. */
  public synchronized SoundLevel shown() {
    return shown;
  }

  /** The loudest frame since the meter was made. */
  public synchronized SoundLevel loudest() {
    return loudest;
  }
}
