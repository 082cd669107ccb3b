package nl.digitalebalie.server.processing;

import nl.digitalebalie.server.http.HealthCheck;

/** Where records of processing are kept. */
public interface ProcessingLog extends HealthCheck, AutoCloseable {
  /** Blocks until the record is kept for good, or is known not to be. */
  Written write(ProcessingRecord record);

  /** What became of a record. */
  sealed interface Written {
    record Confirmed() implements Written {}

    /** Nothing of what was read may be shown. {@code code} is for the log. */
    record Unconfirmed(String code) implements Written {}
  }

  @Override
  default String name() {
    return "processing-log";
  }

  @Override
  void close();
}
