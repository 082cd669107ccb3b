package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Showing;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.DocumentEnd;
import nl.digitalebalie.protocol.signal.CounterToStaff.NotesState;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.cases.CaseDocuments.Delivery;
import nl.digitalebalie.server.cases.CaseNotes;
import nl.digitalebalie.server.cases.CaseNotes.NewNote;
import nl.digitalebalie.server.cases.CaseNotes.NotesAnswer;
import nl.digitalebalie.server.cases.CaseNotes.WriteAnswer;
import nl.digitalebalie.server.cases.Places.CasePlace;
import nl.digitalebalie.server.cases.Places.DocumentPlace;
import nl.digitalebalie.server.counter.PanelInside.Again;
import nl.digitalebalie.server.counter.PanelInside.Asked;
import nl.digitalebalie.server.counter.PanelInside.Pour;
import nl.digitalebalie.server.counter.PanelInside.Reading;
import nl.digitalebalie.server.counter.PanelInside.Wish;
import nl.digitalebalie.server.gate.GateDecision.Scope;

/**
 * What is asked of a panel that is open: its documents, its notes, its cases once more. Only for
 * handles of this panel, and only after a row of the audit log is durable. The gate was asked for
 * the same event already, so an open state here means that it decides open now.
 */
final class InsideSteps {
  /** A case system tells of every status; a panel need not follow each of them at once. */
  static final Duration BETWEEN_READINGS = Duration.ofSeconds(5);

  /** Not open, or no handle of this panel: the asker learns no difference, the log does. */
  private static final String UNKNOWN_HANDLE = "UNKNOWN_HANDLE";

  void openDocument(Turn turn, StaffToCounter.OpenDocument wanted) {
    Optional<DocumentPlace> place =
        inside(turn).flatMap(inside -> inside.places().ofDocument(wanted.handle()));
    if (place.isEmpty()) {
      deny(turn, "open-document", missing(turn));
      return;
    }
    wish(
        turn,
        "open-document",
        new AuditEvent.DocumentOpened(place.get().documentType(), place.get().format()),
        new Wish.Document(wanted.request(), place.get()));
  }

  void received(Turn turn, StaffToCounter.DocumentReceived told) {
    pouring(turn, told.request())
        .filter(pour -> told.parts() > pour.received() && told.parts() <= pour.sent())
        .ifPresent(pour -> {
          become(turn, inside -> inside.with(Optional.of(pour.received(told.parts()))));
          turn.want(new Effect.LetPour(pour.ticket(), told.parts() - pour.received()));
        });
  }

  /** The effect that stops it follows from the state: see {@code CounterMachine}. */
  void closeDocument(Turn turn, int request) {
    pouring(turn, request).ifPresent(_ -> become(turn, inside -> inside.with(Optional.empty())));
  }

  void showDocument(Turn turn, String handle) {
    Optional<DocumentPlace> place =
        inside(turn).flatMap(inside -> inside.places().ofDocument(handle));
    if (place.isEmpty()) {
      deny(turn, "show-document", missing(turn));
    } else if (place.get().showing() == Showing.STAFF_ONLY) {
      deny(turn, "show-document", "NOT_FOR_RESIDENT");
    } else {
      wish(
          turn,
          "show-document",
          new AuditEvent.DocumentShown(place.get().documentType(), place.get().format()),
          new Wish.Showing(handle));
    }
  }

  void readNotes(Turn turn, String handle) {
    withNotes(turn, "read-notes", handle)
        .ifPresent(place -> wishNotes(turn, "read-notes", handle, place));
  }

  /** A case of this panel whose notes the purpose shows; otherwise it is denied. */
  private static Optional<CasePlace> withNotes(Turn turn, String what, String handle) {
    Optional<CasePlace> place = inside(turn).flatMap(inside -> inside.places().ofCase(handle));
    if (place.isEmpty()) {
      deny(turn, what, missing(turn));
      return Optional.empty();
    }
    return switch (scope(turn).notes()) {
      case SHOWN -> place;
      case HIDDEN -> {
        deny(turn, what, "NOTES_NOT_SHOWN");
        yield Optional.empty();
      }
    };
  }

  /** Every reading has its own row, also the one that follows a note. */
  private void wishNotes(Turn turn, String what, String handle, CasePlace place) {
    wish(turn, what, new AuditEvent.NotesRead(place.caseType()), new Wish.Notes(handle, place));
  }

  void addNote(Turn turn, StaffToCounter.AddNote wanted) {
    withNotes(turn, "add-note", wanted.handle())
        .ifPresent(place ->
            wish(
                turn,
                "add-note",
                new AuditEvent.NoteAdded(place.caseType()),
                new Wish.NoteToAdd(
                    wanted.handle(), place, new NewNote(wanted.subject(), wanted.text()))));
  }

