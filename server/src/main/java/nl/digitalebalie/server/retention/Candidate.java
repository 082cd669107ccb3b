package nl.digitalebalie.server.retention;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;

/**
 * Rows that may be over.
 *
 * @param key finds them again
 * @param at from when their time counts
 * @param purposes that they were kept for; the longest decides
 * @param rows how many have this key
 */
public record Candidate(String key, Instant at, Set<PurposeId> purposes, int rows) {
  /** In which they are looked at, the oldest first. */
  public static final Comparator<Candidate> ORDER =
      Comparator.comparing(Candidate::at).thenComparing(Candidate::key);

  /** Before every row. */
  static final Candidate FRONT = new Candidate("", Instant.EPOCH, Set.of(), 0);

  public Candidate {
    Objects.requireNonNull(key);
    Objects.requireNonNull(at);
    purposes = Set.copyOf(purposes);
  }
}
