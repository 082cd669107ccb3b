package nl.digitalebalie.server.gate;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.server.policy.Purpose;

/**
 * Everything the decision rests on; nothing else enters it.
 *
 * @param channel how sure it is now that the two who talk are the two who hold the keys
 * @param lock what closed the panel by hand, until the staff member opens it again
 * @param boxEnd the end of the time box
 */
public record GateFacts(
    Optional<VerifiedIdentity> identity,
    Purpose purpose,
    ChannelAssurance channel,
    Set<String> staffRoles,
    Liveness liveness,
    Optional<HandLock> lock,
    Instant boxEnd,
    AuditState audit) {
  public GateFacts {
    Objects.requireNonNull(identity);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(channel);
    staffRoles = Set.copyOf(staffRoles);
    Objects.requireNonNull(liveness);
    Objects.requireNonNull(lock);
    Objects.requireNonNull(boxEnd);
    Objects.requireNonNull(audit);
  }

  public GateFacts with(AuditState state) {
    return new GateFacts(identity, purpose, channel, staffRoles, liveness, lock, boxEnd, state);
  }

  /** Closed by the staff member or their computer. */
  public enum HandLock {
    BUTTON,
    SCREEN
  }

  /** Whether the row that says "opened" is durable. */
  public enum AuditState {
    NOT_WRITTEN,
    DURABLE,
    FAILING
  }
}
