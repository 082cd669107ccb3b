package nl.digitalebalie.server.identity;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.policy.Purpose;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The requestor side of one irma server, and the part of its browser side that we keep away from
 * the browser: pairing. Blocking; called on virtual threads. Only the two configured base URLs are
 * ever called: the address in a session pointer goes to the resident and not into our requests.
 */
public final class IrmaClient implements AutoCloseable {
  /** irma server gives each request 4 s itself. */
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  /** A result is below 64 KB, everything else below 4 KB. */
  private static final int MAX_ANSWER_BYTES = 128 * 1024;

  /** What fits beside the rest into a QR code; RelayToResident allows 2,000. */
  private static final int MAX_POINTER_CHARS = 1_500;

  private static final String OPTIONS_CONTEXT = "https://irma.app/ld/request/frontendoptions/v1";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final OkHttpClient http;
  private final HttpUrl server;
  private final HttpUrl walletSide;
  private final RequestorKey key;
  private final InstantSource clock;

  /**
   * @param server base of {@code /session}
   * @param walletSide base of {@code /irma/session} as we reach it; often the same
   */
  public IrmaClient(URI server, URI walletSide, RequestorKey key, InstantSource clock) {
    this.server = HttpUrl.get(server.toString());
    this.walletSide = HttpUrl.get(walletSide.toString());
    this.key = key;
    this.clock = clock;
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(TIMEOUT)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(true)
            .connectionPool(new ConnectionPool(8, 60, java.util.concurrent.TimeUnit.SECONDS))
            .build();
  }

  /** Starts a session that asks the purpose's attributes. */
  public IrmaAnswer<IrmaSession> start(
      Purpose purpose, String callbackUrl, Duration walletMayTake) {
    SessionRequest.Written written =
        SessionRequest.write(purpose, callbackUrl, walletMayTake, key, clock.instant());
    Request.Builder request =
        new Request.Builder()
            .url(server.newBuilder().addPathSegment("session").build())
            .post(body(written.contentType(), written.body()));
    written.authorization().ifPresent(token -> request.header("Authorization", token));
    return call(request.build()).then(IrmaClient::session);
  }

  /** The status word, such as {@code CONNECTED}. */
  public IrmaAnswer<String> status(SessionToken token) {
    return call(get(token, "status"))
        .then(body ->
            parsed(body)
                .<IrmaAnswer<String>>map(
                    node -> new IrmaAnswer.Given<>(node.isString() ? node.stringValue() : ""))
                .orElseGet(() -> new IrmaAnswer.Failed<>("NOT_JSON")));
  }

  /** The signed result, not yet believed. */
  public IrmaAnswer<Sensitive<String>> result(SessionToken token) {
    return call(get(token, "result-jwt")).then(jwt -> new IrmaAnswer.Given<>(Sensitive.of(jwt)));
  }

  /** Ends the session; one that is gone already counts as ended. */
  public IrmaAnswer<Ended> delete(SessionToken token) {
    Request request = new Request.Builder().url(sessionUrl(token).build()).delete().build();
    return switch (call(request)) {
      case IrmaAnswer.Given<String> done -> new IrmaAnswer.Given<>(Ended.ENDED);
      case IrmaAnswer.Failed<String>(String code) when code.equals("SESSION_UNKNOWN") ->
          new IrmaAnswer.Given<>(Ended.ENDED);
      case IrmaAnswer.Failed<String>(String code) -> new IrmaAnswer.Failed<>(code);
    };
  }

  /**
   * Forces pairing and answers the code that the wallet will show. Only possible before the wallet
   * connects, so it comes before the resident sees the QR code.
   */
  public IrmaAnswer<Sensitive<String>> forcePairing(IrmaSession session) {
    String options =
        JSON.writeValueAsString(Map.of("@context", OPTIONS_CONTEXT, "pairingMethod", "pin"));
    return call(frontend(session, "options", options))
        .then(body -> {
          Optional<String> code = parsed(body).map(node -> node.path("pairingCode").asString(""));
          return code.filter(digits -> digits.matches("[0-9]{4}"))
              .<IrmaAnswer<Sensitive<String>>>map(
                  digits -> new IrmaAnswer.Given<>(Sensitive.of(digits)))
              .orElseGet(() -> new IrmaAnswer.Failed<>("NO_PAIRING_CODE"));
        });
  }

