package nl.digitalebalie.server.identity;

import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * What may be known outside about a session that was started.
 *
 * @param pointer for the resident's QR code or button
 * @param tokenHash for the staff client
 * @param pairingCode what the wallet will show, when pairing is forced
 */
public record StartedSession(
    String pointer, String tokenHash, Optional<Sensitive<String>> pairingCode) {
  public StartedSession {
    Objects.requireNonNull(pointer);
    Objects.requireNonNull(tokenHash);
    Objects.requireNonNull(pairingCode);
  }

  @Override
  public String toString() {
    return "StartedSession[redacted]";
  }
}
