package nl.digitalebalie.desktop.view.queue;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.CallbacksModel.Calling;
import nl.digitalebalie.protocol.signal.StaffToCounter.CallbackResult;
import org.kordamp.ikonli.feather.Feather;

/** The dialog with the number to call, and what came of it. */
public final class CallingView extends VBox {
  private static final int NOTE_ROWS = 5;

  private final Button spoken;

  public CallingView(Calling calling, CallbacksPresenter presenter, Texts texts, Runnable close) {
    getStyleClass().add("dialog");
    TextField number = new TextField(calling.phone());
    number.setId("callback-number");
    number.setEditable(false); // to be read, selected and copied
    TextArea note = new TextArea();
    note.setId("callback-note");
    note.setWrapText(true);
    note.setPrefRowCount(NOTE_ROWS);
    note.setTextFormatter(
        new TextFormatter<>(change ->
            change.getControlNewText().length() <= CallbacksPresenter.MAX_NOTE_CHARS
                ? change
                : null));
    spoken = Parts.button("callback-done", texts.text("callbacks.done"), Feather.CHECK, "accent");
    Button missed =
        Parts.button("callback-missed", texts.text("callbacks.missed"), Feather.PHONE_MISSED);
    Button back = Parts.button("callback-back", texts.text("callbacks.back"), Feather.ROTATE_CCW);
    end(spoken, calling, CallbackResult.DONE, presenter, note, close);
    end(missed, calling, CallbackResult.NOT_REACHED, presenter, note, close);
    end(back, calling, CallbackResult.PUT_BACK, presenter, note, close);
    getChildren()
        .addAll(
            Parts.heading(texts.text("callbacks.dialog"), "dialog-title"),
            Parts.label(calling.about(), "muted"),
            Parts.label(calling.name(), "strong"),
            Parts.field(texts.text("callbacks.phone"), number));
    calling.words().ifPresent(words -> getChildren().add(Parts.label("“" + words + "”")));
    getChildren()
        .addAll(
            Parts.field(texts.text("callbacks.note"), note),
            Parts.column("form", spoken, missed, back));
  }

  private static void end(
      Button button,
      Calling calling,
      CallbackResult result,
      CallbacksPresenter presenter,
      TextArea note,
      Runnable close) {
    button.setMaxWidth(Double.MAX_VALUE);
    button.setOnAction(_ -> {
      presenter.finish(calling.id(), result, note.getText());
      close.run();
    });
  }

  /** Where the keyboard begins. */
  public Node first() {
    return spoken;
  }
}
