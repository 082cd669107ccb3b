package nl.digitalebalie.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Findings;

/** {@code witness --config FILE [--check]}. */
public final class Main {
  private static final int UNUSABLE = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    boolean check = words.size() == 3 && words.get(2).equals("--check");
    if (words.size() < 2 || !words.getFirst().equals("--config") || words.size() > 2 && !check) {
      System.err.println("usage: witness --config FILE [--check]");
      System.exit(WRONG_USE);
    }
    Clock clock = Clock.systemUTC();
    Findings findings = new Findings();
    ConfigSection root =
        ConfigSection.ofFile(
            Path.of(words.get(1)), findings, name -> Optional.ofNullable(System.getenv(name)));
    WitnessSettings settings = WitnessSettings.read(root, clock.instant());
    root.refuseUnknownKeys();
    System.out.print(findings.table());
    if (!findings.usable()) {
      System.err.println("The configuration cannot be used; nothing was started.");
      System.exit(UNUSABLE);
    }
    if (!check) {
      run(settings, clock);
    }
  }

  private static void run(WitnessSettings settings, Clock clock) {
    try {
      WitnessServer server = WitnessServer.start(settings, clock, new SecureRandom());
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
      System.out.println("ready, port " + server.port());
    } catch (IOException | UncheckedIOException failed) {
      System.err.println("The witness did not start: " + failed.getMessage());
      System.exit(UNUSABLE);
    }
  }
}
