package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.server.gate.GateFacts.HandLock;
import nl.digitalebalie.server.gate.Liveness;
import nl.digitalebalie.server.gate.Liveness.StaffSocket;
import nl.digitalebalie.server.gate.Liveness.Talk;
import nl.digitalebalie.server.gate.VerifiedIdentity;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.subject.DataSubject;

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
      Instant beganAt,
      Language language) {}

  /** Whether the wrap-up is done. */
  enum WrapUp {
    OPEN,
    STORING,
    REGISTERED
  }

  /**
   * The wrap-up, and what is to be registered of this conversation.
   *
   * @param otherwise the outcome when nobody says one
   * @param channels by which the talk went, in order
   * @param who what was proved when the talk ended, or stands proved while it goes on
   * @param cases ids of the cases that the panel showed under that identity
   * @param callbacks promised so far
   */
  record Contact(
      WrapUp wrapUp,
      ContactOutcome otherwise,
      List<Channel> channels,
      Optional<Identified> who,
      List<String> cases,
      int callbacks) {
    public Contact {
      channels = List.copyOf(channels);
      cases = List.copyOf(cases);
    }

    static Contact open(Channel first) {
      return new Contact(
          WrapUp.OPEN, ContactOutcome.ANSWERED, List.of(first), Optional.empty(), List.of(), 0);
    }

    Contact at(WrapUp next) {
      return new Contact(next, otherwise, channels, who, cases, callbacks);
    }

    Contact otherwise(ContactOutcome outcome) {
      return new Contact(wrapUp, outcome, channels, who, cases, callbacks);
    }

    /** Each way once, the last one last: who switches to and fro has one contact for each. */
    Contact changedTo(Channel channel) {
      List<Channel> next = new ArrayList<>(channels);
      next.remove(channel);
      next.add(channel);
      return new Contact(wrapUp, otherwise, next, who, cases, callbacks);
    }

    /** Cases belong to who was proved: with nobody, or somebody else, there are none. */
    Contact knowing(Optional<Identified> identified) {
      boolean same =
          identified.isPresent()
              && who.flatMap(Identified::subject).equals(identified.get().subject());
      return new Contact(
          wrapUp, otherwise, channels, identified, same ? cases : List.of(), callbacks);
    }

    Contact showing(List<String> ids) {
      return new Contact(wrapUp, otherwise, channels, who, ids, callbacks);
    }

    Contact promised() {
      return new Contact(wrapUp, otherwise, channels, who, cases, callbacks + 1);
    }
  }

  /**
   * Who it was, and how sure the channel was then.
   *
   * @param subject whose cases they are; empty where only a name was shown
   */
  record Identified(
      VerifiedIdentity identity, ChannelAssurance channel, Optional<DataSubject> subject) {}

  /** What stands proved now. */
  Optional<Identified> identified() {
    return disclosure instanceof DisclosureState.Verified verified
        ? Optional.of(
            new Identified(
                verified.identity(),
                bond.assurance(),
                PanelSteps.subject(verified.purpose(), verified.identity())))
        : Optional.empty();
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
        Contact.open(about.channel()),
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
