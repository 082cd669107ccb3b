package nl.digitalebalie.protocol.signal;

/** Bounds that every message checks when it is made, on either side of the wire. */
final class Shape {
  /** RFC 8866 sets none; a browser's description of two media lines takes 3 to 8 KB. */
  static final int MAX_SDP_CHARS = 32_768;

  static final int MAX_CANDIDATE_CHARS = 512;
  static final int MAX_MID_CHARS = 16;
  static final int MAX_TEXT_CHARS = 200;
  static final int MAX_LONG_TEXT_CHARS = 4_000;

  private Shape() {}

  static void atMost(int actual, int limit, String what) {
    if (actual > limit) {
      throw new IllegalArgumentException(what + " may be at most " + limit);
    }
  }

  static void text(String value, int limit, String what) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is missing");
    }
    atMost(value.length(), limit, what);
  }

  /** Also catches a number that was left out, which a decoder delivers as 0. */
  static void positive(long value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be 1 or more");
    }
  }

  static void epoch(int epoch) {
    if (epoch < 1 || epoch > 10_000) {
      throw new IllegalArgumentException("epoch must be 1 to 10,000");
    }
  }
}
