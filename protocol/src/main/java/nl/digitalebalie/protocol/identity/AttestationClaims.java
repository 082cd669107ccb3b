package nl.digitalebalie.protocol.identity;

import java.time.Instant;
import java.util.Objects;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;

/**
 * What the gate attests about an identity, as claims of a JWS (ES256, type "balie-attestation+jwt",
 * RFC 8725 3.11). {@code channelBinding} is base64url of {@code b}; hashes are base64url SHA-256
 * without padding; {@code expiresAt} is the end of the time box at the latest.
 */
public record AttestationClaims(
    ConversationId conversation,
    String channelBinding,
    StaffId staff,
    PurposeId purpose,
    IdentificationMeans means,
    AssuranceLevel level,
    ChannelAssurance channel,
    DiscloserAssurance discloser,
    String evidenceHash,
    String policyHash,
    Instant issuedAt,
    Instant expiresAt) {

  /**
   * JWS header {@code typ}; keeps an attestation from being taken for another token of the same
   * key.
   */
  public static final String TYPE = "balie-attestation+jwt";

  public AttestationClaims {
    Objects.requireNonNull(conversation);
    Objects.requireNonNull(channelBinding);
    Objects.requireNonNull(staff);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(means);
    Objects.requireNonNull(level);
    Objects.requireNonNull(channel);
    Objects.requireNonNull(discloser);
    Objects.requireNonNull(evidenceHash);
    Objects.requireNonNull(policyHash);
    Objects.requireNonNull(issuedAt);
    Objects.requireNonNull(expiresAt);
  }
}
