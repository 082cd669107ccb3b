package nl.digitalebalie.desktop.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 as the protocol writes it: base64url without padding. */
final class Hashes {
  private Hashes() {}

  static String sha256(byte[] bytes) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      // Every Java platform has it (java.security.MessageDigest, class documentation).
      throw new IllegalStateException("this Java platform has no SHA-256", impossible);
    }
  }
}
