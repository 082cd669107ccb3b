package nl.digitalebalie.media.capture;

import com.github.sarxos.webcam.WebcamException;
import java.awt.Dimension;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and opens cameras; may take a second, so never on the toolkit's thread. */
public final class Cameras {
  private static final FfmpegWebcamDriver DRIVER = new FfmpegWebcamDriver();

  private Cameras() {}

  /** The cameras of this machine; test sources are not listed, only opened by id. */
  public static List<DeviceName<CameraId>> list() {
    return DRIVER.names();
  }

  /** Opens a camera near the mode asked for; empty when it cannot be had. */
  public static Optional<Camera> open(CameraId id, CameraMode mode) {
    return switch (id.scheme()) {
      case "none" -> Optional.of(neutral(mode));
      case "default" -> list().stream().findFirst().flatMap(first -> open(first.id(), mode));
      case "timecode" -> TimecodeCamera.open(id.rest());
      default -> openWebcam(id, mode);
    };
  }

  /** What is sent while there is no camera or it is off. */
  public static Camera neutral(CameraMode mode) {
    return new NeutralCamera(mode);
  }

  /** Loads the native libraries of cameras. */
  public static void prewarm() {
    FfmpegInput.Devices.load();
  }

  private static Optional<Camera> openWebcam(CameraId id, CameraMode mode) {
    FfmpegWebcam webcam = new FfmpegWebcam(new DeviceName<>(id, id.text()));
    webcam.setResolution(new Dimension(mode.width(), mode.height()));
    webcam.setParameters(Map.of(FfmpegWebcam.FRAMES_PER_SECOND, mode.framesPerSecond()));
    try {
      webcam.open();
    } catch (WebcamException cannotBeHad) {
      return Optional.empty();
    }
    return Optional.of(new WebcamCamera(webcam));
  }
}
