package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.desktop.cases.Beside;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.cases.WithinPurpose;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.channel.ChannelInput.Sureness;
import nl.digitalebalie.desktop.identity.Expected;
import nl.digitalebalie.desktop.identity.IdentityCheck;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.desktop.identity.IdentityState.Started;
import nl.digitalebalie.desktop.identity.IdentityState.Why;
import nl.digitalebalie.desktop.identity.Verdict;
import nl.digitalebalie.desktop.identity.VerifiedIdentity;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.StaffLock;

/**
 * Identity, gate and wrap-up. Nothing enters the state as an identity or a case before this client
 * checked it; a locked panel holds nothing.
 */
final class CounterRules {
  private final IdentityCheck check;

  CounterRules(IdentityCheck check) {
    this.check = check;
  }

  Step on(Desk desk, CounterToStaff message, Instant now) {
    return switch (message) {
      case CounterToStaff.Welcome welcome ->
          Step.to(
              unsure(desk)
                  .with(Line.Which.COUNTER, new Line.Up())
                  .with(desk.shift().withPolicy(welcome.purposes(), welcome.policyHash())),
              new DeskEffect.ToChannel(new ChannelInput.CounterBack()));
      case CounterToStaff.ChannelBound bound ->
          in(desk, bound.conversation())
              .map(_ ->
                  Step.to(
                      desk,
                      new DeskEffect.ToChannel(
                          new ChannelInput.Bound(bound.binding(), bound.ticket()))))
              .orElse(Step.to(desk));
      case CounterToStaff.ChannelAssured assured ->
          in(desk, assured.conversation())
              .map(talk ->
                  Step.to(
                      desk.with(talk.with(talk.bond().with(assured.channel()))),
                      new DeskEffect.ToChannel(
                          new ChannelInput.Assured(sureness(assured.channel())))))
              .orElse(Step.to(desk));
      case CounterToStaff.DisclosureAsked asked -> asked(desk, asked);
      case CounterToStaff.DisclosureStarted started -> started(desk, started);
      case CounterToStaff.DisclosureProgress progress -> progress(desk, progress);
      case CounterToStaff.IdentityVerified verified -> verified(desk, verified, now);
      case CounterToStaff.IdentityRejected rejected -> rejected(desk, rejected);
      case CounterToStaff.PanelOpened opened -> opened(desk, opened, now);
      case CounterToStaff.PanelExtended extended ->
          in(desk, extended.conversation())
              .filter(talk -> talk.panel() instanceof PanelState.Open)
              .map(talk ->
                  Step.to(
                      desk.with(
                          talk.with(
                              ((PanelState.Open) talk.panel()).extendedTo(extended.until())))))
              .orElse(Step.to(desk));
      case CounterToStaff.PanelLocked locked ->
          in(desk, locked.conversation())
              .map(talk -> Step.to(desk.with(locked(talk, locked.reason()))))
              .orElse(Step.to(desk));
      case CounterToStaff.ContactRegistered registered -> registered(desk, registered, now);
      case CounterToStaff.Refused refused ->
          PanelRules.refused(desk, refused)
              .or(() -> CallbackRules.refused(desk, refused, now))
              .orElseGet(() -> refused(desk, refused, now));
      case CounterToStaff.Callbacks picture -> CallbackRules.on(desk, picture);
      case CounterToStaff.CallbackTaken taken -> CallbackRules.on(desk, taken);
      case CounterToStaff.PanelCases more -> PanelRules.more(desk, more);
      case CounterToStaff.DocumentBegins begins -> PanelRules.begins(desk, begins);
      case CounterToStaff.DocumentPart part -> PanelRules.part(desk, part);
      case CounterToStaff.DocumentEnds ends -> PanelRules.ends(desk, ends);
      case CounterToStaff.DocumentMayBeShown shown ->
          PanelRules.mayBeShown(desk, shown.conversation(), shown.handle());
      case CounterToStaff.CaseNotes notes -> PanelRules.notes(desk, notes);
    };
  }

