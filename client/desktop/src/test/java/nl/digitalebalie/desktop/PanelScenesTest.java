package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Reachable;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.settings.Settings.Theme;
import nl.digitalebalie.desktop.testkit.AccessibleNames;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Fx;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.viewer.PagePicture;
import nl.digitalebalie.desktop.viewer.Pictures;
import nl.digitalebalie.desktop.viewer.ViewerNews;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.DocumentEnd;
import nl.digitalebalie.protocol.signal.CounterToStaff.Extent;
import nl.digitalebalie.protocol.signal.CounterToStaff.NotesState;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be done inside an open panel, on real nodes. */
class PanelScenesTest {
  private static final String LETTER = "doc-62000";

  private Optional<CounterApp> running = Optional.empty();
  private Optional<TestDesk> at = Optional.empty();
  private Optional<Stage> stage = Optional.empty();

  @BeforeAll
  static void toolkit() {
    Fx.start();
  }

  @AfterEach
  void stop() {
    run(() -> {
      running.ifPresent(CounterApp::stop);
      stage.ifPresent(Stage::close);
    });
  }

  @Test
  void of_very_many_cases_some_are_drawn_and_the_others_are_a_press_or_a_search_away() {
    TestDesk desk = open(Settings.DEFAULT);
    panel(desk, Examples.panel("Wilhelmina de Boer"));
    PanelContent.Case[] many =
        IntStream.range(0, 100)
            .mapToObj(number -> Examples.running("case-m" + number, "Aanvraag nummer " + number))
            .toArray(PanelContent.Case[]::new);
    run(() -> add(desk, Completeness.COMPLETE, many));
    assertEquals(42, drawn(), "forty, and the two that stood there before");
    assertEquals("Toon meer zaken (nog 60)", words("cases-more"));
    picture("panel-13-many");

    type("panel-search", "nummer 97");
    assertEquals(1, drawn());
    assertEquals("1 van 102", words("panel-found"));
    type("panel-search", "");
    press("cases-more");
    assertEquals(83, drawn(), "the one that was found stays as well");
    assertTrue(Fx.call(() -> app().scene().getFocusOwner() instanceof TitledPane));
    press("cases-more");
    assertEquals(102, drawn());
    assertTrue(Fx.call(() -> app().scene().lookup("#cases-more") == null));
  }

