package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.Receipt;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.cases.Places;
import nl.digitalebalie.server.counter.CounterState.AuditHealth;
import nl.digitalebalie.server.counter.DisclosureState.Verified;
import nl.digitalebalie.server.gate.CaseGate;
import nl.digitalebalie.server.gate.Enterprise;
import nl.digitalebalie.server.gate.GateDecision;
import nl.digitalebalie.server.gate.GateDecision.ClosedReason;
import nl.digitalebalie.server.gate.GateFacts;
import nl.digitalebalie.server.gate.GateFacts.AuditState;
import nl.digitalebalie.server.gate.VerifiedIdentity;
import nl.digitalebalie.server.policy.PolicyAttribute;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.subject.DataSubject;
import nl.digitalebalie.server.subject.SubjectName;

/** The steps around the gate: asking it, opening, extending, locking. */
final class PanelSteps {
  private final Rules rules;

  PanelSteps(Rules rules) {
    this.rules = rules;
  }

  /**
   * The identity was just told to the staff client, or the channel became sure under it. When
   * nothing is missing but the signs of life of the two, those open the panel within the grace
   * time; any other lock takes that back.
   */
  void openVerified(Turn turn) {
    if (!lacksOnlySigns(turn)) {
      open(turn);
      return;
    }
    Verified verified = verified(turn).orElseThrow();
    ClosedReason awaited =
        turn.state().liveness().mediaFlowedAt().isEmpty()
            ? ClosedReason.MEDIA_LOST
            : ClosedReason.RESIDENT_SILENT;
    turn.appendByStaff(new AuditEvent.Denied("panel", awaited.name()));
    // the staff client is told nothing yet: its panel goes on opening until this wait ends
    turn.become(
        new PanelState.Locked(
            lockReason(awaited), Optional.of(turn.now().plus(verified.purpose().grace()))));
  }

  /** One of the two gave a sign of life: what only waited for that is asked now. */
  void lifeSignTold(Turn turn) {
    if (turn.state().panel() instanceof PanelState.Locked(_, Optional<Instant> until)
        && until.isPresent()
        && turn.state().liveness().mediaFlowedAt().isPresent()
        && turn.state().liveness().residentSignedAt().isPresent()) {
      open(turn);
    }
  }

  /** The code was right: the panel that was shut for want of it opens by itself. */
  void channelBecameSure(Turn turn) {
    if (verified(turn).isPresent()
        && turn.state().panel() instanceof PanelState.Locked(LockReason reason, _)
        && reason == LockReason.CHANNEL_NOT_SURE) {
      openVerified(turn);
    }
  }

  /** What the attestation says about the channel must be what the gate says now. */
  void attestAnew(Turn turn) {
    verified(turn)
        .ifPresent(known ->
            turn.become(
                known.attestedAs(
                    attest(
                        turn.state(),
                        known.purpose(),
                        known.identity(),
                        known.evidenceHash(),
                        turn.now(),
                        known.boxEnd()))));
  }

  private static boolean lacksOnlySigns(Turn turn) {
    return verified(turn)
        .filter(known ->
            CaseGate.lacksOnlySigns(facts(turn.state(), known, AuditState.NOT_WRITTEN), turn.now()))
        .isPresent();
  }

  private void open(Turn turn) {
    turn.become(turn.state().with(AuditHealth.WORKING)); // a new attempt asks the log itself
    switch (decide(turn, AuditState.NOT_WRITTEN)) {
      case GateDecision.Closed(ClosedReason reason)
          when reason == ClosedReason.AUDIT_ROW_MISSING -> {
        long ticket =
            turn.appendByStaff(opened(turn.state(), verified(turn).orElseThrow(), turn.now()));
        turn.become(new PanelState.Recording(ticket));
      }
      case GateDecision.Closed(ClosedReason reason) -> {
        turn.appendByStaff(new AuditEvent.Denied("panel", reason.name()));
        lockAs(turn, lockReason(reason));
      }
      case GateDecision.Open open ->
          throw new IllegalStateException("the gate opened without a durable row");
    }
  }

