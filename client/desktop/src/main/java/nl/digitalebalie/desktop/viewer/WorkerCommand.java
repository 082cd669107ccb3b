package nl.digitalebalie.desktop.viewer;

import java.nio.file.Path;
import java.util.List;

/** How the process that draws is started: the run-time image of this program, and little memory. */
final class WorkerCommand {
  /** Enough for the largest picture that is let through, and no more. */
  private static final String HEAP = "-Xmx320m";

  private static final String MAIN = "nl.digitalebalie.desktop.viewer.worker.WorkerMain";

  private WorkerCommand() {}

  static List<String> usual() {
    Path home = Path.of(System.getProperty("java.home"));
    String windows = System.getProperty("os.name", "").startsWith("Windows") ? ".exe" : "";
    // no folder of this name exists: whatever tries to write a file there fails
    String nowhere = home.resolve("no-such-folder").toString();
    return List.of(
        home.resolve("bin").resolve("java" + windows).toString(),
        HEAP,
        "-Xss1m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Xshare:auto",
        "-Djava.awt.headless=true",
        "-Djava.io.tmpdir=" + nowhere,
        "-Duser.home=" + nowhere,
        "-cp",
        System.getProperty("java.class.path"),
        MAIN);
  }
}
