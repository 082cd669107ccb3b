package nl.digitalebalie.media.codec;

import nl.digitalebalie.rtc.payload.EncodedVideo;

/** What came of one picture given to a {@link VideoEncoder}. */
public sealed interface EncodeResult {
  /** It was encoded. */
  record Encoded(EncodedVideo frame) implements EncodeResult {}

  /** It was left out, and the next may be encoded. */
  record Skipped(Reason why) implements EncodeResult {
    /** Why a picture was left out. */
    public enum Reason {
      /** Its time is not later than the one before it. */
      NOT_LATER,
      /** The encoder kept it to itself to hold the bit rate. */
      OVER_BUDGET
    }
  }

  /** The codec refused; the encoder starts afresh with the next picture. */
  record Failed(int nativeCode) implements EncodeResult {}
}
