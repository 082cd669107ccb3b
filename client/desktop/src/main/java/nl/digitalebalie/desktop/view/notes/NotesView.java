package nl.digitalebalie.desktop.view.notes;

import javafx.scene.TraversalDirection;
import javafx.scene.control.Tab;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextFormatter;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Notes during the talk, in a tab under the picture. */
public final class NotesView extends Tab {

  public NotesView(NotesPresenter presenter, Texts texts) {
    super(texts.text("notes.title"), noteArea("notes", presenter, texts));
    setGraphic(Parts.icon(Feather.EDIT_3, "small-icon"));
  }

  static TextArea noteArea(String id, NotesPresenter presenter, Texts texts) {
    TextArea note = new TextArea();
    note.setId(id);
    note.setWrapText(true);
    note.setPromptText(texts.text("notes.prompt"));
    note.setAccessibleText(texts.text("notes.title"));
    note.setTextFormatter(
        new TextFormatter<>(change ->
            change.getControlNewText().length() <= NotesPresenter.MAX_CHARS ? change : null));
    note.textProperty().bindBidirectional(presenter.model().draft);
    note.addEventFilter(KeyEvent.KEY_PRESSED, key -> leaveByTab(note, key));
    return note;
  }

  /** A text area would write the Tab and never let the keyboard go: WCAG 2.1.2. */
  private static void leaveByTab(TextArea note, KeyEvent key) {
    if (key.getCode() == KeyCode.TAB
        && !key.isControlDown()
        && !key.isAltDown()
        && !key.isMetaDown()) {
      note.requestFocusTraversal(
          key.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      key.consume();
    }
  }
}
