package nl.digitalebalie.witness;

import java.util.Optional;
import nl.digitalebalie.server.audit.merkle.ConsistencyProof;

/** Whoever keeps the heads of a log where the log's owner cannot take them back. */
public interface Witness extends AutoCloseable {
  /** Offers a head, with the proof that it grew out of the last one that the witness has. */
  Answer submit(String head, ConsistencyProof proof);

  @Override
  default void close() {}

  /** What the witness says. */
  sealed interface Answer {
    /**
     * The head is kept, durably.
     *
     * @param countersignature empty where the witness is a file
     */
    record Accepted(Optional<String> countersignature) implements Answer {}

    /** The proof must begin at another size: that of its last head, 0 for a log without heads. */
    record StartsAt(long size) implements Answer {}

    /** Never, however often it is offered. */
    record Refused(Reason reason) implements Answer {}

    /** Later, perhaps; {@code code} is for the log. */
    record Unreachable(String code) implements Answer {}
  }

  /** Why a head is refused. */
  enum Reason {
    /** Not a head, or a proof of something else. */
    MALFORMED,
    /** A log that this witness does not keep. */
    UNKNOWN_LOG,
    /** Not signed by the log's key. */
    SIGNATURE,
    /** The log has fewer rows than it had. */
    SHRUNK,
    /** The log is not the one that the last head is of: rows that were witnessed are other rows. */
    INCONSISTENT
  }
}