  private static Sureness sureness(ChannelAssurance said) {
    return switch (said) {
      case NONE -> Sureness.UNSURE;
      case SPOKEN, SIGNED -> Sureness.SURE;
    };
  }

  /** What the gate said counts as long as it is there to say otherwise. */
  private static Desk unsure(Desk desk) {
    return desk.talk()
        .ongoing()
        .map(talk -> desk.with(talk.with(talk.bond().with(ChannelAssurance.NONE))))
        .orElse(desk);
  }

  Step ask(Desk desk, PurposeId purpose) {
    return desk.talk()
        .ongoing()
        .filter(_ -> desk.counter() instanceof Line.Up)
        .filter(talk -> mayAsk(talk.identity()))
        .filter(talk -> talk.bond().binding().isPresent())
        .filter(_ -> desk.shift().purpose(purpose).isPresent())
        .map(talk ->
            Step.to(
                desk.with(
                    talk.with(new IdentityState.Asking(purpose))
                        .with(Talk.Person.KNOWN)
                        .with(new PanelState.Locked(LockReason.NOT_IDENTIFIED))),
                new DeskEffect.ToCounter(
                    new StaffToCounter.AskDisclosure(talk.conversation(), purpose))))
        .orElse(Step.to(desk));
  }

  private static boolean mayAsk(IdentityState state) {
    return switch (state) {
      case IdentityState.NotShown _, IdentityState.Failed _, IdentityState.Shown _ -> true;
      case IdentityState.Asking _, IdentityState.Asked _ -> false;
    };
  }

  Step cancel(Desk desk) {
    return desk.talk()
        .ongoing()
        .filter(talk -> talk.identity() instanceof IdentityState.Asked)
        .map(talk ->
            Step.to(
                desk,
                new DeskEffect.ToCounter(new StaffToCounter.CancelDisclosure(talk.conversation()))))
        .orElse(Step.to(desk));
  }

  private static Step asked(Desk desk, CounterToStaff.DisclosureAsked asked) {
    return in(desk, asked.conversation())
        .filter(talk ->
            talk.identity() instanceof IdentityState.Asking(PurposeId purpose)
                && purpose.equals(asked.purpose()))
        .flatMap(talk ->
            desk.shift()
                .purpose(asked.purpose())
                .map(card ->
                    Step.to(
                        desk.with(
                            talk.with(
                                new IdentityState.Asked(
                                    asked.disclosure(),
                                    card,
                                    asked.expiresAt(),
                                    Optional.empty(),
                                    Optional.empty()))))))
        .orElse(Step.to(desk));
  }

  private static Step started(Desk desk, CounterToStaff.DisclosureStarted started) {
    return asked(desk, started.conversation(), started.disclosure())
        .map(pending ->
            pending.to(
                desk,
                new IdentityState.Asked(
                    pending.asked().disclosure(),
                    pending.asked().purpose(),
                    pending.asked().expiresAt(),
                    Optional.of(new Started(started.device(), started.sessionTokenHash())),
                    Optional.empty())))
        .orElse(Step.to(desk));
  }

  private static Step progress(Desk desk, CounterToStaff.DisclosureProgress progress) {
    return asked(desk, progress.conversation(), progress.disclosure())
        .map(pending ->
            pending.to(
                desk,
                new IdentityState.Asked(
                    pending.asked().disclosure(),
                    pending.asked().purpose(),
                    pending.asked().expiresAt(),
                    pending.asked().started(),
                    Optional.of(progress.step()))))
        .orElse(Step.to(desk));
  }

  private static Step rejected(Desk desk, CounterToStaff.IdentityRejected rejected) {
    return asked(desk, rejected.conversation(), rejected.disclosure())
        .map(pending ->
            pending.to(desk, new IdentityState.Failed(new Why.Rejected(rejected.reason()))))
        .orElse(Step.to(desk));
  }

