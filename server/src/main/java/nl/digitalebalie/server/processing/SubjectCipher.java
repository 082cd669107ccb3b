package nl.digitalebalie.server.processing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import nl.digitalebalie.server.canonical.CanonicalJson;

/**
 * Encrypts {@code dpl.core.data_subject_id} with AES-256-GCM, bound to its record: {@code
 * v1.<key>.<nonce and ciphertext>}, both base64url. {@code key} names the key by the first bytes of
 * its hash, so that after a change of keys one knows which opens what.
 */
public final class SubjectCipher {
  public static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12; // NIST SP 800-38D 8.2
  private static final int TAG_BITS = 128;
  private static final int NAME_BYTES = 6;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final String name;
  private final SecureRandom random;

  public SubjectCipher(byte[] key, SecureRandom random) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("the key of data subjects has " + KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.name = TEXT.encodeToString(Arrays.copyOf(CanonicalJson.sha256(key), NAME_BYTES));
    this.random = random;
  }

  String encrypt(String number, String traceId, String spanId) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, traceId + spanId);
      byte[] sealed = cipher.doFinal(number.getBytes(StandardCharsets.UTF_8));
      byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
      return "v1." + name + "." + TEXT.encodeToString(both);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has AES-GCM", impossible);
    }
  }

  /** Empty when it is of another key or another record, or was changed. */
  public Optional<String> decrypt(String text, String traceId, String spanId) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals("v1") || !parts[1].equals(name)) {
      return Optional.empty();
    }
    try {
      byte[] both = Base64.getUrlDecoder().decode(parts[2]);
      if (both.length < NONCE_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, traceId + spanId);
      byte[] number = cipher.doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
      return Optional.of(new String(number, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String record) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(record.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
