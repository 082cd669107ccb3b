package nl.digitalebalie.media.sound;

/**
 * The one format of raw sound in the client: 48 kHz (Opus's own rate, RFC 7587 section 4.1), one
 * channel, 16 bits signed, in frames of 20 ms.
 */
public final class Sound {
  /** Samples a second. */
  public static final int RATE = 48_000;

  /** Length of one frame in milliseconds. */
  public static final int FRAME_MILLIS = 20;

  /** Samples in one frame. */
  public static final int FRAME_SAMPLES = RATE / 1000 * FRAME_MILLIS;

  /** Nanoseconds in one frame. */
  public static final long FRAME_NANOS = FRAME_MILLIS * 1_000_000L;

  private Sound() {}
}
