package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.AuditLog;
import nl.digitalebalie.server.cases.CaseDocuments;
import nl.digitalebalie.server.cases.CaseDocuments.Delivery;
import nl.digitalebalie.server.cases.CaseNotes;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.counter.CounterState.About;
import nl.digitalebalie.server.identity.Conclusion;
import nl.digitalebalie.server.identity.Disclosures;
import nl.digitalebalie.server.identity.StartedSession;
import nl.digitalebalie.server.identity.WalletStatus;
import nl.digitalebalie.server.relay.ResidentPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the effects of one conversation; what takes time answers by another event. */
final class ConversationWork implements Mailbox.Work {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationWork.class);

  private final About about;
  private final String traceId;
  private final Doors doors;
  private Optional<Instant> verifiedAt = Optional.empty();
  private final Map<Long, DocumentPour> pours = new HashMap<>();
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
      Supplier<String> newReference,
      CounterFigures figures,
      InstantSource clock) {}

  ConversationWork(About about, String traceId, Doors doors) {
    this.about = about;
    this.traceId = traceId;
    this.doors = doors;
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
              .start(() -> from.post(new Event.CasesArrived(read.ticket(), cases(read, from))));
      case Effect.PourDocument wanted -> pour(wanted, from);
      case Effect.LetPour(long ticket, int parts) ->
          Optional.ofNullable(pours.get(ticket)).ifPresent(pour -> pour.let(parts));
      case Effect.StopPour(long ticket) ->
          Optional.ofNullable(pours.remove(ticket)).ifPresent(DocumentPour::stop);
      case Effect.ReadNotes read ->
          Thread.ofVirtual()
              .name("notes-" + about.conversation())
              .start(() -> from.post(new Event.NotesArrived(read.handle(), notes(read))));
      case Effect.WriteNote write ->
          Thread.ofVirtual()
              .name("note-" + about.conversation())
              .start(() -> from.post(new Event.NoteWritten(write.handle(), written(write))));
      case Effect.StoreContact contact ->
          Thread.ofVirtual().name("contact").start(() -> from.post(stored(contact)));
      case Effect.Forget forget -> LOG.debug("conversation {} is done", about.conversation());
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
        .thenAccept(appended ->
            from.post(
                switch (appended) {
                  case AuditLog.Appended.Durable durable -> new Event.RowDurable(row.ticket());
                  case AuditLog.Appended.Failed failed -> new Event.RowFailed(row.ticket());
                }));
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

  private Delivery delivered(Effect.PourDocument wanted, DocumentPour pour) {
    try {
      Delivery delivery =
          doors.documents.deliver(wanted.place(), wanted.scope(), wanted.reader(), pour);
      if (delivery instanceof Delivery.Failed(String code)) {
        LOG.info("conversation {}: no document: {}", about.conversation(), code);
      }
      return delivery;
    } catch (RuntimeException bug) {
      logBug("document", bug);
      return new Delivery.Failed("BUG");
    }
  }

  private CaseNotes.NotesAnswer notes(Effect.ReadNotes read) {
    try {
      return doors.notes.notes(read.place(), read.reader());
    } catch (RuntimeException bug) {
      logBug("notes", bug);
      return new CaseNotes.NotesAnswer.Unavailable("BUG");
    }
  }

  private CaseNotes.WriteAnswer written(Effect.WriteNote write) {
    try {
      return doors.notes.write(write.place(), write.note(), write.reader());
    } catch (RuntimeException bug) {
      logBug("note", bug);
      return new CaseNotes.WriteAnswer.Failed("BUG");
    }
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

  private CaseSystem.Answer cases(Effect.ReadCases read, Mailbox from) {
    try {
      CaseSystem.Answer answer =
          switch (read.telling()) {
            case AS_THEY_COME -> asTheyCome(read, from);
            case AT_ONCE -> doors.cases.read(read.scope(), read.reader(), read.known(), some -> {});
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

  /** Passes on what is there already; the answer holds what was not passed on yet. */
  private CaseSystem.Answer asTheyCome(Effect.ReadCases read, Mailbox from) {
    Map<String, PanelContent.Case> told = new HashMap<>();
    CaseSystem.Answer answer =
        doors.cases.read(
            read.scope(),
            read.reader(),
            read.known(),
            some -> {
              some.cases().forEach(one -> told.put(one.handle(), one));
              from.post(new Event.CasesFound(read.ticket(), some));
            });
    return answer instanceof CaseSystem.Answer.Found found
        ? found.without(one -> one.equals(told.get(one.handle())))
        : answer;
  }

  private Event stored(Effect.StoreContact contact) {
    return doors
        .contacts
        .store(
            about,
            contact.outcome(),
            contact.note(),
            doors.newReference.get(),
            doors.clock.instant())
        .<Event>map(Event.ContactStored::new)
        .orElseGet(Event.ContactNotStored::new);
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
