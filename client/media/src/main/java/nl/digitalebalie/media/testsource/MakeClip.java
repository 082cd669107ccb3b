package nl.digitalebalie.media.testsource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Command line program: {@code MakeClip BASE [--seconds N] [--size WxH] [--rate FPS]} writes
 * BASE.y4m and BASE.wav for test calls.
 */
public final class MakeClip {
  private static final String USAGE =
      "usage: MakeClip BASE [--seconds N] [--size WIDTHxHEIGHT] [--rate FPS]";
  private static final Set<String> OPTIONS = Set.of("--seconds", "--size", "--rate");

  private MakeClip() {}

  /** Writes both files or ends with status 2 and the usage. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length % 2 == 0) {
      refuse(USAGE);
      return;
    }
    Map<String, String> options = options(List.of(arguments));
    if (!OPTIONS.containsAll(options.keySet())) {
      refuse(USAGE);
      return;
    }
    String base = arguments[0];
    Clip clip;
    try {
      clip = clip(options);
    } catch (IllegalArgumentException outsideLimits) {
      refuse(outsideLimits.getMessage() + "; " + USAGE);
      return;
    }
    clip.writeY4m(Path.of(base + ".y4m"));
    clip.writeWav(Path.of(base + ".wav"));
    System.out.println(base + ".y4m " + base + ".wav " + clip);
  }

  private static Clip clip(Map<String, String> options) {
    String[] size = options.getOrDefault("--size", "640x480").split("x", 2);
    if (size.length != 2) {
      throw new IllegalArgumentException("--size wants WIDTHxHEIGHT");
    }
    return new Clip(
        Integer.parseInt(options.getOrDefault("--seconds", "30")),
        Integer.parseInt(size[0]),
        Integer.parseInt(size[1]),
        Integer.parseInt(options.getOrDefault("--rate", "30")));
  }

  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i + 1 < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
    return options;
  }

  private static void refuse(String why) {
    System.err.println(why);
    System.exit(2);
  }
}
