package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** Everything that can happen to the waiting room. */
sealed interface RoomEvent {
  record StaffConnected(StaffPrincipal staff, SocketId socket) implements RoomEvent {}

  record StaffDisconnected(StaffId staff, SocketId socket) implements RoomEvent {}

  /** The conversation sent the first message of this connection; the queue may follow. */
  record Welcomed(StaffId staff, SocketId socket) implements RoomEvent {}

  record PresenceSet(StaffId staff, SocketId socket, StaffPresence presence) implements RoomEvent {}

  record AcceptWanted(StaffId staff, SocketId socket, ConversationId conversation)
      implements RoomEvent {}

  record Entered(Entry entry) implements RoomEvent {}

  record WaiterPresenceChanged(ConversationId conversation, Presence presence)
      implements RoomEvent {}

  /** The resident does not wait any more. */
  record Left(ConversationId conversation) implements RoomEvent {}

  /** The call is over and its staff member free. */
  record CallEnded(ConversationId conversation) implements RoomEvent {}

  /** After a restart of the server: this call goes on. */
  record CallRestored(ConversationId conversation, StaffPrincipal staff) implements RoomEvent {}

  record Woke() implements RoomEvent {}

  /** One resident who waits. */
  record Entry(
      ConversationId conversation,
      MunicipalityId municipality,
      TopicId topic,
      Channel channel,
      Language language,
      Instant since,
      int normSeconds,
      Optional<Instant> appointmentAt,
      Presence presence) {

    /**
     * Fairness: who waits longest comes first. An appointment counts from its start, or from the
     * arrival when that is later: coming early passes nobody, and neither does coming late.
     */
    Instant countsFrom() {
      return appointmentAt.filter(since::isBefore).orElse(since);
    }
  }
}
