package nl.digitalebalie.media.codec;

/** How we encode speech, whichever library does it. */
final class OpusSettings {
  /** RFC 7587 section 3.1.1 recommends 28 to 40 kbit/s for full-band speech. */
  static final int BITS_PER_SECOND = 32_000;

  /**
   * Tells the encoder how much to repeat of the frame before (in-band FEC, RFC 7587 section 3.3).
   */
  static final int EXPECTED_LOSS_PERCENT = 5;

  /** The ten steps of Opus; five keeps pure Java below 1 ms and is good for speech. */
  static final int COMPLEXITY = 5;

  private OpusSettings() {}
}
