package nl.digitalebalie.acceptance.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code NAME [--quick] [--scenario S] [--runs N] [--json FILE]}. */
public record BenchOptions(
    String name, Extent extent, Optional<String> scenario, Optional<Integer> runs, Path json) {
  private static final int MAX_RUNS = 10_000;

  /** QUICK is a subset that takes at most 45 s. */
  public enum Extent {
    QUICK,
    FULL
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static BenchOptions parse(List<String> words, Path home) {
    if (words.isEmpty() || words.getFirst().startsWith("--")) {
      throw new IllegalArgumentException(
          "name a benchmark: audit, call, cases, chat, gate or unlock");
    }
    String name = words.getFirst();
    Extent extent = Extent.FULL;
    Optional<String> scenario = Optional.empty();
    Optional<Integer> runs = Optional.empty();
    Path json = home.resolve("target").resolve("bench").resolve(name + ".json");
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--quick" -> extent = Extent.QUICK;
        case "--scenario" -> scenario = Optional.of(value(words, ++i));
        case "--runs" -> runs = Optional.of(runs(value(words, ++i)));
        case "--json" -> json = Path.of(value(words, ++i));
        default -> throw new IllegalArgumentException("unknown option " + words.get(i));
      }
    }
    return new BenchOptions(name, extent, scenario, runs, json);
  }

  private static String value(List<String> words, int place) {
    if (place >= words.size()) {
      throw new IllegalArgumentException(words.get(place - 1) + " needs a value");
    }
    return words.get(place);
  }

  private static int runs(String text) {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MAX_RUNS) {
      throw new IllegalArgumentException("--runs is a number from 1 to " + MAX_RUNS);
    }
    return Integer.parseInt(text);
  }

  public boolean wants(String name) {
    return scenario.isEmpty() || scenario.get().equals(name);
  }

  /** The same for a scenario that takes too long to be in less than this, unless it is named. */
  public boolean wants(String name, Extent least) {
    return wants(name) && (scenario.isPresent() || extent.compareTo(least) >= 0);
  }
}
