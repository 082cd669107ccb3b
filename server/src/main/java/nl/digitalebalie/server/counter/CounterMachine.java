package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.ConversationState;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.counter.CounterState.AuditHealth;
import nl.digitalebalie.server.counter.CounterState.Contact;
import nl.digitalebalie.server.counter.CounterState.WrapUp;
import nl.digitalebalie.server.gate.GateFacts.HandLock;
import nl.digitalebalie.server.gate.Liveness.StaffSocket;
import nl.digitalebalie.server.gate.Liveness.Talk;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.staff.StaffPrincipal;

/**
 * What happens to a conversation, as a function of its state, one event and the time. After every
 * event the gate is asked again, so no event can leave a panel open that should be closed.
 */
final class CounterMachine {
  /** How long after its end a conversation can still be wrapped up. */
  static final Duration WRAP_UP = Duration.ofMinutes(30);

  /** A database that takes longer does not answer any more. */
  private static final Duration STORING_TAKES = Duration.ofMinutes(1);

  private static final int MAX_CALLBACKS = 3;

  private final PanelSteps panel;
  private final DisclosureSteps disclosure;
  private final ChannelSteps channel;
  private final InsideSteps inside = new InsideSteps();

  CounterMachine(Rules rules) {
    this.panel = new PanelSteps(rules);
    this.disclosure = new DisclosureSteps(rules, panel);
    this.channel = new ChannelSteps(rules, panel, disclosure);
  }

  Step on(CounterState state, Event event, Instant now) {
    Turn turn = new Turn(state, now);
    Optional<Long> pour = InsideSteps.pour(state);
    disclosure.timePassed(turn);
    panel.recheck(turn); // what time alone has closed is closed before the event is looked at
    apply(turn, event);
    panel.recheck(turn);
    inside.readWhenDue(turn);
    // whatever closed it, a document on its way stops with the panel
    pour.filter(ticket -> !InsideSteps.pour(turn.state()).equals(Optional.of(ticket)))
        .ifPresent(ticket -> turn.want(new Effect.StopPour(ticket)));
    forgetWhenDone(turn);
    return new Step(turn.state(), turn.effects(), wakeUp(turn.state()));
  }

  private void apply(Turn turn, Event event) {
    CounterState state = turn.state();
    switch (event) {
      case Event.Began began ->
          turn.appendByStaff(
              new AuditEvent.ConversationBegan(
                  state.about().municipality(), state.about().topic(), state.about().channel()));
      case Event.StaffConnected(StaffPrincipal staff, SignalSocket socket) ->
          staffConnected(turn, staff, socket);
      case Event.StaffDisconnected gone ->
          turn.become(state.with(Live.staffSocket(state.liveness(), StaffSocket.LOST)));
      case Event.StaffSaid(StaffPrincipal staff, StaffToCounter message) ->
          staffSaid(turn, staff, message);
      case Event.EpochBegan(int epoch) -> channel.epochBegan(turn, epoch);
      case Event.KeyAnnounced(String residentKey) -> {
        if (goesOn(turn)) {
          channel.keyAnnounced(turn, residentKey);
        }
      }
      case Event.ChannelChanged(Channel next) -> {
        if (goesOn(turn)) {
          channel.changed(turn, next);
          turn.become(turn.state().with(turn.state().contact().changedTo(next)));
        }
      }
      case Event.ResidentPresenceChanged(Presence presence) -> residentPresence(turn, presence);
      case Event.StaffRelayPresenceChanged(Presence presence) ->
          turn.become(state.with(Live.staffRelay(state.liveness(), presence, turn.now())));
      case Event.ResidentSaid(ResidentToRelay message) -> residentSaid(turn, message);
      case Event.Ended(EndReason reason) -> ended(turn, reason);
      case Event.SessionStarted started ->
          disclosure.sessionStarted(turn, started.attempt(), started.session());
      case Event.WalletProgressed progressed ->
          disclosure.progressed(turn, progressed.attempt(), progressed.status());
      case Event.Concluded concluded ->
          disclosure.concluded(turn, concluded.attempt(), concluded.conclusion());
      case Event.RowDurable(long ticket) -> {
        turn.become(state.with(AuditHealth.WORKING));
        disclosure.rowDurable(turn, ticket);
        panel.rowDurable(turn, ticket);
        inside.rowDurable(turn, ticket);
      }
      case Event.RowFailed(long ticket) -> {
        turn.become(state.with(AuditHealth.FAILING));
        disclosure.rowFailed(turn, ticket);
      }
      case Event.CasesArrived arrived ->
          panel.casesArrived(turn, arrived.ticket(), arrived.answer());
      case Event.CasesFound(long ticket, var some) -> panel.casesFound(turn, ticket, some);
      case Event.DocumentBegan began -> inside.documentBegan(turn, began);
      case Event.DocumentPart part -> inside.documentPart(turn, part);
      case Event.DocumentEnded(long ticket, var delivery) ->
          inside.documentEnded(turn, ticket, delivery);
      case Event.NotesArrived(long ticket, var answer) -> inside.notesArrived(turn, ticket, answer);
      case Event.NoteWritten(long ticket, var answer) -> inside.noteWritten(turn, ticket, answer);
      case Event.CaseChanged(String address) -> inside.caseChanged(turn, address);
      case Event.ReadingUnrecorded(long ticket, String code) ->
          panel.readingUnrecorded(turn, ticket, code);
      case Event.ContactStored(String reference) -> contactStored(turn, reference);
      case Event.ContactNotStored notStored -> contactNotStored(turn);
      case Event.TimePassed passed -> {}
    }
  }

