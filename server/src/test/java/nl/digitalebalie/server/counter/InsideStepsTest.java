package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Showing;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.DocumentEnd;
import nl.digitalebalie.protocol.signal.CounterToStaff.Extent;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.CounterToStaff.NotesState;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.StaffLock;
import nl.digitalebalie.server.cases.CaseDocuments.Delivery;
import nl.digitalebalie.server.cases.CaseNotes;
import nl.digitalebalie.server.cases.CaseSystem.Answer;
import nl.digitalebalie.server.cases.Places;
import nl.digitalebalie.server.cases.Places.CasePlace;
import nl.digitalebalie.server.cases.Places.DocumentPlace;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.TestPolicies;
import org.junit.jupiter.api.Test;

class InsideStepsTest {
  private static final String CASE = "case-1";
  private static final String LETTER = "case-1-document-1";
  private static final String INTERNAL = "case-1-document-2";
  private static final String ADDRESS = "https://zaken.example/zaken/1";

  private static final Places PLACES =
      new Places(
          Map.of(CASE, new CasePlace(ADDRESS, "Wmo-voorziening")),
          Map.of(
              LETTER, place("https://documenten.example/1", Showing.RESIDENT_TOO),
              INTERNAL, place("https://documenten.example/2", Showing.STAFF_ONLY)),
          new Places.Named(1, 2));

  private static DocumentPlace place(String address, Showing showing) {
    return new DocumentPlace(address, 1, showing, "Brief", "application/pdf");
  }

  private static PanelContent.Case one(String handle) {
    return new PanelContent.Case(
        handle,
        Sensitive.of("ZAAK-1"),
        Sensitive.of("Hulp in het huishouden"),
        "Wmo-voorziening",
        "wmo-voorziening",
        LocalDate.of(2026, 1, 1),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static Answer.Found found(Completeness completeness, String... handles) {
    return new Answer.Found(
        List.of(handles).stream().map(InsideStepsTest::one).toList(),
        completeness,
        PLACES,
        List.of());
  }

  private static Scene open() {
    return new Scene().reading().casesArrive(found(Completeness.COMPLETE, CASE)).forgetEffects();
  }

  private static StaffToCounter.OpenDocument wants(int request, String handle) {
    return new StaffToCounter.OpenDocument(Scene.CONVERSATION, request, handle);
  }

  private static void assertDenied(Scene scene, String what, String reason) {
    assertEquals(Map.of("what", what, "reason", reason), scene.lastRow("denied"));
    assertTrue(scene.all(Effect.PourDocument.class).isEmpty());
    assertTrue(scene.all(Effect.ReadNotes.class).isEmpty());
    assertTrue(scene.all(Effect.WriteNote.class).isEmpty());
    assertTrue(scene.toldStaff(CounterToStaff.DocumentMayBeShown.class).isEmpty());
  }

  @Test
  void a_document_is_fetched_after_its_row_is_durable_and_the_row_says_its_type_alone() {
    Scene scene = open().says(wants(1, LETTER));

    assertTrue(scene.all(Effect.PourDocument.class).isEmpty());
    assertEquals(
        Map.of("documentType", "Brief", "format", "application/pdf"),
        scene.lastRow("document-opened"));
    scene.rowsDurable();
    Effect.PourDocument pour = scene.last(Effect.PourDocument.class);
    assertEquals(PLACES.documents().get(LETTER), pour.place());
    assertEquals("anna", pour.reader().id());
  }

  @Test
  void parts_go_out_in_order_and_only_those_that_went_out_make_room() {
    Scene scene = open().says(wants(7, LETTER)).rowsDurable();
    long ticket = scene.last(Effect.PourDocument.class).ticket();
    scene
        .on(new Event.DocumentBegan(ticket, "application/pdf", 5))
        .on(new Event.DocumentPart(ticket, Sensitive.of("JVBERg==")))
        .on(new Event.DocumentPart(ticket, Sensitive.of("JVBERg==")));

    assertEquals(
        List.of(1, 2),
        scene.toldStaff(CounterToStaff.DocumentPart.class).stream()
            .map(CounterToStaff.DocumentPart::number)
            .toList());
    scene.says(new StaffToCounter.DocumentReceived(Scene.CONVERSATION, 7, 2));
    assertEquals(new Effect.LetPour(ticket, 2), scene.last(Effect.LetPour.class));
    scene
        .says(new StaffToCounter.DocumentReceived(Scene.CONVERSATION, 7, 9_000))
        .says(new StaffToCounter.DocumentReceived(Scene.CONVERSATION, 6, 3));
    assertEquals(1, scene.all(Effect.LetPour.class).size());
    scene.on(new Event.DocumentEnded(ticket, new Delivery.Whole(8)));
    assertEquals(
        DocumentEnd.WHOLE, scene.toldStaff(CounterToStaff.DocumentEnds.class).getLast().end());
  }

  @Test
  void a_relock_in_the_middle_stops_the_document_and_not_one_part_more_goes_out() {
    Scene scene = open().says(wants(1, LETTER)).rowsDurable();
    long ticket = scene.last(Effect.PourDocument.class).ticket();
    scene
        .on(new Event.DocumentBegan(ticket, "application/pdf", 5))
        .says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON))
        .on(new Event.DocumentPart(ticket, Sensitive.of("JVBERg==")))
        .on(new Event.DocumentEnded(ticket, new Delivery.Whole(4)));

    assertEquals(new Effect.StopPour(ticket), scene.last(Effect.StopPour.class));
    assertTrue(scene.toldStaff(CounterToStaff.DocumentPart.class).isEmpty());
    assertTrue(scene.toldStaff(CounterToStaff.DocumentEnds.class).isEmpty());
    assertEquals(new PanelState.Locked(LockReason.STAFF_LOCKED), scene.state().panel());
  }

