package nl.digitalebalie.media.frame;

/** How the bytes of a picture are laid out; rows are tight, without padding between them. */
public enum PixelFormat {
  /**
   * Planar YUV 4:2:0: the Y plane, then U, then V; what codecs eat. Odd sizes round chroma up.
   * Video range (16..235) and BT.601, as VP8 has it (RFC 6386 section 9.2).
   */
  I420 {
    @Override
    public int byteCount(int width, int height) {
      return width * height + 2 * chroma(width) * chroma(height);
    }
  },
  /** Four bytes a pixel, blue first, alpha always 255; what JavaFX shows without conversion. */
  BGRA {
    @Override
    public int byteCount(int width, int height) {
      return 4 * width * height;
    }
  };

  /** Bytes that a picture of this size takes. */
  public abstract int byteCount(int width, int height);

  /** Width or height of a chroma plane of an I420 picture. */
  public static int chroma(int luma) {
    return (luma + 1) / 2;
  }
}
