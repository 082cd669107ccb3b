package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.server.store.Sql;

/** Answers to the one question, kept with municipality, channel, topic and hour, never more. */
final class FeedbackTable {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH'Z'").withZone(ZoneOffset.UTC);

  private FeedbackTable() {}

  static void open(Sql sql, Facts facts, Channel channel, String ticketHash, Instant expires) {
    sql.update(
        """
        INSERT INTO feedback_ticket (ticket_hash, municipality, topic, channel, expires_at)
        VALUES (:hash, :municipality, :topic, :channel, :expires) ON CONFLICT DO NOTHING
        """,
        Map.of(
            "hash",
            ticketHash,
            "municipality",
            facts.municipality().value(),
            "topic",
            facts.topic().value(),
            "channel",
            channel.name(),
            "expires",
            expires.toEpochMilli()));
  }

  /** What became of an answer. */
  enum Given {
    KEPT,
    TICKET_INVALID
  }

  static Given give(Sql sql, String ticketHash, int score, Optional<String> sentence, Instant now) {
    List<Map<String, Object>> about =
        sql.rows(
            """
            DELETE FROM feedback_ticket WHERE ticket_hash = :hash AND expires_at > :now
            RETURNING municipality, topic, channel
            """,
            Map.of("hash", ticketHash, "now", now.toEpochMilli()),
            row ->
                Map.of(
                    "municipality",
                    row.text("municipality"),
                    "topic",
                    row.text("topic"),
                    "channel",
                    row.text("channel")));
    if (about.isEmpty()) {
      return Given.TICKET_INVALID;
    }
    Map<String, Object> values = new HashMap<>(about.getFirst());
    values.put("hour", HOUR.format(now));
    values.put("score", score);
    values.put("sentence", sentence);
    sql.update(
        """
        INSERT INTO feedback (municipality, topic, channel, hour, score, sentence)
        VALUES (:municipality, :topic, :channel, :hour, :score, :sentence)
        """,
        values);
    return Given.KEPT;
  }
}
