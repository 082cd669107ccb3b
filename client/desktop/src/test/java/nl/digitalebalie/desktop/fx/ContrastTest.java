package nl.digitalebalie.desktop.fx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WCAG 2.2 contrast of the colours that the themes and our style sheet together give. */
class ContrastTest {
  private static final Pattern TOKEN = Pattern.compile("(-color-[a-z0-9-]+): (#[0-9a-fA-F]{6});");
  private static final double TEXT = 4.5;
  private static final double BORDER = 3.0;

  @ParameterizedTest
  @CsvSource({"light, primer-light", "dark, primer-dark"})
  void text_and_borders_stand_out_from_every_surface(String side, String theme) throws IOException {
    Map<String, String> colours = tokens(side, theme);

    for (String surface : new String[] {"-color-surface", "-color-canvas", "-color-bg-subtle"}) {
      for (String text :
          new String[] {
            "-color-fg-default", "-color-fg-muted", "-color-fg-subtle", "-color-warning-text"
          }) {
        atLeast(TEXT, colours, text, surface);
      }
      atLeast(BORDER, colours, "-color-border-default", surface);
      atLeast(BORDER, colours, "-color-success-fg", surface);
      atLeast(BORDER, colours, "-color-danger-fg", surface);
      atLeast(BORDER, colours, "-color-accent-emphasis", surface);
    }
    atLeast(TEXT, colours, "-color-demo-text", "-color-demo");
    atLeast(TEXT, colours, "-color-fg-emphasis", "-color-accent-emphasis");
    atLeast(TEXT, colours, "-color-fg-emphasis", "-color-danger-emphasis");
  }

  private static void atLeast(
      double limit, Map<String, String> colours, String front, String behind) {
    double ratio = contrast(luminance(colours.get(front)), luminance(colours.get(behind)));
    assertTrue(
        ratio >= limit,
        () -> front + " on " + behind + " has " + Math.round(ratio * 100) / 100.0 + ":1");
  }

  private static Map<String, String> tokens(String side, String theme) throws IOException {
    Map<String, String> colours = new HashMap<>();
    collect(read("/atlantafx/base/theme/" + theme + ".css"), colours);
    String ours = read("/nl/digitalebalie/desktop/fx/counter.css");
    int start = ours.indexOf(".overlay." + side + " {");
    collect(ours.substring(start, ours.indexOf('}', start)), colours);
    return colours;
  }

  private static void collect(String css, Map<String, String> colours) {
    Matcher matcher = TOKEN.matcher(css);
    while (matcher.find()) {
      colours.put(matcher.group(1), matcher.group(2));
    }
  }

  private static String read(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ContrastTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** WCAG 2.2, relative luminance. */
  private static double luminance(String hex) {
    return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
  }

  private static double channel(String hex, int at) {
    double share = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  private static double contrast(double one, double other) {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }
}
