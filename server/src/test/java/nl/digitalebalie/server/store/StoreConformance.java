package nl.digitalebalie.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do, whoever made it; each has a class that names it. */
abstract class StoreConformance {
  private static final String INSERT =
      "INSERT INTO used_token (token_hash, used_at) VALUES (:hash, :at) ON CONFLICT DO NOTHING";

  private StoreAddress address;
  private Store store;

  /** A database that nothing was written to. */
  abstract StoreAddress empty();

  /** Statements of the owner, past the store; the audit table's triggers are off for them. */
  abstract void tamper(StoreAddress address, String... statements);

  @BeforeEach
  void open() {
    address = empty();
    store = address.open(EnumSet.allOf(Tables.class));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = address.open(EnumSet.allOf(Tables.class));
  }

  private static <T> T done(Stored<T> stored) {
    return stored.fold(
        value -> value,
        code -> {
          throw new AssertionError("the database refused: " + code);
        });
  }

  private int changed(Store.Transaction<Integer> transaction) {
    return done(store.write(transaction));
  }

  private long number(String query) {
    return done(store.read(sql -> sql.rows(query, Map.of(), row -> row.number("number"))))
        .getFirst();
  }

  private long tokens() {
    return number("SELECT count(*) AS number FROM used_token");
  }

  private long turn() {
    return number("SELECT turn AS number FROM store_probe");
  }

  private static int insert(Sql sql, String hash) {
    return sql.update(INSERT, Map.of("hash", hash, "at", 7L));
  }

  @Test
  void what_was_written_is_read_by_others_and_after_a_restart() {
    assertEquals(1, changed(sql -> insert(sql, "a")));
    assertEquals(1, tokens());
    reopen();
    assertEquals(1, tokens());
  }

  @Test
  void a_transaction_that_fails_leaves_nothing() {
    assertThrows(
        IllegalStateException.class,
        () ->
            store.write(sql -> {
              insert(sql, "a");
              throw new IllegalStateException("a bug of ours");
            }));
    assertEquals(0, tokens());
    assertEquals(1, changed(sql -> insert(sql, "b")));
  }

  @Test
  void what_the_database_refuses_is_an_outcome_and_the_next_transaction_works() {
    assertInstanceOf(
        Stored.Unavailable.class,
        store.write(sql -> sql.update("INSERT INTO no_such_table VALUES (1)", Map.of())));
    assertInstanceOf(
        Stored.Unavailable.class,
        store.write(sql -> {
          insert(sql, "a");
          return sql.update("INSERT INTO used_token (token_hash) VALUES ('x')", Map.of());
        }));
    assertEquals(0, tokens());
    assertEquals(1, changed(sql -> insert(sql, "b")));
  }

  @Test
  void a_conflict_changes_nothing_and_says_so() {
    assertEquals(1, changed(sql -> insert(sql, "a")));
    assertEquals(0, changed(sql -> insert(sql, "a")));
    assertEquals(
        List.of("a"),
        done(
            store.write(sql ->
                sql.rows(
                    "DELETE FROM used_token WHERE used_at = :at RETURNING token_hash",
                    Map.of("at", 7L),
                    row -> row.text("token_hash")))));
    assertEquals(0, tokens());
  }

  @Test
  void values_come_back_as_they_went_in() {
    byte[] bytes = new byte[32];
    for (int each = 0; each < bytes.length; each++) {
      bytes[each] = (byte) (each * 9);
    }
    String text = "é ŧ 𝄞 'quoted\" \\ % line\nbreak";
    done(
        store.write(sql -> {
          sql.update(
              "INSERT INTO audit_head (chain_id, size, at, frontier, head, countersignature,"
                  + " confirmed_at) VALUES (:chain, :size, :at, :frontier, :head, :signed, :when)",
              Map.of(
                  "chain",
                  "c",
                  "size",
                  1L << 40,
                  "at",
                  3,
                  "frontier",
                  bytes,
                  "head",
                  text,
                  "signed",
                  Optional.empty(),
                  "when",
                  Optional.of(Long.MAX_VALUE)));
          return sql.update(
              "INSERT INTO audit_head (chain_id, size, at, frontier, head, countersignature,"
                  + " confirmed_at) VALUES (:chain, :size, :at, :frontier, :head, :signed, :when)",
              Map.of(
                  "chain",
                  "c",
                  "size",
                  2L,
                  "at",
                  3,
                  "frontier",
                  new byte[0],
                  "head",
                  "",
                  "signed",
                  Optional.of("s"),
                  "when",
                  Optional.empty()));
        }));

    record Head(
        long size, byte[] bytes, String text, Optional<String> signed, Optional<Long> when) {}

    List<Head> heads =
        done(
            store.read(sql ->
                sql.rows(
                    "SELECT * FROM audit_head ORDER BY size DESC",
                    Map.of(),
                    row ->
                        new Head(
                            row.number("size"),
                            row.bytes("frontier"),
                            row.text("head"),
                            row.optionalText("countersignature"),
                            row.optionalNumber("confirmed_at")))));

    assertEquals(1L << 40, heads.getFirst().size());
    assertArrayEquals(bytes, heads.getFirst().bytes());
    assertEquals(text, heads.getFirst().text());
    assertEquals(Optional.empty(), heads.getFirst().signed());
    assertEquals(Optional.of(Long.MAX_VALUE), heads.getFirst().when());
    assertArrayEquals(new byte[0], heads.getLast().bytes());
    assertEquals("", heads.getLast().text());
    assertEquals(Optional.of("s"), heads.getLast().signed());
    assertEquals(Optional.empty(), heads.getLast().when());
  }

