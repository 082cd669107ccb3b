package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.store.Sql;

/** Call-backs that the counter part has not taken over yet; each is deleted as soon as it has. */
final class CallbackTable {
  /**
   * Of each municipality: a day's requests of a large one while the counter part is away. Bounds
   * the table when somebody asks without end, and leaves the others their own room.
   */
  static final int MAX_WAITING = 1_000;

  private CallbackTable() {}

  /** What became of a request. */
  enum Outcome {
    KEPT,
    FULL
  }

  static Outcome keep(Sql sql, CallbackRequest request) {
    long waiting =
        sql.rows(
                "SELECT COUNT(*) AS n FROM callback_request WHERE municipality = :municipality",
                Map.of("municipality", request.municipality().value()),
                row -> row.number("n"))
            .getFirst();
    if (waiting >= MAX_WAITING) {
      return Outcome.FULL;
    }
    sql.update(
        """
        INSERT INTO callback_request (id, municipality, topic, name, phone, words, asked_at)
        VALUES (:id, :municipality, :topic, :name, :phone, :words, :at)
        """,
        Map.of(
            "id", request.id().value(),
            "municipality", request.municipality().value(),
            "topic", request.topic().value(),
            "name", request.wish().name().reveal(),
            "phone", request.wish().phone().reveal(),
            "words", request.wish().words().map(Sensitive::reveal),
            "at", request.askedAt().toEpochMilli()));
    return Outcome.KEPT;
  }

  /** Where a page of those who wait ends. */
  record Place(Instant askedAt, String id) {
    /** Before every request. */
    static final Place FRONT = new Place(Instant.EPOCH, "");

    static Place of(CallbackRequest request) {
      return new Place(request.askedAt(), request.id().value());
    }
  }

  /** Those who wait behind this place, the oldest first. */
  static List<CallbackRequest> waiting(Sql sql, Place behind, int limit) {
    return sql.rows(
        """
        SELECT id, municipality, topic, name, phone, words, asked_at FROM callback_request
        WHERE asked_at > :at OR (asked_at = :at AND id > :id)
        ORDER BY asked_at, id LIMIT :limit
        """,
        Map.of("at", behind.askedAt().toEpochMilli(), "id", behind.id(), "limit", limit),
        CallbackTable::request);
  }

  private static CallbackRequest request(Sql.Row row) {
    Optional<Sensitive<String>> words = row.optionalText("words").map(Sensitive::of);
    return new CallbackRequest(
        new CallbackId(row.text("id")),
        new MunicipalityId(row.text("municipality")),
        new TopicId(row.text("topic")),
        new CallbackWish(Sensitive.of(row.text("name")), Sensitive.of(row.text("phone")), words),
        Instant.ofEpochMilli(row.number("asked_at")));
  }

  static int forget(Sql sql, CallbackId id) {
    return sql.update("DELETE FROM callback_request WHERE id = :id", Map.of("id", id.value()));
  }
}
