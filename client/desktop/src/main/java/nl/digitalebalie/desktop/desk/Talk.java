package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallState;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.RelayToStaff.Accepted;

/** The conversation at this desk; one at a time. */
public sealed interface Talk {

  record Nobody() implements Talk {}

  /** Asked for this resident; a colleague may be faster. */
  record Accepting(ConversationId conversation, Instant since) implements Talk {}

  /** Talking; {@code accepted} holds the facts of the conversation. */
  record Ongoing(
      Accepted accepted,
      CallState call,
      IdentityState identity,
      PanelState panel,
      Instant startedAt,
      Instant nextHeartbeat)
      implements Talk {
    public Ongoing {
      Objects.requireNonNull(accepted);
      Objects.requireNonNull(call);
      Objects.requireNonNull(identity);
      Objects.requireNonNull(panel);
      Objects.requireNonNull(startedAt);
      Objects.requireNonNull(nextHeartbeat);
    }

    public ConversationId conversation() {
      return accepted.conversation();
    }

    Ongoing with(CallState other) {
      return new Ongoing(accepted, other, identity, panel, startedAt, nextHeartbeat);
    }

    Ongoing with(IdentityState other) {
      return new Ongoing(accepted, call, other, panel, startedAt, nextHeartbeat);
    }

    Ongoing with(PanelState other) {
      return new Ongoing(accepted, call, identity, other, startedAt, nextHeartbeat);
    }

    Ongoing withNextHeartbeat(Instant at) {
      return new Ongoing(accepted, call, identity, panel, startedAt, at);
    }
  }

  /** After the talk: note and outcome, before the next resident. */
  record WrapUp(
      ConversationId conversation,
      MunicipalityId municipality,
      TopicId topic,
      EndReason reason,
      Saving saving)
      implements Talk {
    WrapUp with(Saving other) {
      return new WrapUp(conversation, municipality, topic, reason, other);
    }
  }

  /** How far the note is on its way. */
  sealed interface Saving {
    record Writing() implements Saving {}

    record Sending() implements Saving {}

    record Failed() implements Saving {}
  }

  /** The conversation that goes on now, if any. */
  default Optional<Ongoing> ongoing() {
    return this instanceof Ongoing talk ? Optional.of(talk) : Optional.empty();
  }
}
