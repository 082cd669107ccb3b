package nl.digitalebalie.protocol.binding;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * ECDSA on P-256 with SHA-256, the two numbers side by side: what WebCrypto makes (IEEE P1363), 64
 * bytes.
 */
final class Signatures {
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
  private static final int BYTES = 64;

  private Signatures() {}

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("the conversation key cannot sign", unusable);
    }
  }

  /** False for anything that is not this key's signature of this message. */
  static boolean holds(PublicPoint key, byte[] message, byte[] given) {
    if (given.length != BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key.key());
      verifier.update(message);
      return verifier.verify(given);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }
}