  /**
   * Re-opens after a lock. Who asks has looked at the connection they name: while their word was on
   * its way another may have begun, with another person before the camera.
   */
  void openAgain(Turn turn, int epochSeen) {
    if (!(turn.state().panel() instanceof PanelState.Locked) || verified(turn).isEmpty()) {
      deny(turn, ErrorCode.GATE_CLOSED, "open-panel");
      return;
    }
    if (epochSeen != turn.state().liveness().epoch()) {
      deny(turn, ErrorCode.STALE_EPOCH, "open-panel");
      return;
    }
    turn.become(
        turn.state().lockedBy(Optional.empty()).with(Live.confirmed(turn.state().liveness())));
    open(turn);
    if (turn.state().panel() instanceof PanelState.Locked) {
      turn.refuseStaff(ErrorCode.GATE_CLOSED, "open-panel");
    }
  }

  void extend(Turn turn, Sensitive<String> why) {
    Optional<Verified> verified = verified(turn);
    if (verified.isPresent()
        && turn.state().panel() instanceof PanelState.Open open
        && open.pending().isEmpty()
        && verified.get().extensions() < verified.get().purpose().maxExtensions()) {
      Instant until = verified.get().boxEnd().plus(verified.get().purpose().timeBox());
      long ticket = turn.appendByStaff(new AuditEvent.GateExtended(until, why));
      turn.become(open.with(Optional.of(new PanelState.Extension(ticket, until))));
    } else {
      deny(turn, ErrorCode.GATE_CLOSED, "extend-panel");
    }
  }

  private static void deny(Turn turn, ErrorCode code, String what) {
    turn.appendByStaff(new AuditEvent.Denied(what, code.name()));
    turn.refuseStaff(code, what);
  }

  /** A row became durable: what waited for it happens now. */
  void rowDurable(Turn turn, long ticket) {
    if (turn.state().panel() instanceof PanelState.Recording(long awaited) && awaited == ticket) {
      switch (decide(turn, AuditState.DURABLE)) {
        case GateDecision.Open(GateDecision.Scope scope, Instant until) -> read(turn, scope);
        case GateDecision.Closed(ClosedReason reason) ->
            lock(turn, reason.name(), lockReason(reason));
      }
    }
    if (turn.state().panel() instanceof PanelState.Open open
        && open.pending().isPresent()
        && open.pending().get().ticket() == ticket) {
      extended(turn, open, open.pending().get().until());
    }
  }

  /** The first of the cases, while the others are still being read. */
  void casesFound(Turn turn, long ticket, CaseSystem.Answer.Found some) {
    switch (turn.state().panel()) {
      case PanelState.Reading reading when reading.ticket() == ticket ->
          show(turn, reading, some, new PanelInside.Reading.Rest(ticket));
      case PanelState.Open open
          when open.inside().reading().equals(new PanelInside.Reading.Rest(ticket)) ->
          add(turn, open, some, Completeness.LOADING, open.inside().reading());
      case PanelState.Open _,
          PanelState.Reading _,
          PanelState.Recording _,
          PanelState.Locked _ -> {} // the panel was locked meanwhile; what was read is dropped
    }
  }

  void casesArrived(Turn turn, long ticket, CaseSystem.Answer answer) {
    switch (turn.state().panel()) {
      case PanelState.Reading reading when reading.ticket() == ticket -> {
        switch (answer) {
          case CaseSystem.Answer.Unavailable unavailable ->
              lock(turn, unavailable.code(), LockReason.CASE_SYSTEM_UNAVAILABLE);
          case CaseSystem.Answer.Found found ->
              show(turn, reading, found, new PanelInside.Reading.Done());
        }
      }
      case PanelState.Open open
          when open.inside().reading().equals(new PanelInside.Reading.Rest(ticket)) ->
          restArrived(turn, open, answer);
      case PanelState.Open open
          when open.inside().reading().equals(new PanelInside.Reading.Anew(ticket)) ->
          anewArrived(turn, open, answer);
      case PanelState.Open _,
          PanelState.Reading _,
          PanelState.Recording _,
          PanelState.Locked _ -> {} // the panel was locked meanwhile; what was read is dropped
    }
  }

