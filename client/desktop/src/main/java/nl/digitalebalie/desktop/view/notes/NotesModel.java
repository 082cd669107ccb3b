package nl.digitalebalie.desktop.view.notes;

import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import nl.digitalebalie.desktop.fx.Shown;

/** The note of this talk and how far its registration is. */
public final class NotesModel {
  final StringProperty draft = new SimpleStringProperty("");
  final Shown<Screen> screen = new Shown<>(new Screen.Nothing());

  public Screen screen() {
    return screen.now();
  }

  public StringProperty draftProperty() {
    return draft;
  }

  /** One picture of notes and wrap-up. */
  public sealed interface Screen {
    record Nothing() implements Screen {}

    record Talking() implements Screen {}

    /** After the talk; {@code ended} and {@code problem} are sentences. */
    record WrapUp(String ended, Optional<String> problem, Progress progress) implements Screen {}
  }

  /** Whether the registration is on its way. */
  public enum Progress {
    WRITING,
    SENDING
  }
}