  private long drawn() {
    return Fx.call(() -> {
      app().scene().getRoot().applyCss();
      return app().scene().getRoot().lookupAll(".open-panel-content > .case").stream()
          .filter(TitledPane.class::isInstance)
          .count();
    });
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void the_states_of_a_panel_have_words_and_names(Theme theme) {
    TestDesk desk = open(Settings.DEFAULT.withTheme(theme));
    String look = "panel-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-";
    panel(desk, Examples.panel("Wilhelmina de Boer"));
    run(() -> add(desk, Completeness.LOADING, Examples.running("case-9", "Rolstoel")));
    picture(look + "1-loading");
    assertAccessible();
    run(() -> add(desk, Completeness.PARTIAL));
    picture(look + "2-partial");
    press("read-again");
    assertEquals(
        new StaffToCounter.ReadAgain(Examples.FIRST),
        desk.server.lastCounter(StaffToCounter.ReadAgain.class));
    run(() -> add(desk, Completeness.COMPLETE));

    press("open-" + LETTER);
    picture(look + "3-document-coming");
    assertAccessible();
    run(() -> deliver(desk));
    picture(look + "4-document");
    assertAccessible();
    press("document-close");
    press("open-" + LETTER);
    run(() ->
        desk.hear(new CounterToStaff.DocumentEnds(Examples.FIRST, 2, DocumentEnd.OTHER_CONTENT)));
    picture(look + "5-document-failed");
    assertAccessible();
    press("document-close");

    press("notes-show-case-1");
    run(() -> notes(desk, "Mevrouw belt maandag terug over de uren."));
    press("note-new-case-1");
    scrolled(1);
    picture(look + "6-notes");
    scrolled(0);
    assertAccessible();
    run(() ->
        app()
            .scene()
            .getAccelerators()
            .get(javafx.scene.input.KeyCombination.valueOf("Shortcut+F"))
            .run());
    assertEquals("panel-search", Fx.call(() -> app().scene().getFocusOwner().getId()));
    type("panel-search", "traplift");
    picture(look + "7-search");
    assertEquals("1 van 3", words("panel-found"));
    run(() -> {
      desk.happens(new DeskEvent.LockWanted());
      desk.opened();
    });
  }

  @Test
  void nothing_is_there_is_a_sentence_too() {
    TestDesk desk = open(Settings.DEFAULT);
    panel(desk, new PanelContent(List.of(), List.of(), Completeness.COMPLETE));
    picture("panel-light-8-empty");
    assertTrue(strings().contains("Voor dit onderwerp zijn er geen zaken."));
  }

  @Test
  void a_document_is_read_by_keyboard_alone() {
    TestDesk desk = open(Settings.DEFAULT);
    panel(desk, Examples.panel("Wilhelmina de Boer"));
    press("open-" + LETTER);
    run(() -> deliver(desk));
    assertEquals("Pagina 1 van 3", words("document-place"));
    key(KeyCode.RIGHT);
    key(KeyCode.RIGHT);
    key(KeyCode.RIGHT);
    assertEquals("Pagina 3 van 3", words("document-place"));
    key(KeyCode.LEFT);
    assertEquals("Pagina 2 van 3", words("document-place"));
    key(KeyCode.PLUS);
    assertEquals("draw 1 2 1800", desk.viewer.told.getLast());
    key(KeyCode.ESCAPE);
    assertFalse(Fx.call(() -> node("document-view").isVisible()));
    assertInstanceOf(PanelState.Open.class, Fx.call(() -> desk.talk().panel()));
  }

  @Test
  void what_is_typed_and_folded_open_survives_what_arrives_meanwhile() {
    TestDesk desk = open(Settings.DEFAULT);
    panel(desk, Examples.panel("Wilhelmina de Boer"));
    press("notes-show-case-1");
    run(() -> notes(desk, "Belt terug"));
    press("note-new-case-1");
    type("note-text-case-1", "Half af");
    run(() -> add(desk, Completeness.LOADING, Examples.running("case-9", "Rolstoel")));

    assertEquals("Half af", Fx.call(() -> ((TextInputControl) node("note-text-case-1")).getText()));
  }

  /**
   * Both by a lock and by the end of the talk; documents, notes, drafts, words that were sought.
   */
  @Test
  void after_a_relock_nothing_of_documents_notes_or_search_is_left() {
    TestDesk desk = open(Settings.DEFAULT);
    panel(desk, Examples.panel("Wilhelmina de Boer"));
    List<String> secrets =
        List.of(
            "Ontvangstbevestiging",
            "Geheime notitie",
            "Nog niet bewaard",
            "huishouden van",
            "Rolstoel");
    press("open-" + LETTER);
    PagePicture picture = Fx.call(() -> deliver(desk));
    press("notes-show-case-1");
    run(() -> notes(desk, "Geheime notitie"));
    press("note-new-case-1");
    type("note-text-case-1", "Nog niet bewaard");
    run(() -> add(desk, Completeness.LOADING, Examples.running("case-9", "Rolstoel")));
    type("panel-search", "huishouden van");
    secrets.subList(0, 4).forEach(secret -> assertTrue(strings().contains(secret), secret));

    run(() -> desk.happens(new DeskEvent.LockWanted()));

    assertTrue(Pictures.isEmpty(picture), "no pixel is left");
    assertEquals("stop", desk.viewer.told.getLast());
    for (String secret : secrets) {
      assertTrue(
          Fx.eventually(() -> !Reachable.strings(roots()).contains(secret)),
          () -> secret + ": " + Fx.call(() -> Reachable.way(secret, roots())));
    }
  }

  @Test
  void a_panel_that_opens_again_looks_as_it_did() {
    TestDesk desk = open(Settings.DEFAULT);
    panel(desk, Examples.panel("Wilhelmina de Boer"));
    String before = signOfSearch();
    assertFalse(before.isEmpty());
    run(() -> desk.happens(new DeskEvent.LockWanted()));
    run(() -> {
      desk.asked();
      desk.opened(desk.verified(), Examples.panel("Wilhelmina de Boer"));
    });

    assertEquals(before, signOfSearch());
    assertAccessible();
  }

  private String signOfSearch() {
    return Fx.call(
        () -> ((Text) node("panel-search").getParent().lookup(".ikonli-font-icon")).getText());
  }

  // ---- steps

  private void panel(TestDesk desk, PanelContent content) {
    run(() -> {
      desk.inTalk();
      desk.connect(1);
      desk.call.say(new CallNews.Secured(1));
      desk.call.flows();
      desk.asked();
    });
    run(() -> desk.opened(desk.verified(), content));
  }

  private static void add(TestDesk desk, Completeness completeness, PanelContent.Case... cases) {
    desk.hear(
        new CounterToStaff.PanelCases(
            Examples.FIRST,
            new PanelContent(List.of(), List.of(cases), completeness),
            Extent.ADDED));
  }

  /** The bytes, and what a process would make of them. */
  private static PagePicture deliver(TestDesk desk) {
    desk.hear(new CounterToStaff.DocumentBegins(Examples.FIRST, 1, "application/pdf", 4));
    desk.hear(
        new CounterToStaff.DocumentPart(
            Examples.FIRST,
            1,
            1,
            Sensitive.of(Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4}))));
    desk.hear(new CounterToStaff.DocumentEnds(Examples.FIRST, 1, DocumentEnd.WHOLE));
    desk.viewer.say(new ViewerNews.Counted(1, 3));
    PagePicture picture = Pictures.grey(1, 1_320, 1_868);
    desk.viewer.say(new ViewerNews.Drawn(1, picture));
    desk.settle();
    return picture;
  }

  private static void notes(TestDesk desk, String text) {
    desk.hear(
        new CounterToStaff.CaseNotes(
            Examples.FIRST, "case-1", List.of(Examples.note(text)), NotesState.READ));
  }

  // ---- the robot

  private TestDesk open(Settings settings) {
    TestDesk desk = TestDesk.with(settings);
    at = Optional.of(desk);
    run(() -> {
      Stage window = new Stage();
      CounterApp app = new CounterApp(desk.wiring);
      app.start(window);
      window.setWidth(1440);
      window.setHeight(900);
      stage = Optional.of(window);
      running = Optional.of(app);
    });
    return desk;
  }

  private CounterApp app() {
    return running.orElseThrow();
  }

  private Object[] roots() {
    return new Object[] {app().scene(), app().desk(), app()};
  }

  private String strings() {
    Fx.settle();
    return Fx.call(() -> {
      app().scene().getRoot().applyCss();
      app().scene().getRoot().layout();
      return Reachable.strings(roots());
    });
  }

  private Node node(String id) {
    assertTrue(Platform.isFxApplicationThread(), "a style pass belongs to the toolkit");
    app().scene().getRoot().applyCss();
    app().scene().getRoot().layout();
    Node found = app().scene().lookup("#" + id);
    if (found == null) {
      throw new AssertionError("there is no " + id);
    }
    return found;
  }

  private void scrolled(double to) {
    Fx.pulses();
    run(() -> ((javafx.scene.control.ScrollPane) node("cases-scroll")).setVvalue(to));
  }

  private String words(String id) {
    return Fx.call(() -> ((Labeled) node(id)).getText());
  }

  private void press(String id) {
    run(() -> ((ButtonBase) node(id)).fire());
  }

  private void type(String id, String text) {
    run(() -> ((TextInputControl) node(id)).setText(text));
  }

  private void key(KeyCode code) {
    run(() -> {
      Node owner = app().scene().getFocusOwner();
      owner.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    });
  }

  private void picture(String name) {
    Fx.settle();
    Fx.picture(app().scene(), name);
  }

  private void run(Runnable action) {
    Fx.run(() -> {
      action.run();
      at.ifPresent(TestDesk::settle);
    });
  }

  private void assertAccessible() {
    assertEquals(List.of(), Fx.call(() -> AccessibleNames.missing(app().scene().getRoot())));
  }
}
