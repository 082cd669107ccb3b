package nl.digitalebalie.desktop.view.cases;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The nodes of the case panel. Every screen is built anew, so no node outlives what it showed. */
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
    VBox.setVgrow(content, Priority.ALWAYS);
    ScrollPane scroll =
        new ScrollPane(new VBox(content, new EarlierContactsView(presenter.model(), texts)));
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
    content.getChildren().forEach(Parts::wipe);
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
        content.getChildren().setAll(open(open));
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

  private static FontIcon sign(Progress progress) {
    return switch (progress) {
      case DONE -> Parts.icon(Feather.CHECK_CIRCLE, "success-icon");
      case NOW -> Parts.icon(Feather.ARROW_RIGHT_CIRCLE, "accent-icon");
      case LATER -> Parts.icon(Feather.CIRCLE, "muted-icon");
    };
  }

  private List<Node> open(Screen.Open screen) {
    VBox all = Parts.column("open-panel-content");
    screen
        .incomplete()
        .ifPresent(words -> {
          Label label = Parts.label(words, "incomplete");
          label.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "warning-icon"));
          all.getChildren().add(label);
        });
    all.getChildren().add(person(screen.person()));
    all.getChildren().add(Parts.heading(texts.text("cases.running"), "section-label"));
    if (screen.running().isEmpty()) {
      all.getChildren().add(Parts.label(texts.text("cases.noneRunning"), "muted"));
    }
    for (int place = 0; place < screen.running().size(); place++) {
      all.getChildren().add(card(screen.running().get(place), place == 0));
    }
    if (!screen.finished().isEmpty()) {
      all.getChildren().add(Parts.heading(texts.text("cases.finished"), "section-label"));
      screen.finished().forEach(one -> all.getChildren().add(card(one, false)));
    }
    return List.of(all);
  }

  private TitledPane card(CaseCard one, boolean expanded) {
    TitledPane pane = new TitledPane();
    Label description = Parts.label(one.description(), "muted");
    description.setWrapText(false); // a title of one line; the body has the whole of it
    description.visibleProperty().bind(pane.expandedProperty().not());
    description.managedProperty().bind(description.visibleProperty());
    VBox title = new VBox(Parts.label(one.caseType(), "strong"), description);
    pane.setGraphic(title);
    title.maxWidthProperty().bind(pane.widthProperty().subtract(56));
    pane.setAccessibleText(texts.text("cases.spoken", one.caseType(), one.description()));
    pane.setAnimated(false);
    pane.getStyleClass().add("case");
    if (expanded) {
      pane.setContent(body(one));
    } else {
      pane.setExpanded(false);
      fillWhenLookedAt(pane, one.handle());
    }
    return pane;
  }

  /**
   * Most of the time until a panel stands would go into nodes that are folded away. The listener
   * knows the handle only: it may outlive the panel until the next pulse, and must hold no value.
   */
  private void fillWhenLookedAt(TitledPane pane, String handle) {
    pane.setContent(new VBox());
    pane.expandedProperty()
        .subscribe(open -> {
          if (open && pane.getContent() instanceof VBox empty && empty.getChildren().isEmpty()) {
            find(handle).ifPresent(one -> pane.setContent(body(one)));
          }
        });
  }

  private Optional<CaseCard> find(String handle) {
    return presenter.model().screen() instanceof Screen.Open open
        ? Stream.concat(open.running().stream(), open.finished().stream())
            .filter(one -> one.handle().equals(handle))
            .findFirst()
        : Optional.empty();
  }

  private VBox body(CaseCard one) {
    VBox body =
        Parts.column(
            "case-body",
            Parts.label(one.description()),
            Parts.label(one.identification(), "muted", "small"),
            timeline(one));
    body.getChildren().add(fields(one.dates(), "dates"));
    if (!one.documents().isEmpty()) {
      body.getChildren().add(Parts.heading(texts.text("cases.documents"), "section-label"));
      one.documents().forEach(document -> body.getChildren().add(document(document)));
    }
    return body;
  }

  private VBox timeline(CaseCard one) {
    VBox timeline = Parts.column("timeline");
    for (CasesModel.Milestone milestone : one.timeline()) {
      Label words = Parts.label(milestone.words());
      words.setGraphic(sign(milestone.progress()));
      words.setAccessibleText(milestone.spoken());
      words.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(words, Priority.ALWAYS);
      words.getStyleClass().add(milestone.progress() == Progress.NOW ? "strong" : "milestone");
      if (milestone.progress() == Progress.LATER) {
        words.getStyleClass().add("muted");
      }
      Label date = Parts.label(milestone.date(), "muted", "small");
      date.setMinWidth(Region.USE_PREF_SIZE);
      timeline.getChildren().add(Parts.row("timeline-row", words, date));
    }
    return timeline;
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

  private static GridPane fields(List<Field> fields, String style) {
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

  private static HBox document(CasesModel.Document document) {
    return Parts.row(
        "document",
        Parts.icon(Feather.FILE_TEXT, "muted-icon"),
        new VBox(Parts.label(document.title()), Parts.label(document.facts(), "muted", "small")));
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
    overlay.open(dialog, texts.text("cases.extendTitle"), reason, () -> {});
  }
}
