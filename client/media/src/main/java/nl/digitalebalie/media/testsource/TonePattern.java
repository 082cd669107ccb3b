package nl.digitalebalie.media.testsource;

import java.util.List;
import nl.digitalebalie.media.sound.Sound;

/**
 * Sound that a machine can recognise: half a second each of 500, 1000 and 1500 Hz, then half a
 * second of silence, over and over; 48 kHz, mono, 16 bits.
 */
public final class TonePattern {
  /** The tones in the order in which they sound. */
  public static final List<Integer> HERTZ = List.of(500, 1000, 1500);

  private static final int STEP_SAMPLES = Sound.RATE / 2;
  private static final double AMPLITUDE = 0.4 * Short.MAX_VALUE;

  /** Below this share of the energy a tone is not the one that sounds. */
  private static final double DOMINANT = 0.5;

  /** Mean square of the quietest sound that counts as sound: about -46 dBFS. */
  private static final double AUDIBLE_MEAN_SQUARE = 160.0 * 160.0;

  private TonePattern() {}

  /** The samples from {@code first} on, counted from the start of the pattern. */
  public static void fill(long first, short[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = sample(first + i);
    }
  }

  /** The tone that dominates these samples, in hertz, or 0 for silence or another sound. */
  public static int heard(short[] samples) {
    double meanSquare = 0;
    for (short sample : samples) {
      meanSquare += (double) sample * sample;
    }
    meanSquare /= samples.length;
    if (meanSquare < AUDIBLE_MEAN_SQUARE) {
      return 0;
    }
    for (int hertz : HERTZ) {
      if (power(samples, hertz) > DOMINANT * meanSquare) {
        return hertz;
      }
    }
    return 0;
  }

  /**
   * Mean power of one frequency by the Goertzel algorithm; a pure tone gives its own mean square.
   */
  public static double power(short[] samples, int hertz) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / Sound.RATE);
    double previous = 0;
    double beforePrevious = 0;
    for (short sample : samples) {
      double current = sample + coefficient * previous - beforePrevious;
      beforePrevious = previous;
      previous = current;
    }
    double energy =
        previous * previous
            + beforePrevious * beforePrevious
            - coefficient * previous * beforePrevious;
    return 2 * energy / ((double) samples.length * samples.length);
  }

  private static short sample(long index) {
    int step = (int) (index / STEP_SAMPLES % (HERTZ.size() + 1));
    if (step == HERTZ.size()) {
      return 0;
    }
    double phase = 2 * Math.PI * HERTZ.get(step) * (index % Sound.RATE) / Sound.RATE;
    return (short) (AMPLITUDE * Math.sin(phase));
  }
}
