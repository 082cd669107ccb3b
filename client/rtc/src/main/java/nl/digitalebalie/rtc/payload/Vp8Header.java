package nl.digitalebalie.rtc.payload;

import java.util.Optional;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;

/**
 * The uncompressed beginning of a VP8 picture (RFC 6386 section 9.1).
 *
 * @param width in pixels; 0 for a delta frame, which does not say
 * @param height in pixels; 0 for a delta frame
 */
public record Vp8Header(FrameKind kind, int width, int height) {
  private static final int FRAME_TAG = 3;
  private static final int KEY_FRAME_HEADER = 10;

  /** Reads hostile bytes; empty when they do not begin a picture. */
  public static Optional<Vp8Header> read(byte[] picture) {
    if (picture.length < FRAME_TAG) {
      return Optional.empty();
    }
    // RFC 6386 section 9.1: the lowest bit is 0 for key frames.
    if ((picture[0] & 0x01) != 0) {
      return Optional.of(new Vp8Header(FrameKind.DELTA, 0, 0));
    }
    boolean startCode =
        picture.length >= KEY_FRAME_HEADER
            && (picture[3] & 0xFF) == 0x9D
            && picture[4] == 0x01
            && picture[5] == 0x2A;
    return startCode
        ? Optional.of(new Vp8Header(FrameKind.KEY, side(picture, 6), side(picture, 8)))
        : Optional.empty();
  }

  /** 14 bits, little-endian; the upper two bits are a scaling hint. */
  private static int side(byte[] picture, int at) {
    return ((picture[at + 1] & 0x3F) << 8) | (picture[at] & 0xFF);
  }
}
