package nl.digitalebalie.server.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.server.gate.GateDecision.Closed;
import nl.digitalebalie.server.gate.GateDecision.ClosedReason;
import nl.digitalebalie.server.gate.GateDecision.Open;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.gate.GateFacts.AuditState;
import nl.digitalebalie.server.gate.Liveness.StaffSocket;
import nl.digitalebalie.server.gate.Liveness.Talk;
import nl.digitalebalie.server.policy.Purpose;

/**
 * Decides whether the case panel may be open. Pure and total: the same facts give the same answer,
 * and whatever is unknown closes it. It is asked before opening and again after every event while
 * the panel is open, so there is one list of reasons and no second place that forgets one.
 */
public final class CaseGate {
  private CaseGate() {}

  public static GateDecision decide(GateFacts facts, Instant now) {
    return notTalking(facts)
        .or(() -> notEntitled(facts))
        .or(() -> lockedByHand(facts))
        .or(() -> notConnected(facts.liveness(), facts.purpose().grace(), now))
        .or(() -> mediaLost(facts.liveness(), facts.purpose().grace(), now))
        .or(() -> residentSilent(facts.liveness(), facts.purpose().grace(), now))
        .or(() -> notInTime(facts, now))
        .or(() -> notAudited(facts.audit()))
        .<GateDecision>map(Closed::new)
        .orElseGet(() -> open(facts));
  }

  /**
   * Whether one of the two has given no sign of life in this connection yet, and the gate would ask
   * for its audit row if they had.
   */
  public static boolean lacksOnlySigns(GateFacts facts, Instant now) {
    Liveness liveness = facts.liveness();
    Duration grace = facts.purpose().grace();
    return (liveness.mediaFlowedAt().isEmpty() || liveness.residentSignedAt().isEmpty())
        && !isOver(liveness.mediaFlowedAt(), grace, now)
        && !isOver(liveness.residentSignedAt(), grace, now)
        && notTalking(facts)
            .or(() -> notEntitled(facts))
            .or(() -> lockedByHand(facts))
            .or(() -> notConnected(liveness, grace, now))
            .or(() -> notInTime(facts, now))
            .isEmpty();
  }

  /** The earliest instant at which the passing of time alone closes the panel; for the timer. */
  public static Instant closesAt(GateFacts facts) {
    Duration grace = facts.purpose().grace();
    Liveness liveness = facts.liveness();
    return Stream.of(
            liveness.residentAwaySince().map(since -> since.plus(grace)),
            liveness.staffRelayAwaySince().map(since -> since.plus(grace)),
            liveness.mediaFlowedAt().map(at -> at.plus(grace)),
            liveness.residentSignedAt().map(at -> at.plus(grace)))
        .flatMap(Optional::stream)
        .reduce(facts.boxEnd(), (one, other) -> one.isBefore(other) ? one : other);
  }

  private static Open open(GateFacts facts) {
    return new Open(Scope.of(facts.purpose(), facts.identity().orElseThrow()), facts.boxEnd());
  }

  private static Optional<ClosedReason> notTalking(GateFacts facts) {
    return facts.liveness().talk() == Talk.ENDED
        ? Optional.of(ClosedReason.CONVERSATION_ENDED)
        : Optional.empty();
  }