  private void staffConnected(Turn turn, StaffPrincipal staff, SignalSocket socket) {
    if (!(turn.state().panel() instanceof PanelState.Locked)) {
      // the client behind the new socket holds no panel; what the old one showed is over
      panel.lock(turn, LockReason.STAFF_CONNECTION_LOST.name(), LockReason.STAFF_CONNECTION_LOST);
    }
    CounterState state = turn.state().withStaff(staff);
    turn.become(state.with(Live.staffSocket(state.liveness(), StaffSocket.CONNECTED)));
    Optional<ConversationState> current =
        state.liveness().talk() == Talk.ENDED
                || !(state.panel() instanceof PanelState.Locked(LockReason reason, _))
            ? Optional.empty()
            : Optional.of(new ConversationState(turn.conversation(), reason));
    turn.want(new Effect.WelcomeStaff(staff, socket, current));
  }

  private void staffSaid(Turn turn, StaffPrincipal staff, StaffToCounter message) {
    if (!staff.id().equals(turn.staff())
        || !staff.municipalities().contains(turn.state().about().municipality())) {
      turn.append(
          Optional.of(staff.id()),
          new AuditEvent.Denied(nameOf(message), ErrorCode.NOT_YOUR_CONVERSATION.name()));
      turn.refuse(staff.id(), ErrorCode.NOT_YOUR_CONVERSATION, nameOf(message));
      return;
    }
    turn.become(turn.state().withStaff(staff));
    if (!goesOn(turn) && !belongsAfterTheEnd(message)) {
      if (asksForCases(message)) {
        turn.appendByStaff(
            new AuditEvent.Denied(nameOf(message), LockReason.CONVERSATION_ENDED.name()));
      }
      turn.refuseStaff(ErrorCode.NOT_IN_THIS_STATE, nameOf(message));
      return;
    }
    switch (message) {
      case StaffToCounter.BindChannel bind -> channel.bind(turn, bind);
      case StaffToCounter.CodeChecked checked -> channel.codeChecked(turn, checked);
      case StaffToCounter.AskDisclosure ask -> disclosure.ask(turn, ask.purpose());
      case StaffToCounter.CancelDisclosure cancel -> disclosure.cancelByStaff(turn);
      case StaffToCounter.OpenPanel open -> panel.openAgain(turn, open.epoch());
      case StaffToCounter.LockPanel lock -> lockByStaff(turn, lock.why());
      case StaffToCounter.ExtendPanel extend -> panel.extend(turn, extend.reason());
      case StaffToCounter.Heartbeat beat -> channel.staffBeat(turn, beat);
      case StaffToCounter.RegisterContact contact -> register(turn, contact);
      case StaffToCounter.ReadAgain again -> inside.readAgain(turn);
      case StaffToCounter.OpenDocument open -> inside.openDocument(turn, open);
      case StaffToCounter.DocumentReceived received -> inside.received(turn, received);
      case StaffToCounter.CloseDocument close -> inside.closeDocument(turn, close.request());
      case StaffToCounter.ShowDocument show -> inside.showDocument(turn, show.handle());
      case StaffToCounter.ReadNotes read -> inside.readNotes(turn, read.handle());
      case StaffToCounter.AddNote add -> inside.addNote(turn, add);
      case StaffToCounter.PromiseCallback promise -> promise(turn, promise);
      case StaffToCounter.TakeCallback other -> ofNoConversation(other);
      case StaffToCounter.FinishCallback other -> ofNoConversation(other);
    }
  }