  private void restArrived(Turn turn, PanelState.Open open, CaseSystem.Answer answer) {
    PanelInside.Reading done = new PanelInside.Reading.Done();
    switch (answer) {
      case CaseSystem.Answer.Unavailable(String code) when isRefusal(code) ->
          lock(turn, code, LockReason.CASE_SYSTEM_UNAVAILABLE);
      case CaseSystem.Answer.Unavailable unavailable ->
          add(turn, open, NOTHING_MORE, Completeness.PARTIAL, done);
      case CaseSystem.Answer.Found rest -> add(turn, open, rest, rest.completeness(), done);
    }
  }

  /** The case system no longer lets this staff member read: what it gave before goes as well. */
  private static boolean isRefusal(String code) {
    return code.startsWith("HTTP_401") || code.startsWith("HTTP_403");
  }

  /** What was shown stays where the second reading fails; the panel says that it may be old. */
  private void anewArrived(Turn turn, PanelState.Open open, CaseSystem.Answer answer) {
    PanelInside.Reading done = new PanelInside.Reading.Done();
    switch (answer) {
      case CaseSystem.Answer.Unavailable(String code) when isRefusal(code) ->
          lock(turn, code, LockReason.CASE_SYSTEM_UNAVAILABLE);
      case CaseSystem.Answer.Unavailable unavailable ->
          add(turn, open, NOTHING_MORE, Completeness.PARTIAL, done);
      case CaseSystem.Answer.Found all -> {
        Places places = open.inside().places().replacedBy(all.places());
        turn.become(open.with(open.inside().with(done).with(places)));
        shown(turn, all);
        turn.tellStaff(
            new CounterToStaff.PanelCases(
                turn.conversation(),
                content(verified(turn).orElseThrow(), all),
                CounterToStaff.Extent.ALL));
      }
    }
  }

  private static final CaseSystem.Answer.Found NOTHING_MORE =
      new CaseSystem.Answer.Found(List.of(), Completeness.PARTIAL);

  private static void add(
      Turn turn,
      PanelState.Open open,
      CaseSystem.Answer.Found more,
      Completeness completeness,
      PanelInside.Reading next) {
    turn.become(
        open.with(open.inside().with(next).with(open.inside().places().and(more.places()))));
    turn.tellStaff(
        new CounterToStaff.PanelCases(
            turn.conversation(),
            new PanelContent(more.person(), more.cases(), completeness, more.earlier()),
            CounterToStaff.Extent.ADDED));
    shown(turn, more);
  }

  /** What was read is not shown: the record of the reading is not kept for certain. */
  void readingUnrecorded(Turn turn, long ticket, String code) {
    boolean awaited =
        switch (turn.state().panel()) {
          case PanelState.Reading reading -> reading.ticket() == ticket;
          case PanelState.Open open ->
              open.inside().reading().equals(new PanelInside.Reading.Rest(ticket))
                  || open.inside().reading().equals(new PanelInside.Reading.Anew(ticket));
          case PanelState.Recording recording -> false;
          case PanelState.Locked locked -> false;
        };
    if (awaited) {
      lock(turn, "PROCESSING_LOG_" + code, LockReason.AUDIT_UNAVAILABLE);
    }
  }

  /** Asks the gate again while anything is open or opening; called after every event. */
  void recheck(Turn turn) {
    AuditState audit =
        switch (turn.state().panel()) {
          case PanelState.Locked locked -> AuditState.NOT_WRITTEN;
          case PanelState.Recording recording -> AuditState.NOT_WRITTEN;
          case PanelState.Reading reading -> AuditState.DURABLE;
          case PanelState.Open open -> AuditState.DURABLE;
        };
    if (turn.state().panel() instanceof PanelState.Locked locked) {
      stopWaiting(turn, locked);
      return;
    }
    if (turn.state().auditHealth() == AuditHealth.FAILING) {
      audit = AuditState.FAILING;
    }
    if (decide(turn, audit) instanceof GateDecision.Closed(ClosedReason reason)
        && reason != ClosedReason.AUDIT_ROW_MISSING) {
      lock(turn, reason.name(), lockReason(reason));
    }
  }

