package nl.digitalebalie.desktop.view.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Overlay;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.CaseCard;
import nl.digitalebalie.desktop.view.cases.CasesModel.Countdown;
import nl.digitalebalie.desktop.view.cases.CasesModel.Extending;
import nl.digitalebalie.desktop.view.cases.CasesModel.Field;
import nl.digitalebalie.desktop.view.cases.CasesModel.Opening;
import nl.digitalebalie.desktop.view.cases.CasesModel.Progress;
import nl.digitalebalie.desktop.view.cases.CasesModel.Screen;
import nl.digitalebalie.desktop.view.cases.CasesModel.Urgency;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The nodes of the case panel. A shut panel is built anew; in an open one a case's nodes stay while
 * more arrives, and all of them are emptied when it shuts.
 */
public final class CasesView extends VBox {
  private static final PseudoClass SOON = PseudoClass.getPseudoClass("soon");
  private static final PseudoClass QUIET = PseudoClass.getPseudoClass("quiet");
  private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");

  private final CasesPresenter presenter;
  private final Texts texts;
  private final Overlay overlay;
  private final Label state = Parts.label("", "panel-state");
  private final Label countdown = Parts.label("", "countdown");
  private final Button lock;
  private final Button extend;
  private final FlowPane tools;
  private final VBox content = Parts.column("cases-content");
  private final VBox opened = Parts.column("open-panel-content");
  private final Map<String, CaseRow> rows = new HashMap<>();
  private final TextField search = new TextField();
  private final Label found = Parts.label("", "muted", "small");
  private final HBox searchRow;
  private final Button more;
  private @Nullable Node person;
  private List<Field> personShown = List.of();
  private Optional<Node> asking = Optional.empty();

  public CasesView(CasesPresenter presenter, Texts texts, Overlay overlay) {
    this.presenter = presenter;
    this.texts = texts;
    this.overlay = overlay;
    getStyleClass().addAll("card", "cases");
    state.setId("panel-state");
    state.setMinWidth(Region.USE_PREF_SIZE);
    countdown.setId("countdown");
    countdown.setWrapText(false);
    countdown.setMinWidth(Region.USE_PREF_SIZE);
    lock = Parts.button("lock-panel", texts.text("cases.lock"), Feather.LOCK);
    lock.setAccessibleHelp(texts.text("shortcut", "Ctrl+L"));
    lock.setOnAction(_ -> presenter.lock());
    lock.setMinWidth(Region.USE_PREF_SIZE);
    extend = Parts.button("extend-panel", texts.text("cases.extend"), Feather.PLUS_CIRCLE);
    extend.setOnAction(_ -> askForMore());
    extend.setMinWidth(Region.USE_PREF_SIZE);
    tools = new FlowPane(lock, extend, countdown);
    tools.getStyleClass().add("cases-tools");
    search.setId("panel-search");
    search.setPromptText(texts.text("cases.searchPrompt"));
    search.setAccessibleText(texts.text("cases.search"));
    search.setAccessibleHelp(texts.text("shortcut", "Ctrl+F"));
    search.textProperty().subscribe(words -> presenter.search(words == null ? "" : words));
    search.setMaxWidth(Double.MAX_VALUE);
    found.setId("panel-found");
    found.setMinWidth(Region.USE_PREF_SIZE);
    HBox.setHgrow(search, Priority.ALWAYS);
    searchRow = Parts.row("search-row", Parts.icon(Feather.SEARCH, "muted-icon"), search, found);
    more = Parts.button("cases-more", "", "small");
    more.setMaxWidth(Double.MAX_VALUE);
    more.setOnAction(_ -> showMore());
    VBox.setVgrow(content, Priority.ALWAYS);
    VBox column = new VBox(content, new EarlierContactsView(presenter.model(), texts));
    column.setMinHeight(Region.USE_PREF_SIZE); // longer than the pane it scrolls, never squeezed
    ScrollPane scroll = new ScrollPane(column);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setId("cases-scroll");
    scroll.setAccessibleText(texts.text("cases.title"));
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren()
        .addAll(
            Parts.row(
                "section-head",
                Parts.heading(texts.text("cases.title"), "section-label"),
                Parts.spring(),
                state),
            tools,
            scroll);
    presenter.model().screen.render(this::render);
    presenter.model().countdown.render(this::renderCountdown);
  }

