package nl.digitalebalie.acceptance.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.TonePattern;

/** Which tones of the tone pattern a sound holds, and whether they follow each other as there. */
final class Tones {
  /** Shorter than this, a tone may be an accident of the cutting into frames. */
  private static final int STEADY_FRAMES = 5;

  /** A clip that starts over, or sound that got lost, breaks the order now and then. */
  private static final double MOSTLY = 0.75;

  private final Map<Integer, Integer> frames = new TreeMap<>();
  private int running;
  private int runningFrames;
  private int steady;
  private int changes;
  private int changesInOrder;

  private Tones() {}

  /** Listens to samples of our format, little-endian and without a header, until they end. */
  static Tones in(InputStream sound) throws IOException {
    Tones tones = new Tones();
    byte[] bytes = new byte[2 * Sound.FRAME_SAMPLES];
    short[] samples = new short[Sound.FRAME_SAMPLES];
    while (sound.readNBytes(bytes, 0, bytes.length) == bytes.length) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
      tones.hear(TonePattern.heard(samples));
    }
    return tones;
  }

  private void hear(int tone) {
    runningFrames = tone == running ? runningFrames + 1 : 1;
    running = tone;
    if (tone == 0) {
      return;
    }
    frames.merge(tone, 1, Integer::sum);
    if (runningFrames == STEADY_FRAMES && tone != steady) {
      if (steady != 0) {
        changes++;
        changesInOrder += tone == after(steady) ? 1 : 0;
      }
      steady = tone;
    }
  }

  private static int after(int tone) {
    int next = TonePattern.HERTZ.indexOf(tone) + 1;
    return TonePattern.HERTZ.get(next % TonePattern.HERTZ.size());
  }

  /** How many frames each tone sounded, by hertz. */
  Map<Integer, Integer> frames() {
    return frames;
  }

  /** Whether the pattern went round so many times at least, in its order. */
  boolean pattern(int rounds) {
    return frames.keySet().containsAll(TonePattern.HERTZ)
        && changes >= rounds * TonePattern.HERTZ.size() - 1
        && changesInOrder >= changes * MOSTLY;
  }
}
