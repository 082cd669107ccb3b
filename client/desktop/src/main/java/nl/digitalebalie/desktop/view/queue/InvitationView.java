package nl.digitalebalie.desktop.view.queue;

import java.time.LocalDate;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.InvitationModel.Choice;
import nl.digitalebalie.desktop.view.queue.InvitationModel.Screen;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The invitations dialog. */
public final class InvitationView extends VBox {
  private final InvitationPresenter presenter;
  private final Texts texts;
  private final Outlets outlets;
  private final ComboBox<Choice> topic = new ComboBox<>();
  private final DatePicker day = new DatePicker();
  private final TextField time = new TextField();
  private final Label problem = Parts.label("", "problem");
  private final VBox made = Parts.column("invitation-made");
  private final VBox open = Parts.column("invitation-open");

  /** Where a link or an appointment goes when it leaves the window. */
  public interface Outlets {
    void copy(String text);

    Saved save(String fileName, String content);

    java.time.Instant now();
  }

  /** What became of saving an appointment. */
  public enum Saved {
    DONE,
    /** The staff member chose no file after all. */
    NOT_CHOSEN,
    /** The file could not be written where it was wanted. */
    NOT_POSSIBLE
  }

  public InvitationView(
      InvitationPresenter presenter, Texts texts, Outlets outlets, Runnable close) {
    this.presenter = presenter;
    this.texts = texts;
    this.outlets = outlets;
    getStyleClass().addAll("dialog", "wide");
    topic.setId("invitation-topic");
    topic.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable Choice choice) {
            return choice == null ? "" : choice.words();
          }

          @Override
          public @Nullable Choice fromString(String words) {
            return null;
          }
        });
    day.setId("invitation-day");
    time.setId("invitation-time");
    time.setPromptText("13:30");
    Button create =
        Parts.button("invitation-create", texts.text("invitation.create"), Feather.LINK, "accent");
    create.setOnAction(_ -> create());
    Button done = Parts.button("invitation-close", texts.text("dialog.close"));
    done.setOnAction(_ -> close.run());
    problem.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "danger-icon"));
    HBox when =
        Parts.row(
            "form-row",
            grow(Parts.field(texts.text("invitation.day"), day)),
            grow(Parts.field(texts.text("invitation.time"), time)));
    getChildren()
        .addAll(
            Parts.heading(texts.text("invitation.title"), "dialog-title"),
            Parts.label(texts.text("invitation.intro"), "muted"),
            Parts.field(texts.text("invitation.topic"), topic),
            when,
            problem,
            Parts.row("dialog-buttons", Parts.spring(), create),
            made,
            Parts.heading(texts.text("invitation.open"), "section-label"),
            open,
            Parts.row("dialog-buttons", Parts.spring(), done));
    presenter.model().screen.render(this::render);
  }

  public Node first() {
    return topic;
  }

  private void create() {
    @Nullable Choice choice = topic.getValue();
    if (choice != null) {
      @Nullable LocalDate chosen = day.getValue();
      presenter.create(choice, Optional.ofNullable(chosen), time.getText(), outlets.now());
    }
  }

  private void render(Screen screen) {
    if (!topic.getItems().equals(screen.choices())) {
      topic.getItems().setAll(screen.choices());
      if (!screen.choices().isEmpty()) {
        topic.setValue(screen.choices().getFirst());
      }
    }
    Parts.visible(problem, screen.problem().isPresent());
    problem.setText(screen.problem().orElse(""));
    made.getChildren().clear();
    screen.made().ifPresent(link -> made.getChildren().setAll(made(link)));
    Parts.visible(made, screen.made().isPresent());
    open.getChildren().setAll(screen.open().stream().map(this::open).toList());
    if (screen.open().isEmpty()) {
      open.getChildren().add(Parts.label(texts.text("invitation.none"), "muted"));
    }
  }

  private Node made(InvitationModel.Made link) {
    TextField field = new TextField(link.link());
    field.setId("invitation-link");
    field.setEditable(false);
    Button copy = Parts.button("invitation-copy", texts.text("invitation.copy"), Feather.COPY);
    copy.setOnAction(_ -> outlets.copy(link.link()));
    Button save = Parts.button("invitation-save", texts.text("invitation.save"), Feather.CALENDAR);
    save.setOnAction(
        _ -> presenter.saved(outlets.save(texts.text("invitation.fileName"), link.calendar())));
    Label notSaved = Parts.label(link.saving().orElse(""), "problem");
    notSaved.setId("invitation-not-saved");
    notSaved.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "danger-icon"));
    Parts.visible(notSaved, link.saving().isPresent());
    return Parts.column(
        "card",
        Parts.label(link.words(), "strong"),
        Parts.field(texts.text("invitation.link"), field),
        Parts.label(texts.text("invitation.once"), "muted", "small"),
        notSaved,
        Parts.row("dialog-buttons", Parts.spring(), copy, save));
  }

  private HBox open(InvitationModel.Open one) {
    Label words = Parts.label(one.words());
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMaxWidth(Double.MAX_VALUE);
    Button withdraw =
        Parts.button("withdraw-" + one.id(), texts.text("invitation.withdraw"), Feather.X);
    withdraw.setMinWidth(Region.USE_PREF_SIZE);
    withdraw.setAccessibleText(texts.text("invitation.withdrawSpoken", one.words()));
    withdraw.setOnAction(_ -> presenter.withdraw(one.id()));
    return Parts.row("invitation-row", words, withdraw);
  }

  private static VBox grow(VBox field) {
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }
}
