package nl.digitalebalie.media.capture;

import nl.digitalebalie.media.frame.Canvas;

/** A webcam-capture device as a call's camera. */
final class WebcamCamera implements Camera {
  private final FfmpegWebcam webcam;

  WebcamCamera(FfmpegWebcam webcam) {
    this.webcam = webcam;
  }

  @Override
  public Shot shoot(Canvas canvas) {
    return webcam.shoot(canvas);
  }

  @Override
  public void close() {
    webcam.close();
  }
}
