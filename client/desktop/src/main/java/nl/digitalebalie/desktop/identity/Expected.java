package nl.digitalebalie.desktop.identity;

import java.util.Objects;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;

/**
 * What an identity must answer to, all known to the client before the identity arrives.
 *
 * @param sessionTokenHash base64url SHA-256 of the irma session token, announced when the
 *     disclosure started
 * @param policyHash of the counter's welcome
 * @param channelBinding our own {@code b}, base64url
 */
public record Expected(
    ConversationId conversation,
    DisclosureId disclosure,
    StaffId staff,
    PurposeCard purpose,
    String sessionTokenHash,
    String policyHash,
    String channelBinding) {
  public Expected {
    Objects.requireNonNull(conversation);
    Objects.requireNonNull(disclosure);
    Objects.requireNonNull(staff);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(sessionTokenHash);
    Objects.requireNonNull(policyHash);
    Objects.requireNonNull(channelBinding);
  }
}
