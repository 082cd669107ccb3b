package nl.digitalebalie.acceptance.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.demo.DemoStage;

/**
 * {@code [--headless] [--apart] [--resident-video FILE.y4m] [--resident-audio FILE.wav] [--seconds
 * N] [--out DIR]}.
 */
public record RunOptions(
    Optional<Path> video, Optional<Path> audio, Duration call, Path out, DemoStage.Form form) {
  /** Shorter calls would not show a freeze or a sound that stops. */
  private static final int MIN_SECONDS = 20;

  private static final int MAX_SECONDS = 3_600;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static RunOptions parse(List<String> words, Path home) {
    Optional<Path> video = Optional.empty();
    Optional<Path> audio = Optional.empty();
    Duration call = Duration.ofSeconds(MIN_SECONDS);
    Path out = home.resolve("demo-out");
    DemoStage.Form form = DemoStage.Form.TOGETHER;
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--headless" -> {
          // said to the launcher
        }
        case "--apart" -> form = DemoStage.Form.APART;
        case "--resident-video" -> video = Optional.of(file(words, ++i));
        case "--resident-audio" -> audio = Optional.of(file(words, ++i));
        case "--seconds" -> call = seconds(value(words, ++i));
        case "--out" -> out = Path.of(value(words, ++i));
        default -> throw new IllegalArgumentException("unknown option " + words.get(i));
      }
    }
    return new RunOptions(video, audio, call, out, form);
  }

  private static Path file(List<String> words, int place) {
    Path file = Path.of(value(words, place));
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("cannot read " + file);
    }
    return file;
  }

  private static Duration seconds(String text) {
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_SECONDS) {
      throw new IllegalArgumentException("--seconds is a number from 1 to " + MAX_SECONDS);
    }
    return Duration.ofSeconds(Math.max(MIN_SECONDS, Integer.parseInt(text)));
  }

  private static String value(List<String> words, int place) {
    if (place >= words.size()) {
      throw new IllegalArgumentException(words.get(place - 1) + " needs a value");
    }
    return words.get(place);
  }
}
