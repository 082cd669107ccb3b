package nl.digitalebalie.desktop.view.cases;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.Adding;
import nl.digitalebalie.desktop.view.cases.CasesModel.Note;
import nl.digitalebalie.desktop.view.cases.CasesModel.Notes;
import org.kordamp.ikonli.feather.Feather;

/** The notes of one case, and a form for a new one that survives what arrives meanwhile. */
final class NotesBox extends VBox {
  private static final int MAX_SUBJECT = 255;
  private static final int MAX_TEXT = 4_000;
  private static final int ROWS = 3;

  private final CasesPresenter presenter;
  private final Texts texts;
  private final String handle;
  private final TextField subject = new TextField();
  private final TextArea text = new TextArea();
  private final VBox form;
  private final Button add;
  private boolean writing;
  private boolean sent;

  NotesBox(CasesPresenter presenter, Texts texts, String handle) {
    this.presenter = presenter;
    this.texts = texts;
    this.handle = handle;
    getStyleClass().add("notes-of-case");
    subject.setId("note-subject-" + handle);
    text.setId("note-text-" + handle);
    text.setPrefRowCount(ROWS);
    text.setWrapText(true);
    bounded(subject, MAX_SUBJECT);
    bounded(text, MAX_TEXT);
    add = Parts.button("note-add-" + handle, texts.text("caseNotes.save"), Feather.CHECK, "small");
    add.setOnAction(_ -> {
      if (presenter.addNote(handle, subject.getText(), text.getText())) {
        sent = true;
      }
    });
    form =
        Parts.column(
            "note-form",
            Parts.field(texts.text("caseNotes.subject"), subject),
            Parts.field(texts.text("caseNotes.text"), text),
            Parts.label(texts.text("caseNotes.internal"), "muted", "small"),
            add);
  }

  private static void bounded(TextInputControl field, int most) {
    field.setTextFormatter(
        new TextFormatter<>(change -> change.getControlNewText().length() <= most ? change : null));
  }

  void show(Notes notes) {
    boolean focused = holdsFocus();
    getChildren().stream().filter(node -> node != form).forEach(Parts::wipe);
    getChildren().setAll(Parts.heading(texts.text("caseNotes.title"), "section-label"));
    switch (notes) {
      case Notes.Closed _ -> getChildren().add(shower("caseNotes.show", Feather.MESSAGE_SQUARE));
      case Notes.Coming _ ->
          getChildren().add(Parts.label(texts.text("caseNotes.coming"), "muted"));
      case Notes.Missing(String message) ->
          getChildren().addAll(warning(message), shower("caseNotes.again", Feather.REFRESH_CW));
      case Notes.Listed listed -> list(listed);
      case Notes.NotShown _ -> getChildren().clear(); // not even a heading
    }
    setManaged(!getChildren().isEmpty());
    if (focused) {
      getChildren().stream()
          .filter(Node::isFocusTraversable)
          .findFirst()
          .ifPresentOrElse(Node::requestFocus, this::focusForm);
    }
  }

  private void list(Notes.Listed listed) {
    if (listed.notes().isEmpty()) {
      getChildren().add(Parts.label(texts.text("caseNotes.none"), "muted"));
    }
    listed.notes().forEach(note -> getChildren().add(note(note)));
    listed.message().ifPresent(words -> getChildren().add(warning(words)));
    if (sent && listed.adding() == Adding.NO) {
      forgetDraft();
    }
    sent = sent && listed.adding() == Adding.UNDER_WAY;
    add.setDisable(listed.adding() == Adding.UNDER_WAY);
    getChildren().add(writing ? form : beginner());
  }

  private Node note(Note note) {
    return Parts.column(
        "note",
        Parts.label(note.subject(), "strong"),
        Parts.label(note.text()),
        Parts.label(note.facts(), "muted", "small"));
  }

  private Button beginner() {
    Button begin =
        Parts.button(
            "note-new-" + handle, texts.text("caseNotes.new"), Feather.EDIT_3, "small", "flat");
    begin.setOnAction(_ -> {
      writing = true;
      getChildren().remove(begin);
      getChildren().add(form);
      subject.requestFocus();
    });
    return begin;
  }

  private Button shower(String key, Feather glyph) {
    Button show = Parts.button("notes-show-" + handle, texts.text(key), glyph, "small", "flat");
    show.setOnAction(_ -> presenter.readNotes(handle));
    return show;
  }

  private static Label warning(String words) {
    Label label = Parts.label(words, "incomplete");
    label.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "warning-icon"));
    return label;
  }

  private void focusForm() {
    if (getChildren().contains(form)) {
      subject.requestFocus();
    }
  }

  private boolean holdsFocus() {
    Node owner = getScene() == null ? null : getScene().getFocusOwner();
    for (Node at = owner; at != null; at = at.getParent()) {
      if (at == this) {
        return true;
      }
    }
    return false;
  }

  private void forgetDraft() {
    writing = false;
    Parts.wipe(subject);
    Parts.wipe(text);
    subject.setAccessibleText(texts.text("caseNotes.subject"));
    text.setAccessibleText(texts.text("caseNotes.text"));
  }

  /** The panel shut: also what was typed goes. */
  void wipe() {
    writing = false;
    Parts.wipe(this);
    Parts.wipe(form);
    getChildren().clear();
  }
}