  private static Optional<ClosedReason> notEntitled(GateFacts facts) {
    Purpose purpose = facts.purpose();
    if (facts.identity().isEmpty()) {
      return Optional.of(ClosedReason.NOT_IDENTIFIED);
    }
    VerifiedIdentity identity = facts.identity().get();
    if (!identity.purpose().equals(purpose.id())) {
      return Optional.of(ClosedReason.OTHER_PURPOSE);
    }
    if (!purpose.mayBeUsedBy(facts.staffRoles())) {
      return Optional.of(ClosedReason.ROLE_NOT_ALLOWED);
    }
    if (identity.level().compareTo(purpose.minimumLevel()) < 0) {
      return Optional.of(ClosedReason.LEVEL_TOO_LOW);
    }
    if (facts.channel().compareTo(purpose.channel()) < 0) {
      return Optional.of(ClosedReason.CHANNEL_NOT_SURE);
    }
    if (!reaches(identity.discloser(), purpose.discloser())) {
      return Optional.of(ClosedReason.DISCLOSER_NOT_SURE);
    }
    if (!purpose.caseTypes().isEmpty()
        && identity.bsn().isEmpty()
        && Enterprise.shown(purpose, identity.attributes()).isEmpty()) {
      return Optional.of(ClosedReason.NO_SUBJECT);
    }
    return Optional.empty();
  }

  private static boolean reaches(DiscloserAssurance has, DiscloserAssurance needs) {
    return has.compareTo(needs) >= 0;
  }

  private static Optional<ClosedReason> lockedByHand(GateFacts facts) {
    return facts
        .lock()
        .map(lock ->
            switch (lock) {
              case BUTTON -> ClosedReason.LOCKED_BY_STAFF;
              case SCREEN -> ClosedReason.SCREEN_LOCKED;
            });
  }

  private static Optional<ClosedReason> notConnected(
      Liveness liveness, Duration grace, Instant now) {
    if (liveness.staffSocket() == StaffSocket.LOST
        || isOver(liveness.staffRelayAwaySince(), grace, now)) {
      return Optional.of(ClosedReason.STAFF_CONNECTION_LOST);
    }
    if (isOver(liveness.residentAwaySince(), grace, now)) {
      return Optional.of(ClosedReason.RESIDENT_LOST);
    }
    if (liveness.epoch() < 1 || liveness.confirmedEpoch() != liveness.epoch()) {
      return Optional.of(ClosedReason.NEW_CONNECTION);
    }
    return Optional.empty();
  }

  private static Optional<ClosedReason> mediaLost(Liveness liveness, Duration grace, Instant now) {
    if (liveness.mediaFlowedAt().isEmpty() || isOver(liveness.mediaFlowedAt(), grace, now)) {
      // no heartbeat at all points at the staff client, heartbeats that say "stalled" at the media
      return Optional.of(
          liveness.heardStaffAt().isEmpty() || isOver(liveness.heardStaffAt(), grace, now)
              ? ClosedReason.STAFF_CONNECTION_LOST
              : ClosedReason.MEDIA_LOST);
    }
    return Optional.empty();
  }

  /** The relay's word that the resident is there is not enough: only their key can say so. */
  private static Optional<ClosedReason> residentSilent(
      Liveness liveness, Duration grace, Instant now) {
    if (liveness.residentSignedAt().isPresent()
        && !isOver(liveness.residentSignedAt(), grace, now)) {
      return Optional.empty();
    }
    // when the way to the staff member is gone as well, it is the way and not the resident
    return Optional.of(
        liveness.staffRelayAwaySince().isPresent()
            ? ClosedReason.STAFF_CONNECTION_LOST
            : ClosedReason.RESIDENT_SILENT);
  }

  private static Optional<ClosedReason> notInTime(GateFacts facts, Instant now) {
    return now.isBefore(facts.boxEnd())
        ? Optional.empty()
        : Optional.of(ClosedReason.TIME_BOX_OVER);
  }

  private static Optional<ClosedReason> notAudited(AuditState audit) {
    return switch (audit) {
      case DURABLE -> Optional.empty();
      case FAILING -> Optional.of(ClosedReason.AUDIT_FAILING);
      case NOT_WRITTEN -> Optional.of(ClosedReason.AUDIT_ROW_MISSING);
    };
  }

  /** An absence exactly as long as the grace time is over, so that the timer's wake-up closes. */
  private static boolean isOver(Optional<Instant> since, Duration grace, Instant now) {
    return since.isPresent() && !now.isBefore(since.get().plus(grace));
  }
}
