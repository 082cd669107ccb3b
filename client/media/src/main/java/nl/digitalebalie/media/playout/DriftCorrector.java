package nl.digitalebalie.media.playout;

import nl.digitalebalie.media.sound.Sound;

/**
 * Keeps the amount of waiting sound near its target although the speaker's clock and the sender's
 * clock never agree.
 *
 * <p>Two sound cards differ by up to some hundred parts per million; uncorrected, 100 ppm let a
 * hundred milliseconds pile up in a quarter of an hour, or run dry. Each frame is stretched or
 * shrunk by at most half a percent, which nobody hears. Pure arithmetic; owned by one thread.
 */
public final class DriftCorrector {
  /** Waiting sound to aim for: enough for a late thread, little enough not to be felt. */
  public static final int TARGET_SAMPLES = 2 * Sound.FRAME_SAMPLES + Sound.FRAME_SAMPLES / 2;

  /** Within this distance of the target nothing is changed. */
  private static final int CALM_SAMPLES = Sound.FRAME_SAMPLES / 2;

  /** Half a percent of a frame. */
  private static final int STEP_SAMPLES = Sound.FRAME_SAMPLES / 200;

  /** The mean follows within about a second; single late frames do not move it. */
  private static final double SMOOTHING = 0.02;

  private double meanWaiting = TARGET_SAMPLES;
  private short previousLast;

  /** Answers the frame, a little longer or shorter when that helps. */
  public short[] correct(short[] frame, int waitingSamples) {
    meanWaiting += SMOOTHING * (waitingSamples - meanWaiting);
    int change = change();
    short[] corrected = change == 0 ? frame : resampled(frame, frame.length + change);
    if (frame.length > 0) {
      previousLast = frame[frame.length - 1];
    }
    return corrected;
  }

  /** Begins to measure anew, for instance after sound was dropped or a new speaker was opened. */
  public void startAfresh() {
    meanWaiting = TARGET_SAMPLES;
  }

  private int change() {
    double excess = meanWaiting - TARGET_SAMPLES;
    if (Math.abs(excess) <= CALM_SAMPLES) {
      return 0;
    }
    return excess > 0 ? -STEP_SAMPLES : STEP_SAMPLES;
  }

  /** Linear interpolation; the last sample of the frame before keeps the seam smooth. */
  private short[] resampled(short[] frame, int length) {
    short[] result = new short[length];
    for (int i = 0; i < length; i++) {
      // Sample i of the result ends where the same share of the frame ends.
      double position = (i + 1.0) * frame.length / length - 1;
      int before = (int) Math.floor(position);
      double share = position - before;
      double left = before < 0 ? previousLast : frame[before];
      double right = frame[Math.min(before + 1, frame.length - 1)];
      result[i] = (short) Math.round(left + share * (right - left));
    }
    return result;
  }
}
