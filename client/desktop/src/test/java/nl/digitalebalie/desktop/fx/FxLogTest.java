package nl.digitalebalie.desktop.fx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class FxLogTest {
  @Test
  void the_line_about_the_class_path_is_left_out_and_every_other_warning_stays() {
    FxLog.expectClassPath();

    assertFalse(
        logs("Unsupported JavaFX configuration: classes were loaded from 'unnamed module'"));
    assertTrue(logs("CSS Error parsing counter.css"));
    assertTrue(logs(null));
  }

  private static boolean logs(String message) {
    return Logger.getLogger("javafx").getFilter().isLoggable(new LogRecord(Level.WARNING, message));
  }
}
