package nl.digitalebalie.witness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the lines of a file of heads; for whoever holds it, and for those who only look. */
public final class HeadFile {
  /** A line has some 700. */
  private static final int MAX_LINE = 8_000;

  private HeadFile() {}

  record Line(int number, long begin, int length, String text) {}

  /** All heads, in the order in which they were taken; a line that has no end yet is left out. */
  public static List<WitnessedHead> read(Path path) throws IOException {
    List<WitnessedHead> heads = new ArrayList<>();
    for (Line line : lines(path)) {
      Optional<WitnessedHead> head = WitnessedHead.parse(line.text());
      heads.add(
          head.orElseThrow(
              () -> new IOException("line " + line.number() + " is no head: " + path)));
    }
    return heads;
  }

  static List<Line> lines(Path path) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long begin = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          String text = line.toString(StandardCharsets.UTF_8);
          lines.add(new Line(lines.size() + 1, begin, line.size(), text));
          begin += line.size() + 1L;
          line.reset();
        } else {
          line.write(next);
        }
        if (line.size() > MAX_LINE) {
          throw new IOException("line " + (lines.size() + 1) + " is too long: " + path);
        }
      }
    }
    return lines;
  }
}
