package nl.digitalebalie.protocol.binding;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The message keys of one epoch, one key and one IV for each direction: HKDF with SHA-256 (RFC
 * 5869), salt {@code c_n}, input the ECDH secret (x coordinate, NIST SP 800-56A 5.7.1.2).
 */
public final class ChatKeys {
  private static final String LABEL = "digitale-balie/chat/1/";
  private static final int KEY_BYTES = 32;
  static final int IV_BYTES = 12;

  private final EpochBinding epoch;
  private final byte[] secret;

  private ChatKeys(EpochBinding epoch, byte[] secret) {
    this.epoch = epoch;
    this.secret = secret;
  }

  /** Both points were checked when they became a {@link PublicPoint}. */
  public static ChatKeys agree(EpochBinding epoch, PrivateKey ownEcdh, PublicPoint peerEcdh) {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(ownEcdh);
      agreement.doPhase(peerEcdh.key(), true);
      return new ChatKeys(epoch, agreement.generateSecret());
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("two keys on P-256 must agree", unusable);
    }
  }

  int epoch() {
    return epoch.epoch();
  }

  /** AES-256 key of what {@code from} sends. */
  SecretKey key(Party from) {
    return new SecretKeySpec(expand(from, "key", KEY_BYTES), "AES");
  }

  /** 12 bytes, the start of every nonce of this direction. */
  byte[] iv(Party from) {
    return expand(from, "iv", IV_BYTES);
  }

  private byte[] expand(Party from, String use, int bytes) {
    byte[] info = (LABEL + from.mark() + "/" + use).getBytes(StandardCharsets.US_ASCII);
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(epoch.bytes())
                  .thenExpand(info, bytes));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException("the JDK has no HKDF", everyJdkHasIt);
    }
  }
}
