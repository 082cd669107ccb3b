package nl.digitalebalie.protocol.identity;

import java.util.Objects;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;

/**
 * The gate's word for the resident's page that this wallet session was started for its own
 * conversation: a relay cannot put somebody else's session before it. A JWS (ES256, type {@value
 * #TYPE}) by the key of the staff ticket.
 *
 * @param channelBinding base64url of {@code b}
 * @param sessionHash base64url SHA-256 of the session pointer as sent, a line feed, and the wallet
 *     link as sent: neither the QR code nor the button can lead elsewhere
 */
public record DisclosureProofClaims(
    ConversationId conversation,
    String channelBinding,
    DisclosureId disclosure,
    String sessionHash) {

  public static final String TYPE = "balie-disclosure+jwt";

  public DisclosureProofClaims {
    Objects.requireNonNull(conversation);
    Objects.requireNonNull(channelBinding);
    Objects.requireNonNull(disclosure);
    Objects.requireNonNull(sessionHash);
  }
}
