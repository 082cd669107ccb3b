package nl.digitalebalie.server.counter;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.DisclosureConsent;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.DisclosureProofClaims;
import nl.digitalebalie.protocol.identity.Evidence;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.AskedAttribute;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.DisclosureOutcome;
import nl.digitalebalie.protocol.signal.DisclosureStep;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToResident.Pairing;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.ResidentToRelay.DeclineReason;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.canonical.CanonicalJson;
import nl.digitalebalie.server.counter.DisclosureState.Disclosing;
import nl.digitalebalie.server.counter.DisclosureState.Dropped;
import nl.digitalebalie.server.counter.DisclosureState.Recording;
import nl.digitalebalie.server.counter.DisclosureState.Requested;
import nl.digitalebalie.server.counter.DisclosureState.Unverified;
import nl.digitalebalie.server.counter.DisclosureState.Verified;
import nl.digitalebalie.server.gate.VerifiedIdentity;
import nl.digitalebalie.server.identity.Conclusion;
import nl.digitalebalie.server.identity.Disclosures.Attempt;
import nl.digitalebalie.server.identity.StartedSession;
import nl.digitalebalie.server.identity.WalletStatus;
import nl.digitalebalie.server.policy.Purpose;

/** The steps of a disclosure, from the question to the verified identity. */
final class DisclosureSteps {
  /** How long the question stays on the resident's screen. */
  static final Duration ASK_VALID = Duration.ofMinutes(10);

  /** irma server's max_session_lifetime; the irma server ends it too. */
  static final Duration SESSION_VALID = Duration.ofMinutes(15);

  /** Three guesses of four digits: 3 in 10,000. */
  static final int PAIRING_TRIES = 3;

  /** Choosing the other device again and again starts a session each time. */
  static final int MAX_ATTEMPTS = 6;

  /** Questions in one conversation; more is a stuck program or a nuisance. */
  static final int MAX_ASKS = 20;

  private final Rules rules;
  private final PanelSteps panel;

  DisclosureSteps(Rules rules, PanelSteps panel) {
    this.rules = rules;
    this.panel = panel;
  }

  // What the staff member wants

  void ask(Turn turn, PurposeId id) {
    Optional<Purpose> purpose =
        rules.policy().find(id).filter(known -> known.mayBeUsedBy(turn.state().roles()));
    if (purpose.isEmpty()) {
      turn.appendByStaff(new AuditEvent.Denied("ask-disclosure", "PURPOSE_NOT_ALLOWED"));
      turn.refuseStaff(ErrorCode.PURPOSE_NOT_ALLOWED, "ask-disclosure");
    } else if (turn.state().bond().pair().isEmpty() || underWay(turn.state().disclosure())) {
      turn.refuseStaff(ErrorCode.NOT_IN_THIS_STATE, "ask-disclosure");
    } else if (turn.state().asks() >= MAX_ASKS) {
      turn.refuseStaff(ErrorCode.TOO_MANY_MESSAGES, "ask-disclosure");
    } else {
      ask(turn, purpose.get());
    }
  }

  private void ask(Turn turn, Purpose purpose) {
    if (!(turn.state().panel() instanceof PanelState.Locked)) {
      // a new question takes the place of the identity before it
      panel.lock(turn, LockReason.IDENTITY_DROPPED.name(), LockReason.IDENTITY_DROPPED);
    }
    Requested requested =
        new Requested(rules.newDisclosure().get(), purpose, turn.now().plus(ASK_VALID));
    turn.become(requested);
    turn.become(turn.state().askedOnceMore().lockedBy(Optional.empty()));
    turn.appendByStaff(
        new AuditEvent.DisclosureAsked(
            requested.disclosure(), purpose.id(), rules.policy().hash()));
    turn.tellStaff(
        new CounterToStaff.DisclosureAsked(
            turn.conversation(), requested.disclosure(), purpose.id(), requested.expiresAt()));
    turn.tellResident(question(requested.disclosure(), purpose, requested.expiresAt()));
  }

