package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.server.gate.GateFacts.HandLock;
import nl.digitalebalie.server.gate.Liveness;
import nl.digitalebalie.server.gate.Liveness.StaffSocket;
import nl.digitalebalie.server.gate.Liveness.Talk;
import nl.digitalebalie.server.staff.StaffPrincipal;

/**
 * Everything the counter part knows about one conversation. Owned by the conversation's mailbox.
 *
 * @param staff the staff member's ticket as last seen; roles come from here
 * @param bond the keys of the two, and how sure the channel is
 * @param lock closed by hand
 * @param nextTicket numbers rows and readings, so that late answers are recognised
 * @param asks disclosures asked so far
 */
record CounterState(
    About about,
    Optional<StaffPrincipal> staff,
    Liveness liveness,
    Bond bond,
    DisclosureState disclosure,
    PanelState panel,
    Optional<HandLock> lock,
    Optional<Instant> endedAt,
    Contact contact,
    AuditHealth auditHealth,
    long nextTicket,
    int asks) {

  /** What never changes. */
  record About(
      ConversationId conversation,
      MunicipalityId municipality,
      TopicId topic,
      Channel channel,
      StaffId staff,
      Instant beganAt) {}

  /** Whether the wrap-up is done. */
  enum Contact {
    OPEN,
    STORING,
    REGISTERED
  }

  /** Whether the last row became durable. */
  enum AuditHealth {
    WORKING,
    FAILING
  }

  static CounterState began(About about, Optional<StaffPrincipal> staff, String residentKey) {
    Liveness liveness =
        new Liveness(
            Talk.GOING_ON,
            Optional.empty(),
            Optional.empty(),
            staff.isPresent() ? StaffSocket.CONNECTED : StaffSocket.LOST,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new CounterState(
        about,
        staff,
        liveness,
        Bond.none(about.channel(), residentKey),
        new DisclosureState.Unverified(),
        new PanelState.Locked(LockReason.NOT_IDENTIFIED),
        Optional.empty(),
        Optional.empty(),
        Contact.OPEN,
        AuditHealth.WORKING,
        1,
        0);
  }

  Set<String> roles() {
    return staff.map(StaffPrincipal::roles).orElse(Set.of());
  }

  CounterState withStaff(StaffPrincipal principal) {
    return new CounterState(
        about,
        Optional.of(principal),
        liveness,
        bond,
        disclosure,
        panel,
        lock,
        endedAt,
        contact,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState with(Liveness next) {
    return new CounterState(
        about,
        staff,
        next,
        bond,
        disclosure,
        panel,
        lock,
        endedAt,
        contact,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState with(Bond next) {
    return new CounterState(
        about,
        staff,
        liveness,
        next,
        disclosure,
        panel,
        lock,
        endedAt,
        contact,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState with(DisclosureState next) {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        next,
        panel,
        lock,
        endedAt,
        contact,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState with(PanelState next) {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        disclosure,
        next,
        lock,
        endedAt,
        contact,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState with(Contact next) {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        disclosure,
        panel,
        lock,
        endedAt,
        next,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState with(AuditHealth next) {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        disclosure,
        panel,
        lock,
        endedAt,
        contact,
        next,
        nextTicket,
        asks);
  }

  CounterState lockedBy(Optional<HandLock> next) {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        disclosure,
        panel,
        next,
        endedAt,
        contact,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState ended(Instant at) {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        disclosure,
        panel,
        lock,
        Optional.of(at),
        contact,
        auditHealth,
        nextTicket,
        asks);
  }

  CounterState ticketTaken() {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        disclosure,
        panel,
        lock,
        endedAt,
        contact,
        auditHealth,
        nextTicket + 1,
        asks);
  }

  CounterState askedOnceMore() {
    return new CounterState(
        about,
        staff,
        liveness,
        bond,
        disclosure,
        panel,
        lock,
        endedAt,
        contact,
        auditHealth,
        nextTicket,
        asks + 1);
  }
}
