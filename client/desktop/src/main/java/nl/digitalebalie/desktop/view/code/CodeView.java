package nl.digitalebalie.desktop.view.code;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.code.CodeModel.Screen;
import org.kordamp.ikonli.feather.Feather;

/** The row under the picture in which the staff member types what the resident says. */
public final class CodeView extends VBox {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private final TextField digits = new TextField();
  private final Button check;
  private final HBox entry;
  private final Label state = Parts.label("", "code-state");
  private final Label hint = Parts.label("", "muted", "small");

  public CodeView(CodePresenter presenter, Texts texts) {
    getStyleClass().add("code");
    Label name = Parts.label(texts.text("code.label"), "strong");
    name.setLabelFor(digits);
    digits.setId("code-digits");
    digits.getStyleClass().add("code-digits");
    digits.setPromptText(texts.text("code.prompt"));
    digits.setAccessibleText(texts.text("code.label"));
    digits.setTextFormatter(new TextFormatter<>(CodeView::asRead));
    digits.textProperty().bindBidirectional(presenter.model().digits);
    digits.setOnAction(_ -> presenter.enter());
    check = Parts.button("code-check", texts.text("code.check"), Feather.CHECK);
    check.setOnAction(_ -> presenter.enter());
    check.setMinWidth(Region.USE_PREF_SIZE);
    digits.setMinWidth(Region.USE_PREF_SIZE);
    entry = Parts.row("code-entry", name, digits, check);
    state.setId("code-state");
    hint.setId("code-hint");
    getChildren().addAll(entry, state, hint);
    presenter.model().screen.render(this::render);
  }

  public void focusDigits() {
    digits.requestFocus();
  }

  /** Six digits with a space between, however they come: typed, pasted with dashes, in words. */
  private static TextFormatter.Change asRead(TextFormatter.Change change) {
    if (!change.isContentChange()) {
      return change;
    }
    String whole = change.getControlNewText();
    String before = whole.substring(0, Math.min(change.getCaretPosition(), whole.length()));
    String readable = CodePresenter.readable(whole);
    int caret = Math.min(CodePresenter.readable(before).length(), readable.length());
    change.setRange(0, change.getControlText().length());
    change.setText(readable);
    change.selectRange(caret, caret);
    return change;
  }

  private void render(Screen screen) {
    Parts.visible(this, !(screen instanceof Screen.Hidden));
    Parts.visible(entry, screen instanceof Screen.Entry);
    pseudoClassStateChanged(WRONG, false);
    switch (screen) {
      case Screen.Hidden _ -> say("", Feather.CIRCLE, "muted-icon");
      case Screen.NotYet(String words) -> say(words, Feather.LOADER, "muted-icon");
      case Screen.Matched(String words) -> say(words, Feather.CHECK_CIRCLE, "success-icon");
      case Screen.Entry typing -> {
        pseudoClassStateChanged(WRONG, typing.problem().isPresent());
        hint.setText(typing.hint());
        digits.setAccessibleHelp(
            typing.problem().map(words -> words + " " + typing.hint()).orElse(typing.hint()));
        say(typing.problem().orElse(""), Feather.ALERT_TRIANGLE, "warning-icon");
      }
    }
    Parts.visible(hint, screen instanceof Screen.Entry typing && typing.problem().isEmpty());
    Parts.visible(state, !state.getText().isEmpty());
  }

  private void say(String words, Feather glyph, String style) {
    state.setText(words);
    state.setGraphic(Parts.icon(glyph, style));
  }
}
