package nl.digitalebalie.server.processing;

import java.util.HashMap;
import java.util.Map;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;

/** Records in our own database: a commit is the confirmation. */
final class StoreLog implements ProcessingLog {
  private final Store store;
  private volatile Status last = Status.UP;

  StoreLog(Store store) {
    this.store = store;
  }

  @Override
  public Written write(ProcessingRecord record) {
    Written written =
        store
            .write(sql -> insert(sql, record))
            .fold(rows -> new Written.Confirmed(), Written.Unconfirmed::new);
    last = written instanceof Written.Confirmed ? Status.UP : Status.DOWN;
    return written;
  }

  /** After a refusal the database is tried again, so that it is known when it is well. */
  @Override
  public Status look() {
    if (last == Status.DOWN) {
      last = store.probe().fold(done -> Status.UP, code -> Status.DOWN);
    }
    return last;
  }

  @Override
  public void close() {
    // the store is its owner's
  }

  private static int insert(Sql sql, ProcessingRecord record) {
    Map<String, Object> row = new HashMap<>();
    row.put("span", record.spanId());
    row.put("trace", record.traceId());
    row.put("name", record.name());
    row.put("status", record.status().word());
    row.put("exception", record.status().exceptionType());
    row.put("start", record.start().toEpochMilli());
    row.put("end", record.end().toEpochMilli());
    row.put("resource", Resource.OURS.name() + " " + Resource.OURS.version());
    row.put("purpose", record.purpose().value());
    row.put("activity", record.activity());
    row.put("id", record.subjectId());
    row.put("type", record.subjectIdType());
    row.put("subject", record.subjectName().subject());
    return sql.update(
        """
        INSERT INTO processing_record
          (span_id, trace_id, name, status, exception_type, started_at, ended_at, resource,
           purpose, activity, subject_id, subject_id_type, subject)
        VALUES
          (:span, :trace, :name, :status, :exception, :start, :end, :resource,
           :purpose, :activity, :id, :type, :subject)
        """,
        row);
  }
}
