package nl.digitalebalie.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nl.digitalebalie.acceptance.bench.AuditBench;
import nl.digitalebalie.acceptance.bench.BenchOptions;
import nl.digitalebalie.acceptance.bench.BenchReport;
import nl.digitalebalie.acceptance.bench.CallBench;
import nl.digitalebalie.acceptance.bench.CasesBench;
import nl.digitalebalie.acceptance.bench.ChatBench;
import nl.digitalebalie.acceptance.bench.GateBench;
import nl.digitalebalie.acceptance.bench.UnlockBench;

/** Command line program: {@code Bench NAME [--quick] [--scenario S] [--runs N] [--json FILE]}. */
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    Program.end("bench", () -> measure(List.of(arguments)));
  }

  private static int measure(List<String> words) throws IOException, InterruptedException {
    Path home = Home.find();
    BenchOptions options;
    try {
      options = BenchOptions.parse(words, home);
    } catch (IllegalArgumentException wrong) {
      System.err.println("bench: " + wrong.getMessage());
      return Program.WRONG_USE;
    }
    BenchReport report = run(options, home);
    if (report.rows().isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no scenario %s".formatted(options.name(), options.scenario().orElse("at all")));
    }
    System.out.print(report.table());
    report.write(options.json());
    System.out.println(options.json());
    return 0;
  }

  private static BenchReport run(BenchOptions options, Path home)
      throws IOException, InterruptedException {
    return switch (options.name()) {
      case "audit" -> AuditBench.run(options, home);
      case "call" -> CallBench.run(options, home);
      case "cases" -> CasesBench.run(options);
      case "chat" -> ChatBench.run(options, home);
      case "gate" -> GateBench.run(options);
      case "unlock" -> UnlockBench.run(options, home);
      default -> throw new IllegalArgumentException("there is no benchmark " + options.name());
    };
  }
}
