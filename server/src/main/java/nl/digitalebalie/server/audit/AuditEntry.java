package nl.digitalebalie.server.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;

/**
 * One event before it has its place in the chain. {@code actor} is absent where the system acted,
 * {@code conversation} where it belongs to none; {@code traceId} is the W3C trace id (32
 * hexadecimal digits) that joins it to the processing log.
 */
public record AuditEntry(
    Instant at,
    Optional<StaffId> actor,
    Optional<ConversationId> conversation,
    String traceId,
    AuditEvent event) {
  /** Of the server itself, outside every conversation. */
  private static final String NO_TRACE = "0".repeat(32);

  public AuditEntry {
    Objects.requireNonNull(at);
    Objects.requireNonNull(actor);
    Objects.requireNonNull(conversation);
    Objects.requireNonNull(traceId);
    Objects.requireNonNull(event);
  }

  public AuditEntry(
      Instant at,
      Optional<StaffId> actor,
      ConversationId conversation,
      String traceId,
      AuditEvent event) {
    this(at, actor, Optional.of(conversation), traceId, event);
  }

  /** What the system did by itself, in no conversation. */
  public static AuditEntry ofSystem(Instant at, AuditEvent event) {
    return new AuditEntry(at, Optional.empty(), Optional.empty(), NO_TRACE, event);
  }
}
