package nl.digitalebalie.server.cases;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls to one partner whose answers nobody vouches for: every call has an end, every body a
 * largest size, a redirect is a failure, and only what changes nothing there is ever asked twice.
 */
public final class GuardedHttp implements AutoCloseable {
  static final int MAX_BODY_BYTES = 5 * 1024 * 1024;

  /** A problem (RFC 9457) is a few lines. */
  private static final int MAX_PROBLEM_BYTES = 16 * 1024;

  /** Enough to read the parts of a case side by side, and no storm on the case system. */
  private static final int MAX_PARALLEL = 8;

  /** Calls of one reading wait for each other; the reading as a whole has an end of its own. */
  private static final int LONGEST_WAIT_IN_TIMEOUTS = 3;

  /** Shorter than what servers and gateways keep an idle connection. */
  private static final int KEEP_SECONDS = 60;

  private static final int MAX_DEPTH = 20;

  /** Long enough for a restarting instance to be taken out behind its load balancer. */
  static final Duration BEFORE_REPEAT = Duration.ofMillis(200);

  /** A resident waits; what asks for more patience is an outage. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(2);

  /** 429 said so itself; the others come from what stands before the case system. */
  private static final Set<Integer> WORTH_REPEATING = Set.of(429, 502, 503, 504);

  private static final int NOT_MODIFIED = 304;

  /** What the partner's own codes mean to whoever must act; any other code is not repeated. */
  private static final Map<String, String> KNOWN_PROBLEMS =
      Map.of(
          "jwt-expired", "CLOCK_DIFFERS",
          "jwt-not-valid", "TOKEN_REFUSED",
          "jwt-missing-iat-claim", "TOKEN_REFUSED",
          "invalid-jwt-signature", "SECRET_REFUSED",
          "invalid-client-identifier", "CLIENT_UNKNOWN",
          "not_authenticated", "TOKEN_REFUSED",
          "permission_denied", "NOT_AUTHORISED",
          "unknown-parameters", "NOT_UNDERSTOOD");

  public static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  private final OkHttpClient http;
  private final Duration timeout;
  private final Retry.Pause pause;
  private final Semaphore parallel = new Semaphore(MAX_PARALLEL);

  /** May the same request be sent a second time? */
  public enum Repeat {
    /** It reads only. */
    SAFE,
    /** It writes: twice would be two. */
    NEVER
  }

  /** An answer to a conditional request. */
  sealed interface Fetched {
    record Fresh(JsonNode body, Optional<String> tag) implements Fetched {}

    /** What the asker has is what there is. */
    record Unchanged() implements Fetched {}
  }

  /** Takes a body piece by piece; what it throws ends the call. */
  interface Receiver {
    void take(byte[] part) throws CallFailure;
  }

  /**
   * @param timeout for a whole call, its body included
   */
  public GuardedHttp(Duration timeout) {
    this(timeout, Thread::sleep);
  }

  GuardedHttp(Duration timeout, Retry.Pause pause) {
    this(timeout, pause, Optional.empty());
  }

  GuardedHttp(Duration timeout, Retry.Pause pause, Optional<PartnerTls> tls) {
    this(client(timeout, tls), timeout, pause);
  }