  /** Who asks for these without a panel asks for what they may not have. */
  static boolean asksForCases(StaffToCounter message) {
    return message instanceof StaffToCounter.OpenPanel
        || message instanceof StaffToCounter.ExtendPanel
        || message instanceof StaffToCounter.OpenDocument
        || message instanceof StaffToCounter.ShowDocument
        || message instanceof StaffToCounter.ReadNotes
        || message instanceof StaffToCounter.AddNote
        || message instanceof StaffToCounter.ReadAgain;
  }

  private static void ofNoConversation(StaffToCounter message) {
    throw new IllegalStateException(
        message.getClass().getSimpleName() + " names no conversation and comes to none");
  }

  /** One talk may end in a promise or two; more is a mistake or a way to fill the list. */
  private static void promise(Turn turn, StaffToCounter.PromiseCallback promise) {
    Contact contact = turn.state().contact();
    if (contact.wrapUp() != WrapUp.OPEN || contact.callbacks() >= MAX_CALLBACKS) {
      turn.refuseStaff(ErrorCode.NOT_IN_THIS_STATE, "promise-callback");
      return;
    }
    turn.become(turn.state().with(contact.promised()));
    turn.want(new Effect.PromiseCallback(promise.wish()));
  }

  /** The wrap-up, and the word that the end broke off a spoken code. */
  private static boolean belongsAfterTheEnd(StaffToCounter message) {
    return message instanceof StaffToCounter.RegisterContact
        || message instanceof StaffToCounter.PromiseCallback
        || (message instanceof StaffToCounter.CodeChecked checked
            && checked.result() == StaffToCounter.CodeResult.ABORTED);
  }

  private void lockByStaff(Turn turn, StaffToCounter.StaffLock why) {
    switch (why) {
      case BUTTON -> {
        panel.lock(turn, LockReason.STAFF_LOCKED.name(), LockReason.STAFF_LOCKED);
        turn.become(turn.state().lockedBy(Optional.of(HandLock.BUTTON)));
      }
      case SCREEN_LOCKED -> {
        panel.lock(turn, LockReason.SCREEN_LOCKED.name(), LockReason.SCREEN_LOCKED);
        turn.become(turn.state().lockedBy(Optional.of(HandLock.SCREEN)));
      }
      case EVIDENCE_REFUSED -> {
        panel.lock(turn, LockReason.EVIDENCE_REFUSED.name(), LockReason.EVIDENCE_REFUSED);
        disclosure.refuseEvidence(turn);
      }
    }
  }

  private void register(Turn turn, StaffToCounter.RegisterContact contact) {
    if (turn.state().contact().wrapUp() != WrapUp.OPEN) {
      turn.refuseStaff(ErrorCode.NOT_IN_THIS_STATE, "register-contact");
      return;
    }
    if (goesOn(turn)) {
      turn.become(turn.state().with(turn.state().contact().knowing(turn.state().identified())));
    }
    storeFinally(turn, contact.outcome(), contact.note());
  }

