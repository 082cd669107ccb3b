package nl.digitalebalie.server.contacts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what names people before it goes into the database: who reads that file alone learns
 * nobody's number. AES-256-GCM; the row's id is bound to it, so that no body moves to another row.
 */
public final class SealedBodies {
  private static final int NONCE_BYTES = 12; // NIST SP 800-38D 8.2.2, random
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * @param key 32 bytes
   */
  public SealedBodies(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  public byte[] seal(String row, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, row, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return whole;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has AES-GCM", impossible);
    }
  }

  /** Empty for a body of another row or another key, and for one that was emptied or changed. */
  public Optional<String> open(String row, byte[] body) {
    if (body.length < NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] opened =
          cipher(Cipher.DECRYPT_MODE, row, Arrays.copyOf(body, NONCE_BYTES))
              .doFinal(body, NONCE_BYTES, body.length - NONCE_BYTES);
      return Optional.of(new String(opened, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException changed) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, String row, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(row.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