  private static OkHttpClient client(Duration timeout, Optional<PartnerTls> tls) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            .connectionPool(new ConnectionPool(MAX_PARALLEL, KEEP_SECONDS, TimeUnit.SECONDS))
            .followRedirects(false)
            .followSslRedirects(false);
    tls.ifPresent(each -> builder.sslSocketFactory(each.sockets(), each.trust()));
    return builder.build();
  }

  GuardedHttp(OkHttpClient http, Duration timeout, Retry.Pause pause) {
    this.http = http;
    this.timeout = timeout;
    this.pause = pause;
  }

  /** The same partner, with another time limit: a file takes longer than a question. */
  GuardedHttp within(Duration other) {
    return new GuardedHttp(http.newBuilder().callTimeout(other).build(), other, pause);
  }

  public JsonNode json(Request request, Repeat repeat) throws CallFailure {
    return switch (fetch(request, repeat)) {
      case Fetched.Fresh(JsonNode body, var _) -> body;
      case Fetched.Unchanged() -> throw new CallFailure("HTTP_" + NOT_MODIFIED); // nobody asked
    };
  }

  Fetched fetch(Request request, Repeat repeat) throws CallFailure {
    return call(request, repeat, GuardedHttp::fetched);
  }

  /** Never repeated: the receiver would get the beginning twice. */
  void stream(Request request, long maxBytes, Receiver receiver) throws CallFailure {
    call(
        request,
        Repeat.NEVER,
        response -> {
          refuseFailure(response);
          return pour(response.body().source(), maxBytes, receiver);
        });
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private interface Reading<T> {
    T of(Response response) throws IOException, CallFailure;
  }

  /** A failure that a second try may mend; {@code after} is how long to wait before it. */
  private static final class Passing extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient CallFailure failure;
    private final Duration after;

    Passing(CallFailure failure, Duration after) {
      super("", null, false, false);
      this.failure = failure;
      this.after = after;
    }
  }

  private <T> T call(Request request, Repeat repeat, Reading<T> reading) throws CallFailure {
    try {
      return once(request, reading);
    } catch (Passing first) {
      if (repeat == Repeat.NEVER || first.after.compareTo(LONGEST_RETRY_AFTER) > 0) {
        throw first.failure;
      }
      rest(first.after);
    }
    try {
      return once(request, reading);
    } catch (Passing second) {
      throw second.failure;
    }
  }

  private void rest(Duration length) throws CallFailure {
    try {
      pause.of(length);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new CallFailure("STOPPED");
    }
  }

  private <T> T once(Request request, Reading<T> reading) throws CallFailure, Passing {
    enter();
    try (Response response = http.newCall(request).execute()) {
      if (WORTH_REPEATING.contains(response.code())) {
        throw new Passing(new CallFailure("HTTP_" + response.code()), retryAfter(response));
      }
      return reading.of(response);
    } catch (InterruptedIOException slow) {
      throw new CallFailure("TIMEOUT");
    } catch (SSLException untrusted) {
      throw new CallFailure("CERTIFICATE");
    } catch (IOException unreachable) {
      throw new Passing(new CallFailure("UNREACHABLE"), BEFORE_REPEAT);
    } catch (JacksonException notJson) {
      throw new CallFailure("NOT_JSON");
    } finally {
      parallel.release();
    }
  }

  /** A partner that answers nobody must not make everybody wait for as long as there are askers. */
  private void enter() throws CallFailure {
    try {
      Duration longest = timeout.multipliedBy(LONGEST_WAIT_IN_TIMEOUTS);
      if (!parallel.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CallFailure("BUSY");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new CallFailure("STOPPED");
    }
  }

  /** RFC 9110 10.2.3, in seconds; a date is what nobody sends here. */
  private static Duration retryAfter(Response response) {
    String seconds = response.header("Retry-After", "");
    return seconds != null && seconds.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : BEFORE_REPEAT;
  }

  private static Fetched fetched(Response response) throws IOException, CallFailure {
    if (response.code() == NOT_MODIFIED) {
      return new Fetched.Unchanged();
    }
    refuseFailure(response);
    return new Fetched.Fresh(
        JSON.readTree(bounded(response.body().source(), MAX_BODY_BYTES)),
        Optional.ofNullable(response.header("ETag")));
  }

  private static void refuseFailure(Response response) throws IOException, CallFailure {
    if (response.isRedirect()) {
      throw new CallFailure("REDIRECT");
    }
    if (!response.isSuccessful()) {
      throw new CallFailure("HTTP_" + response.code() + meaning(response));
    }
  }

  /**
   * Only codes that we know: an answer's own words go nowhere. What is wrong with a question stands
   * beside its fields ({@code ValidatieFout}).
   */
  private static String meaning(Response response) throws IOException {
    try {
      JsonNode problem = JSON.readTree(bounded(response.body().source(), MAX_PROBLEM_BYTES));
      return Stream.concat(Stream.of(problem), problem.path("invalidParams").valueStream())
          .map(each -> each.path("code").asString(""))
          .filter(KNOWN_PROBLEMS::containsKey)
          .map(code -> "_" + KNOWN_PROBLEMS.get(code))
          .findFirst()
          .orElse("");
    } catch (JacksonException | CallFailure noProblem) {
      return "";
    }
  }

  private static byte[] bounded(BufferedSource source, int maxBytes)
      throws IOException, CallFailure {
    Buffer buffer = new Buffer();
    while (source.read(buffer, maxBytes + 1 - buffer.size()) != -1) {
      if (buffer.size() > maxBytes) {
        throw new CallFailure("TOO_LARGE");
      }
    }
    return buffer.readByteArray();
  }

  private static final int PART_BYTES = 32 * 1024;

  private static long pour(BufferedSource source, long maxBytes, Receiver receiver)
      throws IOException, CallFailure {
    long total = 0;
    byte[] part = new byte[PART_BYTES];
    for (int read = source.read(part); read != -1; read = source.read(part)) {
      total += read;
      if (total > maxBytes) {
        throw new CallFailure("TOO_LARGE");
      }
      receiver.take(java.util.Arrays.copyOf(part, read));
    }
    return total;
  }
}
