package nl.digitalebalie.desktop.viewer.worker;

import nl.digitalebalie.desktop.viewer.Wire;

/** How large a page is drawn. */
final class Sizes {
  private Sizes() {}

  /** As wide as was asked for, or less where the page would have more pixels than are let out. */
  static float scale(float width, float height, int wanted) {
    double scale = wanted / (double) width;
    double most = Math.sqrt((Wire.MAX_PIXELS - 1.0) / ((double) width * height));
    return (float) Math.min(scale, most * 0.99); // rounding up must not pass the limit
  }
}