  void cancelByStaff(Turn turn) {
    if (underWay(turn.state().disclosure())) {
      drop(turn, Rejection.CANCELLED);
    } else {
      turn.refuseStaff(ErrorCode.NOT_IN_THIS_STATE, "cancel-disclosure");
    }
  }

  /** The staff client did not believe the evidence: nobody is identified any more. */
  void refuseEvidence(Turn turn) {
    if (turn.state().disclosure() instanceof Verified verified) {
      turn.appendByStaff(
          new AuditEvent.DisclosureRejected(verified.disclosure(), Rejection.EVIDENCE_MISMATCH));
      turn.become(new Dropped(Rejection.EVIDENCE_MISMATCH));
    }
  }

  /** The keys under which it was asked or shown are not those of this conversation any more. */
  void keysLost(Turn turn) {
    if (underWay(turn.state().disclosure())) {
      drop(turn, Rejection.CANCELLED);
    } else if (turn.state().disclosure() instanceof Verified verified) {
      forget(turn, verified, Rejection.CANCELLED);
    }
  }

  private static void forget(Turn turn, Verified verified, Rejection why) {
    turn.become(new Dropped(why));
    turn.appendBySystem(new AuditEvent.DisclosureRejected(verified.disclosure(), why));
    turn.tellStaff(
        new CounterToStaff.IdentityRejected(turn.conversation(), verified.disclosure(), why));
  }

  // What the resident says

  void start(Turn turn, ResidentToRelay.StartDisclosure wish) {
    boolean awaited =
        turn.state().disclosure() instanceof Requested
            || turn.state().disclosure() instanceof Disclosing;
    if (awaited
        && idOf(turn.state().disclosure()).filter(wish.disclosure()::equals).isPresent()
        && !consents(turn, wish)) {
      turn.refuseResident(ErrorCode.SIGNATURE_REFUSED, "start-disclosure");
      return;
    }
    start(turn, wish.disclosure(), wish.device());
  }

  /** The relay brings this word, so the resident's key must have given it. */
  private static boolean consents(Turn turn, ResidentToRelay.StartDisclosure wish) {
    return turn.state()
        .bond()
        .pair()
        .filter(pair ->
            new DisclosureConsent(pair.binding(), wish.disclosure(), wish.device())
                .signedBy(pair.resident(), Signed.bytes(wish.signature())))
        .isPresent();
  }

  private void start(Turn turn, DisclosureId id, WalletDevice device) {
    switch (turn.state().disclosure()) {
      case Requested requested when requested.disclosure().equals(id) ->
          begin(
              turn,
              new Attempt(id, 1),
              requested.purpose(),
              device,
              requested.expiresAt(),
              PAIRING_TRIES);
      case Disclosing disclosing
          when disclosing.disclosure().equals(id)
              && disclosing.attempt().number() < MAX_ATTEMPTS -> {
        // the other device after all: the first session must not stay answerable
        turn.want(new Effect.CancelDisclosure(disclosing.attempt()));
        Attempt next = new Attempt(id, disclosing.attempt().number() + 1);
        begin(
            turn,
            next,
            disclosing.purpose(),
            device,
            disclosing.askExpiresAt(),
            disclosing.pairingTriesLeft());
      }
      case Requested other -> noneAsked(turn, "start-disclosure");
      case Disclosing other -> noneAsked(turn, "start-disclosure");
      case Unverified none -> noneAsked(turn, "start-disclosure");
      case Recording done -> noneAsked(turn, "start-disclosure");
      case Verified done -> noneAsked(turn, "start-disclosure");
      case Dropped over -> noneAsked(turn, "start-disclosure");
    }
  }

