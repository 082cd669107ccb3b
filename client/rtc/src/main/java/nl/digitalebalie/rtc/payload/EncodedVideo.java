package nl.digitalebalie.rtc.payload;

import nl.digitalebalie.rtc.time.MediaTime;

/**
 * One encoded picture.
 *
 * @param payload the codec's bytes; handed over, neither side changes them afterwards
 * @param kind whether it can be decoded without an earlier picture
 * @param timestamp when it was captured, in 90 kHz ticks
 * @param width in pixels; 0 when not known yet
 * @param height in pixels; 0 when not known yet
 */
public record EncodedVideo(
    byte[] payload, FrameKind kind, MediaTime timestamp, int width, int height) {
  /** A key frame of 1080p at the best quality stays below 1 MB. */
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  public EncodedVideo {
    if (payload.length == 0 || payload.length > MAX_BYTES) {
      throw new IllegalArgumentException("a picture has 1 to " + MAX_BYTES + " bytes");
    }
    if (width < 0 || width > 16_383 || height < 0 || height > 16_383) {
      // RFC 6386 section 9.1: both dimensions are 14 bits.
      throw new IllegalArgumentException("a picture's side has 0 to 16383 pixels");
    }
  }

  /** Whether a picture stands on its own. */
  public enum FrameKind {
    /** Decodable by itself. */
    KEY,
    /** Needs the pictures before it. */
    DELTA
  }
}
