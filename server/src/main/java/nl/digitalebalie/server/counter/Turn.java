package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.server.audit.AuditEvent;

/**
 * One step while it is worked out: the state so far and the effects so far. Lives for one event.
 */
final class Turn {
  private final Instant now;
  private CounterState state;
  private final List<Effect> effects = new ArrayList<>();

  Turn(CounterState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  CounterState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  ConversationId conversation() {
    return state.about().conversation();
  }

  StaffId staff() {
    return state.about().staff();
  }

  List<Effect> effects() {
    return effects;
  }

  void become(CounterState next) {
    state = next;
  }

  void become(DisclosureState next) {
    state = state.with(next);
  }

  void become(PanelState next) {
    state = state.with(next);
  }

  void want(Effect effect) {
    effects.add(effect);
  }

  void tellStaff(CounterToStaff message) {
    effects.add(new Effect.TellStaff(staff(), message));
  }

  void tellResident(RelayToResident message) {
    effects.add(new Effect.TellResident(message));
  }

  void refuseStaff(ErrorCode code, String about) {
    refuse(staff(), code, about);
  }

  void refuse(StaffId who, ErrorCode code, String about) {
    effects.add(
        new Effect.TellStaff(
            who,
            new CounterToStaff.Refused(code, Optional.of(about), Optional.of(conversation()))));
  }

  void refuseResident(ErrorCode code, String about) {
    tellResident(new RelayToResident.Refused(code, Optional.of(about)));
  }

  /** A row of the staff member; its ticket is for whoever must wait until it is durable. */
  long appendByStaff(AuditEvent event) {
    return append(Optional.of(staff()), event);
  }

  long appendBySystem(AuditEvent event) {
    return append(Optional.empty(), event);
  }

  long append(Optional<StaffId> actor, AuditEvent event) {
    long ticket = ticket();
    effects.add(new Effect.AppendRow(ticket, actor, event));
    return ticket;
  }

  long ticket() {
    long ticket = state.nextTicket();
    state = state.ticketTaken();
    return ticket;
  }
}
