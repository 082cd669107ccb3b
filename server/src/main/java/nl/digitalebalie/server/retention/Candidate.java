package nl.digitalebalie.server.retention;

import java.time.Instant;
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
  public Candidate {
    Objects.requireNonNull(key);
    Objects.requireNonNull(at);
    purposes = Set.copyOf(purposes);
  }
}
