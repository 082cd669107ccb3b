package nl.digitalebalie.demo;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The words after {@code ./balie demo}. The demonstration that people play takes {@code --apart}
 * alone; those of the one that plays by itself would do nothing here, which must be said.
 */
final class DemoWords {
  private static final String APART = "--apart";
  private static final Set<String> HEADLESS_ONLY =
      Set.of("--seconds", "--out", "--resident-video", "--resident-audio");

  private DemoWords() {}

  /** A sentence for the user when the demonstration cannot do what was asked. */
  static Optional<String> refusal(List<String> words) {
    return words.stream().filter(word -> !word.equals(APART)).findFirst().map(DemoWords::refusal);
  }

  static DemoStage.Form form(List<String> words) {
    return words.contains(APART) ? DemoStage.Form.APART : DemoStage.Form.TOGETHER;
  }

  private static String refusal(String word) {
    return HEADLESS_ONLY.contains(word)
        ? word + " works with --headless only: ./balie demo --headless " + word + " …"
        : "unknown option " + word;
  }
}
