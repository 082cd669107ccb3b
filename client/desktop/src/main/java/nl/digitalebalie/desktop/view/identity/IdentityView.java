package nl.digitalebalie.desktop.view.identity;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Ask;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Degree;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Purpose;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Screen;
import nl.digitalebalie.desktop.view.identity.IdentityModel.State;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Sure;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The nodes of the identity panel. */
public final class IdentityView extends VBox {
  private final IdentityPresenter presenter;
  private final Texts texts;
  private final Label state = Parts.label("", "state");
  private final VBox lines = Parts.column("lines");
  private final Label channel = Parts.label("", "channel-sure");
  private final ComboBox<Purpose> purpose = new ComboBox<>();
  private final VBox purposeField;
  private final Label asked = Parts.label("", "muted", "small");
  private final Label reminder = Parts.label("", "reminder");
  private final Button ask;
  private final Button cancel;
  private boolean rendering;

  public IdentityView(IdentityPresenter presenter, Texts texts) {
    this.presenter = presenter;
    this.texts = texts;
    getStyleClass().addAll("card", "identity");
    state.setId("identity-state");
    channel.setId("channel-assurance");
    ask = Parts.button("ask-disclosure", texts.text("identity.ask"), Feather.USER_CHECK, "accent");
    reminder.setId("speak-freely");
    reminder.setText(texts.text("identity.reminder"));
    reminder.setGraphic(Parts.icon(Feather.ALERT_CIRCLE, "warning-icon"));
    ask.setWrapText(true);
    ask.setMaxWidth(Double.MAX_VALUE);
    ask.setOnAction(_ -> presenter.ask());
    ask.setAccessibleHelp(texts.text("shortcut", "Ctrl+Shift+I"));
    cancel = Parts.button("cancel-disclosure", texts.text("identity.cancel"), Feather.X);
    cancel.setMaxWidth(Double.MAX_VALUE);
    cancel.setOnAction(_ -> presenter.cancel());
    dressPurpose();
    purposeField = Parts.field(texts.text("identity.purpose"), purpose);
    getChildren()
        .addAll(
            Parts.heading(texts.text("identity.title"), "section-label"),
            state,
            lines,
            channel,
            purposeField,
            asked,
            reminder,
            ask,
            cancel);
    presenter.model().screen.render(this::render);
  }

  private void dressPurpose() {
    purpose.setId("purpose");
    purpose.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable Purpose item) {
            return item == null ? "" : item.title();
          }

          @Override
          public @Nullable Purpose fromString(String title) {
            return null;
          }
        });
    purpose
        .valueProperty()
        .addListener((_, _, chosen) -> {
          if (!rendering && chosen != null) {
            presenter.choose(chosen.id());
          }
        });
  }

  private void render(Screen screen) {
    rendering = true;
    try {
      renderPurposes(screen);
    } finally {
      rendering = false;
    }
    state.setText(screen.title());
    state.setGraphic(sign(screen.state()));
    getStyleClass().removeAll("state-shown", "state-failed", "state-asked");
    styleOf(screen.state()).ifPresent(getStyleClass()::add);
    lines.getChildren().setAll(screen.lines().stream().map(line -> Parts.label(line)).toList());
    Parts.visible(lines, !screen.lines().isEmpty());
    Parts.visible(channel, screen.channel().isPresent());
    channel.setText(screen.channel().map(Sure::words).orElse(""));
    channel.setGraphic(screen.channel().map(Sure::degree).map(IdentityView::sign).orElse(null));
    boolean reminded = screen.ask() == Ask.REMINDED;
    boolean canAsk = screen.ask() == Ask.POSSIBLE || screen.ask() == Ask.AGAIN || reminded;
    boolean choosing = canAsk && screen.state() != State.SHOWN;
    Parts.visible(purposeField, choosing);
    Parts.visible(asked, choosing && !screen.asked().isEmpty());
    asked.setText(screen.asked());
    Parts.visible(ask, canAsk && screen.state() != State.SHOWN);
    ask.setText(texts.text(askWords(screen.ask())));
    ask.setAccessibleText(ask.getText());
    Parts.visible(reminder, reminded && choosing);
    Parts.visible(cancel, screen.ask() == Ask.CANCEL || (reminded && choosing));
    cancel.setText(texts.text(reminded ? "identity.notFree" : "identity.cancel"));
    cancel.setAccessibleText(cancel.getText());
  }

  private static String askWords(Ask ask) {
    return switch (ask) {
      case AGAIN -> "identity.askAgain";
      case REMINDED -> "identity.askReminded";
      case NOT_NOW, POSSIBLE, CANCEL -> "identity.ask";
    };
  }

  private void renderPurposes(Screen screen) {
    if (!purpose.getItems().equals(screen.purposes())) {
      purpose.getItems().setAll(screen.purposes());
    }
    List<Purpose> chosen =
        screen.purposes().stream()
            .filter(item -> Optional.of(item.id()).equals(screen.chosen()))
            .toList();
    purpose.setValue(chosen.isEmpty() ? null : chosen.getFirst());
  }

  private static FontIcon sign(Degree degree) {
    return switch (degree) {
      case NOT_YET -> Parts.icon(Feather.CIRCLE, "muted-icon");
      case SURE -> Parts.icon(Feather.CHECK_CIRCLE, "success-icon");
      case CANNOT -> Parts.icon(Feather.SLASH, "muted-icon");
    };
  }

  private static FontIcon sign(State state) {
    return switch (state) {
      case NO_TALK, NOT_SHOWN -> Parts.icon(Feather.HELP_CIRCLE, "muted-icon");
      case ASKED -> Parts.icon(Feather.CLOCK, "accent-icon");
      case SHOWN -> Parts.icon(Feather.CHECK_CIRCLE, "success-icon");
      case FAILED -> Parts.icon(Feather.X_CIRCLE, "danger-icon");
    };
  }

  private static Optional<String> styleOf(State state) {
    return switch (state) {
      case NO_TALK, NOT_SHOWN -> Optional.empty();
      case ASKED -> Optional.of("state-asked");
      case SHOWN -> Optional.of("state-shown");
      case FAILED -> Optional.of("state-failed");
    };
  }
}
