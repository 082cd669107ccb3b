package nl.digitalebalie.rtc.payload;

/**
 * How loud a frame is (RFC 6464 section 3).
 *
 * @param minusDbov 0 is the loudest, 127 is silence; {@link #UNKNOWN} has no level
 */
public record AudioLevel(int minusDbov) {
  private static final int UNKNOWN_VALUE = 255;

  /** Digital silence. */
  public static final AudioLevel SILENCE = new AudioLevel(127);

  /** The sender did not say. */
  public static final AudioLevel UNKNOWN = new AudioLevel(UNKNOWN_VALUE);

  public AudioLevel {
    if (minusDbov < 0 || (minusDbov > 127 && minusDbov != UNKNOWN_VALUE)) {
      throw new IllegalArgumentException("a level is 0 to 127");
    }
  }

  /** The level of a root mean square between 0 and 1 of full scale. */
  public static AudioLevel ofRms(double rms) {
    if (!(rms > 0)) {
      return SILENCE;
    }
    return new AudioLevel((int) Math.clamp(Math.round(-20 * Math.log10(rms)), 0, 127));
  }

  /** Whether there is a level at all. */
  public boolean isKnown() {
    return minusDbov != UNKNOWN_VALUE;
  }

  /** The level as a linear share of full scale, 0 to 1; 0 when unknown. */
  public double linear() {
    return minusDbov >= 127 ? 0 : Math.pow(10, -minusDbov / 20.0);
  }
}
