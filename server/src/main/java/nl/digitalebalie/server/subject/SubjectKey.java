package nl.digitalebalie.server.subject;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a person or an enterprise in the logs by HMAC-SHA-256 under a key that the logs' readers do
 * not hold: nine digits have too few values for a plain hash to hide them.
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
   * The key of one purpose and period. Who destroys the salt makes every name under it one that
   * nobody can compute any more, the holder of this key included.
   */
  public SubjectKey within(byte[] salt) {
    return new SubjectKey(keyed(salt));
  }

  /**
   * A key of its own for something else that must not outlive this one (NIST SP 800-108, HMAC in
   * counter mode, one block).
   */
  public byte[] derive(String what) {
    return keyed(("\u0001" + what + "\u0000").getBytes(StandardCharsets.UTF_8));
  }

  /** Base64url without padding; equal for equal subjects. */
  public String subject(DataSubject subject) {
    return switch (subject) {
      case DataSubject.Person person -> text("bsn:" + person.bsn().reveal());
      case DataSubject.Enterprise enterprise -> text("kvk:" + enterprise.kvkNumber());
    };
  }

  /** The branch by itself, where the subject is an enterprise of which a branch was named. */
  Optional<String> branch(DataSubject subject) {
    return switch (subject) {
      case DataSubject.Person person -> Optional.empty();
      case DataSubject.Enterprise enterprise ->
          enterprise.branchNumber().map(number -> text("branch:" + number));
    };
  }

  private String text(String subject) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(keyed(subject.getBytes(StandardCharsets.UTF_8)));
  }

  private byte[] keyed(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }
}