  private Step verified(Desk desk, CounterToStaff.IdentityVerified message, Instant now) {
    if (!(desk.talk() instanceof Talk.Ongoing talk)
        || !talk.conversation().equals(message.conversation())) {
      return Step.to(desk);
    }
    return switch (checked(desk, talk, message, now)) {
      case Verdict.Holds<VerifiedIdentity>(VerifiedIdentity identity) ->
          Step.to(
              desk.with(talk.with(new IdentityState.Shown(identity)).with(next(talk, identity))));
      case Verdict.Refused<VerifiedIdentity>(Rejection reason) ->
          refuseEvidence(desk, talk, reason);
    };
  }

  /** The gate opens by itself when nothing is missing; what is missing is told meanwhile. */
  private static PanelState next(Talk.Ongoing talk, VerifiedIdentity identity) {
    if (talk.person() == Talk.Person.TO_CONFIRM) {
      return new PanelState.Locked(LockReason.NEW_CONNECTION);
    }
    return isSureEnough(talk, identity)
        ? new PanelState.Opening()
        : new PanelState.Locked(LockReason.CHANNEL_NOT_SURE);
  }

  private static boolean isSureEnough(Talk.Ongoing talk, VerifiedIdentity identity) {
    return talk.own().compareTo(identity.expected().purpose().channel()) >= 0;
  }

  private Verdict<VerifiedIdentity> checked(
      Desk desk, Talk.Ongoing talk, CounterToStaff.IdentityVerified message, Instant now) {
    if (!(talk.identity() instanceof IdentityState.Asked asked) || asked.started().isEmpty()) {
      return new Verdict.Refused<>(Rejection.OTHER_SESSION);
    }
    if (!(desk.access() instanceof Access.SignedIn session) || talk.bond().binding().isEmpty()) {
      return new Verdict.Refused<>(Rejection.EVIDENCE_MISMATCH);
    }
    Expected expected =
        new Expected(
            talk.conversation(),
            asked.disclosure(),
            session.staff(),
            asked.purpose(),
            asked.started().get().sessionTokenHash(),
            desk.shift().policyHash(),
            talk.bond().binding().get());
    return check.verify(expected, message, talk.own(), now);
  }

  private Step opened(Desk desk, CounterToStaff.PanelOpened opened, Instant now) {
    if (!(desk.talk() instanceof Talk.Ongoing talk)
        || !talk.conversation().equals(opened.conversation())) {
      return Step.to(desk);
    }
    if (!(talk.identity() instanceof IdentityState.Shown(VerifiedIdentity identity))) {
      return refuseEvidence(desk, talk, Rejection.EVIDENCE_MISMATCH);
    }
    if (!isAwaited(talk, identity)) {
      // It crossed with a lock of ours: what was locked here opens only when it is asked for again.
      return Step.to(
          desk,
          new DeskEffect.ToCounter(
              new StaffToCounter.LockPanel(talk.conversation(), StaffLock.BUTTON)));
    }
    if (!now.isBefore(opened.until())) {
      return Step.to(desk.with(locked(talk, LockReason.TIME_BOX_OVER)));
    }
    return switch (check.verify(identity, opened, talk.own(), now)) {
      case Verdict.Holds<VerifiedIdentity>(VerifiedIdentity confirmed) ->
          desk.shift()
              .purpose(opened.purpose())
              .map(card -> open(desk, talk.with(new IdentityState.Shown(confirmed)), opened, card))
              .orElseGet(() -> refuseEvidence(desk, talk, Rejection.EVIDENCE_MISMATCH));
      case Verdict.Refused<VerifiedIdentity>(Rejection reason) ->
          refuseEvidence(desk, talk, reason);
    };
  }

