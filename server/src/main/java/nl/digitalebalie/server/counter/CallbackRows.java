package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.server.contacts.SealedBodies;
import nl.digitalebalie.server.store.Sql;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The promises to call back, each a row. Who asked is sealed, and gone once they were called. */
final class CallbackRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Who takes a call-back and goes home does not keep it from the others. */
  static final Duration TAKEN_FOR = Duration.ofHours(2);

  private final SealedBodies bodies;

  CallbackRows(SealedBodies bodies) {
    this.bodies = bodies;
  }

  /** One promise; {@code holder} is who took it and still holds it. */
  record Open(
      CallbackId id,
      MunicipalityId municipality,
      TopicId topic,
      Instant askedAt,
      Instant promisedBy,
      Optional<StaffId> holder,
      int tries) {}

  /** A promise that is made now. */
  record Made(
      CallbackId id,
      MunicipalityId municipality,
      TopicId topic,
      Optional<String> contact,
      CallbackWish wish,
      Instant askedAt,
      Instant promisedBy) {}

  /**
   * Where a promise was made. Each municipality has room of its own for either, so that strangers
   * who ask without end stop neither its staff nor another municipality.
   */
  enum Origin {
    /** On the page, by anybody: above a bad week of a large municipality. */
    PAGE("contact IS NULL", 2_000),
    /** By staff, in a talk: as many again as they could ever give. */
    TALK("contact IS NOT NULL", 2_000);

    private final String condition;
    final int room;

    Origin(String condition, int room) {
      this.condition = condition;
      this.room = room;
    }
  }

  /** What became of a promise that was to be kept. */
  enum Kept {
    NEW,
    /** It was told again; the first stands. */
    KNOWN,
    FULL
  }

  Kept keep(Sql sql, Made made) {
    if (!sql.rows("SELECT id FROM callback WHERE id = :id", id(made.id()), row -> row.text("id"))
        .isEmpty()) {
      return Kept.KNOWN;
    }
    Origin origin = made.contact().isPresent() ? Origin.TALK : Origin.PAGE;
    if (full(sql, made.municipality(), origin)) {
      return Kept.FULL;
    }
    sql.update(
        """
        INSERT INTO callback
          (id, municipality, topic, contact, wish, asked_at, promised_by, stage, tries)
        VALUES (:id, :municipality, :topic, :contact, :wish, :asked, :by, 'OPEN', 0)
        """,
        Map.of(
            "id", made.id().value(),
            "municipality", made.municipality().value(),
            "topic", made.topic().value(),
            "contact", made.contact(),
            "wish", bodies.seal(made.id().value(), JSON.writeValueAsString(made.wish())),
            "asked", made.askedAt().toEpochMilli(),
            "by", made.promisedBy().toEpochMilli()));
    return Kept.NEW;
  }

  /** Whether the next promise of this kind would be refused. */
  boolean full(Sql sql, MunicipalityId municipality, Origin origin) {
    return sql.rows(
                "SELECT COUNT(*) AS n FROM callback WHERE done_at IS NULL"
                    + " AND municipality = :municipality AND "
                    + origin.condition,
                Map.of("municipality", municipality.value()),
                row -> row.number("n"))
            .getFirst()
        >= origin.room;
  }

  /** Most urgent first. */
  List<Open> open(Sql sql, Instant now) {
    return sql.rows(
        """
        SELECT id, municipality, topic, asked_at, promised_by, stage, staff, taken_at, tries
        FROM callback WHERE done_at IS NULL ORDER BY promised_by, asked_at, id
        """,
        Map.of(),
        row -> open(row, now));
  }

  Optional<Open> open(Sql sql, CallbackId id, Instant now) {
    return sql
        .rows(
            """
            SELECT id, municipality, topic, asked_at, promised_by, stage, staff, taken_at, tries
            FROM callback WHERE done_at IS NULL AND id = :id
            """,
            id(id),
            row -> open(row, now))
        .stream()
        .findFirst();
  }

  private static Open open(Sql.Row row, Instant now) {
    boolean held =
        row.optionalNumber("taken_at")
            .map(Instant::ofEpochMilli)
            .filter(at -> now.isBefore(at.plus(TAKEN_FOR)))
            .isPresent();
    Optional<StaffId> staff = row.optionalText("staff").map(StaffId::new);
    return new Open(
        new CallbackId(row.text("id")),
        new MunicipalityId(row.text("municipality")),
        new TopicId(row.text("topic")),
        Instant.ofEpochMilli(row.number("asked_at")),
        Instant.ofEpochMilli(row.number("promised_by")),
        held ? staff : Optional.empty(),
        Math.toIntExact(row.number("tries")));
  }

  /** One wins, also against another server on the same database. */
  boolean take(Sql sql, CallbackId id, StaffId staff, Instant now) {
    return sql.update(
            """
            UPDATE callback SET stage = 'TAKEN', staff = :staff, taken_at = :now
            WHERE id = :id AND done_at IS NULL
              AND (stage = 'OPEN' OR taken_at <= :lapsed OR staff = :staff)
            """,
            Map.of(
                "id", id.value(),
                "staff", staff.value(),
                "now", now.toEpochMilli(),
                "lapsed", now.minus(TAKEN_FOR).toEpochMilli()))
        == 1;
  }

  boolean putBack(Sql sql, CallbackId id, StaffId staff, int tries) {
    return sql.update(
            """
            UPDATE callback
            SET stage = 'OPEN', staff = NULL, taken_at = NULL, tries = tries + :tries
            WHERE id = :id AND stage = 'TAKEN' AND staff = :staff
            """,
            Map.of("id", id.value(), "staff", staff.value(), "tries", tries))
        == 1;
  }

  /** Kept: name and number are forgotten. */
  boolean done(Sql sql, CallbackId id, StaffId staff, Instant now) {
    return sql.update(
            """
            UPDATE callback SET stage = 'DONE', done_at = :now, wish = :nothing
            WHERE id = :id AND stage = 'TAKEN' AND staff = :staff
            """,
            Map.of(
                "id", id.value(),
                "staff", staff.value(),
                "now", now.toEpochMilli(),
                "nothing", new byte[0]))
        == 1;
  }

  Optional<CallbackWish> wish(Sql sql, CallbackId id) {
    return sql
        .rows("SELECT wish FROM callback WHERE id = :id", id(id), row -> row.bytes("wish"))
        .stream()
        .findFirst()
        .flatMap(sealed -> bodies.open(id.value(), sealed))
        .flatMap(CallbackRows::wish);
  }

  private static Optional<CallbackWish> wish(String json) {
    try {
      return Optional.of(JSON.readValue(json, CallbackWish.class));
    } catch (JacksonException olderForm) {
      return Optional.empty();
    }
  }

  private static Map<String, String> id(CallbackId id) {
    return Map.of("id", id.value());
  }
}