  /** The row of a wish is durable. */
  void rowDurable(Turn turn, long ticket) {
    Optional<Wish> wish =
        inside(turn).flatMap(inside -> Optional.ofNullable(inside.wishes().get(ticket)));
    if (wish.isEmpty()) {
      return; // another row, or the panel locked meanwhile
    }
    become(turn, inside -> inside.without(ticket));
    switch (wish.get()) {
      case Wish.Document(int request, DocumentPlace place) -> {
        become(turn, inside -> inside.with(Optional.of(new Pour(ticket, request, 0, 0))));
        turn.want(new Effect.PourDocument(ticket, place, scope(turn), PanelSteps.reader(turn)));
      }
      case Wish.Showing(String handle) ->
          turn.tellStaff(new CounterToStaff.DocumentMayBeShown(turn.conversation(), handle));
      case Wish.Notes(String handle, CasePlace place) -> {
        become(turn, inside -> inside.asking(ticket, new Asked(handle, place)));
        turn.want(new Effect.ReadNotes(ticket, place, scope(turn), PanelSteps.reader(turn)));
      }
      case Wish.NoteToAdd(String handle, CasePlace place, NewNote note) -> {
        become(turn, inside -> inside.asking(ticket, new Asked(handle, place)));
        turn.want(new Effect.WriteNote(ticket, place, note, scope(turn), PanelSteps.reader(turn)));
      }
    }
  }

  void documentBegan(Turn turn, Event.DocumentBegan began) {
    poured(turn, began.ticket())
        .ifPresent(pour ->
            turn.tellStaff(
                new CounterToStaff.DocumentBegins(
                    turn.conversation(), pour.request(), began.mediaType(), began.bytes())));
  }

  void documentPart(Turn turn, Event.DocumentPart part) {
    poured(turn, part.ticket())
        .ifPresent(pour -> {
          Pour next = pour.sentOne();
          become(turn, inside -> inside.with(Optional.of(next)));
          turn.tellStaff(
              new CounterToStaff.DocumentPart(
                  turn.conversation(), next.request(), next.sent(), part.base64()));
        });
  }

  void documentEnded(Turn turn, long ticket, Delivery delivery) {
    poured(turn, ticket)
        .ifPresent(pour -> {
          become(turn, inside -> inside.with(Optional.empty()));
          turn.tellStaff(
              new CounterToStaff.DocumentEnds(turn.conversation(), pour.request(), end(delivery)));
        });
  }