  /** With what the purpose allows and nothing else, whatever the message holds. */
  private static Step open(
      Desk desk, Talk.Ongoing talk, CounterToStaff.PanelOpened opened, PurposeCard card) {
    WithinPurpose within = WithinPurpose.of(opened.content(), card);
    return PanelRules.noting(
        within,
        card,
        Step.to(
            desk.with(
                talk.with(
                    new PanelState.Open(
                        opened.purpose(),
                        within.content(),
                        opened.openedAt(),
                        opened.until(),
                        PanelState.Extension.NONE,
                        Beside.NOTHING)))));
  }

  /** Asked for, or waiting for the code alone, which is there now. */
  private static boolean isAwaited(Talk.Ongoing talk, VerifiedIdentity identity) {
    return switch (talk.panel()) {
      case PanelState.Opening _ -> true;
      case PanelState.Locked(LockReason why) ->
          why == LockReason.CHANNEL_NOT_SURE
              && talk.person() == Talk.Person.KNOWN
              && isSureEnough(talk, identity);
      case PanelState.Open _ -> false;
    };
  }

  private static Step refuseEvidence(Desk desk, Talk.Ongoing talk, Rejection reason) {
    return Step.to(
        desk.with(
            talk.with(new IdentityState.Failed(new Why.RefusedHere(reason)))
                .with(new PanelState.Locked(LockReason.EVIDENCE_REFUSED))),
        new DeskEffect.ToCounter(
            new StaffToCounter.LockPanel(talk.conversation(), StaffLock.EVIDENCE_REFUSED)));
  }

  /** Locks here at once and tells the gate; nobody waits for an answer to close a door. */
  Step lock(Desk desk, StaffLock why) {
    return desk.talk()
        .ongoing()
        .filter(talk -> !(talk.panel() instanceof PanelState.Locked) || mayStillOpen(talk, why))
        .map(talk ->
            Step.to(
                desk.with(talk.with(new PanelState.Locked(reasonOf(why)))),
                new DeskEffect.ToCounter(new StaffToCounter.LockPanel(talk.conversation(), why))))
        .orElse(Step.to(desk));
  }

  /** The resident may finish the disclosure while nobody sits before the screen. */
  private static boolean mayStillOpen(Talk.Ongoing talk, StaffLock why) {
    return why == StaffLock.SCREEN_LOCKED
        && (talk.identity() instanceof IdentityState.Asking
            || talk.identity() instanceof IdentityState.Asked
            || talk.panel() instanceof PanelState.Locked(LockReason waits)
                && waits == LockReason.CHANNEL_NOT_SURE);
  }

  private static LockReason reasonOf(StaffLock why) {
    return switch (why) {
      case BUTTON -> LockReason.STAFF_LOCKED;
      case SCREEN_LOCKED -> LockReason.SCREEN_LOCKED;
      case EVIDENCE_REFUSED -> LockReason.EVIDENCE_REFUSED;
    };
  }

  Step openAgain(Desk desk) {
    return desk.talk()
        .ongoing()
        .filter(_ -> desk.counter() instanceof Line.Up)
        .filter(talk ->
            talk.identity() instanceof IdentityState.Shown(VerifiedIdentity identity)
                && isSureEnough(talk, identity))
        .filter(talk -> talk.panel() instanceof PanelState.Locked)
        .map(talk ->
            Step.to(
                desk.with(talk.with(new PanelState.Opening()).with(Talk.Person.KNOWN)),
                new DeskEffect.ToCounter(
                    new StaffToCounter.OpenPanel(talk.conversation(), talk.call().epoch()))))
        .orElse(Step.to(desk));
  }

  Step extend(Desk desk, Sensitive<String> reason) {
    return desk.talk()
        .ongoing()
        .filter(talk -> talk.panel() instanceof PanelState.Open)
        .map(talk ->
            Step.to(
                desk.with(
                    talk.with(((PanelState.Open) talk.panel()).with(PanelState.Extension.ASKED))),
                new DeskEffect.ToCounter(
                    new StaffToCounter.ExtendPanel(talk.conversation(), reason))))
        .orElse(Step.to(desk));
  }

