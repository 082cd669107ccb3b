package nl.digitalebalie.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir private Path folder;

  private static List<String> tables(SqliteStore store) {
    return store
        .read(sql ->
            sql.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table'",
                Map.of(),
                row -> row.text("name")))
        .fold(rows -> rows, code -> List.of(code));
  }

  @Test
  void each_part_alone_has_its_own_tables_and_both_share_a_file() {
    try (SqliteStore relay =
        SqliteStore.open(folder.resolve("relay.sqlite"), Set.of(Tables.RELAY))) {
      assertTrue(tables(relay).contains("conversation"));
      assertFalse(tables(relay).contains("audit"));
    }
    try (SqliteStore counter =
        SqliteStore.open(folder.resolve("counter.sqlite"), Set.of(Tables.COUNTER))) {
      assertTrue(tables(counter).containsAll(List.of("audit", "contact", "revoked_ticket")));
      assertFalse(tables(counter).contains("conversation"));
    }
    Path both = folder.resolve("both.sqlite");
    for (int start = 0; start < 2; start++) {
      try (SqliteStore store = SqliteStore.open(both)) {
        assertTrue(tables(store).containsAll(List.of("audit", "conversation", "seen_staff")));
      }
    }
  }

  private boolean onDisk(String file, String text) throws IOException {
    return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.ISO_8859_1)
        .contains(text);
  }

  @Test
  void what_was_deleted_leaves_no_trace_in_any_file() throws Exception {
    String words = "words that are to go";
    try (SqliteStore store = SqliteStore.open(folder.resolve("balie.db"))) {
      store.write(sql ->
          sql.update(
              "INSERT INTO used_token (token_hash, used_at) VALUES (:words, 1)",
              Map.of("words", words)));
      store.write(sql -> sql.update("DELETE FROM used_token", Map.of()));
      assertTrue(onDisk("balie.db-wal", words), "else this test says nothing");

      assertEquals(new Stored.Done<>(Store.Traces.GONE), store.forgetTraces());

      assertFalse(onDisk("balie.db-wal", words));
      assertFalse(onDisk("balie.db", words));
    }
  }

  @Test
  void a_database_of_before_the_two_histories_keeps_its_rows() throws Exception {
    Path old = folder.resolve("old.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE used_token (token_hash TEXT NOT NULL PRIMARY KEY, used_at INTEGER NOT NULL)"
              + " STRICT");
      statement.execute("INSERT INTO used_token VALUES ('spent', 1)");
    }
    try (SqliteStore store = SqliteStore.open(old)) {
      assertEquals(
          List.of("spent"),
          store
              .read(sql ->
                  sql.rows(
                      "SELECT token_hash FROM used_token", Map.of(), row -> row.text("token_hash")))
              .fold(rows -> rows, code -> List.of(code)));
      assertTrue(tables(store).containsAll(List.of("audit", "conversation")));
    }
  }
}