  @Test
  void what_was_asked_before_a_relock_is_not_fetched_after_it() {
    Scene scene =
        open()
            .says(wants(1, LETTER))
            .says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE))
            .says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON))
            .rowsDurable();

    assertTrue(scene.all(Effect.PourDocument.class).isEmpty());
    assertTrue(scene.all(Effect.ReadNotes.class).isEmpty());
  }

  @Test
  void nothing_is_fetched_when_its_row_could_not_be_written() {
    Scene scene = open().says(wants(1, LETTER)).rowsFail();

    assertTrue(scene.all(Effect.PourDocument.class).isEmpty());
    assertInstanceOf(PanelState.Locked.class, scene.state().panel());
  }

  @Test
  void a_document_before_identity_is_denied_and_audited() {
    Scene scene = new Scene().talking().says(wants(1, LETTER)).rowsDurable();

    assertDenied(scene, "open-document", "GATE_CLOSED");
    assertEquals(ErrorCode.GATE_CLOSED, scene.refused());
  }

  @Test
  void a_document_after_hanging_up_is_denied_and_audited() {
    Scene scene =
        open()
            .on(new Event.Ended(EndReason.STAFF_HUNG_UP))
            .says(wants(1, LETTER))
            .says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE))
            .rowsDurable();

    assertDenied(scene, "read-notes", "CONVERSATION_ENDED");
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, scene.refused());
  }

  @Test
  void another_staff_member_gets_no_document_of_this_conversation() {
    Scene scene =
        open()
            .on(new Event.StaffSaid(Scene.staff("bob", Set.of("wmo")), wants(1, LETTER)))
            .rowsDurable();

    assertDenied(scene, "open-document", "NOT_YOUR_CONVERSATION");
  }

  @Test
  void a_handle_of_another_panel_is_denied_and_audited() {
    Scene scene = open();
    scene.says(wants(1, "case-9-document-9")).rowsDurable();
    assertDenied(scene, "open-document", "UNKNOWN_HANDLE");
    scene
        .says(
            new StaffToCounter.AddNote(
                Scene.CONVERSATION, "case-9", Sensitive.of("Kort"), Sensitive.of("Gebeld")))
        .rowsDurable();
    assertDenied(scene, "add-note", "UNKNOWN_HANDLE");
  }

  @Test
  void the_resident_is_shown_a_document_only_on_record_and_never_an_internal_one() {
    Scene scene = open().says(new StaffToCounter.ShowDocument(Scene.CONVERSATION, LETTER));
    assertTrue(scene.toldStaff(CounterToStaff.DocumentMayBeShown.class).isEmpty());
    scene.rowsDurable();
    assertEquals(
        LETTER, scene.toldStaff(CounterToStaff.DocumentMayBeShown.class).getLast().handle());
    assertTrue(scene.rows().contains("document-shown"));

    scene
        .forgetEffects()
        .says(new StaffToCounter.ShowDocument(Scene.CONVERSATION, INTERNAL))
        .rowsDurable();
    assertDenied(scene, "show-document", "NOT_FOR_RESIDENT");
  }

  @Test
  void notes_are_read_on_record_and_a_written_note_leads_to_reading_them_again() {
    Scene scene = open().says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE)).rowsDurable();
    assertEquals(Map.of("caseType", "Wmo-voorziening"), scene.lastRow("notes-read"));
    scene.on(new Event.NotesArrived(scene.last(Effect.ReadNotes.class).ticket(), ONE_NOTE));
    assertEquals(
        Showing.STAFF_ONLY,
        scene.toldStaff(CounterToStaff.CaseNotes.class).getLast().notes().getFirst().showing());

    scene
        .says(
            new StaffToCounter.AddNote(
                Scene.CONVERSATION, CASE, Sensitive.of("Kort"), Sensitive.of("Gebeld")))
        .rowsDurable();
    assertEquals("Gebeld", scene.last(Effect.WriteNote.class).note().text().reveal());
    assertFalse(scene.lastRow("note-added").toString().contains("Gebeld"));
    scene.on(written(scene));
    assertEquals(1, scene.all(Effect.ReadNotes.class).size(), "not before it has a row of its own");
    assertEquals(2, Collections.frequency(scene.rows(), "notes-read"));
    scene.rowsDurable();
    assertEquals(2, scene.all(Effect.ReadNotes.class).size());
  }

  private static NotesState after(CaseNotes.WriteAnswer.Failed failed) {
    Scene scene = adding();
    scene.on(new Event.NoteWritten(scene.last(Effect.WriteNote.class).ticket(), failed));
    return scene.toldStaff(CounterToStaff.CaseNotes.class).getLast().state();
  }

  @Test
  void a_note_of_which_nothing_certain_was_heard_is_perhaps_written_and_a_refused_one_is_not() {
    assertEquals(
        NotesState.PERHAPS_WRITTEN,
        after(new CaseNotes.WriteAnswer.Failed("TIMEOUT", CaseNotes.WriteAnswer.Effect.UNKNOWN)));
    assertEquals(
        NotesState.NOT_WRITTEN,
        after(new CaseNotes.WriteAnswer.Failed("HTTP_403", CaseNotes.WriteAnswer.Effect.NONE)));
    // the record of the processing was not confirmed, so nothing was sent
    assertEquals(NotesState.NOT_WRITTEN, after(new CaseNotes.WriteAnswer.Failed("TIMEOUT")));
  }

  private static final CaseNotes.NotesAnswer ONE_NOTE =
      new CaseNotes.NotesAnswer.Found(
          List.of(
              new CaseNotes.Note(
                  Sensitive.of("Kort"),
                  Sensitive.of("Gebeld"),
                  "Bob",
                  Scene.START,
                  CaseNotes.Audience.STAFF)));

  private static Scene adding() {
    return open()
        .says(
            new StaffToCounter.AddNote(
                Scene.CONVERSATION, CASE, Sensitive.of("Kort"), Sensitive.of("Gebeld")))
        .rowsDurable();
  }

  private static Event written(Scene scene) {
    return new Event.NoteWritten(
        scene.last(Effect.WriteNote.class).ticket(), new CaseNotes.WriteAnswer.Written());
  }

  /** The handle is the same; it stands for a case of the next person. */
  private static void nextPersonsPanelOpens(Scene scene) {
    scene.identifies().rowsDurable();
    scene.casesArrive(
        new Answer.Found(
            List.of(one(CASE)),
            Completeness.COMPLETE,
            new Places(
                Map.of(CASE, new CasePlace("https://zaken.example/zaken/9", "Wmo-voorziening")),
                Map.of(),
                new Places.Named(1, 0)),
            List.of()));
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }

  @Test
  void notes_that_arrive_in_the_next_persons_panel_are_told_to_nobody() {
    Scene scene = open().says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE)).rowsDurable();
    long ticket = scene.last(Effect.ReadNotes.class).ticket();
    nextPersonsPanelOpens(scene);

    scene.on(new Event.NotesArrived(ticket, ONE_NOTE));

    assertTrue(scene.toldStaff(CounterToStaff.CaseNotes.class).isEmpty());
  }

  @Test
  void a_note_written_for_an_earlier_panel_reads_nothing_in_the_next_persons_panel() {
    Scene scene = adding();
    Event written = written(scene);
    nextPersonsPanelOpens(scene);

    scene.on(written).rowsDurable();

    assertTrue(scene.all(Effect.ReadNotes.class).isEmpty());
    assertFalse(scene.rows().contains("notes-read"));
  }

  @Test
  void notes_asked_for_before_a_relock_are_not_told_in_the_panel_that_opened_again() {
    Scene scene = open().says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE)).rowsDurable();
    long ticket = scene.last(Effect.ReadNotes.class).ticket();
    scene
        .says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON))
        .asksForPanel()
        .rowsDurable()
        .casesArrive(found(Completeness.COMPLETE, CASE));
    assertInstanceOf(PanelState.Open.class, scene.state().panel());

    scene.on(new Event.NotesArrived(ticket, ONE_NOTE));

    assertTrue(scene.toldStaff(CounterToStaff.CaseNotes.class).isEmpty());
  }

  @Test
  void notes_are_told_once_and_only_while_the_panel_has_their_case() {
    Scene scene = open().says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE)).rowsDurable();
    long ticket = scene.last(Effect.ReadNotes.class).ticket();
    scene.on(new Event.NotesArrived(ticket, ONE_NOTE)).on(new Event.NotesArrived(ticket, ONE_NOTE));
    assertEquals(1, scene.toldStaff(CounterToStaff.CaseNotes.class).size());

    scene.says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE)).rowsDurable();
    scene
        .pass(InsideSteps.BETWEEN_READINGS)
        .says(new StaffToCounter.ReadAgain(Scene.CONVERSATION))
        .casesArrive(new Answer.Found(List.of(), Completeness.COMPLETE))
        .on(new Event.NotesArrived(scene.last(Effect.ReadNotes.class).ticket(), ONE_NOTE));
    assertEquals(1, scene.toldStaff(CounterToStaff.CaseNotes.class).size());
  }

  @Test
  void notes_that_do_not_come_are_not_asked_for_without_end() {
    Scene scene = open();
    for (int asked = 0; asked < 100; asked++) {
      scene.says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE)).rowsDurable();
    }

    assertEquals(8, scene.all(Effect.ReadNotes.class).size());
    assertEquals(ErrorCode.TOO_MANY_MESSAGES, scene.refused());
  }

  private static Scene openWithoutNotes() {
    String policy = TestPolicies.text("demo.yaml").replaceAll("(?m)^    notes: SHOWN.*\\R", "");
    return new Scene(TestPolicies.loaded(policy, Mode.DEMO))
        .reading()
        .casesArrive(found(Completeness.COMPLETE, CASE));
  }

  @Test
  void notes_of_a_purpose_that_does_not_show_them_are_neither_read_nor_written() {
    Scene scene = openWithoutNotes();
    assertEquals("HIDDEN", scene.lastRow("gate-opened").get("notes"));
    assertInstanceOf(PanelState.Open.class, scene.state().panel());

    scene.says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE)).rowsDurable();
    assertDenied(scene, "read-notes", "NOTES_NOT_SHOWN");
    scene
        .says(
            new StaffToCounter.AddNote(
                Scene.CONVERSATION, CASE, Sensitive.of("Kort"), Sensitive.of("Gebeld")))
        .rowsDurable();
    assertDenied(scene, "add-note", "NOTES_NOT_SHOWN");
    assertEquals(ErrorCode.GATE_CLOSED, scene.refused());
  }

  @Test
  void the_row_of_an_opening_says_that_its_purpose_shows_notes() {
    assertEquals(
        "SHOWN",
        new Scene()
            .reading()
            .casesArrive(found(Completeness.COMPLETE, CASE))
            .lastRow("gate-opened")
            .get("notes"));
  }

  @Test
  void notes_that_arrive_after_a_relock_are_told_to_nobody() {
    Scene scene =
        open()
            .says(new StaffToCounter.ReadNotes(Scene.CONVERSATION, CASE))
            .rowsDurable()
            .says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON));
    scene.on(new Event.NotesArrived(scene.last(Effect.ReadNotes.class).ticket(), ONE_NOTE));

    assertTrue(scene.toldStaff(CounterToStaff.CaseNotes.class).isEmpty());
  }

  private static PanelContent lastAdded(Scene scene) {
    return scene.toldStaff(CounterToStaff.PanelCases.class).getLast().content();
  }

  @Test
  void the_first_cases_open_the_panel_and_the_others_follow() {
    Scene scene = new Scene().reading();
    long ticket = scene.last(Effect.ReadCases.class).ticket();
    scene.on(new Event.CasesFound(ticket, found(Completeness.LOADING, CASE)));

    CounterToStaff.PanelOpened opened = scene.toldStaff(CounterToStaff.PanelOpened.class).getLast();
    assertEquals(Completeness.LOADING, opened.content().completeness());
    assertEquals(1, opened.content().cases().size());
    scene.on(new Event.CasesFound(ticket, found(Completeness.LOADING, "case-2", "case-3")));
    assertEquals(Completeness.LOADING, lastAdded(scene).completeness());
    assertEquals(2, lastAdded(scene).cases().size());
    scene.casesArrive(found(Completeness.COMPLETE));
    assertEquals(Completeness.COMPLETE, lastAdded(scene).completeness());
    assertEquals(1, scene.toldStaff(CounterToStaff.PanelOpened.class).size());
  }

  @Test
  void a_case_system_that_fails_half_way_leaves_what_is_there_and_says_so() {
    Scene scene = new Scene().reading();
    long ticket = scene.last(Effect.ReadCases.class).ticket();
    scene
        .on(new Event.CasesFound(ticket, found(Completeness.LOADING, CASE)))
        .casesArrive(new Answer.Unavailable("HTTP_500"));

    assertInstanceOf(PanelState.Open.class, scene.state().panel());
    assertEquals(Completeness.PARTIAL, lastAdded(scene).completeness());
  }

  @Test
  void what_was_still_being_read_when_the_panel_locked_is_dropped() {
    Scene scene = new Scene().reading();
    long ticket = scene.last(Effect.ReadCases.class).ticket();
    scene
        .on(new Event.CasesFound(ticket, found(Completeness.LOADING, CASE)))
        .says(new StaffToCounter.LockPanel(Scene.CONVERSATION, StaffLock.BUTTON))
        .on(new Event.CasesFound(ticket, found(Completeness.LOADING, "case-2")))
        .casesArrive(found(Completeness.COMPLETE));

    assertTrue(scene.toldStaff(CounterToStaff.PanelCases.class).isEmpty());
    assertInstanceOf(PanelState.Locked.class, scene.state().panel());
  }

  @Test
  void a_change_in_the_case_system_is_read_again_but_not_all_the_time() {
    Scene scene = open().on(new Event.CaseChanged("https://zaken.example/zaken/other"));
    assertTrue(scene.all(Effect.ReadCases.class).isEmpty());

    scene.pass(InsideSteps.BETWEEN_READINGS).on(new Event.CaseChanged(ADDRESS));
    Effect.ReadCases again = scene.last(Effect.ReadCases.class);
    assertEquals(PLACES, again.known());
    scene.on(new Event.CaseChanged(ADDRESS)).on(new Event.CaseChanged(ADDRESS));
    scene.casesArrive(found(Completeness.COMPLETE, CASE));
    assertEquals(Extent.ALL, scene.toldStaff(CounterToStaff.PanelCases.class).getLast().extent());
    assertEquals(1, scene.all(Effect.ReadCases.class).size());

    scene.pass(InsideSteps.BETWEEN_READINGS.plus(Duration.ofSeconds(1)));
    assertEquals(2, scene.all(Effect.ReadCases.class).size(), "what came meanwhile is read too");
  }

  @Test
  void an_answer_without_cases_does_not_free_their_handles() {
    Scene scene =
        open()
            .pass(InsideSteps.BETWEEN_READINGS)
            .says(new StaffToCounter.ReadAgain(Scene.CONVERSATION))
            .casesArrive(new Answer.Found(List.of(), Completeness.COMPLETE))
            .pass(InsideSteps.BETWEEN_READINGS)
            .says(new StaffToCounter.ReadAgain(Scene.CONVERSATION));

    assertEquals(
        new Places(Map.of(), Map.of(), new Places.Named(1, 2)),
        scene.last(Effect.ReadCases.class).known());
  }

  @Test
  void reading_again_that_is_no_longer_allowed_shuts_the_panel() {
    for (String code : List.of("HTTP_401", "HTTP_403")) {
      Scene scene =
          open()
              .pass(InsideSteps.BETWEEN_READINGS)
              .says(new StaffToCounter.ReadAgain(Scene.CONVERSATION))
              .casesArrive(new Answer.Unavailable(code));

      assertEquals(
          new PanelState.Locked(CounterToStaff.LockReason.CASE_SYSTEM_UNAVAILABLE),
          scene.state().panel());
      assertEquals(code, scene.lastRow("gate-relocked").get("reason"));
    }
  }

  @Test
  void reading_again_that_fails_keeps_what_is_shown() {
    Scene scene =
        open()
            .pass(InsideSteps.BETWEEN_READINGS)
            .says(new StaffToCounter.ReadAgain(Scene.CONVERSATION))
            .casesArrive(new Answer.Unavailable("HTTP_500"));

    CounterToStaff.PanelCases told = scene.toldStaff(CounterToStaff.PanelCases.class).getLast();
    assertEquals(Extent.ADDED, told.extent());
    assertEquals(Completeness.PARTIAL, told.content().completeness());
    assertInstanceOf(PanelState.Open.class, scene.state().panel());
  }
}
