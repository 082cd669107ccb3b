package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.server.relay.Conversation.Step;

/** Collects the effects of one step, in order; lives as long as the step. */
final class Steps {
  private final List<ConversationEffect> effects = new ArrayList<>();

  Steps add(ConversationEffect effect) {
    effects.add(effect);
    return this;
  }

  /** A resident who is away misses it; after the return the state is told anew. */
  Steps tellResident(Link resident, RelayToResident message) {
    resident.connection().ifPresent(to -> add(new ConversationEffect.TellResident(to, message)));
    return this;
  }

  Steps tellStaff(Link staff, RelayToStaff message) {
    staff.connection().ifPresent(to -> add(new ConversationEffect.TellStaff(to, message)));
    return this;
  }

  Steps tellRoom(RoomEvent event) {
    return add(new ConversationEffect.TellRoom(event));
  }

  Steps tellCounter(RelayEvent event) {
    return add(new ConversationEffect.TellCounter(event));
  }

  Steps refuse(SocketId resident, ResidentToRelay message, ErrorCode code) {
    return add(
        new ConversationEffect.TellResident(
            resident, new RelayToResident.Refused(code, WireName.of(message))));
  }

  Steps refuse(Facts facts, SocketId staff, StaffToRelay message, ErrorCode code) {
    return add(
        new ConversationEffect.TellStaff(
            staff, new RelayToStaff.Refused(code, WireName.of(message), Optional.of(facts.id()))));
  }

  /** The newest connection with a ticket wins; greets it. */
  Steps greet(Facts facts, Link before, SocketId socket, RelayToResident.Stage stage, Instant now) {
    before
        .connection()
        .filter(old -> !old.equals(socket))
        .ifPresent(old -> add(new ConversationEffect.CloseSocket(old, CloseCode.REPLACED)));
    return tellResident(
        new Link.Up(socket),
        new RelayToResident.Welcome(facts.id(), facts.municipality(), facts.topic(), stage, now));
  }

  /** The end of a conversation that nobody at the counter took. */
  Step endUntaken(Facts facts, Link resident, EndReason reason, Instant now) {
    return sayGoodbye(resident, new Over(facts, reason, Over.Taker.NOBODY, now));
  }

  /** The last message; then the socket is closed with 1000. */
  Step sayGoodbye(Link resident, Over over) {
    tellResident(resident, over.message());
    resident
        .connection()
        .ifPresent(socket -> add(new ConversationEffect.CloseSocket(socket, CloseCode.OVER)));
    return to(over);
  }

  Step to(Conversation next) {
    return new Step(next, effects);
  }
}
