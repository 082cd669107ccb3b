package nl.digitalebalie.media.sound;

/**
 * How loud a stretch of sound is.
 *
 * @param rms root mean square of the samples, 0 (digital silence) to 1 (a full-scale square wave)
 */
public record SoundLevel(double rms) {
  /** Nothing at all. */
  public static final SoundLevel SILENCE = new SoundLevel(0);

  /** The lowest value that {@link #decibels} answers; below it a 16-bit sample is zero anyway. */
  public static final double FLOOR_DECIBELS = -96;

  public SoundLevel {
    if (!(rms >= 0 && rms <= 1)) {
      throw new IllegalArgumentException("a sound level lies between 0 and 1");
    }
  }

  /** The level of these samples. */
  public static SoundLevel of(short[] samples) {
    if (samples.length == 0) {
      return SILENCE;
    }
    double sum = 0;
    for (short sample : samples) {
      sum += (double) sample * sample;
    }
    double full = -(double) Short.MIN_VALUE;
    return new SoundLevel(Math.min(1, Math.sqrt(sum / samples.length) / full));
  }

  /** The level in dBFS, {@value #FLOOR_DECIBELS} to 0. */
  public double decibels() {
    return rms == 0 ? FLOOR_DECIBELS : Math.max(FLOOR_DECIBELS, 20 * Math.log10(rms));
  }

  /** The louder of the two. */
  public SoundLevel max(SoundLevel other) {
    return rms >= other.rms ? this : other;
  }
}
