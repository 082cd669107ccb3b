package nl.digitalebalie.media.codec;

import java.util.Optional;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;

/**
 * The uncompressed start of a VP8 frame (RFC 6386 section 9.1), read before any native code sees
 * it.
 *
 * @param shown whether the frame is to be displayed, not only to be built upon
 * @param width of a key frame, 0 for a delta frame
 * @param height of a key frame, 0 for a delta frame
 */
record Vp8Header(FrameKind kind, boolean shown, int width, int height) {
  private static final int FRAME_TAG_BYTES = 3;
  private static final int KEY_HEADER_BYTES = 10;

  /** RFC 6386 section 9.1: "the start code ... 0x9d 0x01 0x2a". */
  private static final int[] START_CODE = {0x9d, 0x01, 0x2a};

  /** The upper two of sixteen bits ask the viewer to scale; they are no part of the size. */
  private static final int SIZE_BITS = 0x3fff;

  static Optional<Vp8Header> of(byte[] frame) {
    if (frame.length <= FRAME_TAG_BYTES) {
      return Optional.empty();
    }
    int tag = frame[0] & 0xff | (frame[1] & 0xff) << 8 | (frame[2] & 0xff) << 16;
    boolean key = (tag & 1) == 0;
    boolean shown = (tag >> 4 & 1) == 1;
    int firstPartition = tag >> 5;
    int headerBytes = key ? KEY_HEADER_BYTES : FRAME_TAG_BYTES;
    if (firstPartition == 0 || headerBytes + firstPartition > frame.length) {
      return Optional.empty();
    }
    return key ? keyFrame(frame, shown) : Optional.of(new Vp8Header(FrameKind.DELTA, shown, 0, 0));
  }

  private static Optional<Vp8Header> keyFrame(byte[] frame, boolean shown) {
    for (int i = 0; i < START_CODE.length; i++) {
      if ((frame[FRAME_TAG_BYTES + i] & 0xff) != START_CODE[i]) {
        return Optional.empty();
      }
    }
    int width = (frame[6] & 0xff | (frame[7] & 0xff) << 8) & SIZE_BITS;
    int height = (frame[8] & 0xff | (frame[9] & 0xff) << 8) & SIZE_BITS;
    return Optional.of(new Vp8Header(FrameKind.KEY, shown, width, height));
  }
}
