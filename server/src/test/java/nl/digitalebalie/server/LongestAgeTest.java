package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.counter.FakeServices;
import nl.digitalebalie.server.retention.Retention;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for an end that never comes, in the tables of a server that starts. */
class LongestAgeTest {
  private static final Instant NOW = Instant.now();
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(12_000));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private static void waits(Store store, String statement, String id, Instant since) {
    store.write(sql -> sql.update(statement, Map.of("id", id, "at", since.toEpochMilli())));
  }

  private static List<String> left(Store store, String query) {
    return store
        .read(sql -> sql.rows(query, Map.of(), row -> row.text("id")))
        .fold(found -> found, code -> List.of(code));
  }

  private static void comesTo(Store store, String query, List<String> wanted) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!left(store, query).equals(wanted)) {
      assertTrue(Instant.now().isBefore(end), query + ": " + left(store, query));
      Thread.onSpinWait();
    }
  }

  private ServerConfig config() {
    ConfigSection root =
        ConfigSection.ofText(
            TestServer.CONFIG.replace("HASH", TestServer.HASH),
            folder,
            new Findings(),
            name -> Optional.empty());
    return ServerConfig.read(
        root,
        Role.ALL,
        new ServerConfig.Overrides(Optional.of(folder), Optional.empty(), Optional.empty()),
        NOW);
  }

  @Test
  void a_request_that_no_counter_part_took_goes_from_the_relay() {
    String insert =
        """
        INSERT INTO callback_request (id, municipality, topic, name, phone, asked_at)
        VALUES (:id, 'voorbeeld', 'wmo', 'S. Berg', '0612345678', :at)
        """;
    try (Store store = SqliteStore.open(folder.resolve("relay.sqlite"), Set.of(Tables.RELAY))) {
      waits(store, insert, "call-back-of-long-ago", NOW.minus(Duration.ofDays(31)));
      waits(store, insert, "call-back-of-last-week", NOW.minus(Duration.ofDays(7)));

      try (Retention retention =
          Wiring.relayRetention(config(), store, Clock.systemUTC()).started(() -> {})) {
        comesTo(store, "SELECT id FROM callback_request", List.of("call-back-of-last-week"));
      }
    }
  }

  @Test
  void what_is_never_delivered_kept_or_confirmed_goes_from_the_counter_part_and_it_says_so()
      throws Exception {
    String callback =
        """
        INSERT INTO callback (id, municipality, topic, wish, asked_at, promised_by, stage, tries)
        VALUES (:id, 'left-the-configuration', 'wmo', x'01', :at, :at, 'OPEN', 0)
        """;
    String contact =
        """
        INSERT INTO contact_outbox (id, kind, body, progress, tries, fault, made_at, due_at)
        VALUES (:id, 'TALK', x'01', '{}', 9, 'HTTP_400', :at, :at)
        """;
    String record = "INSERT INTO processing_waiting (span_id, since, body) VALUES (:id, :at, '{}')";
    Path file = folder.resolve("balie.sqlite");
    try (Store store = SqliteStore.open(file)) {
      for (String statement : List.of(callback, contact, record)) {
        waits(store, statement, "of-long-ago-0001", LONG_AGO);
        waits(store, statement, "of-yesterday-001", NOW.minus(Duration.ofDays(1)));
      }
    }

    RestartTest.writeRequestorKey(folder);
    try (FakeServices services = new FakeServices();
        TestServer _ =
            TestServer.start(
                TestServer.CONFIG + RestartTest.COUNTER.formatted(services.url()), folder);
        Store store = SqliteStore.open(file)) {
      List<String> young = List.of("of-yesterday-001");
      comesTo(store, "SELECT id FROM callback", young);
      comesTo(store, "SELECT id FROM contact_outbox", young);
      comesTo(store, "SELECT span_id AS id FROM processing_waiting", young);
      assertEquals(
          List.of(
              "{\"call-backs-never-kept\":1,\"contacts-never-sent\":1,"
                  + "\"processing-records-never-confirmed\":1}"),
          left(store, "SELECT body AS id FROM audit WHERE kind = 'retention-applied'"));
    }
  }
}
