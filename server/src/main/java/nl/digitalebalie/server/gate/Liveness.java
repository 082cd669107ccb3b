package nl.digitalebalie.server.gate;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about whether the two are really talking. Absences are since when; an empty one
 * means here.
 *
 * @param epoch the connection now in use, 0 before the first
 * @param confirmedEpoch the connection in which the staff member last confirmed who is there
 * @param mediaFlowedAt when the last heartbeat of this epoch was signed in which the staff client
 *     said that media flows; by its number ({@link LifeClock}), not by its arrival
 * @param residentSignedAt when the resident's key signed the last heartbeat of this epoch; likewise
 * @param heardStaffAt when the staff client signed the last heartbeat of any content; likewise
 */
public record Liveness(
    Talk talk,
    Optional<Instant> residentAwaySince,
    Optional<Instant> staffRelayAwaySince,
    StaffSocket staffSocket,
    int epoch,
    int confirmedEpoch,
    Optional<Instant> mediaFlowedAt,
    Optional<Instant> residentSignedAt,
    Optional<Instant> heardStaffAt) {
  public Liveness {
    Objects.requireNonNull(talk);
    Objects.requireNonNull(staffSocket);
  }

  /** Whether the conversation goes on, as the relay says. */
  public enum Talk {
    GOING_ON,
    ENDED
  }

  /** The staff client's connection to the counter part. */
  public enum StaffSocket {
    CONNECTED,
    LOST
  }
}