  /**
   * A panel that waits for signs of life waits for nothing else: then the staff member has to ask.
   */
  private void stopWaiting(Turn turn, PanelState.Locked locked) {
    boolean over =
        locked.opensUntil().filter(until -> !turn.now().isBefore(until)).isPresent()
            || !lacksOnlySigns(turn);
    if (locked.opensUntil().isPresent()
        && over
        && decide(turn, AuditState.NOT_WRITTEN) instanceof GateDecision.Closed(var reason)) {
      lockAs(turn, lockReason(reason));
    }
  }

  /** Closes whatever is open, with its row and both sides told. */
  void lock(Turn turn, String auditReason, LockReason reason) {
    if (!(turn.state().panel() instanceof PanelState.Locked)) {
      turn.appendBySystem(new AuditEvent.GateRelocked(auditReason));
    }
    lockAs(turn, reason);
  }

  /** Shuts what is open, or what is about to be; a panel that was shut keeps its reason. */
  void close(Turn turn, LockReason reason) {
    boolean shut =
        turn.state().panel() instanceof PanelState.Locked(_, Optional<Instant> until)
            && until.isEmpty();
    if (!shut || (reason == LockReason.IDENTITY_DROPPED && verified(turn).isPresent())) {
      lock(turn, reason.name(), reason);
    }
  }

  /** What the resident reads about the panel right now. */
  RelayToResident.PanelVisibility visibility(CounterState state) {
    return state.panel() instanceof PanelState.Open
            && state.disclosure() instanceof Verified verified
        ? new RelayToResident.PanelVisibility(
            verified.purpose().visibleToStaff(), Optional.of(verified.boxEnd()))
        : new RelayToResident.PanelVisibility(List.of(), Optional.empty());
  }

  /** When time alone will lock the panel. */
  Optional<Instant> closesAt(CounterState state) {
    return state.panel() instanceof PanelState.Locked locked
        ? locked.opensUntil()
        : verified(state).map(known -> CaseGate.closesAt(facts(state, known, AuditState.DURABLE)));
  }

  String attest(
      CounterState state,
      Purpose purpose,
      VerifiedIdentity identity,
      String evidenceHash,
      Instant now,
      Instant boxEnd) {
    return rules
        .signer()
        .attest(
            new AttestationClaims(
                state.about().conversation(),
                // no question is asked before the keys are bound, and no identity outlives them
                binding(state).orElseThrow().base64url(),
                state.about().staff(),
                purpose.id(),
                IdentificationMeans.IRMA,
                identity.level(),
                state.bond().assurance(),
                identity.discloser(),
                evidenceHash,
                rules.policy().hash(),
                now,
                boxEnd));
  }

  private void lockAs(Turn turn, LockReason reason) {
    turn.become(new PanelState.Locked(reason));
    turn.tellStaff(new CounterToStaff.PanelLocked(turn.conversation(), reason));
    turn.tellResident(visibility(turn.state()));
  }

  private void read(Turn turn, GateDecision.Scope scope) {
    long ticket = turn.ticket();
    turn.become(new PanelState.Reading(ticket, scope));
    turn.want(
        new Effect.ReadCases(
            ticket, scope, reader(turn), Places.NONE, Effect.Telling.AS_THEY_COME));
  }

  /** On whose behalf the case system is asked. */
  static CaseSystem.Reader reader(Turn turn) {
    String name =
        turn.state().staff().map(StaffPrincipal::displayName).orElse(turn.staff().value());
    return new CaseSystem.Reader(turn.staff().value(), name);
  }

