package nl.digitalebalie.desktop;

import javafx.application.Application;
import nl.digitalebalie.desktop.fx.FxLog;

/** Starts the staff client: {@code --policy FILE} names the administrator's policy. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    FxLog.expectClassPath();
    Application.launch(CounterApp.class, arguments);
  }
}