  /** Without the counter nobody vouches for the identity any more, and no lock could arrive. */
  Step lineLost(Desk lost) {
    Desk desk = unsure(lost);
    return switch (desk.talk()) {
      case Talk.Ongoing talk -> {
        Talk.Ongoing safe =
            talk.panel() instanceof PanelState.Locked
                ? talk
                : talk.with(new PanelState.Locked(LockReason.STAFF_CONNECTION_LOST));
        yield Step.to(desk.with(safe.with(new IdentityState.NotShown())));
      }
      case Talk.WrapUp wrapUp when wrapUp.saving() instanceof Talk.Saving.Sending ->
          Step.to(desk.with(wrapUp.with(new Talk.Saving.Failed())));
      case Talk.WrapUp _, Talk.Accepting _, Talk.Nobody _ -> Step.to(desk);
    };
  }

  Step ticked(Desk desk, Instant now) {
    if (!(desk.talk() instanceof Talk.Ongoing talk)) {
      return Step.to(desk);
    }
    Talk.Ongoing timed =
        talk.panel() instanceof PanelState.Open open && !now.isBefore(open.until())
            ? talk.with(new PanelState.Locked(LockReason.TIME_BOX_OVER))
            : talk;
    return beat(desk.with(timed), now);
  }

  /** A sign of life, if one is due: the keys decide that, and sign it. */
  Step beat(Desk desk, Instant now) {
    if (!(desk.talk() instanceof Talk.Ongoing talk) || !(desk.counter() instanceof Line.Up)) {
      return Step.to(desk);
    }
    if (talk.bond().offered() != talk.call().epoch() || talk.bond().binding().isEmpty()) {
      return Step.to(desk); // nobody has heard of this epoch yet
    }
    return Step.to(
        desk,
        new DeskEffect.ToChannel(new ChannelInput.BeatDue(talk.call().epoch(), talk.flow(now))));
  }

  Step register(Desk desk, DeskEvent.RegistrationWanted wanted) {
    if (!(desk.talk() instanceof Talk.WrapUp wrapUp)
        || wrapUp.saving() instanceof Talk.Saving.Sending) {
      return Step.to(desk);
    }
    if (!(desk.counter() instanceof Line.Up)) {
      return Step.to(desk.with(wrapUp.with(new Talk.Saving.Failed())));
    }
    return Step.to(
        desk.with(wrapUp.with(new Talk.Saving.Sending())),
        new DeskEffect.ToCounter(
            new StaffToCounter.RegisterContact(
                wrapUp.conversation(), wanted.outcome(), wanted.note())));
  }

  private static Step registered(
      Desk desk, CounterToStaff.ContactRegistered registered, Instant now) {
    return desk.talk() instanceof Talk.WrapUp wrapUp
            && wrapUp.conversation().equals(registered.conversation())
        ? Step.to(
            DeskRules.inform(
                desk.with(new Talk.Nobody()), "notice.registered", now, registered.reference()))
        : Step.to(desk);
  }

