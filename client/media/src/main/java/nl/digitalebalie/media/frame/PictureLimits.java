package nl.digitalebalie.media.frame;

/**
 * Which picture sizes we accept, whoever proposes them.
 *
 * <p>A VP8 key frame may claim 16383x16383 pixels (RFC 6386 section 9.1) in ten bytes; believing it
 * would cost a gigabyte for one packet.
 */
public final class PictureLimits {
  /** The long side of full HD; a phone held upright sends 1080x1920. */
  public static final int MAX_SIDE = 1920;

  /** Full HD with its height rounded up to whole macroblocks (1088), as encoders may send it. */
  public static final int MAX_PIXELS = 1920 * 1088;

  /** Below this no codec of ours has been tried and nobody can see anything. */
  public static final int MIN_SIDE = 16;

  private PictureLimits() {}

  /** Whether a picture of this size may be allocated, decoded and shown. */
  public static boolean accept(int width, int height) {
    return width >= MIN_SIDE
        && height >= MIN_SIDE
        && width <= MAX_SIDE
        && height <= MAX_SIDE
        && width * height <= MAX_PIXELS;
  }

  /** Fails on a size that should have been refused earlier: a bug of ours. */
  public static void demand(int width, int height) {
    if (!accept(width, height)) {
      throw new IllegalArgumentException("picture size outside limits: " + width + "x" + height);
    }
  }
}
