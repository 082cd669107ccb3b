package nl.digitalebalie.desktop.fx;

import java.util.logging.Filter;
import java.util.logging.Logger;

/** What JavaFX writes into the log of whoever starts it. */
public final class FxLog {
  /** Held on to: a logger that nobody holds is forgotten, and its filter with it. */
  private static final Logger JAVAFX = Logger.getLogger("javafx");

  private static final String FROM_CLASS_PATH = "Unsupported JavaFX configuration:";

  private FxLog() {}

  /**
   * Leaves out the one line about the class path, before the toolkit starts. The launcher starts us
   * from the class path because several of our libraries are no modules, and JavaFX says at every
   * start that nobody promises this to work; the application image holds it as modules. Whoever
   * reads a log must not learn to skip warnings, so every other one stays.
   */
  public static void expectClassPath() {
    Filter before = JAVAFX.getFilter();
    JAVAFX.setFilter(record ->
        (before == null || before.isLoggable(record))
            && (record.getMessage() == null || !record.getMessage().startsWith(FROM_CLASS_PATH)));
  }
}
