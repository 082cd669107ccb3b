package nl.digitalebalie.server.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes secrets and the hashes under which they are kept. A plain hash suffices for secrets of 128
 * random bits or more: nobody can try them out.
 */
public final class Tokens {
  /** Beyond any guessing, also for whoever holds the database (trust.md asks 128 bits). */
  private static final int SECRET_BYTES = 32;

  private static final int ID_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random;

  public Tokens(SecureRandom random) {
    this.random = random;
  }

  /** 43 URL-safe characters. */
  public String secret() {
    return random(SECRET_BYTES);
  }

  /** 22 URL-safe characters: unique, unguessable, and no key to anything. */
  public String id() {
    return random(ID_BYTES);
  }

  private String random(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return ENCODER.encodeToString(bytes);
  }

  /** What is stored instead of the secret. */
  public static String hash(String secret) {
    try {
      return ENCODER.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
