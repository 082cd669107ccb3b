package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** The conversation is over; remembered for a while, so that a reload still shows the goodbye. */
record Over(Facts facts, EndReason reason, Taker taker, Instant at) implements Conversation {
  /** Time to read the goodbye and answer one question, with a reload in between. */
  static final Duration REMEMBERED = Duration.ofMinutes(15);

  /** Whether there was a talk to give feedback on. */
  enum Taker {
    STAFF,
    NOBODY
  }

  RelayToResident.Ended message() {
    return new RelayToResident.Ended(
        reason,
        facts.reference(),
        taker == Taker.STAFF ? Optional.of(facts.feedbackTicket()) : Optional.empty());
  }

  @Override
  public Step on(ConversationEvent event, Instant now) {
    return switch (event) {
      case ConversationEvent.ResidentConnected connected -> connected(connected.socket(), now);
      case ConversationEvent.ResidentDisconnected gone -> unchanged();
      case ConversationEvent.ResidentSaid said -> heard(said);
      case ConversationEvent.StaffSaid said -> heard(said);
      // The resident left while the room gave them away: the staff member is free again.
      case ConversationEvent.Taken taken ->
          new Steps()
              .tellStaff(new Link.Up(taken.socket()), new RelayToStaff.Ended(facts.id(), reason))
              .tellRoom(new RoomEvent.CallEnded(facts.id()))
              .to(this);
      case ConversationEvent.StaffConnected connected ->
          new Steps()
              .tellStaff(
                  new Link.Up(connected.socket()),
                  new RelayToStaff.Welcome(
                      connected.municipalities(), Optional.empty(), connected.presence(), now))
              .tellRoom(new RoomEvent.CallEnded(facts.id()))
              .to(this);
      case ConversationEvent.Woke woke ->
          now.isBefore(at.plus(REMEMBERED))
              ? unchanged()
              : new Steps().add(new ConversationEffect.Forget()).to(this);
      case ConversationEvent.Faulted late -> unchanged();
      case ConversationEvent.Placed late -> unchanged();
      case ConversationEvent.NotAdmitted late -> unchanged();
      case ConversationEvent.ClosingTime late -> unchanged();
      case ConversationEvent.CounterSaid late -> unchanged();
      case ConversationEvent.PeerTooSlow late -> unchanged();
      case ConversationEvent.StaffDisconnected late -> unchanged();
    };
  }

  private Step connected(SocketId socket, Instant now) {
    Link link = new Link.Up(socket);
    return new Steps()
        .greet(facts, new Link.Down(at), socket, RelayToResident.Stage.ENDED, now)
        .sayGoodbye(link, this);
  }

  private Step heard(ConversationEvent.ResidentSaid said) {
    // Leaving twice, or crossing with a hang-up, is no mistake.
    return said.message() instanceof ResidentToRelay.Leave
        ? unchanged()
        : new Steps().refuse(said.socket(), said.message(), ErrorCode.NOT_IN_THIS_STATE).to(this);
  }

  private Step heard(ConversationEvent.StaffSaid said) {
    return said.message() instanceof StaffToRelay.HangUp
        ? unchanged()
        : new Steps()
            .refuse(facts, said.socket(), said.message(), ErrorCode.NOT_IN_THIS_STATE)
            .to(this);
  }

  private Step unchanged() {
    return new Steps().to(this);
  }

  @Override
  public Optional<Instant> wakeAt() {
    return Optional.of(at.plus(REMEMBERED));
  }
}
