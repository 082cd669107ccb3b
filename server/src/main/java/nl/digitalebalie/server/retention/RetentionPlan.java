package nl.digitalebalie.server.retention;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which rows go now. A value: made of what was found and the time, and carried out by others. */
record RetentionPlan(Map<Expiring, List<Candidate>> over) {

  RetentionPlan {
    over = Collections.unmodifiableMap(new LinkedHashMap<>(over)); // in the order of the tables
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
