package nl.digitalebalie.server.relay;

import java.time.Instant;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.ResidentToRelay;

/**
 * What the relay tells the counter part: values only, in the order in which they happened within
 * one conversation, so that the two parts can later run in two processes.
 */
public sealed interface RelayEvent {

  /** The conversation that this happened in. */
  ConversationId conversation();

  /** A staff member took this resident; first event of every conversation that is told. */
  record Began(
      ConversationId conversation,
      MunicipalityId municipality,
      TopicId topic,
      Channel channel,
      Language language,
      StaffId staff,
      Instant at)
      implements RelayEvent {}

  /** The staff client offered a new connection; a panel that is open must close for it. */
  record EpochBegan(ConversationId conversation, int epoch) implements RelayEvent {}

  /** The resident's socket opened or closed. */
  record ResidentPresenceChanged(ConversationId conversation, Presence presence)
      implements RelayEvent {}

  /** The staff member's socket to the relay opened or closed. */
  record StaffPresenceChanged(ConversationId conversation, Presence presence)
      implements RelayEvent {}

  /** Only {@code StartDisclosure}, {@code PairingCode} and {@code DeclineDisclosure}. */
  record ResidentSaid(ConversationId conversation, ResidentToRelay message) implements RelayEvent {
    /** The message may hold a pairing code. */
    @Override
    public String toString() {
      return "ResidentSaid[" + conversation + ", " + message.getClass().getSimpleName() + "]";
    }
  }

  /** Last event of a conversation. */
  record Ended(ConversationId conversation, EndReason reason) implements RelayEvent {}
}
