package nl.digitalebalie.server.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;

/**
 * One event before it has its place in the chain. {@code actor} is absent where the system acted;
 * {@code traceId} is the W3C trace id (32 hexadecimal digits) that joins it to the processing log.
 */
public record AuditEntry(
    Instant at,
    Optional<StaffId> actor,
    ConversationId conversation,
    String traceId,
    AuditEvent event) {
  public AuditEntry {
    Objects.requireNonNull(at);
    Objects.requireNonNull(actor);
    Objects.requireNonNull(conversation);
    Objects.requireNonNull(traceId);
    Objects.requireNonNull(event);
  }
}
