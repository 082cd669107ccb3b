package nl.digitalebalie.media.pipeline;

import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;
import org.jspecify.annotations.Nullable;

/**
 * Stamps frames of sound: 960 ticks apart, whatever the thread's timing, unless sound was really
 * missing, for instance while another microphone was opened. Pure; owned by one thread.
 */
final class AudioClock {
  /** Below this a frame was only late; above, the silence was real and the listener must know. */
  private static final long GAP_TICKS = 5L * Sound.FRAME_SAMPLES;

  private @Nullable MonoTime origin;
  private long next;

  MediaTime stamp(MonoTime capturedAt) {
    if (origin == null) {
      origin = capturedAt;
    }
    long elapsed = capturedAt.nanosSince(origin) / 1_000 * Sound.RATE / 1_000_000;
    if (elapsed - next > GAP_TICKS) {
      next = elapsed;
    }
    MediaTime stamp = MediaTime.audio(next);
    next += Sound.FRAME_SAMPLES;
    return stamp;
  }
}
