package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** Everything that can happen to one conversation. Senders come from the connection's ticket. */
sealed interface ConversationEvent {

  /**
   * The page connected. {@code liveEpoch} is the epoch whose media the page says still flows; empty
   * after a reload.
   */
  record ResidentConnected(SocketId socket, Optional<Integer> liveEpoch)
      implements ConversationEvent {}

  record ResidentDisconnected(SocketId socket) implements ConversationEvent {}

  record ResidentSaid(SocketId socket, ResidentToRelay message) implements ConversationEvent {}

  /** The staff member of this call connected anew and waits for the first message. */
  record StaffConnected(
      SocketId socket, List<RelayToStaff.MunicipalityCard> municipalities, StaffPresence presence)
      implements ConversationEvent {
    public StaffConnected {
      municipalities = List.copyOf(municipalities);
    }
  }

  record StaffDisconnected(SocketId socket) implements ConversationEvent {}

  record StaffSaid(StaffId staff, SocketId socket, StaffToRelay message)
      implements ConversationEvent {}

  /** The waiting room gave this resident to a staff member. */
  record Taken(StaffPrincipal staff, SocketId socket) implements ConversationEvent {}

  /** The waiting room says where the resident stands. */
  record Placed(RelayToResident.Waiting place) implements ConversationEvent {}

  /** The waiting room did not take the resident in. */
  record NotAdmitted(ErrorCode code, Optional<Instant> opensAt) implements ConversationEvent {}

  /** It is closing time and nobody is left to help. */
  record ClosingTime() implements ConversationEvent {}

  record CounterSaid(RelayToResident message) implements ConversationEvent {}

  /** The other side of the last frame does not read. */
  record PeerTooSlow(Side slow) implements ConversationEvent {}

  /** A deadline may have passed. */
  record Woke() implements ConversationEvent {}

  /** Our bug was caught while an event was handled. */
  record Faulted() implements ConversationEvent {}

  /** The two ends. */
  enum Side {
    RESIDENT,
    STAFF
  }
}
