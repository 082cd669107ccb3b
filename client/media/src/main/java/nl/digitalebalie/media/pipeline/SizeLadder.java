package nl.digitalebalie.media.pipeline;

import nl.digitalebalie.media.codec.VideoTarget;
import nl.digitalebalie.media.frame.PictureLimits;

/**
 * Chooses the size to send: the camera's shape within the largest size allowed, and half of that
 * when the bit rate leaves too little for each pixel. A small sharp picture beats a large muddy
 * one. Pure; owned by one thread.
 */
final class SizeLadder {
  /** Bits per pixel and picture below which VP8 turns to mud. */
  private static final double TOO_FEW = 0.016;

  /** Well above, so that the size does not jump to and fro. */
  private static final double PLENTY = 0.032;

  /** Scaling 1080 by 480/1080 must not fall just below 480. */
  private static final double ROUNDING = 1e-6;

  private boolean halved;

  /** The target for a picture of this size. */
  VideoTarget fit(int width, int height, VideoTarget largest) {
    double scale =
        Math.min(1, Math.min((double) largest.width() / width, (double) largest.height() / height));
    int fullWidth = even(width * scale);
    int fullHeight = even(height * scale);
    double bitsPerPixel =
        (double) largest.bitsPerSecond()
            / ((double) fullWidth * fullHeight * largest.framesPerSecond());
    halved = halved ? bitsPerPixel < PLENTY : bitsPerPixel < TOO_FEW;
    int divisor = halved ? 2 : 1;
    return new VideoTarget(
        largest.bitsPerSecond(),
        even((double) fullWidth / divisor),
        even((double) fullHeight / divisor),
        largest.framesPerSecond());
  }

  /** Chroma has half the size, so an odd side wastes a row. */
  private static int even(double side) {
    return Math.max(PictureLimits.MIN_SIDE, (int) (side / 2 + ROUNDING) * 2);
  }
}
