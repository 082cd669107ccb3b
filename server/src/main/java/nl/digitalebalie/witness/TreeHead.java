package nl.digitalebalie.witness;

import java.time.Instant;
import nl.digitalebalie.server.audit.merkle.Hash;

/**
 * How far a log had come at a moment.
 *
 * @param chain names the log
 * @param size how many rows it has
 */
public record TreeHead(String chain, long size, Hash root, Instant at) {
  public TreeHead {
    if (!chain.matches("[A-Za-z0-9._-]{1,64}") || size < 1) {
      throw new IllegalArgumentException("a head names a log with at least one row");
    }
  }
}
