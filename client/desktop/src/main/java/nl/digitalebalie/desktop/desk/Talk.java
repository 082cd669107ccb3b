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
import nl.digitalebalie.protocol.signal.StaffToCounter.Heartbeat;

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
      Beats beats)
      implements Talk {
    public Ongoing {
      Objects.requireNonNull(accepted);
      Objects.requireNonNull(call);
      Objects.requireNonNull(identity);
      Objects.requireNonNull(panel);
      Objects.requireNonNull(startedAt);
      Objects.requireNonNull(beats);
    }

    public ConversationId conversation() {
      return accepted.conversation();
    }

    Ongoing with(CallState other) {
      return new Ongoing(accepted, other, identity, panel, startedAt, beats);
    }

    Ongoing with(IdentityState other) {
      return new Ongoing(accepted, call, other, panel, startedAt, beats);
    }

    Ongoing with(PanelState other) {
      return new Ongoing(accepted, call, identity, other, startedAt, beats);
    }

    Ongoing with(Beats other) {
      return new Ongoing(accepted, call, identity, panel, startedAt, other);
    }
  }

  /**
   * The heartbeats of a conversation.
   *
   * @param next when one goes out even if nothing changed
   * @param told the last one, empty before the first
   */
  record Beats(Instant next, Optional<Heartbeat> told) {
    /** Due at once: the counter knows nothing yet. */
    static Beats begin(Instant now) {
      return new Beats(now, Optional.empty());
    }

    boolean due(Heartbeat beat, Instant now) {
      return !now.isBefore(next) || told.filter(last -> !last.equals(beat)).isPresent();
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
