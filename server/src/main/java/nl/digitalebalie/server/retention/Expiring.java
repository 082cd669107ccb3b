package nl.digitalebalie.server.retention;

import java.time.Instant;
import java.util.List;
import nl.digitalebalie.server.store.Sql;

/** Something whose rows have an end. */
public interface Expiring {
  /** Stable: it stands in the audit row. */
  String name();

  RetentionRules rules();

  /**
   * The rows of before {@code younger}, in their order: a page of those behind {@code last}.
   *
   * @param limit fewer than this are the last page
   */
  List<Candidate> candidates(Sql sql, Instant younger, Candidate last, int limit);

  /** How many rows went. */
  int destroy(Sql sql, Candidate candidate);
}
