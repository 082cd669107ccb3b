package nl.digitalebalie.server.identity;

import java.util.Objects;

/**
 * A session at the irma server.
 *
 * @param token ours alone
 * @param pointer the session pointer as JSON text, which the resident's page shows as QR code or
 *     button
 * @param clientToken last segment of the pointer's URL; names the session on the wallet's side
 * @param frontendAuthorization lets its holder force and complete pairing; ours alone
 */
public record IrmaSession(
    SessionToken token, String pointer, String clientToken, String frontendAuthorization) {
  public IrmaSession {
    Objects.requireNonNull(token);
    Objects.requireNonNull(pointer);
    Objects.requireNonNull(clientToken);
    Objects.requireNonNull(frontendAuthorization);
  }

  @Override
  public String toString() {
    return "IrmaSession[redacted]";
  }
}
