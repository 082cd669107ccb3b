package nl.digitalebalie.server.relay;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Objects;
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
 * one conversation, so that the two parts can run in two processes ({@code server.link}).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "began", value = RelayEvent.Began.class),
  @Type(name = "key-announced", value = RelayEvent.KeyAnnounced.class),
  @Type(name = "channel-changed", value = RelayEvent.ChannelChanged.class),
  @Type(name = "epoch-began", value = RelayEvent.EpochBegan.class),
  @Type(name = "resident-presence", value = RelayEvent.ResidentPresenceChanged.class),
  @Type(name = "staff-presence", value = RelayEvent.StaffPresenceChanged.class),
  @Type(name = "resident-said", value = RelayEvent.ResidentSaid.class),
  @Type(name = "ended", value = RelayEvent.Ended.class)
})
public sealed interface RelayEvent {

  /** The conversation that this happened in. */
  ConversationId conversation();

  /**
   * A staff member took this resident; first event of every conversation that is told. {@code
   * residentKey} is what the page announced, base64url; the counter part checks it for itself.
   */
  record Began(
      ConversationId conversation,
      MunicipalityId municipality,
      TopicId topic,
      Channel channel,
      Language language,
      String residentKey,
      StaffId staff,
      Instant at)
      implements RelayEvent {
    public Began {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(municipality);
      Objects.requireNonNull(topic);
      Objects.requireNonNull(channel);
      Objects.requireNonNull(language);
      Objects.requireNonNull(residentKey);
      Objects.requireNonNull(staff);
      Objects.requireNonNull(at);
    }
  }

  /**
   * The page announced another conversation key than before: whoever it is begins anew, and what
   * was bound to the key before counts for nothing.
   */
  record KeyAnnounced(ConversationId conversation, String residentKey) implements RelayEvent {
    public KeyAnnounced {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(residentKey);
    }
  }

  /** The two go on by other means; the connection of before is over, and a panel must close. */
  record ChannelChanged(ConversationId conversation, Channel channel) implements RelayEvent {
    public ChannelChanged {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(channel);
    }
  }

  /** The staff client offered a new connection; a panel that is open must close for it. */
  record EpochBegan(ConversationId conversation, int epoch) implements RelayEvent {
    public EpochBegan {
      Objects.requireNonNull(conversation);
    }
  }

  /** The resident's socket opened or closed. */
  record ResidentPresenceChanged(ConversationId conversation, Presence presence)
      implements RelayEvent {
    public ResidentPresenceChanged {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(presence);
    }
  }

  /** The staff member's socket to the relay opened or closed. */
  record StaffPresenceChanged(ConversationId conversation, Presence presence)
      implements RelayEvent {
    public StaffPresenceChanged {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(presence);
    }
  }

  /**
   * Only {@code Heartbeat}, {@code StartDisclosure}, {@code PairingCode} and {@code
   * DeclineDisclosure}, unread: the counter part checks who signed.
   */
  record ResidentSaid(ConversationId conversation, ResidentToRelay message) implements RelayEvent {
    public ResidentSaid {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(message);
    }

    /** The message may hold a pairing code. */
    @Override
    public String toString() {
      return "ResidentSaid[" + conversation + ", " + message.getClass().getSimpleName() + "]";
    }
  }

  /** Last event of a conversation. */
  record Ended(ConversationId conversation, EndReason reason) implements RelayEvent {
    public Ended {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(reason);
    }
  }
}
