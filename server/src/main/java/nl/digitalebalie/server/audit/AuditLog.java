package nl.digitalebalie.server.audit;

import java.util.concurrent.CompletableFuture;

/** Where the counter part writes its rows. */
public interface AuditLog {
  /**
   * Queues one row and never blocks. The future completes after the row is durable, or with {@code
   * Failed}; rows become durable in the order of the calls of one thread.
   */
  CompletableFuture<Appended> append(AuditEntry entry);

  /** What became of a row. */
  sealed interface Appended {
    record Durable(long seq) implements Appended {}

    /** Nothing may happen that needed this row. {@code code} is for the log. */
    record Failed(String code) implements Appended {}
  }
}