  private void show(
      Turn turn,
      PanelState.Reading reading,
      CaseSystem.Answer.Found found,
      PanelInside.Reading next) {
    // time passed while the cases were read: the gate has the last word before anything is sent
    if (decide(turn, AuditState.DURABLE) instanceof GateDecision.Closed(ClosedReason reason)) {
      lock(turn, reason.name(), lockReason(reason));
      return;
    }
    Verified verified = verified(turn).orElseThrow();
    turn.become(
        new PanelState.Open(
            turn.now(),
            reading.scope(),
            Optional.empty(),
            new PanelInside(
                found.places(),
                next,
                Map.of(),
                Map.of(),
                Optional.empty(),
                turn.now(),
                PanelInside.Again.NOTHING_NEW)));
    shown(turn, found);
    turn.tellStaff(
        new CounterToStaff.PanelOpened(
            turn.conversation(),
            verified.purpose().id(),
            turn.now(),
            verified.boxEnd(),
            verified.attestation(),
            content(verified, found)));
    turn.tellResident(visibility(turn.state()));
    holder(turn.state())
        .ifPresent(holder -> turn.want(new Effect.GiveReceipt(holder, opening(turn, verified))));
  }

  private Receipt.Opening opening(Turn turn, Verified verified) {
    Purpose purpose = verified.purpose();
    return new Receipt.Opening(
        turn.now(),
        verified.boxEnd(),
        purpose.title(),
        purpose.legalBasis(),
        purpose.attributes().stream()
            .filter(asked ->
                verified.identity().attributes().stream()
                    .map(Attribute::identifier)
                    .anyMatch(asked.identifier()::equals))
            .map(PolicyAttribute::label)
            .toList(),
        purpose.visibleToStaff(),
        turn.state().staff().map(StaffPrincipal::role).orElseThrow(),
        rules.policy().hash());
  }

  /** The last part of a case's address is its id: what the contact refers to. */
  private static List<String> caseIds(CaseSystem.Answer.Found found) {
    return found.cases().stream()
        .flatMap(one -> found.places().ofCase(one.handle()).stream())
        .map(place -> place.address().substring(place.address().lastIndexOf('/') + 1))
        .toList();
  }

  private static PanelContent content(Verified verified, CaseSystem.Answer.Found found) {
    return new PanelContent(
        Stream.concat(person(verified).stream(), found.person().stream()).toList(),
        found.cases(),
        found.completeness(),
        found.earlier());
  }

  /** For the contact that is registered: what was once on the screen stays among it. */
  private static void shown(Turn turn, CaseSystem.Answer.Found found) {
    CounterState.Contact contact = turn.state().contact().knowing(turn.state().identified());
    List<String> all =
        Stream.concat(contact.cases().stream(), caseIds(found).stream()).distinct().toList();
    turn.become(turn.state().with(contact.showing(all)));
  }

  /** To whom a receipt of what is open now belongs. */
  static Optional<ReceiptHolder> holder(CounterState state) {
    return verified(state)
        .flatMap(known -> {
          Optional<ReceiptHolder> subject =
              subject(known.purpose(), known.identity()).map(ReceiptHolder.Subject::new);
          return subject.or(() -> binding(state).map(ReceiptHolder.Keys::new));
        });
  }

  private void extended(Turn turn, PanelState.Open open, Instant until) {
    Verified before = verified(turn).orElseThrow();
    String attestation =
        attest(
            turn.state(),
            before.purpose(),
            before.identity(),
            before.evidenceHash(),
            turn.now(),
            until);
    turn.become(before.extendedTo(until, attestation));
    turn.become(open.with(Optional.empty()));
    turn.tellStaff(new CounterToStaff.PanelExtended(turn.conversation(), until));
    turn.tellResident(visibility(turn.state()));
  }

  private GateDecision decide(Turn turn, AuditState audit) {
    Optional<Verified> verified = verified(turn);
    return verified.isEmpty()
        ? new GateDecision.Closed(ClosedReason.NOT_IDENTIFIED)
        : CaseGate.decide(facts(turn.state(), verified.get(), audit), turn.now());
  }

