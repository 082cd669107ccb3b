package nl.digitalebalie.rtc.time;

/**
 * A moment on a media clock, in ticks of its rate. The wire carries its low 32 bits (RFC 3550
 * section 5.1); here it is unwrapped and never jumps back.
 *
 * @param ticks since an arbitrary origin
 * @param rate ticks per second: 90 000 for video, 48 000 for Opus
 */
public record MediaTime(long ticks, int rate) {
  /** RFC 7741 section 6.1: VP8's clock. */
  public static final int VIDEO_RATE = 90_000;

  /** RFC 7587 section 4.1: Opus counts in 48 kHz whatever it encodes. */
  public static final int AUDIO_RATE = 48_000;

  public MediaTime {
    if (rate <= 0) {
      throw new IllegalArgumentException("a clock rate is positive");
    }
  }

  /** A moment of video, in 90 kHz ticks. */
  public static MediaTime video(long ticks) {
    return new MediaTime(ticks, VIDEO_RATE);
  }

  /** A moment of audio, in 48 kHz ticks. */
  public static MediaTime audio(long ticks) {
    return new MediaTime(ticks, AUDIO_RATE);
  }

  /** What the wire carries: the low 32 bits, as an unsigned number. */
  public long wire() {
    return ticks & 0xFFFF_FFFFL;
  }
}
