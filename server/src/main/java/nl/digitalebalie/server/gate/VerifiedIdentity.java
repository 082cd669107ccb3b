package nl.digitalebalie.server.gate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;

/**
 * What a verified disclosure proved, and for which purpose it was given: it counts for no other.
 * How sure the channel is belongs to the conversation and not to it, because that changes.
 *
 * @param epoch the connection that was in use, which the staff member was looking at
 */
public record VerifiedIdentity(
    PurposeId purpose,
    AssuranceLevel level,
    DiscloserAssurance discloser,
    Optional<Bsn> bsn,
    List<Attribute> attributes,
    Instant verifiedAt,
    int epoch) {
  public VerifiedIdentity {
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(level);
    Objects.requireNonNull(discloser);
    Objects.requireNonNull(bsn);
    attributes = List.copyOf(attributes);
    Objects.requireNonNull(verifiedAt);
  }
}
