package nl.digitalebalie.server.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.server.staff.RevokedSession;
import nl.digitalebalie.server.staff.TicketKey;

/** What the counter part says on {@code /link/counter}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "admission", value = CounterToRelay.Admission.class),
  @Type(name = "revoked", value = CounterToRelay.Revoked.class),
  @Type(name = "tell", value = CounterToRelay.Tell.class),
  @Type(name = "ack", value = CounterToRelay.Ack.class),
  @Type(name = "callback-kept", value = CounterToRelay.CallbackKept.class),
  @Type(name = "callback-refused", value = CounterToRelay.CallbackRefused.class)
})
sealed interface CounterToRelay {
  /** Some 70 characters each: a quarter of a frame. */
  int MAX_SESSIONS = 200;

  /** First message: what the relay verifies staff tickets with. */
  record Admission(TicketKey ticketKey) implements CounterToRelay {
    public Admission {
      Objects.requireNonNull(ticketKey);
    }
  }

  /** Sign-ins that ended before their time. */
  record Revoked(List<RevokedSession> sessions) implements CounterToRelay {
    public Revoked {
      sessions = List.copyOf(sessions);
      if (sessions.size() > MAX_SESSIONS) {
        throw new IllegalArgumentException("at most " + MAX_SESSIONS + " sessions");
      }
    }
  }

  /** For the resident of a conversation. */
  record Tell(ConversationId conversation, RelayToResident message) implements CounterToRelay {
    public Tell {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(message);
    }

    /** The message may hold what only the resident is to read. */
    @Override
    public String toString() {
      return "Tell[" + conversation + ", " + message.getClass().getSimpleName() + "]";
    }
  }

  /** The frame with this number was taken. */
  record Ack(long seq) implements CounterToRelay {}

  /** This call-back is stored durably: forget it. */
  record CallbackKept(CallbackId callback) implements CounterToRelay {
    public CallbackKept {
      Objects.requireNonNull(callback);
    }
  }

  /** This call-back will never be stored: forget it. */
  record CallbackRefused(CallbackId callback) implements CounterToRelay {
    public CallbackRefused {
      Objects.requireNonNull(callback);
    }
  }
}
