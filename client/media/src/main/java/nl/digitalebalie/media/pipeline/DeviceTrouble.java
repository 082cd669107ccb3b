package nl.digitalebalie.media.pipeline;

/** What can go wrong with a device; each has a sentence in the interface's texts. */
public enum DeviceTrouble {
  /** There is no such camera, or another program holds it. */
  CAMERA_UNAVAILABLE,
  /** It was there and is gone, or delivers nothing any more. */
  CAMERA_LOST,
  /** There is no such microphone, or another program holds it. */
  MICROPHONE_UNAVAILABLE,
  /** It was there and is gone. */
  MICROPHONE_LOST,
  /** There is no such speaker, or another program holds it. */
  SPEAKER_UNAVAILABLE,
  /** It was there and is gone. */
  SPEAKER_LOST
}
