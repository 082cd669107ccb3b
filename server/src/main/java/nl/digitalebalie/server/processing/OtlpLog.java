package nl.digitalebalie.server.processing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records at a collector of OTLP over HTTP. What it did not confirm is not shown; the record of it
 * waits in our own database and is sent until it is taken, because the processing did happen. A
 * confirmation that got lost on its way makes a record come twice, with the same span id.
 *
 * <p>One thread of its own sends what waits; every caller sends its own record itself.
 */
final class OtlpLog implements ProcessingLog {
  static final Duration RETRY = Duration.ofSeconds(10);

  /** Of one turn; after a long absence the rest follows in the next ones. */
  static final int MAX_RESENT = 100;

  /** An answer of OTLP is a few words. */
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final int OK = 200;
  private static final int FIRST_NOT_OK = 300;
  private static final Logger LOG = LoggerFactory.getLogger(OtlpLog.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Target target;
  private final Store store;
  private final InstantSource clock;
  private final HttpClient http;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("processing-log").daemon().factory());
  private volatile String fault = "";

  /** Where the last turn ended, and what went wrong since the front. Only that thread's. */
  private Place sent = Place.FRONT;

  private String faultOfRound = "";

  /** Those that wait, in their order. */
  private record Place(long since, String spanId) {
    static final Place FRONT = new Place(0, "");
  }

  /**
   * A collector.
   *
   * @param headers what it demands beside the content, such as a key
   * @param timeout for a whole call, its answer included
   * @param trust whose certificates are believed; whom Java trusts when empty
   */
  record Target(
      URI url,
      Map<String, Sensitive<String>> headers,
      Duration timeout,
      Optional<SSLContext> trust) {
    Target {
      headers = Map.copyOf(headers);
    }
  }

  OtlpLog(Target target, Store store, InstantSource clock) {
    this.target = target;
    this.store = store;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(target.timeout())
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    target.trust().ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Sends what waits since an earlier run, and from then on what came to wait. */
  static OtlpLog start(Target target, Store store, InstantSource clock) {
    OtlpLog log = new OtlpLog(target, store, clock);
    log.thread.scheduleWithFixedDelay(
        log::guardedResend, 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    return log;
  }

  @Override
  public Written write(ProcessingRecord record) {
    String body = OtlpJson.of(record, Resource.OURS);
    Optional<String> refused = send(body);
    if (refused.isEmpty()) {
      return new Written.Confirmed();
    }
    blame(refused.get());
    keep(record.spanId(), body);
    return new Written.Unconfirmed(refused.get());
  }

  @Override
  public Status look() {
    return fault.isEmpty() ? Status.UP : Status.DOWN;
  }

  private void keep(String spanId, String body) {
    store
        .write(sql ->
            sql.update(
                "INSERT INTO processing_waiting (span_id, since, body) VALUES (:span, :now, :body)",
                Map.of("span", spanId, "now", clock.instant().toEpochMilli(), "body", body)))
        .fold(
            rows -> Optional.empty(),
            code -> {
              LOG.error("a record of processing is lost: neither sent nor kept ({})", code);
              return Optional.of(code);
            });
  }

  /** The edge of the thread: a bug must be seen, and must not end the sending. */
  private void guardedResend() {
    try {
      resend();
    } catch (RuntimeException bug) {
      LOG.error("sending records of processing failed", bug);
      fault = "INTERNAL";
    }
  }

  private record Waiting(Place place, String body) {
    String spanId() {
      return place.spanId();
    }
  }

  /** All in turn: those that are refused stay and do not hold up the others behind them. */
  void resend() {
    Place behind = sent;
    List<Waiting> waiting =
        store.read(sql -> waiting(sql, behind)).fold(found -> found, code -> List.of());
    for (Waiting each : waiting) {
      Optional<String> refused = send(each.body());
      if (refused.isEmpty()) {
        store.write(sql ->
            sql.update(
                "DELETE FROM processing_waiting WHERE span_id = :span",
                Map.of("span", each.spanId())));
      } else {
        faultOfRound = refused.get();
        blame(faultOfRound);
      }
    }
    if (waiting.size() == MAX_RESENT) {
      sent = waiting.getLast().place();
    } else {
      endRound();
    }
  }

  /** Well is only what had no fault from the first to the last. */
  private void endRound() {
    fault = faultOfRound;
    faultOfRound = "";
    sent = Place.FRONT;
  }

  private static List<Waiting> waiting(Sql sql, Place behind) {
    return sql.rows(
        """
        SELECT span_id, since, body FROM processing_waiting
        WHERE since > :since OR (since = :since AND span_id > :span)
        ORDER BY since, span_id LIMIT :limit
        """,
        Map.of("since", behind.since(), "span", behind.spanId(), "limit", MAX_RESENT),
        row -> new Waiting(new Place(row.number("since"), row.text("span_id")), row.text("body")));
  }

  private void blame(String code) {
    if (!fault.equals(code)) {
      LOG.warn("the log of processing does not confirm: {}", code);
    }
    fault = code;
  }

  // Sending

  /** Empty when the collector confirmed. */
  private Optional<String> send(String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    target.headers().forEach((name, value) -> request.header(name, value.reveal()));
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> answer = sent.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return refusal(answer.statusCode(), answer.body());
    } catch (TimeoutException silence) {
      sent.cancel(true);
      return Optional.of("TIMEOUT");
    } catch (ExecutionException failed) {
      return Optional.of(code(failed));
    } catch (InterruptedException stopping) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.of("STOPPED");
    }
  }

  private static String code(ExecutionException failed) {
    return switch (failed.getCause()) {
      case SSLException untrusted -> "CERTIFICATE";
      case IOException unreachable -> "UNREACHABLE";
      case null, default ->
          throw new IllegalStateException("a call ended in a way that no call ends", failed);
    };
  }

  /**
   * OTLP 1.x, "Full Success" and "Partial Success": the answer is an {@code
   * ExportTraceServiceResponse}; what was not taken is counted in it. An empty message may have no
   * bytes at all.
   */
  private static Optional<String> refusal(int status, byte[] body) {
    if (status < OK || status >= FIRST_NOT_OK) {
      return Optional.of("HTTP_" + status);
    }
    if (body.length == 0) {
      return Optional.empty();
    }
    try {
      JsonNode answer = JSON.readTree(new String(body, StandardCharsets.UTF_8));
      if (!answer.isObject()) {
        return Optional.of("NOT_OTLP");
      }
      String rejected = answer.path("partialSuccess").path("rejectedSpans").asString("0");
      return rejected.equals("0") ? Optional.empty() : Optional.of("REJECTED");
    } catch (JacksonException notJson) {
      return Optional.of("NOT_OTLP");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    http.shutdownNow();
  }
}
