package nl.digitalebalie.desktop.call.engine;

import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.playout.SpeakerId;

/** The devices of a call. */
public record CallDevices(CameraId camera, MicrophoneId microphone, SpeakerId speaker) {
  /** What the system offers first. */
  public static final CallDevices DEFAULT =
      new CallDevices(CameraId.DEFAULT, MicrophoneId.DEFAULT, SpeakerId.DEFAULT);
}
