package nl.digitalebalie.server.link;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.server.staff.RevokedSession;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.staff.TicketKey;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows by which a relay that starts anew admits its staff again before the link is up. Blocks;
 * called on virtual threads and at start.
 */
final class RelayMemory {
  private static final Logger LOG = LoggerFactory.getLogger(RelayMemory.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Store store;

  RelayMemory(Store store) {
    this.store = store;
  }

  void keep(TicketKey key) {
    write(
        "ticket key",
        sql ->
            sql.update(
                """
                INSERT INTO ticket_key (one, x, y) VALUES (1, :x, :y)
                ON CONFLICT (one) DO UPDATE SET x = :x, y = :y
                """,
                Map.of("x", key.x(), "y", key.y())));
  }

  Optional<TicketKey> key() {
    return read(sql ->
            sql.rows(
                "SELECT x, y FROM ticket_key",
                Map.of(),
                row -> new TicketKey(row.text("x"), row.text("y"))))
        .stream()
        .findFirst();
  }

  void keep(List<RevokedSession> sessions) {
    write(
        "ended sessions",
        sql -> {
          sessions.forEach(each ->
              sql.update(
                  """
                  INSERT INTO ended_session (session, expires_at) VALUES (:session, :expires)
                  ON CONFLICT DO NOTHING
                  """,
                  Map.of("session", each.session(), "expires", each.expiresAt().toEpochMilli())));
          return sessions.size();
        });
  }

  List<RevokedSession> ended(Instant now) {
    write(
        "expired sessions",
        sql ->
            sql.update(
                "DELETE FROM ended_session WHERE expires_at < :now",
                Map.of("now", now.toEpochMilli())));
    return read(sql ->
        sql.rows(
            "SELECT session, expires_at FROM ended_session",
            Map.of(),
            row ->
                new RevokedSession(
                    row.text("session"), Instant.ofEpochMilli(row.number("expires_at")))));
  }

  void keep(StaffPrincipal staff, Instant now) {
    write(
        "staff card",
        sql ->
            sql.update(
                """
                INSERT INTO seen_staff (id, card, seen_at) VALUES (:id, :card, :now)
                ON CONFLICT (id) DO UPDATE SET card = :card, seen_at = :now
                """,
                Map.of(
                    "id",
                    staff.id().value(),
                    "card",
                    JSON.writeValueAsString(staff),
                    "now",
                    now.toEpochMilli())));
  }

  List<StaffPrincipal> staff() {
    return read(
            sql -> sql.rows("SELECT card FROM seen_staff", Map.of(), row -> card(row.text("card"))))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** A card of an older version is worth nothing; the next ticket brings a new one. */
  private static Optional<StaffPrincipal> card(String json) {
    try {
      return Optional.of(JSON.readValue(json, StaffPrincipal.class));
    } catch (JacksonException | IllegalArgumentException old) {
      return Optional.empty();
    }
  }

  private interface Write {
    int run(Sql sql);
  }

  /** What is not kept costs a sign-in after a restart, and nothing now. */
  private void write(String what, Write write) {
    if (store.write(write::run) instanceof Stored.Unavailable<Integer>(String code)) {
      LOG.warn("{} not kept: {}", what, code);
    }
  }

  private <T> List<T> read(Store.Transaction<List<T>> query) {
    return switch (store.read(query)) {
      case Stored.Done<List<T>>(List<T> rows) -> rows;
      case Stored.Unavailable<List<T>>(String code) ->
          throw new IllegalStateException("the relay's memory cannot be read at start: " + code);
    };
  }
}
