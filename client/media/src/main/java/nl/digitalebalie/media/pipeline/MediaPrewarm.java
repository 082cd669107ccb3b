package nl.digitalebalie.media.pipeline;

import nl.digitalebalie.media.capture.Cameras;
import nl.digitalebalie.media.capture.Microphones;
import nl.digitalebalie.media.codec.Codecs;
import nl.digitalebalie.media.playout.Speakers;

/** Loads natives and runs every codec once, so that the first call starts like the second. */
public final class MediaPrewarm {
  private MediaPrewarm() {}

  /** Takes a second or two; run it in the background at application start. */
  public static void run() {
    Codecs.prewarm();
    Cameras.prewarm();
    Microphones.list();
    Speakers.list();
  }
}
