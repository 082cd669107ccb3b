package nl.digitalebalie.server.processing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.TestTls;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.processing.Processing.Activity;
import nl.digitalebalie.server.processing.Processing.Outcome;
import nl.digitalebalie.server.processing.Processing.Recorded;
import nl.digitalebalie.server.processing.ProcessingRecord.Status;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.subject.DataSubject;
import nl.digitalebalie.server.subject.TestNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProcessingLogTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String BSN = "999993653";
  private static final String REGISTER = "https://register.voorbeeld.example/verwerkingen/wmo";
  private static final PurposeId WMO = new PurposeId("wmo");
  private static final DataSubject PERSON = new DataSubject.Person(Bsn.parse(BSN).orElseThrow());

  @TempDir Path folder;
  private final SubjectCipher cipher = new SubjectCipher(new byte[32], new SecureRandom());
  private final Collector collector = new Collector();
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = SqliteStore.open(folder.resolve("balie.db"));
    collector.start();
  }

  @AfterEach
  void close() {
    collector.stop();
    store.close();
  }

  private Processing processing(ProcessingLog log) {
    return new Processing(
        log, new TestNames(), cipher, purpose -> REGISTER, ticking(), new SecureRandom());
  }

  /** A second passes at every look. */
  private static InstantSource ticking() {
    Instant[] now = {START};
    return () -> {
      Instant told = now[0];
      now[0] = told.plusSeconds(1);
      return told;
    };
  }

  private OtlpLog otlp(Duration timeout) {
    return new OtlpLog(
        new OtlpLog.Target(
            collector.url(), Map.of("x-api-key", Sensitive.of("k")), timeout, Optional.empty()),
        store,
        InstantSource.fixed(START));
  }

  private static Recorded<String> read(Processing processing, Status status) {
    return processing.run(
        TRACE,
        new Activity("read-cases", WMO, Optional.of(PERSON)),
        trace -> new Outcome<>(trace, status));
  }

  private Map<String, String> row() {
    return store
        .read(sql ->
            sql.rows(
                    "SELECT * FROM processing_record",
                    Map.of(),
                    row -> {
                      Map<String, String> texts = new HashMap<>();
                      for (String column :
                          List.of(
                              "span_id",
                              "trace_id",
                              "name",
                              "status",
                              "resource",
                              "activity",
                              "subject_id",
                              "subject_id_type",
                              "subject",
                              "purpose")) {
                        texts.put(column, row.text(column));
                      }
                      texts.put("exception", row.optionalText("exception_type").orElse(""));
                      texts.put(
                          "took",
                          String.valueOf(row.number("ended_at") - row.number("started_at")));
                      return texts;
                    })
                .getFirst())
        .fold(found -> found, code -> Map.of("code", code));
  }

  private int waiting() {
    return store
        .read(sql -> sql.rows("SELECT span_id FROM processing_waiting", Map.of(), row -> 1).size())
        .fold(found -> found, code -> -1);
  }

  @Test
  void a_record_of_the_embedded_log_says_what_the_logboek_asks_and_names_nobody_in_the_clear() {
    Recorded<String> recorded = read(processing(new StoreLog(store)), new Status.Ok());

    String traceParent = assertInstanceOf(Recorded.Confirmed.class, recorded).value().toString();
    Map<String, String> row = row();
    assertEquals("00-" + TRACE + "-" + row.get("span_id") + "-01", traceParent);
    assertEquals(TRACE, row.get("trace_id"));
    assertEquals("read-cases", row.get("name"));
    assertEquals("Ok", row.get("status"));
    assertEquals("", row.get("exception"));
    assertEquals("1000", row.get("took"));
    assertEquals(REGISTER, row.get("activity"));
    assertEquals("BSN", row.get("subject_id_type"));
    assertTrue(row.get("resource").startsWith("digitale-balie"));
    assertFalse(row.toString().contains(BSN));
    assertEquals(
        Optional.of(BSN), cipher.decrypt(row.get("subject_id"), TRACE, row.get("span_id")));
    assertEquals(
        Optional.empty(),
        cipher.decrypt(row.get("subject_id"), TRACE, "0000000000000001"),
        "a number that was moved to another record is no number");
  }

  @Test
  void what_comes_in_pieces_has_one_record_from_before_its_first_piece() {
    Processing.Running running =
        processing(new StoreLog(store))
            .begin(TRACE, new Activity("read-document", WMO, Optional.of(PERSON)));

    assertEquals(Optional.empty(), running.refusal(new Status.Ok()));
    assertEquals(running.traceParent(), "00-" + TRACE + "-" + row().get("span_id") + "-01");
    assertEquals(Optional.empty(), running.refusal(new Status.Error("TOO_LARGE")));
    assertEquals("Ok", row().get("status"), "the first piece was shown under this record");

    store.close();
    Processing.Running late =
        processing(new StoreLog(store))
            .begin(TRACE, new Activity("read-document", WMO, Optional.of(PERSON)));
    assertEquals(Optional.of("STORE_CLOSED"), late.refusal(new Status.Ok()));
    assertEquals(Optional.of("STORE_CLOSED"), late.refusal(new Status.Ok()));
  }

  @Test
  void a_fault_of_a_system_is_an_error_with_its_code() {
    read(processing(new StoreLog(store)), new Status.Error("HTTP_500"));
    assertEquals("Error", row().get("status"));
    assertEquals("HTTP_500", row().get("exception"));
  }

  @Test
  void an_enterprise_is_a_data_subject_of_its_own_kind() {
    processing(new StoreLog(store))
        .run(
            TRACE,
            new Activity(
                "read-cases",
                WMO,
                Optional.of(new DataSubject.Enterprise("90001354", Optional.empty()))),
            trace -> new Outcome<>(trace, new Status.Ok()));
    assertEquals("KVK", row().get("subject_id_type"));
    assertEquals(
        Optional.of("90001354"),
        cipher.decrypt(row().get("subject_id"), TRACE, row().get("span_id")));
  }

  @Test
  void a_database_that_is_away_lets_nothing_through_and_health_says_so() {
    StoreLog log = new StoreLog(store);
    store.close();

    assertEquals(
        new Recorded.Unconfirmed<String>("STORE_CLOSED"), read(processing(log), new Status.Ok()));
    assertEquals(HealthCheck.Status.DOWN, log.look());
  }

  @Test
  void a_collector_that_confirms_has_one_span_with_the_attributes_of_the_logboek() {
    OtlpLog log = otlp(Duration.ofSeconds(30));

    assertInstanceOf(Recorded.Confirmed.class, read(processing(log), new Status.Ok()));

    JsonNode spans =
        JsonMapper.shared().readTree(collector.bodies.getFirst()).at("/resourceSpans/0");
    JsonNode span = spans.at("/scopeSpans/0/spans/0");
    assertEquals("digitale-balie", attribute(spans.path("resource"), "service.name"));
    assertEquals(TRACE, span.path("traceId").asString(""));
    assertEquals(16, span.path("spanId").asString("").length());
    assertEquals("1795428000000000000", span.path("startTimeUnixNano").asString(""));
    assertEquals("1795428001000000000", span.path("endTimeUnixNano").asString(""));
    assertEquals(1, span.at("/status/code").asInt(0));
    assertEquals(REGISTER, attribute(span, "dpl.core.processing_activity_id"));
    assertEquals("BSN", attribute(span, "dpl.core.data_subject_id_type"));
    assertEquals(
        Optional.of(BSN),
        cipher.decrypt(
            attribute(span, "dpl.core.data_subject_id"), TRACE, span.path("spanId").asString("")));
    assertEquals(3, span.path("attributes").size(), "and nothing of the staff");
    assertEquals(List.of("k"), collector.keys);
    assertEquals(HealthCheck.Status.UP, log.look());
    assertEquals(0, waiting());
    log.close();
  }

  private static String attribute(JsonNode of, String key) {
    for (JsonNode each : of.path("attributes")) {
      if (each.path("key").asString("").equals(key)) {
        return each.at("/value/stringValue").asString("");
      }
    }
    return "";
  }

  @Test
  void nothing_but_a_full_success_is_a_confirmation_and_what_waits_is_sent_later() {
    OtlpLog log = otlp(Duration.ofSeconds(30));
    Processing processing = processing(log);

    for (var refusal :
        List.of(
            Map.entry("500 {}", "HTTP_500"),
            Map.entry("302 {}", "HTTP_302"),
            Map.entry("200 {\"partialSuccess\":{\"rejectedSpans\":\"1\"}}", "REJECTED"),
            Map.entry("200 {\"partialSuccess\":{\"rejectedSpans\":1}}", "REJECTED"),
            Map.entry("200 <html>welcome</html>", "NOT_OTLP"),
            Map.entry("200 []", "NOT_OTLP"))) {
      collector.answers = refusal.getKey();
      assertEquals(
          new Recorded.Unconfirmed<String>(refusal.getValue()), read(processing, new Status.Ok()));
      assertEquals(HealthCheck.Status.DOWN, log.look());
    }
    assertEquals(6, waiting());

    log.resend();
    assertEquals(6, waiting(), "it still says no");
    collector.answers = "200 {\"partialSuccess\":{\"rejectedSpans\":0,\"errorMessage\":\"slow\"}}";
    log.resend();
    assertEquals(0, waiting());
    assertEquals(HealthCheck.Status.UP, log.look());
    log.close();
  }

  @Test
  void records_that_are_refused_for_ever_hold_up_none_behind_them() {
    OtlpLog log = otlp(Duration.ofSeconds(30));
    store.write(sql -> {
      for (int row = 0; row < OtlpLog.MAX_RESENT; row++) {
        waits(sql, "refused-" + row, START, Collector.REFUSED);
      }
      waits(sql, "good", START.plusSeconds(1), "{}");
      return true;
    });

    log.resend();
    assertEquals(HealthCheck.Status.DOWN, log.look());
    log.resend();

    assertEquals(OtlpLog.MAX_RESENT, waiting());
    assertEquals("{}", collector.bodies.getLast());
    assertEquals(HealthCheck.Status.DOWN, log.look(), "others are refused still");
    log.close();
  }

  private static void waits(Sql sql, String span, Instant since, String body) {
    sql.update(
        "INSERT INTO processing_waiting (span_id, since, body) VALUES (:span, :since, :body)",
        Map.of("span", span, "since", since.toEpochMilli(), "body", body));
  }

  @Test
  void silence_and_a_closed_door_are_no_confirmation() {
    OtlpLog silent = otlp(Duration.ofMillis(200));
    collector.answers = "";
    assertEquals(
        new Recorded.Unconfirmed<String>("TIMEOUT"), read(processing(silent), new Status.Ok()));
    collector.stop();
    assertEquals(
        new Recorded.Unconfirmed<String>("UNREACHABLE"), read(processing(silent), new Status.Ok()));
    assertEquals(2, waiting());
    silent.close();
  }

  @Test
  void a_collector_with_a_certificate_of_nobody_we_know_confirms_nothing() throws Exception {
    Path keys = TestTls.keystore(folder);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestTls.serving(keys)));
    server.createContext(
        "/",
        call -> {
          call.getRequestBody().readAllBytes();
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    server.start();
    try {
      assertEquals(
          new Recorded.Unconfirmed<String>("CERTIFICATE"),
          read(processing(tls(server, Optional.empty())), new Status.Ok()));
      assertInstanceOf(
          Recorded.Confirmed.class,
          read(processing(tls(server, Optional.of(TestTls.trusting(keys)))), new Status.Ok()));
    } finally {
      server.stop(0);
    }
  }

  private OtlpLog tls(HttpsServer server, Optional<SSLContext> trust) {
    return new OtlpLog(
        new OtlpLog.Target(
            URI.create("https://localhost:" + server.getAddress().getPort() + "/v1/traces"),
            Map.of(),
            Duration.ofSeconds(30),
            trust),
        store,
        InstantSource.fixed(START));
  }

  /** Answers what it is told to, or nothing at all. */
  private static final class Collector {
    private static final String REFUSED = "refused-for-ever";

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String answers = "200 ";
    private Optional<HttpServer> server = Optional.empty();

    void start() throws IOException {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      made.createContext(
          "/v1/traces",
          call -> {
            String sent = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(sent);
            keys.add(call.getRequestHeaders().getFirst("x-api-key"));
            if (answers.isEmpty()) {
              try {
                over.await();
              } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
              }
            }
            byte[] body =
                answers.substring(Math.min(4, answers.length())).getBytes(StandardCharsets.UTF_8);
            int status = answers.isEmpty() ? 200 : Integer.parseInt(answers.substring(0, 3));
            status = sent.equals(REFUSED) ? 400 : status;
            call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            call.getResponseBody().write(body);
            call.close();
          });
      made.start();
      server = Optional.of(made);
    }

    URI url() {
      return URI.create(
          "http://localhost:" + server.orElseThrow().getAddress().getPort() + "/v1/traces");
    }

    void stop() {
      over.countDown();
      server.ifPresent(running -> running.stop(0));
    }
  }
}
