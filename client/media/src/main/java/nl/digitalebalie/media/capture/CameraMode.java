package nl.digitalebalie.media.capture;

import nl.digitalebalie.media.frame.PictureLimits;

/**
 * What is asked of a camera; it may give another size, and fewer pictures in the dark.
 *
 * @param framesPerSecond at most; 1 to 60
 */
public record CameraMode(int width, int height, int framesPerSecond) {
  public CameraMode {
    PictureLimits.demand(width, height);
    if (framesPerSecond < 1 || framesPerSecond > 60) {
      throw new IllegalArgumentException("frame rate outside limits: " + framesPerSecond);
    }
  }

  long periodNanos() {
    return 1_000_000_000L / framesPerSecond;
  }
}
