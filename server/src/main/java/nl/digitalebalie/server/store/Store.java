package nl.digitalebalie.server.store;

import java.util.Map;

/**
 * The database. Callers may be virtual threads: the driver's native calls run on platform threads
 * of the store, which would otherwise pin carriers.
 */
public interface Store extends AutoCloseable {
  /** Runs one transaction on the single writer and waits until it is durable. */
  <T> Stored<T> write(Transaction<T> transaction);

  /** Runs a read-only transaction on the reader pool. */
  <T> Stored<T> read(Transaction<T> transaction);

  /** Writes one row and waits until it is durable: a full or read-only disk still reads. */
  default Stored<Integer> probe() {
    return write(
        sql -> sql.update("UPDATE store_probe SET turn = turn + 1 WHERE one = 1", Map.of()));
  }

  /**
   * Empties the files in which deleted content outlives its rows. Waits some seconds for readers. A
   * database that has no such files has nothing to do.
   */
  default Stored<Traces> forgetTraces() {
    return new Stored.Done<>(Traces.GONE);
  }

  /** What is left of deleted content. */
  enum Traces {
    GONE,
    /** Somebody was reading all the time. */
    LEFT
  }

  @Override
  void close();

  /** What is done in one transaction; an exception rolls it back and is {@code Unavailable}. */
  interface Transaction<T> {
    T run(Sql sql);
  }
}