  private void begin(
      Turn turn,
      Attempt attempt,
      Purpose purpose,
      WalletDevice device,
      Instant askExpiresAt,
      int pairingTries) {
    turn.become(
        new Disclosing(
            attempt,
            purpose,
            device,
            askExpiresAt,
            turn.now().plus(SESSION_VALID),
            Optional.empty(),
            DisclosureStep.WAITING_FOR_WALLET,
            pairingTries,
            Disclosing.Code.NOT_MATCHED));
    turn.want(new Effect.StartDisclosure(attempt, purpose, device));
  }

  /** Compared here and not in the browser: whoever holds the page must not be the judge. */
  void pairingCode(Turn turn, DisclosureId id, String typed) {
    if (!(turn.state().disclosure() instanceof Disclosing disclosing)
        || !disclosing.disclosure().equals(id)) {
      noneAsked(turn, "pairing-code");
      return;
    }
    Optional<Sensitive<String>> code = disclosing.session().flatMap(StartedSession::pairingCode);
    if (code.isEmpty() || !codeIsAwaited(disclosing)) {
      turn.refuseResident(ErrorCode.NOT_IN_THIS_STATE, "pairing-code");
    } else if (same(code.get().reveal(), typed)) {
      turn.want(new Effect.CompletePairing(disclosing.attempt()));
      progress(turn, disclosing.codeMatched());
    } else {
      wrongCode(turn, disclosing, disclosing.pairingTriesLeft() - 1);
    }
  }

  private void wrongCode(Turn turn, Disclosing disclosing, int triesLeft) {
    progress(turn, disclosing.at(DisclosureStep.PAIRING_CODE_WRONG, triesLeft));
    if (triesLeft == 0) {
      turn.refuseResident(ErrorCode.PAIRING_TRIES_EXHAUSTED, "pairing-code");
      drop(turn, Rejection.CANCELLED, DisclosureOutcome.REJECTED);
    }
  }

  void decline(Turn turn, DisclosureId id, DeclineReason reason) {
    if (idOf(turn.state().disclosure()).filter(id::equals).isPresent()
        && underWay(turn.state().disclosure())) {
      drop(
          turn,
          switch (reason) {
            case NOT_NOW -> Rejection.DECLINED;
            case NO_WALLET -> Rejection.NO_WALLET;
          });
    } else {
      noneAsked(turn, "decline-disclosure");
    }
  }

  // What the provider says

  void sessionStarted(Turn turn, Attempt attempt, StartedSession session) {
    if (!(turn.state().disclosure() instanceof Disclosing disclosing)
        || !disclosing.attempt().equals(attempt)) {
      return; // another attempt took its place, and has cancelled this one
    }
    Disclosing started = disclosing.started(session);
    turn.become(started);
    turn.appendBySystem(
        new AuditEvent.DisclosureStarted(
            attempt.disclosure(), started.device(), session.tokenHash()));
    turn.tellStaff(
        new CounterToStaff.DisclosureStarted(
            turn.conversation(), attempt.disclosure(), started.device(), session.tokenHash()));
    turn.tellResident(wallet(turn, started, session));
  }

  void progressed(Turn turn, Attempt attempt, WalletStatus status) {
    if (turn.state().disclosure() instanceof Disclosing disclosing
        && disclosing.attempt().equals(attempt)) {
      DisclosureStep step =
          switch (status) {
            case INITIALIZED -> DisclosureStep.WAITING_FOR_WALLET;
            case PAIRING -> DisclosureStep.PAIRING_CODE_NEEDED;
            case CONNECTED -> DisclosureStep.SHARING;
          };
      // the status is polled: it can lag behind a code that was already typed
      if (step.compareTo(disclosing.step()) > 0) {
        progress(turn, disclosing.at(step, disclosing.pairingTriesLeft()));
      }
    }
  }

  void concluded(Turn turn, Attempt attempt, Conclusion conclusion) {
    if (!(turn.state().disclosure() instanceof Disclosing disclosing)
        || !disclosing.attempt().equals(attempt)) {
      return;
    }
    switch (conclusion) {
      case Conclusion.Rejected(Rejection reason) -> finish(turn, reason, outcome(reason));
      case Conclusion.Verified verified -> record(turn, disclosing, verified);
    }
  }

