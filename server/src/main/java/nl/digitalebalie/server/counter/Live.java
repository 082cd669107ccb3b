package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.server.gate.Liveness;
import nl.digitalebalie.server.gate.Liveness.StaffSocket;
import nl.digitalebalie.server.gate.Liveness.Talk;

/** How each event changes what is known about the conversation being alive. */
final class Live {
  private Live() {}

  static Liveness ended(Liveness was) {
    return new Liveness(
        Talk.ENDED,
        was.residentAwaySince(),
        was.staffRelayAwaySince(),
        was.staffSocket(),
        was.epoch(),
        was.confirmedEpoch(),
        was.mediaFlowedAt(),
        was.residentSignedAt(),
        was.heardStaffAt());
  }

  static Liveness resident(Liveness was, Presence presence, Instant now) {
    return new Liveness(
        was.talk(),
        awaySince(was.residentAwaySince(), presence, now),
        was.staffRelayAwaySince(),
        was.staffSocket(),
        was.epoch(),
        was.confirmedEpoch(),
        was.mediaFlowedAt(),
        was.residentSignedAt(),
        was.heardStaffAt());
  }

  static Liveness staffRelay(Liveness was, Presence presence, Instant now) {
    return new Liveness(
        was.talk(),
        was.residentAwaySince(),
        awaySince(was.staffRelayAwaySince(), presence, now),
        was.staffSocket(),
        was.epoch(),
        was.confirmedEpoch(),
        was.mediaFlowedAt(),
        was.residentSignedAt(),
        was.heardStaffAt());
  }

  static Liveness staffSocket(Liveness was, StaffSocket socket) {
    return new Liveness(
        was.talk(),
        was.residentAwaySince(),
        was.staffRelayAwaySince(),
        socket,
        was.epoch(),
        was.confirmedEpoch(),
        was.mediaFlowedAt(),
        was.residentSignedAt(),
        was.heardStaffAt());
  }

  /** What was heard about the connection before says nothing about this one. */
  static Liveness epoch(Liveness was, int epoch) {
    return new Liveness(
        was.talk(),
        was.residentAwaySince(),
        was.staffRelayAwaySince(),
        was.staffSocket(),
        epoch,
        was.confirmedEpoch(),
        Optional.empty(),
        Optional.empty(),
        was.heardStaffAt());
  }

  /** The staff member says that the same person is there. */
  static Liveness confirmed(Liveness was) {
    return new Liveness(
        was.talk(),
        was.residentAwaySince(),
        was.staffRelayAwaySince(),
        was.staffSocket(),
        was.epoch(),
        was.epoch(),
        was.mediaFlowedAt(),
        was.residentSignedAt(),
        was.heardStaffAt());
  }

  /** The two go on by other means: no connection is in use until the next one is offered. */
  static Liveness connectionOver(Liveness was) {
    return epoch(was, 0);
  }

  /** The staff client signed a sign of life of this epoch, at this instant at the latest. */
  static Liveness staffSigned(Liveness was, MediaFlow media, Instant at) {
    return new Liveness(
        was.talk(),
        was.residentAwaySince(),
        was.staffRelayAwaySince(),
        was.staffSocket(),
        was.epoch(),
        was.confirmedEpoch(),
        media == MediaFlow.FLOWING ? Optional.of(at) : was.mediaFlowedAt(),
        was.residentSignedAt(),
        Optional.of(at));
  }

  /** The resident's key signed one, at this instant at the latest. */
  static Liveness residentSigned(Liveness was, Instant at) {
    return new Liveness(
        was.talk(),
        was.residentAwaySince(),
        was.staffRelayAwaySince(),
        was.staffSocket(),
        was.epoch(),
        was.confirmedEpoch(),
        was.mediaFlowedAt(),
        Optional.of(at),
        was.heardStaffAt());
  }

  /** Other keys: what the ones before signed says nothing about these two. */
  static Liveness otherKeys(Liveness was) {
    return new Liveness(
        was.talk(),
        was.residentAwaySince(),
        was.staffRelayAwaySince(),
        was.staffSocket(),
        was.epoch(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Instant> awaySince(
      Optional<Instant> since, Presence presence, Instant now) {
    return switch (presence) {
      case HERE -> Optional.empty();
      case AWAY -> since.or(() -> Optional.of(now));
    };
  }
}