  private static void storeFinally(Turn turn, ContactOutcome outcome, Sensitive<String> note) {
    turn.become(turn.state().with(turn.state().contact().at(WrapUp.STORING)));
    turn.want(store(turn, outcome, note, Effect.Finality.FINAL));
  }

  private static Effect store(
      Turn turn, ContactOutcome outcome, Sensitive<String> note, Effect.Finality finality) {
    return new Effect.StoreContact(
        outcome,
        note,
        turn.state().contact(),
        turn.state().staff().map(StaffPrincipal::displayName).orElse(turn.staff().value()),
        finality);
  }

  private static void contactStored(Turn turn, String reference) {
    turn.become(turn.state().with(turn.state().contact().at(WrapUp.REGISTERED)));
    turn.appendByStaff(new AuditEvent.ContactRegistered(reference, "stored"));
    turn.tellStaff(new CounterToStaff.ContactRegistered(turn.conversation(), reference));
  }

  private static void contactNotStored(Turn turn) {
    if (wrapUpIsOver(turn)) {
      turn.want(new Effect.Forget()); // what the end of the talk stored stays
      return;
    }
    turn.become(turn.state().with(turn.state().contact().at(WrapUp.OPEN)));
    turn.refuseStaff(ErrorCode.INTERNAL, "register-contact");
  }

  private void residentPresence(Turn turn, Presence presence) {
    turn.become(turn.state().with(Live.resident(turn.state().liveness(), presence, turn.now())));
    if (presence == Presence.HERE) {
      disclosure.tellAgain(turn);
      turn.tellResident(panel.visibility(turn.state()));
      PanelSteps.holder(turn.state())
          .ifPresent(holder -> turn.want(new Effect.RepeatReceipt(holder)));
    }
  }

  private void residentSaid(Turn turn, ResidentToRelay message) {
    if (!goesOn(turn)) {
      return;
    }
    switch (message) {
      case ResidentToRelay.Heartbeat beat -> channel.residentBeat(turn, beat);
      case ResidentToRelay.StartDisclosure start -> disclosure.start(turn, start);
      case ResidentToRelay.PairingCode code ->
          disclosure.pairingCode(turn, code.disclosure(), code.code());
      case ResidentToRelay.DeclineDisclosure decline ->
          disclosure.decline(turn, decline.disclosure(), decline.reason());
      case ResidentToRelay.AnnounceKey other -> notForUs(other);
      case ResidentToRelay.JoinQueue other -> notForUs(other);
      case ResidentToRelay.Sealed other -> notForUs(other);
      case ResidentToRelay.SealedResend other -> notForUs(other);
      case ResidentToRelay.SwitchChannel other -> notForUs(other);
      case ResidentToRelay.Answer other -> notForUs(other);
      case ResidentToRelay.TrickledCandidate other -> notForUs(other);
      case ResidentToRelay.CandidatesDone other -> notForUs(other);
      case ResidentToRelay.WantNewConnection other -> notForUs(other);
      case ResidentToRelay.MediaStateChanged other -> notForUs(other);
      case ResidentToRelay.Leave other -> notForUs(other);
    }
  }

  private static void notForUs(ResidentToRelay message) {
    throw new IllegalStateException(
        "the relay passes on signs of life and disclosure messages only, not "
            + message.getClass().getSimpleName());
  }

  private static boolean goesOn(Turn turn) {
    return turn.state().liveness().talk() == Talk.GOING_ON;
  }

