package nl.digitalebalie.server.relay;

import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;

/** What the edge must do for a conversation, in order. */
sealed interface ConversationEffect {
  record TellResident(SocketId socket, RelayToResident message) implements ConversationEffect {}

  record TellStaff(SocketId socket, RelayToStaff message) implements ConversationEffect {}

  record CloseSocket(SocketId socket, CloseCode why) implements ConversationEffect {}

  record TellRoom(RoomEvent event) implements ConversationEffect {}

  record TellCounter(RelayEvent event) implements ConversationEffect {}

  /** The feedback question may now be answered once. */
  record OpenFeedback(Channel channel) implements ConversationEffect {}

  /** Nothing refers to this conversation any more. */
  record Forget() implements ConversationEffect {}
}
