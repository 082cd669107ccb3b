package nl.digitalebalie.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.server.audit.merkle.Frontier;
import nl.digitalebalie.server.store.Sql;

/** The statements of the table of heads: what was signed, and what the witness has of it. */
final class HeadTable {
  private HeadTable() {}

  /**
   * A head that was made.
   *
   * @param frontier of the tree, to go on from
   * @param jws as it was signed
   */
  record Head(Frontier frontier, Instant at, String jws) {
    long size() {
      return frontier.size();
    }
  }

  static void insert(Sql sql, String chain, Head head) {
    sql.update(
        """
        INSERT INTO audit_head (chain_id, size, at, frontier, head)
        VALUES (:chain, :size, :at, :frontier, :head)
        """,
        Map.of(
            "chain", chain,
            "size", head.size(),
            "at", head.at().toEpochMilli(),
            "frontier", head.frontier().bytes(),
            "head", head.jws()));
  }

  /** All heads up to this one are the witness's: it has one that they are part of. */
  static void confirm(
      Sql sql, String chain, long size, Optional<String> countersignature, Instant at) {
    sql.update(
        """
        UPDATE audit_head SET confirmed_at = :at
        WHERE chain_id = :chain AND size <= :size AND confirmed_at IS NULL
        """,
        Map.of("chain", chain, "size", size, "at", at.toEpochMilli()));
    if (countersignature.isPresent()) {
      sql.update(
          """
          UPDATE audit_head SET countersignature = :signed
          WHERE chain_id = :chain AND size = :size
          """,
          Map.of("chain", chain, "size", size, "signed", countersignature.get()));
    }
  }

  static Optional<Head> newest(Sql sql, String chain) {
    return first(
        sql,
        "SELECT size, at, frontier, head FROM audit_head WHERE chain_id = :chain"
            + " ORDER BY size DESC LIMIT 1",
        Map.of("chain", chain));
  }

  static Optional<Head> newestConfirmed(Sql sql, String chain) {
    return first(
        sql,
        "SELECT size, at, frontier, head FROM audit_head WHERE chain_id = :chain"
            + " AND confirmed_at IS NOT NULL ORDER BY size DESC LIMIT 1",
        Map.of("chain", chain));
  }

  static Optional<Head> oldestUnconfirmed(Sql sql, String chain) {
    return first(
        sql,
        "SELECT size, at, frontier, head FROM audit_head WHERE chain_id = :chain"
            + " AND confirmed_at IS NULL ORDER BY size LIMIT 1",
        Map.of("chain", chain));
  }

  static Optional<Head> ofSize(Sql sql, String chain, long size) {
    return first(
        sql,
        "SELECT size, at, frontier, head FROM audit_head WHERE chain_id = :chain AND size = :size",
        Map.of("chain", chain, "size", size));
  }

  /** The largest head that ends before this row. */
  static Optional<Head> before(Sql sql, String chain, long seq) {
    return first(
        sql,
        "SELECT size, at, frontier, head FROM audit_head WHERE chain_id = :chain AND size < :seq"
            + " ORDER BY size DESC LIMIT 1",
        Map.of("chain", chain, "seq", seq));
  }

  static Optional<String> countersignature(Sql sql, String chain, long size) {
    return sql
        .rows(
            "SELECT countersignature FROM audit_head WHERE chain_id = :chain AND size = :size",
            Map.of("chain", chain, "size", size),
            row -> row.optionalText("countersignature"))
        .stream()
        .findFirst()
        .flatMap(found -> found);
  }

  private static Optional<Head> first(Sql sql, String query, Map<String, ?> parameters) {
    List<Head> heads =
        sql.rows(
            query,
            parameters,
            row ->
                new Head(
                    Frontier.of(row.number("size"), row.bytes("frontier")),
                    Instant.ofEpochMilli(row.number("at")),
                    row.text("head")));
    return heads.stream().findFirst();
  }
}