  /** The resident typed the right code; the wallet may go on. */
  public IrmaAnswer<Ended> completePairing(IrmaSession session) {
    return call(frontend(session, "pairingcompleted", ""))
        .then(done -> new IrmaAnswer.Given<>(Ended.ENDED));
  }

  /** PEM of the key that results are signed with. Not to be believed over a plain network. */
  public IrmaAnswer<String> publicKey() {
    return call(
        new Request.Builder().url(server.newBuilder().addPathSegment("publickey").build()).build());
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private Request get(SessionToken token, String what) {
    return new Request.Builder().url(sessionUrl(token).addPathSegment(what).build()).build();
  }

  private HttpUrl.Builder sessionUrl(SessionToken token) {
    return server.newBuilder().addPathSegment("session").addPathSegment(token.reveal());
  }

  private Request frontend(IrmaSession session, String what, String json) {
    return new Request.Builder()
        .url(
            walletSide
                .newBuilder()
                .addPathSegments("irma/session")
                .addPathSegment(session.clientToken())
                .addPathSegment("frontend")
                .addPathSegment(what)
                .build())
        .header("Authorization", session.frontendAuthorization())
        .post(body("application/json", json))
        .build();
  }

  private static RequestBody body(String contentType, String text) {
    // as bytes, so that OkHttp adds no charset; irma server compares the media type's beginning
    return RequestBody.create(text.getBytes(StandardCharsets.UTF_8), MediaType.get(contentType));
  }

  private IrmaAnswer<String> call(Request request) {
    try (Response response = http.newCall(request).execute()) {
      BufferedSource source = response.body().source();
      Buffer bounded = new Buffer();
      while (bounded.size() <= MAX_ANSWER_BYTES
          && source.read(bounded, MAX_ANSWER_BYTES + 1 - bounded.size()) != -1) {
        // reads until the end or one byte too many
      }
      if (bounded.size() > MAX_ANSWER_BYTES) {
        return new IrmaAnswer.Failed<>("TOO_LARGE");
      }
      String text = bounded.readUtf8();
      return response.isSuccessful()
          ? new IrmaAnswer.Given<>(text)
          : new IrmaAnswer.Failed<>(errorName(response.code(), text));
    } catch (IOException unreachable) {
      return new IrmaAnswer.Failed<>("UNREACHABLE");
    }
  }

  private static String errorName(int status, String body) {
    return parsed(body)
        .map(node -> node.path("error").asString(""))
        .filter(name -> name.matches("[A-Z_]{1,40}"))
        .orElse("HTTP_" + status);
  }

  private static Optional<JsonNode> parsed(String body) {
    try {
      return Optional.of(JSON.readTree(body));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static IrmaAnswer<IrmaSession> session(String body) {
    JsonNode answer = parsed(body).orElseGet(JSON::createObjectNode);
    JsonNode pointer = answer.path("sessionPtr");
    Optional<SessionToken> token = SessionToken.parse(answer.path("token").asString(""));
    Optional<String> clientToken = clientToken(pointer.path("u").asString(""));
    String authorization = answer.path("frontendRequest").path("authorization").asString("");
    String pointerText = JSON.writeValueAsString(pointer);
    if (token.isEmpty()
        || clientToken.isEmpty()
        || !"disclosing".equals(pointer.path("irmaqr").asString(""))
        || !authorization.matches("[A-Za-z0-9]{16,64}")
        || pointerText.length() > MAX_POINTER_CHARS) {
      return new IrmaAnswer.Failed<>("SESSION_MALFORMED");
    }
    return new IrmaAnswer.Given<>(
        new IrmaSession(token.get(), pointerText, clientToken.get(), authorization));
  }

  private static Optional<String> clientToken(String url) {
    HttpUrl parsed = HttpUrl.parse(url);
    return parsed == null
        ? Optional.empty()
        : Optional.of(parsed.pathSegments().getLast())
            .filter(segment -> segment.matches("[A-Za-z0-9]{16,64}"));
  }

  /** The session is over, or the step is done. */
  public enum Ended {
    ENDED
  }
}
