package nl.digitalebalie.server.retention;

import java.time.Instant;
import java.util.List;
import nl.digitalebalie.server.store.Sql;

/** Something whose rows have an end. */
public interface Expiring {
  /** Stable: it stands in the audit row. */
  String name();

  RetentionRules rules();

  /** The rows of before {@code younger}, the oldest first: a page of them. */
  List<Candidate> candidates(Sql sql, Instant younger, int offset, int limit);

  /** How many rows went. */
  int destroy(Sql sql, Candidate candidate);
}