  private void ended(Turn turn, EndReason reason) {
    if (!goesOn(turn)) {
      return;
    }
    if (!(turn.state().panel() instanceof PanelState.Locked)) {
      panel.lock(turn, LockReason.CONVERSATION_ENDED.name(), LockReason.CONVERSATION_ENDED);
    } else {
      turn.become(new PanelState.Locked(LockReason.CONVERSATION_ENDED));
    }
    // before the identity is dropped with the conversation
    turn.become(
        turn.state()
            .with(
                turn.state()
                    .contact()
                    .knowing(turn.state().identified())
                    .otherwise(usual(reason))));
    disclosure.conversationEnded(turn);
    turn.become(turn.state().with(Live.ended(turn.state().liveness())).ended(turn.now()));
    turn.appendBySystem(new AuditEvent.ConversationEnded(reason));
    if (turn.state().contact().wrapUp() == WrapUp.OPEN) {
      // nobody may come to wrap it up, and this server may not live to see that
      turn.want(
          store(
              turn,
              turn.state().contact().otherwise(),
              Sensitive.of(""),
              Effect.Finality.UNTIL_WRAPPED_UP));
    }
  }

  /** What is registered when the staff member says nothing. */
  private static ContactOutcome usual(EndReason reason) {
    return switch (reason) {
      case RESIDENT_LEFT, RESIDENT_LEFT_QUIETLY, RESIDENT_LOST -> ContactOutcome.RESIDENT_LEFT;
      case STAFF_HUNG_UP, STAFF_LOST, CLOSED_FOR_TODAY, SERVER_STOPPING, FAULT ->
          ContactOutcome.ANSWERED;
    };
  }

  private static void forgetWhenDone(Turn turn) {
    if (turn.state().endedAt().isEmpty()) {
      return;
    }
    switch (turn.state().contact().wrapUp()) {
      case REGISTERED -> turn.want(new Effect.Forget());
      case OPEN -> {
        if (wrapUpIsOver(turn)
            && turn.effects().stream().noneMatch(Effect.Forget.class::isInstance)) {
          storeFinally(turn, turn.state().contact().otherwise(), Sensitive.of(""));
        }
      }
      case STORING -> {
        if (!turn.now().isBefore(turn.state().endedAt().get().plus(WRAP_UP).plus(STORING_TAKES))) {
          turn.want(new Effect.Forget());
        }
      }
    }
  }

  private static boolean wrapUpIsOver(Turn turn) {
    return turn.state()
        .endedAt()
        .filter(end -> !turn.now().isBefore(end.plus(WRAP_UP)))
        .isPresent();
  }

  private Optional<Instant> wakeUp(CounterState state) {
    return Stream.of(
            DisclosureSteps.expiry(state.disclosure()),
            DisclosureSteps.absence(state.disclosure()),
            panel.closesAt(state),
            inside.readsAt(state),
            state
                .endedAt()
                .map(end -> end.plus(WRAP_UP))
                .map(
                    end -> state.contact().wrapUp() == WrapUp.OPEN ? end : end.plus(STORING_TAKES)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  static String nameOf(StaffToCounter message) {
    return switch (message) {
      case StaffToCounter.BindChannel m -> "bind-channel";
      case StaffToCounter.CodeChecked m -> "code-checked";
      case StaffToCounter.AskDisclosure m -> "ask-disclosure";
      case StaffToCounter.CancelDisclosure m -> "cancel-disclosure";
      case StaffToCounter.OpenPanel m -> "open-panel";
      case StaffToCounter.LockPanel m -> "lock-panel";
      case StaffToCounter.ExtendPanel m -> "extend-panel";
      case StaffToCounter.Heartbeat m -> "heartbeat";
      case StaffToCounter.RegisterContact m -> "register-contact";
      case StaffToCounter.ReadAgain m -> "read-again";
      case StaffToCounter.OpenDocument m -> "open-document";
      case StaffToCounter.DocumentReceived m -> "document-received";
      case StaffToCounter.CloseDocument m -> "close-document";
      case StaffToCounter.ShowDocument m -> "show-document";
      case StaffToCounter.ReadNotes m -> "read-notes";
      case StaffToCounter.AddNote m -> "add-note";
      case StaffToCounter.PromiseCallback m -> "promise-callback";
      case StaffToCounter.TakeCallback m -> "take-callback";
      case StaffToCounter.FinishCallback m -> "finish-callback";
    };
  }
}
