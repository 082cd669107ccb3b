package nl.digitalebalie.acceptance.hostile;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import nl.digitalebalie.protocol.binding.PublicPoint;

/** Key pairs and descriptions, as parties make them. */
final class Keys {
  private static final int FINGERPRINT_BYTES = 32;

  private Keys() {}

  static KeyPair fresh(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static PublicPoint point(KeyPair pair) {
    return PublicPoint.of((ECPublicKey) pair.getPublic());
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Stands for the certificate of one connection. */
  static byte[] fingerprint(SecureRandom random) {
    byte[] digest = new byte[FINGERPRINT_BYTES];
    random.nextBytes(digest);
    return digest;
  }

  static String description(byte[] fingerprint) {
    return "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=fingerprint:sha-256 "
        + HexFormat.ofDelimiter(":").formatHex(fingerprint).toUpperCase(Locale.ROOT)
        + "\r\n";
  }
}
