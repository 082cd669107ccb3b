package nl.digitalebalie.acceptance;

import java.nio.file.Path;
import java.util.List;
import nl.digitalebalie.acceptance.run.HeadlessRun;
import nl.digitalebalie.acceptance.run.RunOptions;

/**
 * Command line program: plays the whole scenario by itself and writes {@code report.json} and
 * pictures.
 */
public final class HeadlessDemo {
  private HeadlessDemo() {}

  public static void main(String[] arguments) {
    Program.end("demo", () -> play(List.of(arguments)));
  }

  private static int play(List<String> words) throws Exception {
    Path home = Home.find();
    RunOptions options;
    try {
      options = RunOptions.parse(words, home);
    } catch (IllegalArgumentException wrong) {
      System.err.println("demo: " + wrong.getMessage());
      return Program.WRONG_USE;
    }
    return HeadlessRun.play(options, home);
  }
}
