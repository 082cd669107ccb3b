package nl.digitalebalie.desktop.view.queue;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.QueueModel.Acceptance;
import nl.digitalebalie.desktop.view.queue.QueueModel.Row;
import nl.digitalebalie.protocol.signal.Channel;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of the queue: a list that is worked by keyboard, and who is expected. */
public final class QueueView extends VBox {
  private final QueuePresenter presenter;
  private final Texts texts;
  private final ListView<Row> list = new ListView<>();
  private final Label count = Parts.label("0", "badge");
  private final Button accept;
  private final Label acceptHint = Parts.label("", "muted", "small");
  private final VBox appointments = Parts.column("appointments");
  private final VBox empty;

  public QueueView(
      QueuePresenter presenter, Texts texts, CallbacksView callbacks, Runnable openInvitations) {
    this.presenter = presenter;
    this.texts = texts;
    getStyleClass().add("queue");
    accept = Parts.button("accept", texts.text("queue.accept"), Feather.PHONE_INCOMING, "accent");
    accept.setMaxWidth(Double.MAX_VALUE);
    accept.setOnAction(_ -> acceptSelected());
    count.setId("queue-count");
    count.setMinWidth(Region.USE_PREF_SIZE);
    empty =
        Parts.column(
            "queue-empty",
            Parts.icon(Feather.COFFEE, "quiet-icon"),
            Parts.label(texts.text("queue.empty"), "muted"));
    dressList();
    Button invitations = Parts.button("invitations", texts.text("queue.invitations"), Feather.LINK);
    invitations.setMaxWidth(Double.MAX_VALUE);
    invitations.setOnAction(_ -> openInvitations.run());
    Label title = Parts.heading(texts.text("queue.title"), "section-label");
    title.setMinWidth(Region.USE_PREF_SIZE);
    getChildren()
        .addAll(
            Parts.row("section-head", title, Parts.spring(), count),
            list,
            Parts.column("queue-foot", accept, acceptHint),
            callbacks,
            Parts.heading(texts.text("queue.appointments"), "section-label"),
            appointments,
            invitations);
    VBox.setVgrow(list, Priority.ALWAYS);
    presenter.model().screen.render(this::render);
  }

  private void dressList() {
    list.setId("queue");
    list.setAccessibleText(texts.text("queue.title"));
    list.setPlaceholder(empty);
    list.getStyleClass().addAll("queue-list", "edge-to-edge");
    list.setCellFactory(_ -> new Cell());
    list.setMinHeight(80);
    list.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER) {
        acceptSelected();
        event.consume();
      }
    });
    list.focusedProperty()
        .addListener((_, _, focused) -> {
          if (focused) {
            presenter.looked();
          }
        });
  }

  private void acceptSelected() {
    Row selected = list.getSelectionModel().getSelectedItem();
    if (selected == null) {
      presenter.acceptFirst();
    } else {
      presenter.accept(selected.conversation());
    }
  }

  private void render(QueueModel.Screen screen) {
    renderRows(screen.waiting());
    count.setText(String.valueOf(screen.waiting().size()));
    count.setAccessibleText(texts.text("queue.count", screen.waiting().size()));
    boolean possible = screen.acceptance() == Acceptance.POSSIBLE;
    accept.setDisable(!possible);
    acceptHint.setText(possible ? texts.text("queue.enterHint") : texts.word(screen.acceptance()));
    Parts.visible(acceptHint, screen.acceptance() != Acceptance.NOBODY_WAITS);
    pseudoClassStateChanged(
        javafx.css.PseudoClass.getPseudoClass("arrived"), screen.arrived() && possible);
    appointments
        .getChildren()
        .setAll(
            screen.appointments().isEmpty()
                ? List.of(Parts.label(texts.text("queue.noAppointments"), "muted", "small"))
                : screen.appointments().stream().map(QueueView::appointment).toList());
  }

  /** Keeps the selection on the same person when the list changes around it. */
  private void renderRows(List<Row> rows) {
    Optional<Row> selected = Optional.ofNullable(list.getSelectionModel().getSelectedItem());
    list.getItems().setAll(rows);
    int keep =
        selected
            .map(row -> rows.stream().map(Row::conversation).toList().indexOf(row.conversation()))
            .filter(index -> index >= 0)
            .orElse(0);
    if (!rows.isEmpty()) {
      list.getSelectionModel().select(keep);
    }
  }

  private static HBox appointment(QueueModel.Appointment appointment) {
    return Parts.row(
        "appointment", Parts.label(appointment.time(), "strong"), Parts.label(appointment.topic()));
  }

  private static Feather glyph(Channel channel) {
    return switch (channel) {
      case VIDEO -> Feather.VIDEO;
      case CHAT -> Feather.MESSAGE_SQUARE;
      case PHONE -> Feather.PHONE;
    };
  }

  /** One person who waits. */
  private final class Cell extends ListCell<Row> {
    private static final javafx.css.PseudoClass OVER =
        javafx.css.PseudoClass.getPseudoClass("over");

    @Override
    protected void updateItem(Row row, boolean isEmpty) {
      super.updateItem(row, isEmpty);
      setText(null);
      if (isEmpty || row == null) {
        setGraphic(null);
        setAccessibleText(null);
        pseudoClassStateChanged(OVER, false);
        return;
      }
      pseudoClassStateChanged(OVER, row.norm() == QueueModel.Wait.OVER_NORM);
      setAccessibleText(row.spoken());
      setGraphic(content(row));
      setPrefWidth(0); // as wide as the list, never wider
    }

    private VBox content(Row row) {
      Label topic = Parts.label(row.topic(), "strong", "queue-topic");
      Label waited = new Label(row.waited());
      waited.getStyleClass().add("waited");
      waited.setMinWidth(Region.USE_PREF_SIZE);
      boolean over = row.norm() == QueueModel.Wait.OVER_NORM;
      waited.setGraphic(Parts.icon(Feather.CLOCK, over ? "warning-icon" : "small-icon"));
      FlowPane facts =
          new FlowPane(
              waited,
              fact(glyph(row.channel()), row.channelWord()),
              fact(Feather.GLOBE, row.languageWord()));
      facts.getStyleClass().add("queue-facts");
      VBox content = Parts.column("queue-cell", topic, facts);
      row.municipality().ifPresent(name -> content.getChildren().add(fact(Feather.MAP_PIN, name)));
      row.appointment().ifPresent(time -> content.getChildren().add(fact(Feather.CALENDAR, time)));
      row.away().ifPresent(words -> content.getChildren().add(fact(Feather.WIFI_OFF, words)));
      return content;
    }

    private Label fact(Feather glyph, String words) {
      Label label = new Label(words, Parts.icon(glyph, "small-icon"));
      label.getStyleClass().addAll("muted", "small");
      return label;
    }
  }
}
