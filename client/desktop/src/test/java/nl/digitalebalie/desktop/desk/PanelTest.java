package nl.digitalebalie.desktop.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.cases.CaseNotes.Phase;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.cases.Viewing;
import nl.digitalebalie.desktop.cases.Viewing.Sharing;
import nl.digitalebalie.desktop.cases.Viewing.Stage;
import nl.digitalebalie.desktop.cases.Viewing.ViewFault;
import nl.digitalebalie.desktop.chat.Entry;
import nl.digitalebalie.desktop.chat.FileBytes;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.viewer.PagePicture;
import nl.digitalebalie.desktop.viewer.Pictures;
import nl.digitalebalie.desktop.viewer.ViewerNews;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.FileDecision;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.DocumentEnd;
import nl.digitalebalie.protocol.signal.CounterToStaff.Extent;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.CounterToStaff.NotesState;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PanelTest {
  private static final String LETTER = "doc-62000";
  private static final String INTERNAL = "doc-148000";

  private final TestDesk desk = TestDesk.plain();

  @BeforeEach
  void open() {
    desk.inTalk();
    desk.connect(1);
    desk.opened();
    desk.viewer.told.clear();
  }

  private PanelState.Open panel() {
    return assertInstanceOf(PanelState.Open.class, desk.talk().panel());
  }

  private Viewing viewing() {
    return panel().beside().viewing().orElseThrow();
  }

  private void begins(int request) {
    desk.hear(new CounterToStaff.DocumentBegins(Examples.FIRST, request, "application/pdf", 8));
  }

  private void part(int request, int number, String bytes) {
    desk.hear(
        new CounterToStaff.DocumentPart(
            Examples.FIRST,
            request,
            number,
            Sensitive.of(
                Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.US_ASCII)))));
  }

  private void ends(int request, DocumentEnd end) {
    desk.hear(new CounterToStaff.DocumentEnds(Examples.FIRST, request, end));
  }

  /** Asked, delivered, read; two pages, the first drawn. */
  private PagePicture reading(String handle) {
    desk.happens(new DeskEvent.DocumentWanted(handle));
    int request = viewing().request();
    begins(request);
    part(request, 1, "%PDF");
    part(request, 2, "-1.4");
    ends(request, DocumentEnd.WHOLE);
    desk.viewer.say(new ViewerNews.Counted(request, 2));
    PagePicture picture = Pictures.grey(1, 60, 80);
    desk.viewer.say(new ViewerNews.Drawn(request, picture));
    desk.settle();
    return picture;
  }

  @Test
  void a_document_is_asked_for_taken_in_parts_and_drawn() {
    PagePicture picture = reading(LETTER);

    assertEquals(
        new StaffToCounter.OpenDocument(Examples.FIRST, 1, LETTER),
        desk.server.lastCounter(StaffToCounter.OpenDocument.class));
    assertEquals(
        new StaffToCounter.DocumentReceived(Examples.FIRST, 1, 2),
        desk.server.lastCounter(StaffToCounter.DocumentReceived.class));
    assertEquals(
        List.of("prepare 1", "read 1 application/pdf 8", "draw 1 1 1320"), desk.viewer.told);
    assertEquals(Optional.of(picture), viewing().picture());
    assertEquals(0, viewing().bytes().size(), "the process has the bytes, the desk needs them not");

    desk.happens(new DeskEvent.PageTurned(2));
    desk.happens(new DeskEvent.PageTurned(3));
    desk.happens(new DeskEvent.ZoomWanted(Viewing.Zoom.LARGE));
    assertEquals(List.of("draw 1 2 1320", "draw 1 2 1800"), desk.viewer.told.subList(3, 5));
  }

  @Test
  void a_relock_empties_the_picture_and_the_bytes_and_ends_the_process() {
    PagePicture picture = reading(LETTER);
    desk.hear(new CounterToStaff.PanelLocked(Examples.FIRST, LockReason.RESIDENT_LOST));

    assertTrue(Pictures.isEmpty(picture));
    assertEquals("stop", desk.viewer.told.getLast());
    PagePicture late = Pictures.grey(2, 60, 80);
    desk.viewer.say(new ViewerNews.Drawn(1, late));
    assertTrue(Pictures.isEmpty(late), "what was on its way is emptied as well");
  }

  @Test
  void a_relock_in_the_middle_of_a_document_leaves_no_byte_of_it() {
    desk.happens(new DeskEvent.DocumentWanted(LETTER));
    begins(1);
    part(1, 1, "%PDF");
    Viewing cut = viewing();
    assertEquals(4, cut.bytes().size());
    desk.happens(new DeskEvent.LockWanted());

    assertEquals(0, cut.bytes().size());
    part(1, 2, "-1.4");
    ends(1, DocumentEnd.WHOLE);
    assertEquals(0, cut.bytes().size());
    assertTrue(desk.viewer.told.stream().noneMatch(told -> told.startsWith("read")));
  }

  @Test
  void parts_out_of_order_are_no_document() {
    desk.happens(new DeskEvent.DocumentWanted(LETTER));
    begins(1);
    part(1, 2, "-1.4");

    assertEquals(new Stage.Failed(ViewFault.NOT_AVAILABLE), viewing().stage());
    assertEquals("stop", desk.viewer.told.getLast());
  }

  @Test
  void another_document_takes_the_place_of_the_first_one() {
    PagePicture first = reading(LETTER);
    desk.happens(new DeskEvent.DocumentWanted(INTERNAL));

    assertTrue(Pictures.isEmpty(first));
    assertEquals(2, viewing().request());
    assertEquals(List.of("stop", "prepare 2"), desk.viewer.told.subList(3, 5));
    part(1, 1, "late");
    assertEquals(0, viewing().bytes().size());
  }

  @Test
  void closing_tells_the_counter_and_leaves_the_panel_open() {
    PagePicture picture = reading(LETTER);
    desk.happens(new DeskEvent.DocumentClosed());

    assertTrue(Pictures.isEmpty(picture));
    assertTrue(panel().beside().viewing().isEmpty());
    assertEquals(
        new StaffToCounter.CloseDocument(Examples.FIRST, 1),
        desk.server.lastCounter(StaffToCounter.CloseDocument.class));
  }

  @Test
  void what_the_counter_refuses_or_cannot_deliver_is_a_line() {
    desk.happens(new DeskEvent.DocumentWanted(LETTER));
    ends(1, DocumentEnd.OTHER_CONTENT);
    assertEquals(new Stage.Failed(ViewFault.OTHER_CONTENT), viewing().stage());

    desk.happens(new DeskEvent.DocumentWanted(LETTER));
    desk.hear(
        new CounterToStaff.Refused(
            ErrorCode.GATE_CLOSED, Optional.of("open-document"), Optional.of(Examples.FIRST)));
    assertEquals(new Stage.Failed(ViewFault.NOT_AVAILABLE), viewing().stage());
    assertInstanceOf(PanelState.Open.class, desk.talk().panel());
  }

  @Test
  void the_resident_gets_a_page_only_after_the_counter_put_it_on_record() {
    reading(LETTER);
    desk.happens(new DeskEvent.ShowingWanted());
    assertEquals(Sharing.ASKED, viewing().sharing());
    assertEquals(
        new StaffToCounter.ShowDocument(Examples.FIRST, LETTER),
        desk.server.lastCounter(StaffToCounter.ShowDocument.class));
    assertTrue(desk.talk().chat().entries().isEmpty());

    desk.hear(new CounterToStaff.DocumentMayBeShown(Examples.FIRST, LETTER));
    assertTrue(desk.eventually(() -> viewing().sharing() == Sharing.SENT));
    assertEquals(1, desk.talk().chat().entries().size());
  }

  @Test
  void a_page_that_became_a_file_after_the_relock_goes_nowhere() {
    reading(LETTER);
    desk.happens(new DeskEvent.ShowingWanted());
    desk.hear(new CounterToStaff.PanelLocked(Examples.FIRST, LockReason.RESIDENT_LOST));
    desk.hear(new CounterToStaff.DocumentMayBeShown(Examples.FIRST, LETTER));
    desk.happens(new DeskEvent.PageReady(1, Optional.empty()));

    assertTrue(desk.talk().chat().entries().isEmpty());
  }

  @Test
  void a_page_of_the_panel_before_is_never_taken_for_one_of_the_next() {
    reading(LETTER);
    desk.happens(new DeskEvent.ShowingWanted());
    desk.hear(new CounterToStaff.PanelLocked(Examples.FIRST, LockReason.RESIDENT_LOST));
    desk.opened();
    reading(LETTER);
    desk.happens(new DeskEvent.ShowingWanted());

    desk.happens(new DeskEvent.PageReady(1, Optional.empty()));
    assertEquals(Sharing.ASKED, viewing().sharing(), "the page on its way was another one");
  }

  /** A page that the resident was offered, and has not answered yet. */
  private Entry.SharedFile offered() {
    reading(LETTER);
    desk.happens(new DeskEvent.ShowingWanted());
    desk.hear(new CounterToStaff.DocumentMayBeShown(Examples.FIRST, LETTER));
    assertTrue(desk.eventually(() -> viewing().sharing() == Sharing.SENT));
    desk.exchange();
    return assertInstanceOf(Entry.SharedFile.class, desk.talk().chat().entries().getLast());
  }

  private void assertGone(Entry.SharedFile page, FileBytes bytes) {
    desk.exchange();
    desk.residentSays(new PeerMessage.FileAnswer(page.id(), FileDecision.ACCEPTED));
    assertTrue(
        desk.resident.heard.stream().noneMatch(PeerMessage.FilePart.class::isInstance),
        "no part of it goes out");
    assertTrue(bytes.isWiped());
    assertFalse(Reachable.strings(desk.desk()).contains(page.name().reveal()));
  }

  private FileBytes bytes(Entry.SharedFile page) {
    return Optional.ofNullable(desk.talk().chat().bytes().get(page.id())).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void a_page_on_offer_is_taken_back_whyever_the_panel_locks(LockReason why) {
    Entry.SharedFile page = offered();
    FileBytes bytes = bytes(page);
    assertTrue(Reachable.strings(desk.desk()).contains(page.name().reveal()));
    desk.hear(new CounterToStaff.PanelLocked(Examples.FIRST, why));
    desk.exchange();

    assertEquals(
        new PeerMessage.FileAnswer(page.id(), FileDecision.CANCELLED),
        desk.resident.heard.getLast(),
        "the page is told");
    assertGone(page, bytes);
  }

  @Test
  void a_page_on_offer_is_taken_back_with_the_lock_the_time_box_and_a_new_connection() {
    for (Runnable closing :
        List.<Runnable>of(
            () -> desk.happens(new DeskEvent.LockWanted()),
            () -> desk.passes(Duration.ofMinutes(16)),
            () -> {
              desk.hear(desk.anew(2));
              desk.connect(2);
            })) {
      Entry.SharedFile page = offered();
      FileBytes bytes = bytes(page);
      closing.run();
      assertGone(page, bytes);
      desk.resident.heard.clear();
      desk.opened();
    }
  }

  @Test
  void another_key_of_the_resident_is_offered_no_page_of_the_panel() {
    Entry.SharedFile page = offered();
    FileBytes bytes = bytes(page);
    desk.resident = Resident.another();
    desk.hear(desk.anew(2));
    desk.lose();
    desk.bind();
    desk.connect(2);

    assertEquals(List.of(), desk.resident.heard);
    assertGone(page, bytes);
  }

  @Test
  void an_internal_document_is_never_offered_to_the_resident() {
    reading(INTERNAL);
    desk.happens(new DeskEvent.ShowingWanted());

    assertTrue(
        desk.server.counterHeard.stream().noneMatch(StaffToCounter.ShowDocument.class::isInstance));
  }

  @Test
  void notes_are_fetched_once_asked_for_and_a_new_one_keeps_the_old_ones_in_sight() {
    desk.happens(new DeskEvent.NotesWanted("case-1"));
    desk.hear(
        new CounterToStaff.CaseNotes(
            Examples.FIRST, "case-1", List.of(Examples.note("Belt maandag")), NotesState.READ));
    assertEquals(Phase.READ, panel().beside().notes().get("case-1").phase());

    desk.happens(new DeskEvent.NoteWritten("case-1", Sensitive.of("Kort"), Sensitive.of("Gebeld")));
    assertEquals(Phase.ADDING, panel().beside().notes().get("case-1").phase());
    desk.hear(
        new CounterToStaff.CaseNotes(
            Examples.FIRST, "case-1", List.of(), NotesState.PERHAPS_WRITTEN));
    assertEquals(Phase.PERHAPS_WRITTEN, panel().beside().notes().get("case-1").phase());
    assertEquals(1, panel().beside().notes().get("case-1").notes().size());

    desk.happens(new DeskEvent.LockWanted());
    assertFalse(Reachable.strings(desk.desk()).contains("Belt maandag"));
  }

  @Test
  void more_cases_join_those_that_are_shown_in_their_order() {
    PanelContent before = panel().content();
    PanelContent.Case known = before.cases().getFirst();
    PanelContent.Case newer = Examples.running("case-9", "Rolstoel");
    desk.hear(
        new CounterToStaff.PanelCases(
            Examples.FIRST,
            new PanelContent(List.of(), List.of(newer), Completeness.LOADING),
            Extent.ADDED));

    assertEquals(
        List.of("case-9", known.handle(), "case-2"),
        panel().content().cases().stream().map(PanelContent.Case::handle).toList());
    assertEquals(before.person(), panel().content().person());
    assertEquals(Completeness.LOADING, panel().content().completeness());

    desk.hear(
        new CounterToStaff.PanelCases(
            Examples.FIRST,
            new PanelContent(List.of(), List.of(), Completeness.PARTIAL),
            Extent.ADDED));
    desk.happens(new DeskEvent.ReadAgainWanted());
    assertEquals(
        new StaffToCounter.ReadAgain(Examples.FIRST),
        desk.server.lastCounter(StaffToCounter.ReadAgain.class));
    desk.hear(
        new CounterToStaff.PanelCases(
            Examples.FIRST,
            new PanelContent(before.person(), List.of(newer), Completeness.COMPLETE),
            Extent.ALL));
    assertEquals(1, panel().content().cases().size());
  }

  @Test
  void more_cases_for_a_panel_that_locked_are_not_kept() {
    desk.happens(new DeskEvent.LockWanted());
    desk.hear(
        new CounterToStaff.PanelCases(
            Examples.FIRST,
            new PanelContent(
                List.of(), List.of(Examples.running("case-9", "Rolstoel")), Completeness.COMPLETE),
            Extent.ADDED));

    assertFalse(Reachable.strings(desk.desk()).contains("Rolstoel"));
  }

  private void told(Extent extent, PanelContent content) {
    desk.hear(new CounterToStaff.PanelCases(Examples.FIRST, content, extent));
  }

  private static PanelContent withBeyond(Completeness completeness) {
    return new PanelContent(
        List.of(
            new PanelContent.PersonField("guardianship", Sensitive.of("onder curatele")),
            new PanelContent.PersonField("salary", Sensitive.of("3100 euro"))),
        List.of(
            Examples.running("case-9", "Rolstoel"),
            Examples.beyond("case-10", "Ondertoezichtstelling"),
            Examples.withDocuments("case-11", "Offerte", "Diagnose")),
        completeness);
  }

  private void assertOnlyWithinPurpose() {
    String shown = Reachable.strings(desk.desk());
    for (String allowed : List.of("onder curatele", "Rolstoel", "Woningaanpassing", "Offerte")) {
      assertTrue(shown.contains(allowed), allowed);
    }
    for (String beyond : List.of("3100 euro", "Ondertoezichtstelling", "Diagnose")) {
      assertFalse(shown.contains(beyond), beyond);
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_arrives_later_beyond_the_purpose_is_not_taken_in(Extent extent) {
    told(extent, withBeyond(Completeness.COMPLETE));
    assertOnlyWithinPurpose();
    assertEquals(Completeness.COMPLETE, panel().content().completeness());
  }

  @Test
  void a_case_that_is_beyond_the_purpose_by_now_leaves_and_its_document_opens_no_more() {
    told(Extent.ADDED, withBeyond(Completeness.LOADING));
    told(
        Extent.ADDED,
        new PanelContent(
            List.of(),
            List.of(
                Examples.beyond("case-9", "Rolstoel in het gezin"),
                Examples.withDocuments("case-11", "Offerte", "Diagnose")),
            Completeness.COMPLETE));

    assertFalse(Reachable.strings(desk.desk()).contains("Rolstoel"));
    desk.happens(new DeskEvent.DocumentWanted("doc-1002"));
    assertTrue(panel().beside().viewing().isEmpty(), "a document beyond the purpose is not there");
    desk.happens(new DeskEvent.DocumentWanted("doc-1001"));
    assertTrue(panel().beside().viewing().isPresent());
  }

  @Test
  void more_for_a_purpose_that_is_not_known_any_more_shuts_the_panel() {
    desk.hear(
        new CounterToStaff.Welcome(
            List.of(Examples.GENERAL), Examples.POLICY_HASH, Optional.empty(), desk.now));
    told(Extent.ADDED, withBeyond(Completeness.COMPLETE));

    assertEquals(new PanelState.Locked(LockReason.POLICY), desk.talk().panel());
    assertInstanceOf(
        StaffToCounter.LockPanel.class, desk.server.lastCounter(StaffToCounter.LockPanel.class));
    assertFalse(Reachable.strings(desk.desk()).contains("Rolstoel"));
  }
}
