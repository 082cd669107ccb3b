package nl.digitalebalie.desktop.view.queue;

import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.CallbacksModel.Row;
import nl.digitalebalie.desktop.view.queue.CallbacksModel.Take;
import nl.digitalebalie.protocol.signal.CounterToStaff.Urgency;
import org.kordamp.ikonli.feather.Feather;

/** The list of promises to call back, below the queue; there only while there are any. */
public final class CallbacksView extends VBox {
  private final CallbacksPresenter presenter;
  private final Texts texts;
  private final ListView<Row> list = new ListView<>();
  private final Label count = Parts.label("0", "badge");
  private final Label more = Parts.label("", "muted", "small");
  private final Button call;

  public CallbacksView(CallbacksPresenter presenter, Texts texts) {
    this.presenter = presenter;
    this.texts = texts;
    getStyleClass().add("callbacks");
    count.setId("callbacks-count");
    count.setMinWidth(Region.USE_PREF_SIZE);
    call = Parts.button("call-back", texts.text("callbacks.call"), Feather.PHONE_OUTGOING);
    call.setMaxWidth(Double.MAX_VALUE);
    call.setOnAction(_ -> callSelected());
    dressList();
    getChildren()
        .addAll(
            Parts.row(
                "section-head",
                Parts.heading(texts.text("callbacks.title"), "section-label"),
                Parts.spring(),
                count),
            list,
            more,
            call);
    presenter.model().screen.render(this::render);
  }

  private void dressList() {
    list.setId("callbacks");
    list.setAccessibleText(texts.text("callbacks.title"));
    list.getStyleClass().addAll("queue-list", "edge-to-edge");
    list.setCellFactory(_ -> new Cell());
    list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> name(row));
    list.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER) {
        callSelected();
        event.consume();
      }
    });
  }

  private void callSelected() {
    Optional.ofNullable(list.getSelectionModel().getSelectedItem()).ifPresent(presenter::call);
  }

  private void name(@org.jspecify.annotations.Nullable Row row) {
    boolean yours = row != null && row.take() == Take.YOURS;
    call.setText(texts.text(yours ? "callbacks.number" : "callbacks.call"));
    call.setAccessibleText(call.getText());
    call.setDisable(row == null || row.take() == Take.TAKEN);
  }

  private void render(CallbacksModel.Screen screen) {
    Parts.visible(this, !screen.rows().isEmpty());
    renderRows(screen.rows());
    count.setText(String.valueOf(screen.rows().size()));
    count.setAccessibleText(texts.text("callbacks.count", screen.rows().size()));
    more.setText(screen.more().orElse(""));
    Parts.visible(more, screen.more().isPresent());
  }

  /** Keeps the selection on the same promise when the list changes around it. */
  private void renderRows(List<Row> rows) {
    Optional<Row> selected = Optional.ofNullable(list.getSelectionModel().getSelectedItem());
    list.getItems().setAll(rows);
    int keep =
        selected
            .map(row -> rows.stream().map(Row::id).toList().indexOf(row.id()))
            .filter(index -> index >= 0)
            .orElse(0);
    if (!rows.isEmpty()) {
      list.getSelectionModel().select(keep);
    }
  }

  /** One promise. Colour is never the only sign: the words and the icon say it too. */
  private static final class Cell extends ListCell<Row> {
    private static final PseudoClass NEAR = PseudoClass.getPseudoClass("over");
    private static final PseudoClass LATE = PseudoClass.getPseudoClass("late");

    @Override
    protected void updateItem(Row row, boolean isEmpty) {
      super.updateItem(row, isEmpty);
      setText(null);
      boolean shown = !isEmpty && row != null;
      pseudoClassStateChanged(NEAR, shown && row.urgency() == Urgency.LAST_DAY);
      pseudoClassStateChanged(LATE, shown && row.urgency() == Urgency.LATE);
      setAccessibleText(shown ? row.spoken() : null);
      setGraphic(shown ? content(row) : null);
      setPrefWidth(0); // as wide as the list, never wider
    }

    private static VBox content(Row row) {
      Label promise = new Label(row.promise(), icon(row.urgency()));
      promise.getStyleClass().add("waited");
      promise.setWrapText(true);
      VBox content =
          Parts.column("queue-cell", Parts.label(row.topic(), "strong", "queue-topic"), promise);
      row.municipality()
          .ifPresent(name -> content.getChildren().add(Parts.label(name, "muted", "small")));
      row.note().ifPresent(note -> content.getChildren().add(Parts.label(note, "muted", "small")));
      return content;
    }

    private static org.kordamp.ikonli.javafx.FontIcon icon(Urgency urgency) {
      return switch (urgency) {
        case IN_TIME -> Parts.icon(Feather.CLOCK, "small-icon");
        case LAST_DAY -> Parts.icon(Feather.CLOCK, "warning-icon");
        case LATE -> Parts.icon(Feather.ALERT_TRIANGLE, "danger-icon");
      };
    }
  }
}
