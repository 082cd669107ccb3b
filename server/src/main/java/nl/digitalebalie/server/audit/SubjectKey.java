package nl.digitalebalie.server.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.digitalebalie.protocol.identity.Bsn;

/**
 * Names a person in the audit log by HMAC-SHA-256 under a key that the log's readers do not hold:
 * nine digits have too few values for a plain hash to hide them. Destroying the key makes all rows
 * anonymous without touching the chain.
 */
public final class SubjectKey {
  /** RFC 2104 3: a key as long as the hash. */
  public static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  public SubjectKey(byte[] key) {
    if (key.length < KEY_BYTES) {
      throw new IllegalArgumentException("the subject key needs " + KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /**
   * A key of its own for something else that must not outlive this one (NIST SP 800-108, HMAC in
   * counter mode, one block).
   */
  public byte[] derive(String what) {
    return keyed("\u0001" + what + "\u0000");
  }

  /** Base64url without padding; equal for equal persons. */
  public String subject(Bsn bsn) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(keyed("bsn:" + bsn.reveal()));
  }

  private byte[] keyed(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }
}
