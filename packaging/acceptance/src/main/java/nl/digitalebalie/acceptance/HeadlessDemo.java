package nl.digitalebalie.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nl.digitalebalie.acceptance.run.HeadlessRun;
import nl.digitalebalie.acceptance.run.RunOptions;

/**
 * Command line program: plays the whole scenario by itself and writes {@code report.json} and
 * pictures.
 */
public final class HeadlessDemo {
  private static final int WRONG_USE = 2;

  private HeadlessDemo() {}

  public static void main(String[] arguments) throws IOException {
    Path home = Home.find();
    RunOptions options;
    try {
      options = RunOptions.parse(List.of(arguments), home);
    } catch (IllegalArgumentException wrong) {
      System.err.println("demo: " + wrong.getMessage());
      System.exit(WRONG_USE);
      return;
    }
    System.exit(HeadlessRun.play(options, home)); // toolkits and natives keep threads
  }
}
