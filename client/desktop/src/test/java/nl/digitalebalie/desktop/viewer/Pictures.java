package nl.digitalebalie.desktop.viewer;

import java.util.Arrays;

/** Pictures without a process. */
public final class Pictures {
  private Pictures() {}

  /** A page of one shade, with a darker frame. */
  public static PagePicture grey(int page, int width, int height) {
    byte[] pixels = new byte[width * height * Wire.BYTES_A_PIXEL];
    Arrays.fill(pixels, (byte) 0xff);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean line = y % 28 > 20 && x > width / 10 && x < width * 9 / 10 - (y * 37 % 90);
        if (line) {
          Arrays.fill(pixels, (y * width + x) * 4, (y * width + x) * 4 + 3, (byte) 0x60);
        }
      }
    }
    return new PagePicture(page, width, height, pixels);
  }

  public static boolean isEmpty(PagePicture picture) {
    for (byte each : picture.pixels().array()) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