  private void record(Turn turn, Disclosing disclosing, Conclusion.Verified verified) {
    VerifiedIdentity identity =
        new VerifiedIdentity(
            disclosing.purpose().id(),
            verified.verdict().level(),
            // our own comparison counts, not that the provider was asked to force pairing
            disclosing.code() == Disclosing.Code.MATCHED
                ? DiscloserAssurance.PAIRED
                : DiscloserAssurance.NONE,
            verified.verdict().bsn(),
            verified.verdict().attributes(),
            turn.now(),
            turn.state().liveness().epoch());
    long ticket =
        turn.appendBySystem(
            new AuditEvent.DisclosureVerified(
                disclosing.disclosure(),
                identity.purpose(),
                identity.level(),
                turn.state().bond().assurance(),
                identity.discloser(),
                panel.subject(disclosing.purpose(), identity, turn.now()),
                verified.evidenceHash(),
                rules.policy().hash()));
    turn.become(
        new Recording(ticket, disclosing.disclosure(), disclosing.purpose(), identity, verified));
  }

  /** The row of the verified identity is durable: now it may be told, and the gate asked. */
  void rowDurable(Turn turn, long ticket) {
    if (!(turn.state().disclosure() instanceof Recording recording)
        || recording.ticket() != ticket) {
      return;
    }
    VerifiedIdentity identity = recording.identity();
    Instant boxEnd = identity.verifiedAt().plus(recording.purpose().timeBox());
    String attestation =
        panel.attest(
            turn.state(),
            recording.purpose(),
            identity,
            recording.conclusion().evidenceHash(),
            turn.now(),
            boxEnd);
    turn.become(
        new Verified(
            recording.disclosure(),
            recording.purpose(),
            identity,
            recording.conclusion().evidenceHash(),
            boxEnd,
            0,
            attestation,
            identity.verifiedAt()));
    turn.tellStaff(
        new CounterToStaff.IdentityVerified(
            turn.conversation(),
            recording.disclosure(),
            identity.purpose(),
            IdentificationMeans.IRMA,
            identity.level(),
            turn.state().bond().assurance(),
            identity.discloser(),
            identity.attributes(),
            new Evidence.Irma(recording.conclusion().resultJwt()),
            attestation,
            identity.verifiedAt()));
    turn.tellResident(
        new RelayToResident.DisclosureFinished(recording.disclosure(), DisclosureOutcome.VERIFIED));
    // a lock by hand after the question stands: nobody sits before a locked screen
    turn.become(turn.state().with(confirmedIfSame(turn, identity)));
    panel.openVerified(turn);
  }

  /** The staff member saw the person in the connection in which they disclosed; not a later one. */
  private static nl.digitalebalie.server.gate.Liveness confirmedIfSame(
      Turn turn, VerifiedIdentity identity) {
    nl.digitalebalie.server.gate.Liveness liveness = turn.state().liveness();
    return liveness.epoch() == identity.epoch() ? Live.confirmed(liveness) : liveness;
  }

  void rowFailed(Turn turn, long ticket) {
    if (turn.state().disclosure() instanceof Recording recording && recording.ticket() == ticket) {
      turn.refuseStaff(ErrorCode.AUDIT_UNAVAILABLE, "identity-verified");
      finish(turn, Rejection.PROVIDER_UNAVAILABLE, DisclosureOutcome.UNAVAILABLE);
    }
  }

  // Time, reload, end

  void timePassed(Turn turn) {
    expiry(turn.state().disclosure())
        .filter(end -> !turn.now().isBefore(end))
        .ifPresent(end -> drop(turn, Rejection.TIMED_OUT));
    if (turn.state().disclosure() instanceof Verified verified
        && !turn.now().isBefore(verified.absentAt())) {
      // whoever comes back may be somebody else: who it is must be shown anew
      panel.close(turn, LockReason.IDENTITY_DROPPED);
      forget(turn, verified, Rejection.AWAY_TOO_LONG);
    }
  }

