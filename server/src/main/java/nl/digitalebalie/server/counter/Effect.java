package nl.digitalebalie.server.counter;

import java.util.Optional;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.ConversationState;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.Receipt;
import nl.digitalebalie.server.cases.CaseNotes.NewNote;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.cases.Places;
import nl.digitalebalie.server.cases.Places.CasePlace;
import nl.digitalebalie.server.cases.Places.DocumentPlace;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.identity.Disclosures.Attempt;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** What a step wants done, in order. */
sealed interface Effect {
  record TellStaff(StaffId staff, CounterToStaff message) implements Effect {}

  record TellResident(RelayToResident message) implements Effect {}

  /** Sends the welcome on this socket and makes it the staff member's current one. */
  record WelcomeStaff(
      StaffPrincipal staff, SignalSocket socket, Optional<ConversationState> current)
      implements Effect {}

  record StartDisclosure(Attempt attempt, Purpose purpose, WalletDevice device) implements Effect {}

  record CompletePairing(Attempt attempt) implements Effect {}

  record CancelDisclosure(Attempt attempt) implements Effect {}

  /** Answers with {@link Event.RowDurable} or {@link Event.RowFailed} of the same ticket. */
  record AppendRow(long ticket, Optional<StaffId> actor, AuditEvent event) implements Effect {}

  /**
   * Answers with {@link Event.CasesArrived} or {@link Event.ReadingUnrecorded} of the same ticket,
   * and when they are told as they come with {@link Event.CasesFound} before it.
   */
  record ReadCases(
      long ticket, Scope scope, CaseSystem.Reader reader, Places known, Telling telling)
      implements Effect {}

  /** Whether cases are told before all of them are there. */
  enum Telling {
    AS_THEY_COME,
    AT_ONCE
  }

  /**
   * Answers with {@link Event.DocumentBegan}, {@link Event.DocumentPart} and {@link
   * Event.DocumentEnded} of the same ticket.
   */
  record PourDocument(long ticket, DocumentPlace place, Scope scope, CaseSystem.Reader reader)
      implements Effect {}

  /** So many more parts may be under way. */
  record LetPour(long ticket, int parts) implements Effect {}

  record StopPour(long ticket) implements Effect {}

  /** Answers with {@link Event.NotesArrived} of the same ticket. */
  record ReadNotes(long ticket, CasePlace place, Scope scope, CaseSystem.Reader reader)
      implements Effect {}

  /** Answers with {@link Event.NoteWritten} of the same ticket. */
  record WriteNote(
      long ticket, CasePlace place, NewNote note, Scope scope, CaseSystem.Reader reader)
      implements Effect {}

  /**
   * Answers with {@link Event.ContactStored} or {@link Event.ContactNotStored} once it is final.
   */
  record StoreContact(
      ContactOutcome outcome,
      Sensitive<String> note,
      CounterState.Contact known,
      String staffName,
      Finality finality)
      implements Effect {
    /** For a conversation that nobody looks after any more. */
    static StoreContact unsaid(CounterState.About about) {
      return new StoreContact(
          ContactOutcome.ANSWERED,
          Sensitive.of(""),
          CounterState.Contact.open(about.channel()),
          about.staff().value(),
          Finality.FINAL);
    }
  }

  /** Whether the wrap-up may still change it. */
  enum Finality {
    UNTIL_WRAPPED_UP,
    FINAL
  }

  /** The resident is to be called back. */
  record PromiseCallback(CallbackWish wish) implements Effect {}

  /**
   * The resident gets a receipt of this opening and of those before it, as soon as it is proven.
   */
  record GiveReceipt(ReceiptHolder holder, Receipt.Opening opening) implements Effect {}

  /** A page that came back gets the last receipt again. */
  record RepeatReceipt(ReceiptHolder holder) implements Effect {}

  /** Nothing more will come of this conversation. */
  record Forget() implements Effect {}
}
