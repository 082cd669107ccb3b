package nl.digitalebalie.media.codec;

/** What came of one encoded picture given to a {@link VideoDecoder}. */
public sealed interface DecodeResult {
  /** The picture is in the canvas. */
  record Decoded(int width, int height) implements DecodeResult {}

  /** Decoded, but meant only to be built upon (RFC 6386 section 9.1, {@code show_frame} 0). */
  record NotShown() implements DecodeResult {}

  /** The picture builds on one that this decoder never had. */
  record NeedsKeyFrame() implements DecodeResult {}

  /** The bytes are no picture we accept; what follows up to a key frame is useless too. */
  record Corrupt(Reason why) implements DecodeResult {
    /** Why bytes were refused. */
    public enum Reason {
      /** Empty, or larger than any picture of a sane call. */
      SIZE,
      /** A header that VP8 does not have (RFC 6386 section 9.1). */
      HEADER,
      /** A picture larger or smaller than we accept. */
      DIMENSIONS,
      /** The decoder gave up on it. */
      BITSTREAM
    }
  }
}