  private void render(Screen screen) {
    pseudoClassStateChanged(OPEN, screen instanceof Screen.Open);
    Parts.visible(tools, screen instanceof Screen.Open);
    if (!(screen instanceof Screen.Open)) {
      forget();
    }
    content.getChildren().stream().filter(old -> old != opened).forEach(Parts::wipe);
    switch (screen) {
      case Screen.Locked locked -> {
        say(texts.text("cases.locked"), Feather.LOCK);
        content.getChildren().setAll(locked(locked));
      }
      case Screen.Deciding _ -> {
        say(texts.text("cases.opening"), Feather.LOADER);
        content
            .getChildren()
            .setAll(Parts.label(texts.text("cases.openingHint"), "muted", "locked-why"));
      }
      case Screen.Open open -> {
        say(texts.text("cases.open"), Feather.UNLOCK);
        extend.setDisable(open.extending() == Extending.ASKED);
        Node next = open(open);
        if (!content.getChildren().equals(List.of(next))) {
          content.getChildren().setAll(next);
        }
      }
    }
  }

  private void say(String words, Feather glyph) {
    state.setText(words);
    state.setGraphic(Parts.icon(glyph, "small-icon"));
  }

  private void renderCountdown(Countdown left) {
    countdown.setText(left.words());
    countdown.pseudoClassStateChanged(SOON, left.urgency() == Urgency.SOON_OVER);
    countdown.setGraphic(
        Parts.icon(
            left.urgency() == Urgency.SOON_OVER ? Feather.ALERT_TRIANGLE : Feather.CLOCK,
            "small-icon"));
  }

  private List<Node> locked(Screen.Locked screen) {
    VBox box = Parts.column("locked", Parts.icon(Feather.LOCK, "quiet-icon"));
    box.pseudoClassStateChanged(QUIET, screen.steps().isEmpty());
    VBox.setVgrow(box, Priority.ALWAYS);
    box.getChildren().add(Parts.label(screen.why(), "locked-why"));
    if (!screen.steps().isEmpty()) {
      VBox steps = Parts.column("steps");
      screen.steps().forEach(step -> steps.getChildren().add(step(step)));
      box.getChildren().add(steps);
    }
    opener(screen.opening()).ifPresent(box.getChildren()::add);
    return List.of(box);
  }

  /** The same request to the gate; after a new connection it also says that this is the person. */
  private Optional<Node> opener(Opening opening) {
    return switch (opening) {
      case NOT_YET -> Optional.empty();
      case POSSIBLE -> Optional.of(opener("cases.openAgain", Feather.UNLOCK));
      case CONFIRM ->
          Optional.of(
              Parts.column(
                  "confirm",
                  Parts.heading(texts.text("cases.samePerson"), "strong"),
                  opener("cases.samePersonYes", Feather.USER_CHECK)));
    };
  }

  private Button opener(String key, Feather glyph) {
    Button open = Parts.button("open-panel", texts.text(key), glyph, "accent");
    open.setOnAction(_ -> presenter.open());
    return open;
  }

  private Label step(CasesModel.Step step) {
    Label label = Parts.label(step.words(), "step");
    label.setGraphic(sign(step.progress()));
    label.setAccessibleText(
        texts.text("cases.stepSpoken", step.words(), texts.word(step.progress())));
    if (step.progress() == Progress.LATER) {
      label.getStyleClass().add("muted");
    }
    return label;
  }

