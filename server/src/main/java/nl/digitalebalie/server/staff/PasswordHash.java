package nl.digitalebalie.server.staff;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA-256 (RFC 8018 5.2), written as {@code
 * pbkdf2-sha256$<iterations>$<salt>$<hash>} with base64url parts.
 */
public record PasswordHash(int iterations, String salt, String hash) {
  /** What OWASP's password storage cheat sheet asks for PBKDF2-HMAC-SHA256 (2023). */
  static final int ITERATIONS = 600_000;

  /** Fewer would be a mistake in the configuration; many more would stop the server. */
  private static final int MIN_ITERATIONS = 100_000;

  private static final int MAX_ITERATIONS = 5_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile("pbkdf2-sha256\\$([0-9]{1,7})\\$([A-Za-z0-9_-]{22})\\$([A-Za-z0-9_-]{43})");

  public PasswordHash {
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException("the number of iterations is out of range");
    }
  }

  public static PasswordHash of(char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new PasswordHash(ITERATIONS, encode(salt), encode(derive(password, salt, ITERATIONS)));
  }

  public static PasswordHash parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a password hash of ours");
    }
    return new PasswordHash(Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3));
  }

  /** Takes the same time whichever byte differs. */
  public boolean matches(char[] password) {
    byte[] derived = derive(password, Base64.getUrlDecoder().decode(salt), iterations);
    return MessageDigest.isEqual(derived, Base64.getUrlDecoder().decode(hash));
  }

  private static byte[] derive(char[] password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java runtime has PBKDF2", impossible);
    } finally {
      spec.clearPassword();
      Arrays.fill(password, '\0');
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As the configuration holds it. */
  public String text() {
    return "pbkdf2-sha256$" + iterations + "$" + salt + "$" + hash;
  }

  @Override
  public String toString() {
    return "PasswordHash[redacted]";
  }
}
