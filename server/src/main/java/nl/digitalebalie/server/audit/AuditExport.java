package nl.digitalebalie.server.audit;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.audit.merkle.InclusionProof;
import nl.digitalebalie.server.audit.merkle.ProofBuilder;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A period of one chain as JSON lines that can be checked without the database: first the signed
 * head, then every row from the first to the last of the period with the proof that it is under
 * that head. The row before and the row after stand beside them, so that nothing can be left out at
 * an edge unseen.
 */
public final class AuditExport {
  static final int VERSION = 1;
  private static final int PAGE_ROWS = 1_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Store store;
  private final String chain;
  private final Instant from;
  private final Instant until;

  /**
   * @param until the first moment after the period
   */
  public AuditExport(Store store, String chain, Instant from, Instant until) {
    this.store = store;
    this.chain = chain;
    this.from = from;
    this.until = until;
  }

  /** What came of it. */
  public sealed interface Result {
    /**
     * Written.
     *
     * @param rows of the period
     * @param proven how many of the lines are under a signed head
     */
    record Written(long rows, long proven) implements Result {}

    record NothingThere() implements Result {}

    record Unreadable(String code) implements Result {}
  }

  /** The lines to write, by their numbers. */
  private record Range(long first, long last, Optional<HeadTable.Head> head) {}

  /**
   * Writes the file anew.
   *
   * @throws IOException when it cannot be written
   */
  public Result write(Path out) throws IOException {
    Stored<Optional<Range>> range = store.read(this::range);
    return switch (range) {
      case Stored.Unavailable<Optional<Range>>(String code) -> new Result.Unreadable(code);
      case Stored.Done<Optional<Range>>(Optional<Range> found) ->
          found.isEmpty() ? new Result.NothingThere() : write(out, found.get());
    };
  }

  private Optional<Range> range(Sql sql) {
    OptionalLong first = AuditTable.firstSince(sql, chain, from.toEpochMilli());
    OptionalLong last = AuditTable.lastBefore(sql, chain, until.toEpochMilli());
    if (first.isEmpty() || last.isEmpty() || first.getAsLong() > last.getAsLong()) {
      return Optional.empty();
    }
    long end = AuditTable.tail(sql, chain).seq();
    return Optional.of(
        new Range(
            Math.max(1, first.getAsLong() - 1),
            Math.min(end, last.getAsLong() + 1),
            HeadTable.newestConfirmed(sql, chain).or(() -> HeadTable.newest(sql, chain))));
  }

  private Result write(Path out, Range range) throws IOException {
    long size = range.head().map(HeadTable.Head::size).orElse(0L);
    ProofBuilder proofs =
        ProofBuilder.ofLeaves(range.first() - 1, Math.max(range.first() - 1, range.last()));
    for (long after = 0; after < size; ) {
      Stored<List<AuditRow>> page = page(after, Math.min(PAGE_ROWS, size - after));
      if (!(page instanceof Stored.Done<List<AuditRow>>(List<AuditRow> rows)) || rows.isEmpty()) {
        return new Result.Unreadable("AUDIT_ROWS_MISSING");
      }
      rows.forEach(row -> proofs.add(Hash.leaf(row.hash())));
      after += rows.size();
    }
    try (Writer lines = Files.newBufferedWriter(out)) {
      line(lines, header(range));
      long inPeriod = 0;
      for (long after = range.first() - 1; after < range.last(); ) {
        Stored<List<AuditRow>> page = page(after, Math.min(PAGE_ROWS, range.last() - after));
        if (!(page instanceof Stored.Done<List<AuditRow>>(List<AuditRow> rows)) || rows.isEmpty()) {
          return new Result.Unreadable("AUDIT_ROWS_MISSING");
        }
        for (AuditRow row : rows) {
          Optional<InclusionProof> proof =
              row.seq() <= size ? Optional.of(proofs.inclusion(row.seq() - 1)) : Optional.empty();
          line(lines, json(row, proof, words(row)));
          inPeriod += isInPeriod(row) ? 1 : 0;
        }
        after += rows.size();
      }
      return new Result.Written(
          inPeriod, Math.max(0, Math.min(size, range.last()) - range.first() + 1));
    }
  }

  private Stored<List<AuditRow>> page(long after, long limit) {
    return store.read(sql -> AuditTable.page(sql, chain, after, (int) limit));
  }

  private boolean isInPeriod(AuditRow row) {
    return row.atMillis() >= from.toEpochMilli() && row.atMillis() < until.toEpochMilli();
  }

  private ObjectNode header(Range range) {
    ObjectNode header =
        JSON.createObjectNode()
            .put("export", VERSION)
            .put("chain", chain)
            .put("from", from.toString())
            .put("until", until.toString())
            .put("first", range.first())
            .put("last", range.last());
    range.head().ifPresent(head -> header.put("head", head.jws()));
    range
        .head()
        .flatMap(head ->
            store
                .read(sql -> HeadTable.countersignature(sql, chain, head.size()))
                .fold(found -> found, code -> Optional.empty()))
        .ifPresent(signed -> header.put("countersignature", signed));
    return header;
  }

  private Optional<Words> words(AuditRow row) {
    return row.body().contains(Words.FIELD)
        ? store.read(sql -> Words.of(sql, row)).fold(found -> found, code -> Optional.empty())
        : Optional.empty();
  }

  private ObjectNode json(AuditRow row, Optional<InclusionProof> proof, Optional<Words> words) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("seq", row.seq())
            .put("at", row.atMillis())
            .put("time", Instant.ofEpochMilli(row.atMillis()).toString())
            .put("inPeriod", isInPeriod(row))
            .put("kind", row.kind())
            .put("actor", row.actor())
            .put("conversation", row.conversation())
            .put("traceId", row.traceId())
            .put("body", row.body())
            .put("prev", base64(row.prev()))
            .put("hash", base64(row.hash()));
    words.ifPresent(each -> json.put("words", each.text()).put("salt", base64(each.salt())));
    proof.ifPresent(each -> {
      ArrayNode path = json.putArray("path");
      each.path().stream().map(Hash::text).forEach(path::add);
    });
    return json;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void line(Writer lines, ObjectNode json) throws IOException {
    lines.write(JSON.writeValueAsString(json));
    lines.write('\n');
  }
}
