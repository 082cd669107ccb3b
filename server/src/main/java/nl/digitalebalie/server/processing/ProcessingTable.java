package nl.digitalebalie.server.processing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.digitalebalie.server.store.Sql;

/** What the embedded log has about one subject. */
public final class ProcessingTable {
  private ProcessingTable() {}

  /**
   * A record without the subject, which the asker knows.
   *
   * @param activity URI of the entry in the register
   */
  public record Kept(
      Instant start, Instant end, String name, String status, String activity, String traceId) {}

  /** The oldest first. */
  public static List<Kept> of(Sql sql, Set<String> names) {
    List<Kept> kept = new ArrayList<>();
    for (String name : names) {
      kept.addAll(
          sql.rows(
              """
              SELECT started_at, ended_at, name, status, activity, trace_id
              FROM processing_record WHERE subject = :name
              """,
              Map.of("name", name),
              row ->
                  new Kept(
                      Instant.ofEpochMilli(row.number("started_at")),
                      Instant.ofEpochMilli(row.number("ended_at")),
                      row.text("name"),
                      row.text("status"),
                      row.text("activity"),
                      row.text("trace_id"))));
    }
    kept.sort(Comparator.comparing(Kept::start));
    return kept;
  }
}
