package nl.digitalebalie.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresConformanceTest extends StoreConformance {
  private static TestPostgres server;

  @BeforeAll
  static void server() {
    server = TestPostgres.running();
  }

  @Override
  StoreAddress empty() {
    return server.database();
  }

  @Override
  void tamper(StoreAddress address, String... statements) {
    String url = assertInstanceOf(StoreAddress.Postgres.class, address).url();
    TestPostgres.execute(url, "ALTER TABLE audit DISABLE TRIGGER ALL");
    TestPostgres.execute(url, statements);
  }

  @Test
  void emptying_the_audit_table_at_once_is_refused_too() {
    try (Store store = server.database().open(EnumSet.of(Tables.COUNTER))) {
      assertInstanceOf(
          Stored.Unavailable.class, store.write(sql -> sql.update("TRUNCATE audit", Map.of())));
    }
  }

  @Test
  void a_restart_of_the_database_fails_what_runs_and_nothing_after_it() {
    try (Store store = server.database().open(EnumSet.of(Tables.COUNTER))) {
      assertInstanceOf(Stored.Done.class, store.probe());
      server.stop();
      try {
        assertEquals(new Stored.Unavailable<>("POSTGRES_GONE"), store.probe());
      } finally {
        server.start();
      }
      assertInstanceOf(Stored.Done.class, store.probe());
    }
  }
}