  /** The resident's key signed a sign of life at this instant at the latest. */
  void residentHeard(Turn turn, Instant at) {
    if (turn.state().disclosure() instanceof Verified verified && at.isAfter(verified.heardAt())) {
      turn.become(verified.heardAt(at));
    }
  }

  static Optional<Instant> expiry(DisclosureState state) {
    return switch (state) {
      case Requested requested -> Optional.of(requested.expiresAt());
      case Disclosing disclosing -> Optional.of(disclosing.expiresAt());
      case Unverified none -> Optional.empty();
      case Recording done -> Optional.empty();
      case Verified done -> Optional.empty();
      case Dropped over -> Optional.empty();
    };
  }

  /** When somebody who showed who they are will have been away for too long. */
  static Optional<Instant> absence(DisclosureState state) {
    return state instanceof Verified verified ? Optional.of(verified.absentAt()) : Optional.empty();
  }

  /** The resident's page came back and knows nothing: show it where we are. */
  void tellAgain(Turn turn) {
    switch (turn.state().disclosure()) {
      case Requested requested ->
          turn.tellResident(
              question(requested.disclosure(), requested.purpose(), requested.expiresAt()));
      case Disclosing disclosing -> {
        turn.tellResident(
            question(disclosing.disclosure(), disclosing.purpose(), disclosing.askExpiresAt()));
        disclosing
            .session()
            .ifPresent(session -> {
              turn.tellResident(wallet(turn, disclosing, session));
              turn.tellResident(residentProgress(disclosing));
            });
      }
      case Unverified none -> {}
      case Recording done -> {}
      case Verified done -> {}
      case Dropped over -> {}
    }
  }

  /** The conversation is over; nothing of the identity stays. */
  void conversationEnded(Turn turn) {
    if (underWay(turn.state().disclosure())) {
      drop(turn, Rejection.CANCELLED);
    }
    turn.become(new Unverified());
  }

  // Ends

  private void drop(Turn turn, Rejection reason) {
    drop(turn, reason, outcome(reason));
  }

  private void drop(Turn turn, Rejection reason, DisclosureOutcome outcome) {
    if (turn.state().disclosure() instanceof Disclosing disclosing) {
      turn.want(new Effect.CancelDisclosure(disclosing.attempt()));
    }
    finish(turn, reason, outcome);
  }

  private static void finish(Turn turn, Rejection reason, DisclosureOutcome outcome) {
    DisclosureId id = idOf(turn.state().disclosure()).orElseThrow();
    turn.become(new Dropped(reason));
    turn.appendBySystem(new AuditEvent.DisclosureRejected(id, reason));
    turn.tellStaff(new CounterToStaff.IdentityRejected(turn.conversation(), id, reason));
    turn.tellResident(new RelayToResident.DisclosureFinished(id, outcome));
  }

  static DisclosureOutcome outcome(Rejection reason) {
    return switch (reason) {
      case CANCELLED -> DisclosureOutcome.CANCELLED;
      case TIMED_OUT -> DisclosureOutcome.TIMED_OUT;
      case DECLINED -> DisclosureOutcome.DECLINED;
      case NO_WALLET -> DisclosureOutcome.NO_WALLET;
      case PROVIDER_UNAVAILABLE -> DisclosureOutcome.UNAVAILABLE;
      case AWAY_TOO_LONG,
          TOKEN_MALFORMED,
          ALGORITHM_NOT_ALLOWED,
          SIGNATURE_INVALID,
          WRONG_ISSUER,
          WRONG_SUBJECT,
          EXPIRED,
          ISSUED_BEFORE_REQUEST,
          OTHER_SESSION,
          ALREADY_USED,
          NOT_DONE,
          PROOF_NOT_VALID,
          ATTRIBUTES_MISSING,
          ATTRIBUTES_NOT_ASKED,
          ATTRIBUTE_NOT_PRESENT,
          MIXED_CREDENTIALS,
          SCHEME_NOT_ALLOWED,
          BSN_INVALID,
          LEVEL_TOO_LOW,
          CHANNEL_TOO_LOW,
          DISCLOSER_TOO_LOW,
          EVIDENCE_MISMATCH,
          ATTESTATION_INVALID ->
          DisclosureOutcome.REJECTED;
    };
  }

