package nl.digitalebalie.demo.irma;

import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;

/**
 * Who may start sessions, how they prove it, and what they may ask. Permissions are as in irma
 * server: {@code *}, {@code scheme.*}, {@code scheme.issuer.*}, {@code scheme.issuer.credential.*}
 * or one attribute.
 *
 * @param displayName shown in the demo wallet, by language
 */
public record Requestor(
    String name,
    Authentication authentication,
    List<String> disclosePermissions,
    Map<String, String> displayName) {

  public Requestor {
    disclosePermissions = List.copyOf(disclosePermissions);
    displayName = Map.copyOf(displayName);
  }

  /** {@code auth_method} of irma server's configuration. */
  public sealed interface Authentication {
    /** {@code publickey}: an RS256 request JWT. */
    record PublicKey(RSAPublicKey key) implements Authentication {}

    /** {@code token}: the raw token in the Authorization header. */
    record Token(String token) implements Authentication {
      @Override
      public String toString() {
        return "Token[redacted]";
      }
    }
  }

  boolean may(String identifier) {
    return disclosePermissions.stream().anyMatch(permission -> matches(permission, identifier));
  }

  private static boolean matches(String permission, String identifier) {
    if (permission.equals("*") || permission.equals(identifier)) {
      return true;
    }
    return permission.endsWith(".*")
        && identifier.startsWith(permission.substring(0, permission.length() - 1));
  }
}
