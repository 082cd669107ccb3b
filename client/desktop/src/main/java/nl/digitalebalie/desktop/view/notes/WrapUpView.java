package nl.digitalebalie.desktop.view.notes;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.notes.NotesModel.Progress;
import nl.digitalebalie.desktop.view.notes.NotesModel.Screen;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import org.kordamp.ikonli.feather.Feather;

/** After the talk: outcome and note, before the next resident. */
public final class WrapUpView extends StackPane {
  /** A quarter of a page: what a talk of fifteen minutes leaves. */
  private static final int NOTE_ROWS = 16;

  private final NotesPresenter presenter;
  private final Texts texts;
  private final Label ended = Parts.label("", "muted");
  private final Label problem = Parts.label("", "problem");
  private final ToggleGroup outcomes = new ToggleGroup();
  private final WishFields wish;
  private final TextArea note;
  private final Button save;
  private boolean shown;

  public WrapUpView(NotesPresenter presenter, Texts texts) {
    this.presenter = presenter;
    this.texts = texts;
    getStyleClass().add("wrap-up");
    wish = new WishFields(texts);
    note = NotesView.noteArea("wrap-up-note", presenter, texts);
    note.setPrefRowCount(NOTE_ROWS);
    VBox.setVgrow(note, Priority.ALWAYS);
    save = Parts.button("register", texts.text("notes.save"), Feather.CHECK, "accent", "large");
    save.setOnAction(_ -> register());
    problem.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "danger-icon"));
    VBox choices = Parts.column("outcomes");
    for (ContactOutcome outcome : ContactOutcome.values()) {
      choices.getChildren().add(choice(outcome));
    }
    VBox card =
        Parts.column(
            "wrap-up-card",
            Parts.heading(texts.text("notes.wrapUp"), "dialog-title"),
            ended,
            Parts.label(texts.text("notes.outcome"), "field-label"),
            choices,
            noteField(),
            wish,
            problem,
            Parts.row("dialog-buttons", Parts.spring(), save));
    card.setMaxHeight(Region.USE_PREF_SIZE);
    ScrollPane scroll = new ScrollPane(new StackPane(card));
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("edge-to-edge");
    getChildren().add(scroll);
    presenter.model().screen.render(this::render);
  }

  /** Takes the height there is: in a small window the button below stays in sight. */
  private VBox noteField() {
    VBox field = Parts.field(texts.text("notes.title"), note);
    VBox.setVgrow(field, Priority.ALWAYS);
    return field;
  }

  private RadioButton choice(ContactOutcome outcome) {
    RadioButton button = new RadioButton(texts.word(outcome));
    button.setId("outcome-" + outcome.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    button.setAccessibleText(button.getText());
    button.setUserData(outcome);
    button.setToggleGroup(outcomes);
    button.setWrapText(true);
    return button;
  }

  private void render(Screen screen) {
    boolean now = screen instanceof Screen.WrapUp;
    Parts.visible(this, now);
    if (now != shown) {
      wish.clear();
    }
    if (now && !shown) {
      outcomes.selectToggle(outcomes.getToggles().getFirst());
      note.requestFocus();
      note.end(); // what was written during the talk goes on
    }
    shown = now;
    if (screen instanceof Screen.WrapUp wrapUp) {
      ended.setText(wrapUp.ended());
      Parts.visible(problem, wrapUp.problem().isPresent());
      problem.setText(wrapUp.problem().orElse(""));
      save.setDisable(wrapUp.progress() == Progress.SENDING);
    }
  }

  private void register() {
    if (!(outcomes.getSelectedToggle().getUserData() instanceof ContactOutcome outcome)) {
      return;
    }
    switch (wish.wish()) {
      case WishFields.Wish.None() -> presenter.register(outcome);
      case WishFields.Wish.Given(CallbackWish given) -> {
        presenter.promise(given);
        wish.clear(); // a second try to save does not promise a second time
        presenter.register(outcome);
      }
      case WishFields.Wish.Unusable() -> {
        problem.setText(texts.text("wish.unusable"));
        Parts.visible(problem, true);
      }
    }
  }
}
