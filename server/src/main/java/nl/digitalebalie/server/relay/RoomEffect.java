package nl.digitalebalie.server.relay;

import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.RelayToStaff;

/** What the edge must do for the waiting room, in order. */
sealed interface RoomEffect {
  record TellStaff(SocketId socket, RelayToStaff message) implements RoomEffect {}

  record CloseSocket(SocketId socket, CloseCode why) implements RoomEffect {}

  record TellConversation(ConversationId conversation, ConversationEvent event)
      implements RoomEffect {}

  /** This connection got its welcome: the list of open invitations belongs after it. */
  record SendInvitations(StaffId staff, SocketId socket) implements RoomEffect {}
}
