package nl.digitalebalie.server.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digitalebalie.server.store.Sql;

/** The statements of the audit table; the table itself refuses UPDATE and DELETE by triggers. */
final class AuditTable {
  private AuditTable() {}

  static void insert(Sql sql, List<AuditRow> rows) {
    sql.batch(
        """
        INSERT INTO audit
          (chain_id, seq, at, kind, actor, conversation, trace_id, body, prev, hash)
        VALUES
          (:chain, :seq, :at, :kind, :actor, :conversation, :trace, :body, :prev, :hash)
        """,
        rows.stream().map(AuditTable::columns).toList());
  }

  private static Map<String, Object> columns(AuditRow row) {
    return Map.of(
        "chain", row.chain(),
        "seq", row.seq(),
        "at", row.atMillis(),
        "kind", row.kind(),
        "actor", row.actor(),
        "conversation", row.conversation(),
        "trace", row.traceId(),
        "body", row.body(),
        "prev", row.prev(),
        "hash", row.hash());
  }

  static AuditTail tail(Sql sql, String chain) {
    Optional<AuditTail> last =
        sql
            .rows(
                "SELECT seq, hash FROM audit WHERE chain_id = :chain ORDER BY seq DESC LIMIT 1",
                Map.of("chain", chain),
                row -> new AuditTail(chain, row.number("seq"), row.bytes("hash")))
            .stream()
            .findFirst();
    return last.orElseGet(() -> AuditTail.ofEmpty(chain));
  }

  static List<String> chains(Sql sql) {
    return sql.rows(
        "SELECT DISTINCT chain_id FROM audit ORDER BY chain_id",
        Map.of(),
        row -> row.text("chain_id"));
  }

  /** Rows after {@code afterSeq} in the order of their numbers. */
  static List<AuditRow> page(Sql sql, String chain, long afterSeq, int limit) {
    return sql.rows(
        """
        SELECT chain_id, seq, at, kind, actor, conversation, trace_id, body, prev, hash
        FROM audit WHERE chain_id = :chain AND seq > :after ORDER BY seq LIMIT :limit
        """,
        Map.of("chain", chain, "after", afterSeq, "limit", limit),
        AuditTable::read);
  }

  /** The number of the first row that was written at this moment or later. */
  static OptionalLong firstSince(Sql sql, String chain, long at) {
    return number(
        sql,
        "SELECT min(seq) AS seq FROM audit WHERE chain_id = :chain AND at >= :at",
        Map.of("chain", chain, "at", at));
  }

  /** The number of the last row that was written before this moment. */
  static OptionalLong lastBefore(Sql sql, String chain, long at) {
    return number(
        sql,
        "SELECT max(seq) AS seq FROM audit WHERE chain_id = :chain AND at < :at",
        Map.of("chain", chain, "at", at));
  }

  private static OptionalLong number(Sql sql, String query, Map<String, ?> parameters) {
    return sql.rows(query, parameters, row -> row.optionalNumber("seq")).getFirst().stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  private static AuditRow read(Sql.Row row) {
    return new AuditRow(
        row.text("chain_id"),
        row.number("seq"),
        row.number("at"),
        row.text("kind"),
        row.text("actor"),
        row.text("conversation"),
        row.text("trace_id"),
        row.text("body"),
        row.bytes("prev"),
        row.bytes("hash"));
  }
}
