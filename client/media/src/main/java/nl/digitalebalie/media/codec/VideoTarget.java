package nl.digitalebalie.media.codec;

import nl.digitalebalie.media.frame.PictureLimits;

/**
 * What an encoder should aim for.
 *
 * @param bitsPerSecond average over about a second
 * @param width of the encoded picture; other pictures are scaled to it
 * @param height of the encoded picture
 * @param framesPerSecond expected rate, for the encoder's budget per frame
 */
public record VideoTarget(long bitsPerSecond, int width, int height, int framesPerSecond) {
  /** Below this VP8 gives mud at any size we use. */
  public static final long MIN_BITS_PER_SECOND = 30_000;

  /** Above this a picture of our sizes does not improve. */
  public static final long MAX_BITS_PER_SECOND = 20_000_000;

  public VideoTarget {
    PictureLimits.demand(width, height);
    if (bitsPerSecond < MIN_BITS_PER_SECOND || bitsPerSecond > MAX_BITS_PER_SECOND) {
      throw new IllegalArgumentException("bit rate outside limits: " + bitsPerSecond);
    }
    if (framesPerSecond < 1 || framesPerSecond > 60) {
      throw new IllegalArgumentException("frame rate outside limits: " + framesPerSecond);
    }
  }

  /** The same picture at another rate, bent into the limits. */
  public VideoTarget withBitsPerSecond(long wanted) {
    return new VideoTarget(
        Math.clamp(wanted, MIN_BITS_PER_SECOND, MAX_BITS_PER_SECOND),
        width,
        height,
        framesPerSecond);
  }
}
