package nl.digitalebalie.server.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which rows go now. A value: made of what was found and the time, and carried out by others. */
record RetentionPlan(Map<Expiring, List<Candidate>> over) {

  static RetentionPlan of(Map<Expiring, List<Candidate>> found, Instant now) {
    Map<Expiring, List<Candidate>> over = new LinkedHashMap<>();
    found.forEach((table, candidates) -> {
      List<Candidate> gone = new ArrayList<>();
      for (Candidate each : candidates) {
        if (table.rules().isOver(each, now)) {
          gone.add(each);
        }
      }
      if (!gone.isEmpty()) {
        over.put(table, gone);
      }
    });
    return new RetentionPlan(over);
  }

  boolean isEmpty() {
    return over.isEmpty();
  }

  /** How many rows of each. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    over.forEach(
        (table, gone) -> counts.put(table.name(), gone.stream().mapToInt(Candidate::rows).sum()));
    return counts;
  }
}
