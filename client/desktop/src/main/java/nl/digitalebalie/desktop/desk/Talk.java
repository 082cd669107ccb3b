package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallState;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.chat.Chat;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToStaff.Accepted;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;

/** The conversation at this desk; one at a time. */
public sealed interface Talk {

  record Nobody() implements Talk {}

  /** Asked for this resident; a colleague may be faster. */
  record Accepting(ConversationId conversation, Instant since) implements Talk {}

  /**
   * Talking.
   *
   * @param accepted the facts of the conversation as it began
   * @param channel how the two talk now
   * @param person whether the staff member must still say that the same person is there
   * @param turns how often the connection was begun anew of late
   */
  record Ongoing(
      Accepted accepted,
      Channel channel,
      CallState call,
      Bond bond,
      Chat chat,
      IdentityState identity,
      PanelState panel,
      Person person,
      Instant startedAt,
      Turns turns)
      implements Talk {
    public Ongoing {
      Objects.requireNonNull(accepted);
      Objects.requireNonNull(channel);
      Objects.requireNonNull(call);
      Objects.requireNonNull(bond);
      Objects.requireNonNull(chat);
      Objects.requireNonNull(identity);
      Objects.requireNonNull(panel);
      Objects.requireNonNull(person);
      Objects.requireNonNull(startedAt);
      Objects.requireNonNull(turns);
    }

    public ConversationId conversation() {
      return accepted.conversation();
    }

    /** Whether messages can be sealed now. */
    public Lane lane() {
      return bond.agreed() == call.epoch() ? Lane.UP : Lane.DOWN;
    }

    /** Whether the two reach each other now: by media, or by messages where there is none. */
    public MediaFlow flow(Instant now) {
      boolean flows =
          switch (channel) {
            case VIDEO -> call.flows(now);
            case CHAT, PHONE -> lane() == Lane.UP && call.presence() == Presence.HERE;
          };
      return flows ? MediaFlow.FLOWING : MediaFlow.STALLED;
    }

    /** The most that an attestation may say of this channel; a chat has no second medium. */
    public ChannelAssurance own() {
      return channel == Channel.CHAT ? ChannelAssurance.NONE : bond.own();
    }

    /** What this client and the gate both stand for. */
    public ChannelAssurance assurance() {
      return channel == Channel.CHAT ? ChannelAssurance.NONE : bond.assurance();
    }

    /**
     * The next epoch that we may begin by ourselves; one whose offer never went out comes again.
     */
    int nextEpoch() {
      return bond.offered() < call.epoch() ? call.epoch() : call.epoch() + 1;
    }

    Ongoing with(Channel other) {
      return new Ongoing(
          accepted, other, call, bond, chat, identity, panel, person, startedAt, turns);
    }

    Ongoing with(CallState other) {
      return new Ongoing(
          accepted, channel, other, bond, chat, identity, panel, person, startedAt, turns);
    }

    Ongoing with(Bond other) {
      return new Ongoing(
          accepted, channel, call, other, chat, identity, panel, person, startedAt, turns);
    }

    Ongoing with(Chat other) {
      return new Ongoing(
          accepted, channel, call, bond, other, identity, panel, person, startedAt, turns);
    }

    Ongoing with(IdentityState other) {
      return new Ongoing(
          accepted, channel, call, bond, chat, other, panel, person, startedAt, turns);
    }

    Ongoing with(PanelState other) {
      return new Ongoing(
          accepted, channel, call, bond, chat, identity, other, person, startedAt, turns);
    }

    Ongoing with(Person other) {
      return new Ongoing(
          accepted, channel, call, bond, chat, identity, panel, other, startedAt, turns);
    }

    Ongoing with(Turns other) {
      return new Ongoing(
          accepted, channel, call, bond, chat, identity, panel, person, startedAt, other);
    }
  }

  /** Whether the person who identified is known to be the one who is there now. */
  enum Person {
    KNOWN,
    TO_CONFIRM
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
