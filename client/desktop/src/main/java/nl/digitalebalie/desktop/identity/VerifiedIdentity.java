package nl.digitalebalie.desktop.identity;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.signal.LocalText;

/**
 * An identity that this client verified by itself. Holds which data were shown, never their values:
 * those come with the open panel only.
 *
 * @param evidenceHash base64url SHA-256 of the evidence; a panel's attestation must name it
 */
public record VerifiedIdentity(
    Expected expected,
    IdentificationMeans means,
    AssuranceLevel level,
    ChannelAssurance channel,
    DiscloserAssurance discloser,
    List<LocalText> shown,
    String evidenceHash,
    Instant verifiedAt) {
  public VerifiedIdentity {
    Objects.requireNonNull(expected);
    Objects.requireNonNull(means);
    Objects.requireNonNull(level);
    Objects.requireNonNull(channel);
    Objects.requireNonNull(discloser);
    shown = List.copyOf(shown);
    Objects.requireNonNull(evidenceHash);
    Objects.requireNonNull(verifiedAt);
  }

  /** The same identity, as a later attestation says it of the channel. */
  VerifiedIdentity over(ChannelAssurance attested) {
    return new VerifiedIdentity(
        expected, means, level, attested, discloser, shown, evidenceHash, verifiedAt);
  }
}