  private static Step refused(Desk desk, CounterToStaff.Refused refused, Instant now) {
    if (refused.about().filter("bind-channel"::equals).isPresent()) {
      return Step.to(
          desk, new DeskEffect.ToChannel(new ChannelInput.BindingRefused(refused.code())));
    }
    if (refused.about().filter("code-checked"::equals).isPresent()) {
      return Step.to(
          desk, new DeskEffect.ToChannel(new ChannelInput.OutcomeRefused(refused.code())));
    }
    if (refused.about().filter("heartbeat"::equals).isPresent()) {
      return Step.to(desk); // crossed with the end or the next epoch; nobody can do anything
    }
    return switch (desk.talk()) {
      case Talk.WrapUp wrapUp when wrapUp.saving() instanceof Talk.Saving.Sending ->
          Step.to(desk.with(wrapUp.with(new Talk.Saving.Failed())));
      case Talk.Ongoing talk
          when talk.identity() instanceof IdentityState.Asking
              || isIdentityCode(refused) && talk.identity() instanceof IdentityState.Asked ->
          Step.to(
              desk.with(talk.with(new IdentityState.Failed(new Why.NotPossible(refused.code())))));
      case Talk.Ongoing talk when talk.panel() instanceof PanelState.Opening ->
          Step.to(desk.with(talk.with(new PanelState.Locked(reasonOf(refused)))));
      case Talk.Ongoing talk
          when talk.panel() instanceof PanelState.Open open
              && open.extending() == PanelState.Extension.ASKED ->
          Step.to(
              DeskRules.warn(
                  desk.with(talk.with(open.with(PanelState.Extension.NONE))),
                  "notice.notExtended",
                  now));
      case Talk.Ongoing _, Talk.WrapUp _, Talk.Accepting _, Talk.Nobody _ ->
          Step.to(TalkRules.warnRefused(desk, refused.code(), now));
    };
  }

  private static boolean isIdentityCode(CounterToStaff.Refused refused) {
    return switch (refused.code()) {
      case PURPOSE_NOT_ALLOWED,
          NO_DISCLOSURE_ASKED,
          PAIRING_TRIES_EXHAUSTED,
          IDENTITY_PROVIDER_UNAVAILABLE ->
          true;
      default -> false;
    };
  }

  private static LockReason reasonOf(CounterToStaff.Refused refused) {
    return switch (refused.code()) {
      case AUDIT_UNAVAILABLE -> LockReason.AUDIT_UNAVAILABLE;
      case CASE_SYSTEM_UNAVAILABLE -> LockReason.CASE_SYSTEM_UNAVAILABLE;
      case STALE_EPOCH -> LockReason.NEW_CONNECTION;
      default -> LockReason.POLICY;
    };
  }

  /** With a dropped or refused identity the word "identified" must leave the screen as well. */
  private static Talk.Ongoing locked(Talk.Ongoing talk, LockReason reason) {
    boolean unseen =
        (reason == LockReason.NEW_CONNECTION || reason == LockReason.CHANNEL_CHANGED)
            && talk.identity() instanceof IdentityState.Shown;
    Talk.Ongoing shut =
        talk.with(new PanelState.Locked(reason))
            .with(unseen ? Talk.Person.TO_CONFIRM : talk.person());
    return switch (reason) {
      case IDENTITY_DROPPED, NOT_IDENTIFIED, STAFF_CONNECTION_LOST ->
          talk.identity() instanceof IdentityState.Shown
              ? shut.with(new IdentityState.NotShown())
              : shut;
      case CONVERSATION_ENDED,
          RESIDENT_LOST,
          NEW_CONNECTION,
          CHANNEL_CHANGED,
          CHANNEL_NOT_SURE,
          STAFF_LOCKED,
          SCREEN_LOCKED,
          TIME_BOX_OVER,
          EVIDENCE_REFUSED,
          AUDIT_UNAVAILABLE,
          CASE_SYSTEM_UNAVAILABLE,
          POLICY ->
          shut;
    };
  }

  private static Optional<Talk.Ongoing> in(Desk desk, ConversationId conversation) {
    return desk.talk().ongoing().filter(talk -> talk.conversation().equals(conversation));
  }

  private static Optional<Pending> asked(
      Desk desk, ConversationId conversation, DisclosureId disclosure) {
    return in(desk, conversation)
        .filter(talk ->
            talk.identity() instanceof IdentityState.Asked asked
                && asked.disclosure().equals(disclosure))
        .map(talk -> new Pending(talk, (IdentityState.Asked) talk.identity()));
  }

  private record Pending(Talk.Ongoing talk, IdentityState.Asked asked) {
    Step to(Desk desk, IdentityState next) {
      return Step.to(desk.with(talk.with(next)));
    }
  }
}
