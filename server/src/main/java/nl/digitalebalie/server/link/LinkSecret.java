package nl.digitalebalie.server.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.secret.Tokens;

/** What both ends know. Visible ASCII, because it travels in a header. */
public record LinkSecret(Sensitive<String> value) {
  /** 192 random bits as base64: beyond any guessing. */
  public static final int MIN_CHARS = 32;

  private static final String SHAPE = "[\\x21-\\x7e]{" + MIN_CHARS + ",512}";

  public LinkSecret {
    if (!value.reveal().matches(SHAPE)) {
      throw new IllegalArgumentException("too short, too long or not plain text");
    }
  }

  /** Takes the same time wherever the two differ. */
  boolean matches(String offered) {
    return MessageDigest.isEqual(hash(value.reveal()), hash(offered));
  }

  private static byte[] hash(String text) {
    return Tokens.hash(text).getBytes(StandardCharsets.US_ASCII);
  }
}