  private static GateFacts facts(CounterState state, Verified verified, AuditState audit) {
    return new GateFacts(
        Optional.of(verified.identity()),
        verified.purpose(),
        state.bond().assurance(),
        state.roles(),
        state.liveness(),
        state.lock(),
        verified.boxEnd(),
        audit);
  }

  private static Optional<ChannelBinding> binding(CounterState state) {
    return state.bond().pair().map(Bond.Pair::binding);
  }

  private AuditEvent.GateOpened opened(CounterState state, Verified verified, Instant now) {
    return new AuditEvent.GateOpened(
        verified.purpose().id(),
        verified.purpose().caseTypes(),
        verified.purpose().notes(),
        subject(verified.purpose(), verified.identity(), now),
        state.bond().assurance(),
        ChannelSteps.hash(binding(state).orElseThrow()),
        verified.evidenceHash(),
        rules.policy().hash(),
        verified.boxEnd(),
        state.staff().map(staff -> staff.role().in("nl")).orElse(""));
  }

  /** Empty where the purpose asks no number of anybody. */
  Optional<SubjectName> subject(Purpose purpose, VerifiedIdentity identity, Instant now) {
    return subject(purpose, identity)
        .map(subject -> rules.subjects().name(purpose.id(), subject, now));
  }

  /** Whose number was shown; empty where none was. */
  static Optional<DataSubject> subject(Purpose purpose, VerifiedIdentity identity) {
    Optional<DataSubject> person = identity.bsn().map(DataSubject.Person::new);
    return person.or(
        () -> Enterprise.shown(purpose, identity.attributes()).map(PanelSteps::subject));
  }

  /** Whose data a reading of this scope is about. */
  static Optional<DataSubject> subject(GateDecision.Scope scope) {
    Optional<DataSubject> person = scope.subject().map(DataSubject.Person::new);
    return person.or(() -> scope.enterprise().map(PanelSteps::subject));
  }

  private static DataSubject subject(Enterprise enterprise) {
    return new DataSubject.Enterprise(enterprise.kvkNumber(), enterprise.branchNumber());
  }

  private static List<PersonField> person(Verified verified) {
    Purpose purpose = verified.purpose();
    return purpose.personFields().stream()
        .flatMap(key ->
            purpose.attribute(key).stream()
                .flatMap(asked ->
                    verified.identity().attributes().stream()
                        .filter(has -> has.identifier().equals(asked.identifier()))
                        .map(has -> new PersonField(key, has.value()))))
        .toList();
  }

  private static Optional<Verified> verified(Turn turn) {
    return verified(turn.state());
  }

  private static Optional<Verified> verified(CounterState state) {
    return state.disclosure() instanceof Verified verified
        ? Optional.of(verified)
        : Optional.empty();
  }

  static LockReason lockReason(ClosedReason reason) {
    return switch (reason) {
      case CONVERSATION_ENDED -> LockReason.CONVERSATION_ENDED;
      case NOT_IDENTIFIED, OTHER_PURPOSE -> LockReason.NOT_IDENTIFIED;
      case CHANNEL_NOT_SURE -> LockReason.CHANNEL_NOT_SURE;
      case ROLE_NOT_ALLOWED, LEVEL_TOO_LOW, DISCLOSER_NOT_SURE, NO_SUBJECT -> LockReason.POLICY;
      case LOCKED_BY_STAFF -> LockReason.STAFF_LOCKED;
      case SCREEN_LOCKED -> LockReason.SCREEN_LOCKED;
      case STAFF_CONNECTION_LOST -> LockReason.STAFF_CONNECTION_LOST;
      case RESIDENT_LOST, MEDIA_LOST, RESIDENT_SILENT -> LockReason.RESIDENT_LOST;
      case NEW_CONNECTION -> LockReason.NEW_CONNECTION;
      case TIME_BOX_OVER -> LockReason.TIME_BOX_OVER;
      case AUDIT_FAILING, AUDIT_ROW_MISSING -> LockReason.AUDIT_UNAVAILABLE;
    };
  }
}