  static FontIcon sign(Progress progress) {
    return switch (progress) {
      case DONE -> Parts.icon(Feather.CHECK_CIRCLE, "success-icon");
      case NOW -> Parts.icon(Feather.ARROW_RIGHT_CIRCLE, "accent-icon");
      case LATER -> Parts.icon(Feather.CIRCLE, "muted-icon");
    };
  }

  private Node open(Screen.Open screen) {
    List<Node> next = new ArrayList<>();
    screen.gap().ifPresent(gap -> next.add(gap(gap)));
    next.add(personOnce(screen.person()));
    next.add(searchRow);
    found.setText(screen.found().words());
    Parts.visible(found, !screen.found().words().isEmpty());
    Set<String> shown = new HashSet<>();
    next.add(Parts.heading(texts.text("cases.running"), "section-label"));
    if (screen.running().isEmpty()) {
      next.add(Parts.label(texts.text(none(screen)), "muted"));
    }
    for (CaseCard one : screen.running()) {
      next.add(row(one, rows.isEmpty() ? CaseRow.Fold.OPEN : CaseRow.Fold.SHUT));
      shown.add(one.handle());
    }
    if (!screen.finished().isEmpty()) {
      next.add(Parts.heading(texts.text("cases.finished"), "section-label"));
      for (CaseCard one : screen.finished()) {
        next.add(row(one, CaseRow.Fold.SHUT));
        shown.add(one.handle());
      }
    }
    if (screen.hidden() > 0) {
      more.setText(texts.text("cases.more", screen.hidden()));
      next.add(more);
    }
    if (screen.found().words().isEmpty()) {
      letGoOfAllBut(shown); // what a search leaves out comes back with its drafts
    }
    Set<Node> cases = new HashSet<>();
    rows.values().forEach(row -> cases.add(row.pane()));
    opened.getChildren().stream()
        .filter(old -> !next.contains(old) && !cases.contains(old))
        .forEach(Parts::wipe);
    if (!opened.getChildren().equals(next)) {
      Node focused = getScene() == null ? null : getScene().getFocusOwner();
      opened.getChildren().setAll(next);
      if (focused != null && focused.getScene() != null) {
        focused.requestFocus(); // a node that stayed keeps the focus
      }
    }
    return opened;
  }

