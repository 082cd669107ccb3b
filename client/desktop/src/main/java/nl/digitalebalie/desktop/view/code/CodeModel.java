package nl.digitalebalie.desktop.view.code;

import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import nl.digitalebalie.desktop.fx.Shown;

/** What the row of the spoken code shows; the digits being typed are forgotten when they leave. */
public final class CodeModel {
  final StringProperty digits = new SimpleStringProperty("");
  final Shown<Screen> screen = new Shown<>(new Screen.Hidden());

  public Screen screen() {
    return screen.now();
  }

  public StringProperty digitsProperty() {
    return digits;
  }

  /** One picture of the row. */
  public sealed interface Screen {
    record Hidden() implements Screen {}

    /** The resident does not see the code yet. */
    record NotYet(String words) implements Screen {}

    /**
     * Digits may be typed.
     *
     * @param hint how the code may reach the staff member
     * @param problem what was wrong with the last try
     */
    record Entry(String hint, Optional<String> problem) implements Screen {}

    record Matched(String words) implements Screen {}
  }
}