  private static boolean underWay(DisclosureState state) {
    return switch (state) {
      case Requested requested -> true;
      case Disclosing disclosing -> true;
      case Recording recording -> true;
      case Unverified none -> false;
      case Verified done -> false;
      case Dropped over -> false;
    };
  }

  private static Optional<DisclosureId> idOf(DisclosureState state) {
    return switch (state) {
      case Requested requested -> Optional.of(requested.disclosure());
      case Disclosing disclosing -> Optional.of(disclosing.disclosure());
      case Recording recording -> Optional.of(recording.disclosure());
      case Verified verified -> Optional.of(verified.disclosure());
      case Unverified none -> Optional.empty();
      case Dropped over -> Optional.empty();
    };
  }

  // Messages

  private static RelayToResident.DisclosureAsked question(
      DisclosureId id, Purpose purpose, Instant expiresAt) {
    return new RelayToResident.DisclosureAsked(
        id,
        purpose.id(),
        purpose.title(),
        purpose.why(),
        purpose.attributes().stream()
            .map(each -> new AskedAttribute(each.identifier(), each.label()))
            .toList(),
        purpose.visibleToStaff(),
        Math.toIntExact(purpose.timeBox().toMinutes()),
        expiresAt);
  }

  private RelayToResident.DisclosureStarted wallet(
      Turn turn, Disclosing disclosing, StartedSession session) {
    // the fragment is what encodeURIComponent makes of the pointer: %20, not +
    String link =
        rules.walletLink()
            + URLEncoder.encode(session.pointer(), StandardCharsets.UTF_8).replace("+", "%20");
    return new RelayToResident.DisclosureStarted(
        disclosing.disclosure(),
        disclosing.device(),
        session.pointer(),
        link,
        session.pairingCode().isPresent() ? Pairing.REQUIRED : Pairing.NOT_NEEDED,
        disclosing.expiresAt(),
        proof(turn, disclosing.disclosure(), session.pointer() + "\n" + link));
  }

  /** The page shows a code or button for its own {@code b} only. */
  private String proof(Turn turn, DisclosureId id, String session) {
    return rules
        .signer()
        .proof(
            new DisclosureProofClaims(
                turn.conversation(),
                turn.state().bond().pair().orElseThrow().binding().base64url(),
                id,
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                        CanonicalJson.sha256(session.getBytes(StandardCharsets.UTF_8)))));
  }

  private void progress(Turn turn, Disclosing next) {
    turn.become(next);
    turn.tellStaff(
        new CounterToStaff.DisclosureProgress(turn.conversation(), next.disclosure(), next.step()));
    turn.tellResident(residentProgress(next));
  }

  private static RelayToResident.DisclosureProgress residentProgress(Disclosing disclosing) {
    Optional<Integer> triesLeft =
        switch (disclosing.step()) {
          case PAIRING_CODE_NEEDED, PAIRING_CODE_WRONG ->
              Optional.of(disclosing.pairingTriesLeft());
          case WAITING_FOR_WALLET, SHARING -> Optional.empty();
        };
    return new RelayToResident.DisclosureProgress(
        disclosing.disclosure(), disclosing.step(), triesLeft);
  }

  private static boolean codeIsAwaited(Disclosing disclosing) {
    return disclosing.step() == DisclosureStep.PAIRING_CODE_NEEDED
        || disclosing.step() == DisclosureStep.PAIRING_CODE_WRONG;
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static void noneAsked(Turn turn, String about) {
    turn.refuseResident(ErrorCode.NO_DISCLOSURE_ASKED, about);
  }
}
