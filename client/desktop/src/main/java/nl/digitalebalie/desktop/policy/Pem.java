package nl.digitalebalie.desktop.policy;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** RFC 7468 section 13: a SubjectPublicKeyInfo between its two lines. */
final class Pem {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA");

  private Pem() {}

  static Optional<PublicKey> parse(String text) {
    String trimmed = text.strip();
    if (!trimmed.startsWith(BEGIN) || !trimmed.endsWith(END)) {
      return Optional.empty();
    }
    String body = trimmed.substring(BEGIN.length(), trimmed.length() - END.length());
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    return ALGORITHMS.stream().flatMap(name -> key(name, der).stream()).findFirst();
  }

  private static Optional<PublicKey> key(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
    } catch (InvalidKeySpecException otherAlgorithm) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java platform lacks " + algorithm, impossible);
    }
  }
}
