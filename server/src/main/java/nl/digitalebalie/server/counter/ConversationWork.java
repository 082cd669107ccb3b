package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.AuditLog;
import nl.digitalebalie.server.audit.Receipt;
import nl.digitalebalie.server.audit.ReceiptDesk;
import nl.digitalebalie.server.cases.CaseDocuments;
import nl.digitalebalie.server.cases.CaseDocuments.Delivery;
import nl.digitalebalie.server.cases.CaseNotes;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.counter.CounterState.About;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.identity.Conclusion;
import nl.digitalebalie.server.identity.Disclosures;
import nl.digitalebalie.server.identity.StartedSession;
import nl.digitalebalie.server.identity.WalletStatus;
import nl.digitalebalie.server.processing.Processing;
import nl.digitalebalie.server.processing.Processing.Recorded;
import nl.digitalebalie.server.processing.ProcessingRecord;
import nl.digitalebalie.server.relay.ResidentPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the effects of one conversation; what takes time answers by another event. */
final class ConversationWork implements Mailbox.Work {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationWork.class);

  private final About about;
  private final String traceId;
  private final Doors doors;
  private final String reference;
  private final Executor writes = new InOrder();
  private Optional<Instant> verifiedAt = Optional.empty();
  private final Map<Long, DocumentPour> pours = new HashMap<>();

  /** Of the last row "opened", set before anybody hears that it is durable. */
  private volatile OptionalLong openedRow = OptionalLong.empty();

  /** What a receipt is about so far; its own lock guards it, and lets one be made at a time. */
  private final List<Receipt.Opened> receipts = new ArrayList<>();

  private volatile Optional<Given> receipt = Optional.empty();

  private record Given(ReceiptHolder holder, String file) {}

  private boolean contactNoted;
  private LastGateRow lastGateRow = LastGateRow.NONE_OR_RELOCKED;

  /** What the audit log says about the panel: no row "opened" stays without its "relocked". */
  private enum LastGateRow {
    NONE_OR_RELOCKED,
    OPENED
  }

  /** Everything that conversations have in common. */
  record Doors(
      CounterDesk desk,
      ResidentPort residents,
      AuditLog audit,
      Disclosures disclosures,
      CaseSystem cases,
      CaseDocuments documents,
      CaseNotes notes,
      ContactRegister contacts,
      CallbackDesk callbacks,
      Supplier<String> newReference,
      CounterFigures figures,
      InstantSource clock,
      Processing processing,
      Optional<ReceiptDesk> receipts,
      Function<MunicipalityId, String> nameOf,
      Function<MunicipalityId, Optional<String>> organisationOf) {}

  ConversationWork(About about, String traceId, Doors doors) {
    this.about = about;
    this.traceId = traceId;
    this.doors = doors;
    this.reference = doors.newReference.get();
  }

  @Override
  public void carryOut(Effect effect, Mailbox from) {
    LOG.trace("conversation {}: {}", about.conversation(), effect.getClass().getSimpleName());
    switch (effect) {
      case Effect.TellStaff(var staff, CounterToStaff message) -> {
        measure(message);
        doors.desk.tell(staff, message);
      }
      case Effect.TellResident(RelayToResident message) -> {
        if (message instanceof RelayToResident.Refused(ErrorCode code, var what)) {
          doors.figures.count("refused-resident/" + code.name());
        }
        doors.residents.tell(about.conversation(), message);
      }
      case Effect.WelcomeStaff welcome ->
          doors.desk.welcome(welcome.staff(), welcome.socket(), welcome.current());
      case Effect.StartDisclosure start ->
          doors.disclosures.start(
              start.attempt(), start.purpose(), start.device(), listener(start.attempt(), from));
      case Effect.CompletePairing(Disclosures.Attempt attempt) ->
          doors.disclosures.completePairing(attempt);
      case Effect.CancelDisclosure(Disclosures.Attempt attempt) ->
          doors.disclosures.cancel(attempt);
      case Effect.AppendRow append -> append(append, from);
      case Effect.ReadCases read ->
          Thread.ofVirtual()
              .name("cases-" + about.conversation())
              .start(() -> from.post(read(read, from)));
      case Effect.PourDocument wanted -> pour(wanted, from);
      case Effect.LetPour(long ticket, int parts) ->
          Optional.ofNullable(pours.get(ticket)).ifPresent(pour -> pour.let(parts));
      case Effect.StopPour(long ticket) ->
          Optional.ofNullable(pours.remove(ticket)).ifPresent(DocumentPour::stop);
      case Effect.ReadNotes read ->
          Thread.ofVirtual()
              .name("notes-" + about.conversation())
              .start(() -> from.post(new Event.NotesArrived(read.ticket(), notes(read))));
      case Effect.WriteNote write ->
          Thread.ofVirtual()
              .name("note-" + about.conversation())
              .start(() -> from.post(new Event.NoteWritten(write.ticket(), written(write))));
      case Effect.GiveReceipt(ReceiptHolder holder, Receipt.Opening opening) ->
          giveReceipt(holder, opening);
      case Effect.RepeatReceipt(ReceiptHolder holder) ->
          receipt
              .filter(given -> given.holder().equals(holder))
              .ifPresent(given ->
                  doors.residents.tell(
                      about.conversation(), new RelayToResident.Receipt(given.file())));
      case Effect.StoreContact contact -> {
        contactNoted = true;
        // in order: what is final comes after what was not
        writes.execute(() -> stored(contact).ifPresent(from::post));
      }
      case Effect.PromiseCallback(CallbackWish wish) ->
          doors.callbacks.promised(about, reference, wish);
      case Effect.Forget forget -> LOG.debug("conversation {} is done", about.conversation());
    }
  }

  /** Off the mailbox: a head has to be made, and the witness may be slow. */
  private void giveReceipt(ReceiptHolder holder, Receipt.Opening opening) {
    if (doors.receipts.isEmpty() || openedRow.isEmpty()) {
      return;
    }
    Receipt.Opened opened = new Receipt.Opened(openedRow.getAsLong(), opening);
    Thread.ofVirtual()
        .name("receipt-" + about.conversation())
        .start(() -> giveReceipt(holder, opened, doors.receipts.get()));
  }

  private void giveReceipt(ReceiptHolder holder, Receipt.Opened opened, ReceiptDesk desk) {
    synchronized (receipts) { // one at a time, so that the last told is the fullest
      if (receipt.filter(given -> given.holder().equals(holder)).isEmpty()) {
        receipts.clear();
      }
      receipts.add(opened);
      if (receipts.size() > ReceiptDesk.MAX_OPENINGS) {
        receipts.removeFirst();
      }
      desk.make(
              new Receipt(doors.nameOf.apply(about.municipality()), about.conversation(), receipts))
          .ifPresent(file -> {
            receipt = Optional.of(new Given(holder, file));
            doors.residents.tell(about.conversation(), new RelayToResident.Receipt(file));
          });
    }
  }

  @Override
  public void forgotten(Supplier<List<Event>> tooLate) {
    doors.desk.forget(about, tooLate);
  }

  @Override
  public void failed(Mailbox.Failure why, Supplier<List<Event>> tooLate) {
    LOG.info("conversation {} closes: {}", about.conversation(), why);
    pours.values().forEach(DocumentPour::stop);
    if (lastGateRow == LastGateRow.OPENED) {
      // nobody is left to hear whether it became durable; the order of the rows is that of the
      // calls
      write(Optional.empty(), new AuditEvent.GateRelocked(why.name()));
    }
    if (!contactNoted && why != Mailbox.Failure.SERVER_STOPPED) {
      // no conversation goes by unregistered; one that a restart interrupts goes on after it
      doors.contacts.store(
          about, Effect.StoreContact.unsaid(about), reference, doors.clock.instant());
    }
    ConversationId id = about.conversation();
    doors.desk.tell(about.staff(), new CounterToStaff.PanelLocked(id, LockReason.POLICY));
    doors.desk.tell(
        about.staff(),
        new CounterToStaff.Refused(ErrorCode.INTERNAL, Optional.empty(), Optional.of(id)));
    doors.residents.tell(id, new RelayToResident.PanelVisibility(List.of(), Optional.empty()));
    doors.desk.forget(about, tooLate);
  }

  private void append(Effect.AppendRow row, Mailbox from) {
    write(row.actor(), row.event())
        .thenAccept(appended -> {
          if (appended instanceof AuditLog.Appended.Durable(long seq)
              && row.event() instanceof AuditEvent.GateOpened) {
            openedRow = OptionalLong.of(seq);
          }
          from.post(
              switch (appended) {
                case AuditLog.Appended.Durable durable -> new Event.RowDurable(row.ticket());
                case AuditLog.Appended.Failed failed -> new Event.RowFailed(row.ticket());
              });
        });
  }

  private CompletableFuture<AuditLog.Appended> write(Optional<StaffId> actor, AuditEvent event) {
    doors.figures.count(event);
    switch (event) {
      case AuditEvent.GateOpened opened -> lastGateRow = LastGateRow.OPENED;
      case AuditEvent.GateRelocked relocked -> lastGateRow = LastGateRow.NONE_OR_RELOCKED;
      default -> {}
    }
    return doors.audit.append(
        new AuditEntry(doors.clock.instant(), actor, about.conversation(), traceId, event));
  }

  private void pour(Effect.PourDocument wanted, Mailbox from) {
    DocumentPour pour = new DocumentPour(wanted.ticket(), from::post);
    pours.put(wanted.ticket(), pour);
    Thread.ofVirtual()
        .name("document-" + about.conversation())
        .start(() -> pour.end(delivered(wanted, pour)));
  }

  /** The record of it is confirmed before the first byte is asked for. */
  private Delivery delivered(Effect.PourDocument wanted, DocumentPour pour) {
    try {
      return switch (doors.processing.run(
          traceId, activity("open-document", wanted.scope()), ConversationWork::begun)) {
        case Recorded.Confirmed<String>(String trace) -> delivered(wanted, trace, pour);
        case Recorded.Unconfirmed<String>(String code) -> unrecorded(new Delivery.Failed(code));
      };
    } catch (RuntimeException bug) {
      logBug("document", bug);
      return new Delivery.Failed("BUG");
    }
  }

  private static Processing.Outcome<String> begun(String trace) {
    return new Processing.Outcome<>(trace, new ProcessingRecord.Status.Ok());
  }

  private Delivery delivered(Effect.PourDocument wanted, String trace, DocumentPour pour) {
    Delivery delivery =
        doors.documents.deliver(
            wanted.place(), wanted.scope(), wanted.reader().within(trace), pour);
    if (delivery instanceof Delivery.Failed(String code)) {
      LOG.info("conversation {}: no document: {}", about.conversation(), code);
    }
    return delivery;
  }

  private CaseNotes.NotesAnswer notes(Effect.ReadNotes read) {
    try {
      return switch (doors.processing.run(
          traceId,
          activity("read-notes", read.scope()),
          trace -> outcome(doors.notes.notes(read.place(), read.reader().within(trace))))) {
        case Recorded.Confirmed<CaseNotes.NotesAnswer>(CaseNotes.NotesAnswer answer) -> answer;
        case Recorded.Unconfirmed<CaseNotes.NotesAnswer>(String code) ->
            unrecorded(new CaseNotes.NotesAnswer.Unavailable(code));
      };
    } catch (RuntimeException bug) {
      logBug("notes", bug);
      return new CaseNotes.NotesAnswer.Unavailable("BUG");
    }
  }

  private static Processing.Outcome<CaseNotes.NotesAnswer> outcome(CaseNotes.NotesAnswer answer) {
    return new Processing.Outcome<>(
        answer,
        switch (answer) {
          case CaseNotes.NotesAnswer.Found found -> new ProcessingRecord.Status.Ok();
          case CaseNotes.NotesAnswer.Unavailable(String code) ->
              new ProcessingRecord.Status.Error(code);
        });
  }

  /** A note is written once its record is confirmed: it cannot be taken back. */
  private CaseNotes.WriteAnswer written(Effect.WriteNote write) {
    try {
      return switch (doors.processing.run(
          traceId, activity("write-note", write.scope()), ConversationWork::begun)) {
        case Recorded.Confirmed<String>(String trace) ->
            doors.notes.write(write.place(), write.note(), write.reader().within(trace));
        case Recorded.Unconfirmed<String>(String code) ->
            unrecorded(new CaseNotes.WriteAnswer.Failed(code));
      };
    } catch (RuntimeException bug) {
      logBug("note", bug);
      return new CaseNotes.WriteAnswer.Failed("BUG");
    }
  }

  private <T> T unrecorded(T answer) {
    LOG.warn("conversation {}: processing not recorded: {}", about.conversation(), answer);
    return answer;
  }

  private static Processing.Activity activity(String name, Scope scope) {
    return new Processing.Activity(name, scope.purpose(), PanelSteps.subject(scope));
  }

  /** The edge of a thread: whoever waits for its answer must get one. */
  private void logBug(String what, RuntimeException bug) {
    LOG.error(
        "conversation {}: reading {} failed: {} at {}",
        about.conversation(),
        what,
        bug.getClass().getName(),
        List.of(bug.getStackTrace()));
  }

  private Event read(Effect.ReadCases read, Mailbox from) {
    try {
      Processing.Running running =
          doors.processing.begin(traceId, activity("read-cases", read.scope()));
      CaseSystem.Answer answer = cases(read, running, from);
      Optional<String> refusal = running.refusal(status(answer));
      if (refusal.isPresent()) {
        LOG.warn(
            "conversation {}: processing not recorded: {}", about.conversation(), refusal.get());
        return new Event.ReadingUnrecorded(read.ticket(), refusal.get());
      }
      return new Event.CasesArrived(read.ticket(), answer);
    } catch (RuntimeException bug) {
      logBug("and recording cases", bug);
      return new Event.ReadingUnrecorded(read.ticket(), "BUG");
    }
  }

  private static ProcessingRecord.Status status(CaseSystem.Answer answer) {
    return switch (answer) {
      case CaseSystem.Answer.Found found -> new ProcessingRecord.Status.Ok();
      case CaseSystem.Answer.Unavailable(String code) -> new ProcessingRecord.Status.Error(code);
    };
  }

  private CaseSystem.Answer cases(Effect.ReadCases read, Processing.Running running, Mailbox from) {
    try {
      CaseSystem.Reader reader =
          read.reader()
              .of(doors.organisationOf.apply(about.municipality()))
              .within(running.traceParent());
      CaseSystem.Answer answer =
          switch (read.telling()) {
            case AS_THEY_COME -> asTheyCome(read, reader, running, from);
            case AT_ONCE -> doors.cases.read(read.scope(), reader, read.known(), some -> {});
          };
      if (answer instanceof CaseSystem.Answer.Unavailable(String code)) {
        LOG.warn("conversation {}: case system unavailable: {}", about.conversation(), code);
      }
      return answer;
    } catch (RuntimeException bug) {
      logBug("cases", bug);
      return new CaseSystem.Answer.Unavailable("BUG");
    }
  }

  /**
   * Passes on what is there already, after the one record of the reading is confirmed; the answer
   * holds what was not passed on.
   */
  private CaseSystem.Answer asTheyCome(
      Effect.ReadCases read, CaseSystem.Reader reader, Processing.Running running, Mailbox from) {
    Map<String, PanelContent.Case> told = new HashMap<>();
    CaseSystem.Answer answer =
        doors.cases.read(
            read.scope(),
            reader,
            read.known(),
            some -> {
              if (running.refusal(new ProcessingRecord.Status.Ok()).isEmpty()) {
                some.cases().forEach(one -> told.put(one.handle(), one));
                from.post(new Event.CasesFound(read.ticket(), some));
              }
            });
    return answer instanceof CaseSystem.Answer.Found found
        ? found.without(one -> one.equals(told.get(one.handle())))
        : answer;
  }

  /** Says something only about what is final. */
  private Optional<Event> stored(Effect.StoreContact contact) {
    Optional<String> stored =
        doors.contacts.store(about, contact, reference, doors.clock.instant());
    return switch (contact.finality()) {
      case UNTIL_WRAPPED_UP -> Optional.empty();
      case FINAL ->
          Optional.of(
              stored.<Event>map(Event.ContactStored::new).orElseGet(Event.ContactNotStored::new));
    };
  }

  private void measure(CounterToStaff message) {
    switch (message) {
      case CounterToStaff.IdentityVerified verified ->
          verifiedAt = Optional.of(verified.verifiedAt());
      case CounterToStaff.PanelOpened opened -> {
        verifiedAt.ifPresent(
            at -> doors.figures.verifiedToOpened(Duration.between(at, opened.openedAt())));
        verifiedAt = Optional.empty();
      }
      case CounterToStaff.PanelLocked locked -> verifiedAt = Optional.empty();
      case CounterToStaff.Refused refused ->
          doors.figures.count("refused-staff/" + refused.code().name());
      default -> {}
    }
  }

  private static Disclosures.Listener listener(Disclosures.Attempt attempt, Mailbox to) {
    return new Disclosures.Listener() {
      @Override
      public void started(StartedSession session) {
        to.post(new Event.SessionStarted(attempt, session));
      }

      @Override
      public void progressed(WalletStatus status) {
        to.post(new Event.WalletProgressed(attempt, status));
      }

      @Override
      public void concluded(Conclusion conclusion) {
        to.post(new Event.Concluded(attempt, conclusion));
      }
    };
  }
}
