package nl.digitalebalie.protocol.identity;

import java.time.Instant;
import java.util.Objects;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.signal.LocalText;

/**
 * The gate's word for the resident's page: the holder of {@code counterKey} is this staff member of
 * this municipality, in this conversation. A JWS (ES256, type {@value #TYPE}) by a key that the
 * relay does not hold; the key stands in {@code cnf.jwk} (RFC 7800 3.2), the times in {@code iat}
 * and {@code exp}, the role as {@code role.nl} and {@code role.en}, the others under their own
 * names.
 *
 * @param displayName name or alias
 */
public record StaffTicketClaims(
    MunicipalityId municipality,
    ConversationId conversation,
    String displayName,
    LocalText role,
    PublicPoint counterKey,
    Instant issuedAt,
    Instant expiresAt) {

  public static final String TYPE = "balie-counter+jwt";

  public StaffTicketClaims {
    Objects.requireNonNull(municipality);
    Objects.requireNonNull(conversation);
    Objects.requireNonNull(displayName);
    Objects.requireNonNull(role);
    Objects.requireNonNull(counterKey);
    Objects.requireNonNull(issuedAt);
    Objects.requireNonNull(expiresAt);
  }
}
