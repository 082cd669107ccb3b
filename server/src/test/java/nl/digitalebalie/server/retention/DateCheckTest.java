package nl.digitalebalie.server.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.server.http.HealthCheck.Status;
import nl.digitalebalie.server.retention.DateCheck.Verdict;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.server.store.Tables;
import nl.digitalebalie.server.store.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DateCheckTest {
  private static final Instant LAST = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant LEAPT = LAST.plus(Duration.ofDays(1_500));
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private Store store = new Closed();
  private int rows;

  private enum Database {
    SQLITE,
    POSTGRES
  }

  /** Before a test opens one of its own. */
  private static final class Closed implements Store {
    @Override
    public <T> Stored<T> write(Transaction<T> transaction) {
      return new Stored.Unavailable<>("STORE_CLOSED");
    }

    @Override
    public <T> Stored<T> read(Transaction<T> transaction) {
      return new Stored.Unavailable<>("STORE_CLOSED");
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void open(Database database) {
    store =
        switch (database) {
          case SQLITE -> SqliteStore.open(folder.resolve("balie.db"));
          case POSTGRES -> TestPostgres.running().database().open(EnumSet.allOf(Tables.class));
        };
    row("conversation-began", LAST.minus(Duration.ofDays(3)));
    row("conversation-began", LAST);
  }

  private void row(String kind, Instant at) {
    rows++;
    store.write(sql ->
        sql.update(
            """
            INSERT INTO audit
              (chain_id, seq, at, kind, actor, conversation, trace_id, body, prev, hash)
            VALUES ('main', :seq, :at, :kind, '', 'talk', '', '{}', :hash, :hash)
            """,
            Map.of("seq", rows, "at", at.toEpochMilli(), "kind", kind, "hash", new byte[32])));
  }

  private DateCheck check() {
    return new DateCheck(store, Instant.EPOCH);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void a_month_without_a_row_is_believed_and_anything_longer_is_not(Database database) {
    open(database);
    DateCheck check = check();

    assertEquals(Verdict.BELIEVED, check.judge(LAST.plus(DateCheck.LEAP)));
    assertEquals(Status.UP, check.look());
    assertEquals(Verdict.IN_DOUBT, check.judge(LAST.plus(DateCheck.LEAP).plusMillis(1)));
    assertEquals(Status.DOWN, check.look());
    assertEquals(Verdict.BELIEVED, check.judge(LAST.plus(HOUR)));
    assertEquals(Status.UP, check.look());
  }

  @Test
  void talks_after_a_leap_do_not_make_it_true() {
    open(Database.SQLITE);
    row("conversation-began", LEAPT);
    row("conversation-began", LEAPT.plus(HOUR));

    assertEquals(Verdict.IN_DOUBT, check().judge(LEAPT.plus(HOUR.multipliedBy(2))));
  }

  @Test
  void a_clock_that_was_put_right_again_is_believed() {
    open(Database.SQLITE);
    row("conversation-began", LEAPT);

    assertEquals(Verdict.BELIEVED, check().judge(LAST.plus(HOUR)));
  }

  @Test
  void a_day_that_is_confirmed_is_believed_and_no_later_leap_with_it() {
    open(Database.SQLITE);
    DateCheck check = new DateCheck(store, LEAPT.plus(HOUR));

    assertEquals(Verdict.BELIEVED, check.judge(LEAPT));
    row("conversation-began", LEAPT);
    assertEquals(Verdict.IN_DOUBT, check.judge(LEAPT.plus(Duration.ofDays(31))));
  }

  @Test
  void a_leap_that_was_confirmed_once_is_not_asked_again() {
    open(Database.SQLITE);
    row("retention-applied", LEAPT);

    assertEquals(Verdict.BELIEVED, check().judge(LEAPT.plus(HOUR)));
  }

  @Test
  void a_log_that_cannot_be_read_leaves_the_date_in_doubt() {
    assertEquals(Verdict.IN_DOUBT, check().judge(LAST));
  }

  @Test
  void a_date_in_doubt_destroys_nothing() {
    open(Database.SQLITE);
    store.write(sql ->
        sql.update(
            "INSERT INTO processing_waiting (span_id, since, body) VALUES ('s', :at, '{}')",
            Map.of("at", LAST.toEpochMilli())));
    DateCheck check = check();
    Retention retention =
        new Retention(
            store,
            List.of(
                ExpiringTable.plain(
                    "waiting",
                    "processing_waiting",
                    "span_id",
                    "since",
                    RetentionRules.fixed(Period.ofDays(20)))),
            counts ->
                switch (check.judge(LEAPT)) {
                  case BELIEVED -> Retention.Said.DURABLY;
                  case IN_DOUBT -> Retention.Said.DATE_IN_DOUBT;
                },
            InstantSource.fixed(LEAPT));

    assertEquals(Map.of(), retention.run(LEAPT));
    row("retention-applied", LEAPT.minus(HOUR)); // as after a run that was confirmed
    assertEquals(Map.of("waiting", 1), retention.run(LEAPT));
    retention.close();
  }
}
