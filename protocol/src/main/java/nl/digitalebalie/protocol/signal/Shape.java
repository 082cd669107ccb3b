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

  /** SHA-256, a nonce: 32 bytes in base64url without padding (RFC 4648 5). */
  private static final java.util.regex.Pattern BYTES_32 =
      java.util.regex.Pattern.compile("[A-Za-z0-9_-]{43}");

  /** ECDSA on P-256 in IEEE P1363 form: 64 bytes. */
  private static final java.util.regex.Pattern BYTES_64 =
      java.util.regex.Pattern.compile("[A-Za-z0-9_-]{86}");

  /** An uncompressed point on P-256: 65 bytes, the first is 0x04. */
  private static final java.util.regex.Pattern POINT =
      java.util.regex.Pattern.compile("B[A-Za-z0-9_-]{86}");

  /** A compact JWS of ours takes below 1 KB. */
  static final int MAX_TOKEN_CHARS = 2_000;

  static void bytes32(String base64url, String what) {
    matches(base64url, BYTES_32, what);
  }

  static void signature(String base64url, String what) {
    matches(base64url, BYTES_64, what);
  }

  /** The form only; whether it lies on the curve is checked where it becomes a key. */
  static void point(String base64url, String what) {
    matches(base64url, POINT, what);
  }

  private static void matches(String value, java.util.regex.Pattern form, String what) {
    if (value == null || !form.matcher(value).matches()) {
      throw new IllegalArgumentException(what + " has another form");
    }
  }

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

  /** What the counter calls a case or document of an open panel. */
  private static final java.util.regex.Pattern HANDLE =
      java.util.regex.Pattern.compile("[A-Za-z0-9-]{1,64}");

  static void handle(String handle) {
    matches(handle, HANDLE, "handle");
  }

  static void words(String value, int limit, String what) {
    text(value, limit, what);
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " is empty");
    }
  }
}
