package nl.digitalebalie.server.config;

import java.util.ArrayList;
import java.util.List;

/** Everything that reading the configuration brought to light. Owned by the reading thread. */
public final class Findings {
  private static final int GRADE_WIDTH = 8;

  private final List<Finding> all = new ArrayList<>();

  void add(Finding.Grade grade, String path, String sentence) {
    all.add(new Finding(grade, path, sentence));
  }

  public List<Finding> all() {
    return List.copyOf(all);
  }

  public boolean usable() {
    return all.stream().noneMatch(finding -> finding.grade() == Finding.Grade.ERROR);
  }

  /** The table: errors first, so that they stand together, then warnings, then what is right. */
  public String table() {
    int width = all.stream().mapToInt(finding -> finding.path().length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    for (Finding.Grade grade :
        List.of(Finding.Grade.ERROR, Finding.Grade.WARNING, Finding.Grade.RIGHT)) {
      for (Finding finding : all) {
        if (finding.grade() == grade) {
          table
              .append(padded(grade == Finding.Grade.RIGHT ? "right" : grade.name(), GRADE_WIDTH))
              .append(padded(finding.path(), width + 2))
              .append(finding.sentence())
              .append('\n');
        }
      }
    }
    return table.toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