  @Test
  void a_batch_is_written_whole_or_not_at_all() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      rows.add(Map.of("hash", "t" + row, "at", (long) row));
    }
    String plain = "INSERT INTO used_token (token_hash, used_at) VALUES (:hash, :at)";
    done(
        store.write(sql -> {
          sql.batch(plain, rows);
          sql.batch(plain, List.of());
          return 0;
        }));
    assertEquals(100, tokens());
    assertInstanceOf(
        Stored.Unavailable.class,
        store.write(sql -> {
          sql.batch(plain, List.of(Map.of("hash", "new", "at", 1L), rows.getLast()));
          return 0;
        }));
    assertEquals(100, tokens());
  }

  @Test
  void writers_at_the_same_time_do_not_lose_each_others_work() {
    int writers = 8;
    int turns = 25;
    long before = turn();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int turn = 0; turn < turns; turn++) {
                    done(
                        store.write(sql -> {
                          long now =
                              sql.rows(
                                      "SELECT turn FROM store_probe",
                                      Map.of(),
                                      row -> row.number("turn"))
                                  .getFirst();
                          return sql.update(
                              "UPDATE store_probe SET turn = :next", Map.of("next", now + 1));
                        }));
                  }
                },
                threads));
      }
      all.forEach(CompletableFuture::join);
    }
    assertEquals(before + (long) writers * turns, turn());
  }

  @Test
  void audit_rows_are_only_ever_added() {
    String insert =
        "INSERT INTO audit (chain_id, seq, at, kind, actor, conversation, trace_id, body, prev,"
            + " hash) VALUES ('main', :seq, 1, 'k', '', 'c', 't', '{}', :prev, :hash)";
    Map<String, Object> first = Map.of("seq", 1L, "prev", new byte[32], "hash", new byte[32]);
    assertEquals(1, changed(sql -> sql.update(insert, first)));

    for (String statement :
        List.of("UPDATE audit SET kind = 'x'", "DELETE FROM audit", "UPDATE audit SET seq = 2")) {
      assertInstanceOf(
          Stored.Unavailable.class, store.write(sql -> sql.update(statement, Map.of())), statement);
    }
    assertInstanceOf(Stored.Unavailable.class, store.write(sql -> sql.update(insert, first)));
    assertInstanceOf(
        Stored.Unavailable.class,
        store.write(sql ->
            sql.update(insert, Map.of("seq", 2L, "prev", new byte[31], "hash", new byte[32]))));
    assertEquals(
        List.of("k"),
        done(
            store.read(
                sql -> sql.rows("SELECT kind FROM audit", Map.of(), row -> row.text("kind")))));
  }

  @Test
  void the_owner_who_takes_the_triggers_off_can_change_rows() {
    // what the hash chain and the witness are for; the other tests rely on this one
    audit_rows_are_only_ever_added();
    tamper(address, "UPDATE audit SET kind = 'x'");
    assertEquals(
        List.of("x"),
        done(
            store.read(
                sql -> sql.rows("SELECT kind FROM audit", Map.of(), row -> row.text("kind")))));
  }

  @Test
  void after_closing_nothing_is_done() {
    store.close();
    assertEquals(new Stored.Unavailable<>("STORE_CLOSED"), store.probe());
  }

  @Test
  void the_tables_of_a_part_alone_are_enough_for_it() {
    StoreAddress relayOnly = empty();
    try (Store relay = relayOnly.open(EnumSet.of(Tables.RELAY))) {
      done(relay.probe());
      assertEquals(
          List.of(),
          done(
              relay.read(sql ->
                  sql.rows("SELECT id FROM conversation", Map.of(), row -> row.text("id")))));
      assertInstanceOf(
          Stored.Unavailable.class,
          relay.read(sql -> sql.rows("SELECT seq FROM audit", Map.of(), row -> "")));
    }
  }
}
