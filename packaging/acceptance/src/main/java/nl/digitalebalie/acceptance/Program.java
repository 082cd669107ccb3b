package nl.digitalebalie.acceptance;

import java.io.PrintStream;
import java.util.Optional;

/**
 * The edge of a command line program. Whatever happens inside, the process ends: toolkits and
 * natives would keep it running without its main thread.
 */
final class Program {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  private Program() {}

  /** Does the program's work and answers its exit status. */
  interface Work {
    int run() throws Exception;
  }

  /** Never comes back. */
  static void end(String name, Work work) {
    System.exit(status(name, work, System.err));
  }

  /** The exit status of the work; of a failure a sentence is said. */
  static int status(String name, Work work, PrintStream err) {
    try {
      return work.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      err.println(name + ": interrupted");
    } catch (Throwable failed) { // a missing native is an Error, and must end the process as well
      err.println(name + ": " + sentence(failed));
    }
    return FAILED;
  }

  /** Libraries put whole reports behind the first line; its kind is what is left without words. */
  private static String sentence(Throwable failed) {
    String kind = failed.getClass().getSimpleName();
    return Optional.ofNullable(failed.getMessage())
        .flatMap(words -> words.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst())
        .map(words -> failed instanceof Error ? kind + ": " + words : words)
        .orElse(kind);
  }
}
