package nl.digitalebalie.server.counter;

import java.util.Base64;

/** Signatures as they travel. */
final class Signed {
  private static final byte[] NONE = new byte[0];

  private Signed() {}

  /** Nothing, which no key signs, for what is no base64url. */
  static byte[] bytes(String base64url) {
    try {
      return Base64.getUrlDecoder().decode(base64url);
    } catch (IllegalArgumentException malformed) {
      return NONE;
    }
  }
}
