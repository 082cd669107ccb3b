package nl.digitalebalie.desktop;

import javafx.application.Application;

/** Starts the staff client: {@code --policy FILE} names the administrator's policy. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Application.launch(CounterApp.class, arguments);
  }
}
