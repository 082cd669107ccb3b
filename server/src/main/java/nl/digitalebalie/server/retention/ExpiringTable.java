package nl.digitalebalie.server.retention;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.server.store.Sql;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table with a key and a time. One line for each:
 *
 * <pre>
 * ExpiringTable.ofPurpose("processing-records", "processing_record", "span_id", "ended_at", "purpose", rules)
 * </pre>
 *
 * The names of table and columns are our own, never anything from outside.
 */
public final class ExpiringTable implements Expiring {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String name;
  private final String table;
  private final String key;
  private final Time time;
  private final Link link;
  private final Rows which;
  private final RetentionRules rules;

  /** How a table writes when something was. */
  private sealed interface Time {
    /** Milliseconds since 1970. */
    record Millis(String column) implements Time {}

    /** The text of an hour in UTC, such as {@code 2026-11-23T10}. */
    record Hour(String column) implements Time {}
  }

  /** How a row is tied to the purposes of its talk. */
  private sealed interface Link {
    record None() implements Link {}

    record Purpose(String column) implements Link {}

    /** By the audit rows of its conversation, which say who was identified for what. */
    record Conversation(String column) implements Link {}
  }

  /** Which of its rows this is about. */
  private sealed interface Rows {
    String condition();

    record All() implements Rows {
      @Override
      public String condition() {
        return "";
      }
    }

    /** Those that have not come to their end. */
    record Without(String end) implements Rows {
      @Override
      public String condition() {
        return " AND " + end + " IS NULL";
      }
    }
  }

  private ExpiringTable(
      String name,
      String table,
      String key,
      Time time,
      Link link,
      Rows which,
      RetentionRules rules) {
    this.name = name;
    this.table = table;
    this.key = key;
    this.time = time;
    this.link = link;
    this.which = which;
    this.rules = rules;
  }

  /** One period for all rows. */
  public static ExpiringTable plain(
      String name, String table, String key, String at, RetentionRules rules) {
    return new ExpiringTable(
        name, table, key, new Time.Millis(at), new Link.None(), new Rows.All(), rules);
  }

  /**
   * Rows that end by an event, which may never come: this is the longest that they wait for it.
   *
   * @param end the column that is empty until then
   */
  public static ExpiringTable unfinished(
      String name, String table, String key, String begun, String end, RetentionRules rules) {
    return new ExpiringTable(
        name, table, key, new Time.Millis(begun), new Link.None(), new Rows.Without(end), rules);
  }

  /** Rows that know nothing but the hour. */
  public static ExpiringTable byHour(String name, String table, String hour, RetentionRules rules) {
    return new ExpiringTable(
        name, table, hour, new Time.Hour(hour), new Link.None(), new Rows.All(), rules);
  }

  /** A column names the purpose. */
  public static ExpiringTable ofPurpose(
      String name, String table, String key, String at, String purpose, RetentionRules rules) {
    return new ExpiringTable(
        name, table, key, new Time.Millis(at), new Link.Purpose(purpose), new Rows.All(), rules);
  }

  /** A column names the conversation. */
  public static ExpiringTable ofConversation(
      String name, String table, String key, String at, String conversation, RetentionRules rules) {
    return new ExpiringTable(
        name,
        table,
        key,
        new Time.Millis(at),
        new Link.Conversation(conversation),
        new Rows.All(),
        rules);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RetentionRules rules() {
    return rules;
  }

  @Override
  public List<Candidate> candidates(Sql sql, Instant younger, Candidate last, int limit) {
    return switch (time) {
      case Time.Millis(String at) -> rows(sql, at, younger, last, limit);
      case Time.Hour(String hour) -> hours(sql, hour, younger, last, limit);
    };
  }

  private List<Candidate> rows(Sql sql, String at, Instant younger, Candidate last, int limit) {
    return sql.rows(
        ("SELECT " + key + " AS id, " + at + " AS moment, " + tied() + " AS tie")
            + (" FROM " + table + " WHERE " + at + " <= :before AND " + at + " >= :at")
            + (" AND (" + at + " > :at OR " + key + " > :id)" + which.condition())
            + (" ORDER BY " + at + ", " + key + " LIMIT :limit"),
        Map.of(
            "before", younger.toEpochMilli(),
            "at", last.at().toEpochMilli(),
            "id", last.key(),
            "limit", limit),
        row ->
            new Candidate(
                row.text("id"),
                Instant.ofEpochMilli(row.number("moment")),
                purposes(sql, row.text("tie")),
                1));
  }

  private String tied() {
    return switch (link) {
      case Link.None none -> "''";
      case Link.Purpose(String column) -> "coalesce(" + column + ", '')";
      case Link.Conversation(String column) -> column;
    };
  }

  /** The hour is the key: its rows go together. */
  private List<Candidate> hours(Sql sql, String hour, Instant younger, Candidate last, int limit) {
    return sql.rows(
        ("SELECT " + hour + " AS id, count(*) AS times FROM " + table)
            + (" WHERE " + hour + " <= :before AND " + hour + " > :id")
            + (" GROUP BY " + hour + " ORDER BY " + hour + " LIMIT :limit"),
        Map.of("before", younger.toString(), "id", last.key(), "limit", limit),
        row ->
            new Candidate(
                row.text("id"),
                hour(row.text("id")),
                Set.of(),
                Math.toIntExact(row.number("times"))));
  }

  private static Instant hour(String text) {
    try {
      return LocalDateTime.parse(text.substring(0, Math.min(13, text.length())) + ":00")
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException notOurs) {
      throw new IllegalStateException("a column of hours holds something else", notOurs);
    }
  }

  private Set<PurposeId> purposes(Sql sql, String tie) {
    return switch (link) {
      case Link.None none -> Set.of();
      case Link.Purpose purpose -> tie.isEmpty() ? Set.of() : Set.of(new PurposeId(tie));
      case Link.Conversation conversation -> {
        Set<PurposeId> found = new HashSet<>();
        sql.rows(
                "SELECT body FROM audit WHERE conversation = :tie AND kind = 'disclosure-verified'",
                Map.of("tie", tie),
                row -> purpose(row.text("body")))
            .forEach(each -> each.ifPresent(found::add));
        yield found;
      }
    };
  }

  private static Optional<PurposeId> purpose(String body) {
    String purpose = JSON.readTree(body).path("purpose").asString("");
    return purpose.isEmpty() ? Optional.empty() : Optional.of(new PurposeId(purpose));
  }

  @Override
  public int destroy(Sql sql, Candidate candidate) {
    return sql.update(
        "DELETE FROM " + table + " WHERE " + key + " = :id" + which.condition(),
        Map.of("id", candidate.key()));
  }
}
