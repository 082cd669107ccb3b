package nl.digitalebalie.desktop.call;

import java.util.Objects;

/**
 * Which devices the user chose, as identifiers of the media engine ({@code CameraId}, {@code
 * MicrophoneId}, {@code SpeakerId}).
 */
public record DeviceChoice(String camera, String microphone, String speaker) {
  /** What the system offers first. */
  public static final String SYSTEM = "default";

  public static final DeviceChoice DEFAULT = new DeviceChoice(SYSTEM, SYSTEM, SYSTEM);

  public DeviceChoice {
    Objects.requireNonNull(camera);
    Objects.requireNonNull(microphone);
    Objects.requireNonNull(speaker);
  }
}
