package nl.digitalebalie.desktop.viewer;

import java.nio.ByteBuffer;

/**
 * One drawn page: opaque pixels, blue green red alpha. Mutable in that it can be wiped; equal to
 * itself alone.
 */
public final class PagePicture {
  private final int page;
  private final int width;
  private final int height;
  private final ByteBuffer pixels;

  PagePicture(int page, int width, int height, byte[] pixels) {
    this.page = page;
    this.width = width;
    this.height = height;
    this.pixels = ByteBuffer.wrap(pixels);
  }

  public int page() {
    return page;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The pixels themselves: what is wiped here is wiped on the screen. */
  public ByteBuffer pixels() {
    return pixels;
  }

  public void wipe() {
    java.util.Arrays.fill(pixels.array(), (byte) 0);
  }

  @Override
  public String toString() {
    return "PagePicture[" + page + "]";
  }
}