  private static DocumentEnd end(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Whole whole -> DocumentEnd.WHOLE;
      case Delivery.Failed(String code) ->
          switch (code) {
            case "NOT_ALLOWED" -> DocumentEnd.NOT_ALLOWED;
            case "TYPE_NOT_SHOWN" -> DocumentEnd.KIND_NOT_SHOWN;
            case "TOO_LARGE" -> DocumentEnd.TOO_LARGE;
            case "OTHER_CONTENT" -> DocumentEnd.OTHER_CONTENT;
            default -> DocumentEnd.NOT_AVAILABLE;
          };
    };
  }

  void notesArrived(Turn turn, long ticket, NotesAnswer answer) {
    answered(turn, ticket)
        .map(Asked::handle)
        .ifPresent(handle ->
            turn.tellStaff(
                switch (answer) {
                  case NotesAnswer.Found(List<CaseNotes.Note> notes) ->
                      new CounterToStaff.CaseNotes(
                          turn.conversation(),
                          handle,
                          notes.stream().limit(MAX_NOTES).map(InsideSteps::note).toList(),
                          NotesState.READ);
                  case NotesAnswer.Unavailable unavailable ->
                      notes(turn, handle, NotesState.NOT_AVAILABLE);
                }));
  }

  /** More than a panel shows; the oldest are left out. */
  static final int MAX_NOTES = 100;

  void noteWritten(Turn turn, long ticket, WriteAnswer answer) {
    answered(turn, ticket)
        .ifPresent(asked -> {
          switch (answer) {
            case WriteAnswer.Written written ->
                wishNotes(turn, "add-note", asked.handle(), asked.place());
            case WriteAnswer.Failed failed ->
                turn.tellStaff(notes(turn, asked.handle(), notWritten(failed)));
          }
        });
  }

  /** Whoever is told that it was not written writes it again. */
  private static NotesState notWritten(WriteAnswer.Failed failed) {
    return switch (failed.effect()) {
      case NONE -> NotesState.NOT_WRITTEN;
      case UNKNOWN -> NotesState.PERHAPS_WRITTEN;
    };
  }

  /** What was asked under this ticket in this opening, while the panel still has that case. */
  private static Optional<Asked> answered(Turn turn, long ticket) {
    Optional<Asked> asked =
        inside(turn).flatMap(inside -> Optional.ofNullable(inside.asked().get(ticket)));
    become(turn, inside -> inside.answered(ticket));
    return asked.filter(what -> known(turn, what));
  }

  /** The staff member asks again; while it is being read there is nothing to ask. */
  void readAgain(Turn turn) {
    if (inside(turn).isEmpty()) {
      deny(turn, "read-again", missing(turn));
    } else {
      become(turn, inside -> inside.with(Again.WANTED));
      readWhenDue(turn);
    }
  }

  /** The case system says that this case changed. A hint: what it says is read nowhere else. */
  void caseChanged(Turn turn, String address) {
    boolean ours =
        inside(turn)
            .filter(inside ->
                inside.places().cases().values().stream()
                    .anyMatch(place -> place.address().equals(address)))
            .isPresent();
    if (ours) {
      become(turn, inside -> inside.with(Again.WANTED));
      readWhenDue(turn);
    }
  }

  /** Called after every event: a reading that was wished for begins when it may. */
  void readWhenDue(Turn turn) {
    Optional<Instant> due = readsAt(turn.state());
    if (due.isPresent() && !turn.now().isBefore(due.get())) {
      long ticket = turn.ticket();
      PanelState.Open open = open(turn).orElseThrow();
      become(turn, inside -> inside.reads(ticket, turn.now()));
      turn.want(
          new Effect.ReadCases(
              ticket,
              open.scope(),
              PanelSteps.reader(turn),
              open.inside().places(),
              Effect.Telling.AT_ONCE));
    }
  }

  Optional<Instant> readsAt(CounterState state) {
    return state.panel() instanceof PanelState.Open open
            && open.inside().again() == Again.WANTED
            && open.inside().reading() instanceof Reading.Done
        ? Optional.of(open.inside().readAt().plus(BETWEEN_READINGS))
        : Optional.empty();
  }

  /** The document that is on its way in this state; whatever ends it there ends it in the work. */
  static Optional<Long> pour(CounterState state) {
    return state.panel() instanceof PanelState.Open open
        ? open.inside().pour().map(Pour::ticket)
        : Optional.empty();
  }

  private void wish(Turn turn, String what, AuditEvent row, Wish wish) {
    if (inside(turn).orElseThrow().isBusy()) {
      turn.refuseStaff(ErrorCode.TOO_MANY_MESSAGES, what);
      return;
    }
    long ticket = turn.appendByStaff(row);
    become(turn, inside -> inside.wishing(ticket, wish));
  }

  private static void deny(Turn turn, String what, String reason) {
    turn.appendByStaff(new AuditEvent.Denied(what, reason));
    turn.refuseStaff(ErrorCode.GATE_CLOSED, what);
  }

  private static String missing(Turn turn) {
    return turn.state().panel() instanceof PanelState.Open
        ? UNKNOWN_HANDLE
        : ErrorCode.GATE_CLOSED.name();
  }

  private static CounterToStaff notes(Turn turn, String handle, NotesState state) {
    return new CounterToStaff.CaseNotes(turn.conversation(), handle, List.of(), state);
  }

  private static PanelContent.Note note(CaseNotes.Note note) {
    return new PanelContent.Note(
        note.subject(),
        note.text(),
        Sensitive.of(note.author()),
        note.at(),
        switch (note.audience()) {
          case STAFF -> Showing.STAFF_ONLY;
          case RESIDENT_TOO -> Showing.RESIDENT_TOO;
        });
  }

  private static boolean known(Turn turn, Asked what) {
    return inside(turn)
        .flatMap(inside -> inside.places().ofCase(what.handle()))
        .filter(place -> place.address().equals(what.place().address()))
        .isPresent();
  }

  private static Optional<Pour> poured(Turn turn, long ticket) {
    return inside(turn).flatMap(PanelInside::pour).filter(pour -> pour.ticket() == ticket);
  }

  private static Optional<Pour> pouring(Turn turn, int request) {
    return inside(turn).flatMap(PanelInside::pour).filter(pour -> pour.request() == request);
  }

  /** Only called where the panel is open. */
  private static Scope scope(Turn turn) {
    return open(turn).orElseThrow().scope();
  }

  private static Optional<PanelState.Open> open(Turn turn) {
    return turn.state().panel() instanceof PanelState.Open open
        ? Optional.of(open)
        : Optional.empty();
  }

  private static Optional<PanelInside> inside(Turn turn) {
    return open(turn).map(PanelState.Open::inside);
  }

  private static void become(Turn turn, Function<PanelInside, PanelInside> change) {
    open(turn).ifPresent(open -> turn.become(open.with(change.apply(open.inside()))));
  }
}
