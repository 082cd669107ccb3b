package nl.digitalebalie.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import nl.digitalebalie.server.canonical.CanonicalJson;

/**
 * The requestor token of an irma session: whoever holds it can read the citizen service number from
 * the irma server, so it never leaves the counter part. Prints redacted; others get its hash.
 */
public final class SessionToken {
  private final String value;

  private SessionToken(String value) {
    this.value = value;
  }

  /** Empty when the text could change the URL it is put into. irma server makes 20 letters. */
  public static Optional<SessionToken> parse(String text) {
    return text.matches("[A-Za-z0-9]{16,64}")
        ? Optional.of(new SessionToken(text))
        : Optional.empty();
  }

  String reveal() {
    return value;
  }

  /** Base64url SHA-256 without padding: what the staff client compares the evidence with. */
  public String hash() {
    byte[] digest = CanonicalJson.sha256(value.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  /** In constant time. */
  boolean sameAs(String other) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