  /** The keyboard goes on where the new ones begin. */
  private void showMore() {
    List<Node> before = List.copyOf(opened.getChildren());
    presenter.showMore();
    opened.getChildren().stream()
        .filter(node -> node instanceof TitledPane && !before.contains(node))
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  private void letGoOfAllBut(Set<String> shown) {
    rows.entrySet()
        .removeIf(row -> {
          boolean gone = !shown.contains(row.getKey());
          if (gone) {
            row.getValue().wipe();
          }
          return gone;
        });
  }

  private static String none(Screen.Open screen) {
    return screen.found().words().isEmpty()
        ? screen.finished().isEmpty() && screen.gap().isEmpty() ? "cases.none" : "cases.noneRunning"
        : "cases.noneFound";
  }

  private Node gap(CasesModel.Gap gap) {
    Label words = Parts.label(gap.words());
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    return switch (gap.mending()) {
      case BY_ITSELF -> {
        words.setGraphic(Parts.icon(Feather.LOADER, "muted-icon"));
        words.setId("panel-loading");
        yield Parts.row("loading", words);
      }
      case ON_REQUEST -> {
        words.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "warning-icon"));
        Button again =
            Parts.button("read-again", texts.text("cases.again"), Feather.REFRESH_CW, "small");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(_ -> presenter.readAgain());
        yield Parts.row("incomplete", words, again);
      }
    };
  }

  private TitledPane row(CaseCard one, CaseRow.Fold fold) {
    CaseRow known = rows.get(one.handle());
    if (known == null) {
      known = new CaseRow(presenter, texts, one, fold);
      rows.put(one.handle(), known);
    } else {
      known.show(one);
    }
    return known.pane();
  }

  /** What was revealed on request stays revealed while more arrives. */
  private Node personOnce(List<Field> fields) {
    if (person == null || !fields.equals(personShown)) {
      personShown = fields;
      person = person(fields);
    }
    return person;
  }

  private void forget() {
    asking.ifPresent(_ -> overlay.close()); // its reason belongs to the panel that shut
    rows.values().forEach(CaseRow::wipe);
    rows.clear();
    opened.getChildren().stream().filter(old -> old != searchRow).forEach(Parts::wipe);
    opened.getChildren().clear();
    person = null;
    personShown = List.of();
    // of the row that comes back only the words go: its icon is drawn as text as well
    Parts.wipe(search);
    search.setAccessibleText(texts.text("cases.search"));
    Parts.wipe(found);
  }

  /** Puts the cursor where words are looked for; nothing while the panel is shut. */
  public void focusSearch() {
    if (presenter.model().screen() instanceof Screen.Open) {
      search.requestFocus();
    }
  }

  /** What the register keeps from third parties waits behind a button of its own. */
  private GridPane person(List<Field> fields) {
    return fields(
        fields,
        "person",
        (field, row) ->
            switch (field.reveal()) {
              case AT_ONCE -> Parts.label(field.value());
              case WHEN_ASKED -> secret(field.label(), row);
            });
  }

  /** The listener knows the place only, as the one of folded cases does. */
  private VBox secret(String label, int row) {
    Label warning = Parts.label(texts.text("person.secret"), "strong");
    warning.setGraphic(Parts.icon(Feather.EYE_OFF, "warning-icon"));
    Button show = Parts.button("person-secret-" + row, texts.text("person.show"), "small", "flat");
    show.setAccessibleText(texts.text("person.showSpoken", label));
    VBox cell = new VBox(warning, show);
    show.setOnAction(_ -> {
      if (presenter.model().screen() instanceof Screen.Open open && row < open.person().size()) {
        Label value = Parts.label(open.person().get(row).value());
        cell.getChildren().setAll(warning, value);
        value.setFocusTraversable(true);
        value.requestFocus();
      }
    });
    return cell;
  }

  static GridPane fields(List<Field> fields, String style) {
    return fields(fields, style, (field, _) -> Parts.label(field.value()));
  }

  private static GridPane fields(
      List<Field> fields, String style, BiFunction<Field, Integer, Node> cell) {
    GridPane grid = new GridPane();
    grid.getStyleClass().addAll("fields", style);
    for (int row = 0; row < fields.size(); row++) {
      Label name = Parts.label(fields.get(row).label(), "muted");
      name.setWrapText(false);
      name.setMinWidth(Region.USE_PREF_SIZE);
      Node value = cell.apply(fields.get(row), row);
      name.setLabelFor(value);
      GridPane.setValignment(name, VPos.TOP);
      GridPane.setHgrow(value, Priority.ALWAYS);
      grid.addRow(row, name, value);
    }
    return grid;
  }

  private void askForMore() {
    TextField reason = new TextField();
    reason.setId("extend-reason");
    Button yes = Parts.button("extend-confirm", texts.text("cases.extend"), "accent");
    Button no = Parts.button("extend-cancel", texts.text("dialog.cancel"));
    yes.setDefaultButton(true);
    yes.disableProperty().bind(reason.textProperty().isEmpty());
    yes.setOnAction(_ -> {
      if (presenter.extend(reason.getText())) {
        overlay.close();
      }
    });
    no.setOnAction(_ -> overlay.close());
    Node dialog =
        Parts.column(
            "dialog",
            Parts.heading(texts.text("cases.extendTitle"), "dialog-title"),
            Parts.label(texts.text("cases.extendText")),
            Parts.field(texts.text("cases.extendReason"), reason),
            Parts.row("dialog-buttons", Parts.spring(), no, yes));
    overlay.open(dialog, texts.text("cases.extendTitle"), reason, () -> asking = Optional.empty());
    asking = Optional.of(dialog);
  }
}
