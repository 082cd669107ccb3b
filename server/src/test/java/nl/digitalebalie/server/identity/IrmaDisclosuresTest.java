package nl.digitalebalie.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.identity.Disclosures.Attempt;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.policy.TestPolicies;
import nl.digitalebalie.server.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IrmaDisclosuresTest {
  private static final Purpose WMO = TestPolicies.purpose("wmo");
  private static final Attempt ATTEMPT = new Attempt(new DisclosureId("disclosure-00000001"), 1);
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;
  private HttpServer server;
  private SqliteStore store;
  private IrmaDisclosures disclosures;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Told told = new Told();
  private volatile String status = "\"INITIALIZED\"";
  private volatile int statusCode = 200;
  private volatile int deleteCode = 200;
  private volatile int optionsCode = 200;
  private volatile String irmaqr = "disclosing";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    store = SqliteStore.open(folder.resolve("balie.db"));
    disclosures = with(new RequestorKey.Token("requestor-secret"));
  }

  @AfterEach
  void stop() {
    disclosures.close();
    server.stop(0);
    store.close();
  }

  private IrmaDisclosures with(RequestorKey key) {
    return with(key, InstantSource.system());
  }

  private IrmaDisclosures with(RequestorKey key, InstantSource clock) {
    URI url = URI.create("http://localhost:" + server.getAddress().getPort());
    TokenVerifier verifier =
        new TokenVerifier(
            (RSAPublicKey) ResultTokens.IRMA_KEY.getPublic(),
            "irmaserver",
            new AssuranceWords(Map.of("Substantieel", AssuranceLevel.SUBSTANTIAL)),
            Mode.DEMO);
    return new IrmaDisclosures(
        new IrmaClient(url, url, key, InstantSource.system()),
        verifier,
        new ReplayGuard(store, InstantSource.system()),
        new IrmaDisclosures.Settings("http://us/cb", Duration.ofMillis(20), Duration.ofMillis(5)),
        clock,
        new SecureRandom());
  }

  private void answer(HttpExchange call) throws IOException {
    bodies.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    calls.add(
        call.getRequestMethod()
            + " "
            + call.getRequestURI()
            + " "
            + call.getRequestHeaders().getFirst("Content-Type")
            + " "
            + call.getRequestHeaders().getFirst("Authorization"));
    String path = call.getRequestMethod() + " " + call.getRequestURI().getPath();
    String token = "/session/" + ResultTokens.TOKEN;
    switch (path) {
      case "POST /session" ->
          text(
              call,
              200,
              "{\"sessionPtr\":{\"u\":\"https://evil.example/irma/session/clientTokenXXXXX\","
                  + "\"irmaqr\":\""
                  + irmaqr
                  + "\"},\"token\":\""
                  + ResultTokens.TOKEN
                  + "\",\"frontendRequest\":{\"authorization\":\"frontendAuthorization\"}}");
      case "POST /irma/session/clientTokenXXXXX/frontend/options" ->
          text(call, optionsCode, "{\"pairingCode\":\"1234\"}");
      case "POST /irma/session/clientTokenXXXXX/frontend/pairingcompleted" -> {
        status = "\"CONNECTED\"";
        call.sendResponseHeaders(204, -1);
        call.close();
      }
      default -> {
        if (path.equals("GET " + token + "/status")) {
          text(call, statusCode, statusCode == 200 ? status : "{\"error\":\"SESSION_UNKNOWN\"}");
        } else if (path.equals("GET " + token + "/result-jwt")) {
          text(
              call,
              200,
              ResultTokens.signed(
                  ResultTokens.claims(Instant.now(), ResultTokens.TOKEN), ResultTokens.IRMA_KEY));
        } else if (path.equals("DELETE " + token)) {
          text(call, deleteCode, deleteCode == 400 ? "{\"error\":\"SESSION_UNKNOWN\"}" : "x");
        } else {
          text(call, 404, "{}");
        }
      }
    }
  }

  private static void text(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private void start(WalletDevice device) {
    disclosures.start(ATTEMPT, WMO, device, told);
  }

  private void assertRejected(Rejection reason) throws InterruptedException {
    assertEquals(new Conclusion.Rejected(reason), told.conclusion());
  }

  private boolean called(String beginning) {
    return calls.stream().anyMatch(call -> call.startsWith(beginning));
  }

  @Test
  void evidence_is_released_after_the_session_is_gone_and_only_once() throws Exception {
    status = "\"DONE\"";
    start(WalletDevice.THIS_DEVICE);

    Conclusion.Verified verified = assertInstanceOf(Conclusion.Verified.class, told.conclusion());
    assertTrue(called("DELETE /session/" + ResultTokens.TOKEN));
    assertFalse(called("POST /irma/"));
    assertEquals(43, verified.evidenceHash().length());
    assertFalse(verified.toString().contains("eyJ"));

    // the same session token once more, as after a restart: the store remembers
    disclosures.start(new Attempt(ATTEMPT.disclosure(), 2), WMO, WalletDevice.THIS_DEVICE, told);
    assertRejected(Rejection.ALREADY_USED);
  }

  @Test
  void evidence_is_kept_back_when_the_session_cannot_be_ended() throws Exception {
    status = "\"DONE\"";
    deleteCode = 500;
    start(WalletDevice.THIS_DEVICE);

    assertRejected(Rejection.PROVIDER_UNAVAILABLE);
  }

  @Test
  void a_session_that_is_gone_already_counts_as_ended() throws Exception {
    status = "\"DONE\"";
    deleteCode = 400;
    start(WalletDevice.THIS_DEVICE);

    assertInstanceOf(Conclusion.Verified.class, told.conclusion());
  }

  @Test
  void without_pairing_there_is_no_session_on_the_second_device() throws Exception {
    optionsCode = 403;
    start(WalletDevice.OTHER_DEVICE);

    assertRejected(Rejection.PROVIDER_UNAVAILABLE);
    assertTrue(told.started.isEmpty());
    assertTrue(called("DELETE /session/" + ResultTokens.TOKEN));
  }

  @Test
  void pairing_is_forced_before_the_pointer_is_told_and_completed_by_us() throws Exception {
    start(WalletDevice.OTHER_DEVICE);
    StartedSession started = told.started.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertEquals("1234", started.pairingCode().orElseThrow().reveal());
    assertFalse(started.pointer().contains(ResultTokens.TOKEN));
    assertFalse(started.toString().contains("1234"));

    disclosures.completePairing(ATTEMPT);
    assertEquals(WalletStatus.CONNECTED, told.progressed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    status = "\"DONE\"";

    assertInstanceOf(Conclusion.Verified.class, told.conclusion());
    // the address in the pointer is the resident's; we call the configured server alone
    assertTrue(
        called(
            "POST /irma/session/clientTokenXXXXX/frontend/pairingcompleted application/json"
                + " frontendAuthorization"));
  }

  @Test
  void refusal_time_out_and_an_unknown_session_are_told_apart() throws Exception {
    status = "\"CANCELLED\"";
    start(WalletDevice.THIS_DEVICE);
    assertRejected(Rejection.CANCELLED);
    status = "\"TIMEOUT\"";
    start(WalletDevice.THIS_DEVICE);
    assertRejected(Rejection.TIMED_OUT);
    statusCode = 400;
    start(WalletDevice.THIS_DEVICE);
    assertRejected(Rejection.TIMED_OUT);
  }

  @Test
  void a_session_of_another_kind_than_asked_is_refused() throws Exception {
    irmaqr = "issuing";
    start(WalletDevice.THIS_DEVICE);

    assertRejected(Rejection.PROVIDER_UNAVAILABLE);
  }

  @Test
  void a_cancelled_attempt_is_deleted_and_says_nothing_more() throws Exception {
    start(WalletDevice.THIS_DEVICE);
    told.started.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    disclosures.cancel(ATTEMPT);
    while (!called("DELETE /session/" + ResultTokens.TOKEN)) {
      Thread.onSpinWait();
    }

    assertTrue(told.concluded.isEmpty());
  }

  /** An attempt without a conclusion would leave the talk asking for ever. */
  @Test
  void a_failure_of_our_own_concludes_as_unavailable_and_ends_the_session() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    disclosures.close();
    disclosures =
        with(
            new RequestorKey.Token("requestor-secret"),
            () -> {
              if (looks.incrementAndGet() == 2) { // the first is at the start, this at the result
                throw new IllegalStateException("999993653");
              }
              return Instant.now();
            });
    status = "\"DONE\"";
    start(WalletDevice.THIS_DEVICE);

    assertRejected(Rejection.PROVIDER_UNAVAILABLE);
    assertTrue(called("GET /session/" + ResultTokens.TOKEN + "/result-jwt"));
    assertTrue(called("DELETE /session/" + ResultTokens.TOKEN));

    // what went wrong once stands in the way of nothing: neither this attempt nor its token
    disclosures.start(new Attempt(ATTEMPT.disclosure(), 2), WMO, WalletDevice.THIS_DEVICE, told);
    assertInstanceOf(Conclusion.Verified.class, told.conclusion());
  }

  @Test
  void a_failure_before_there_is_a_session_concludes_as_unavailable() throws Exception {
    disclosures.close();
    disclosures =
        with(
            new RequestorKey.Token("requestor-secret"),
            () -> {
              throw new IllegalStateException("no time");
            });
    start(WalletDevice.THIS_DEVICE);

    assertRejected(Rejection.PROVIDER_UNAVAILABLE);
    assertTrue(calls.isEmpty());
  }

  @Test
  void the_callback_only_hurries_and_can_come_as_often_as_it_likes() throws Exception {
    start(WalletDevice.THIS_DEVICE);
    told.started.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonNode request = JsonMapper.shared().readTree(bodies.getFirst());
    String secret = request.path("callbackUrl").stringValue().substring("http://us/cb/".length());

    assertEquals(32, secret.length());
    assertEquals(IrmaDisclosures.Hint.TAKEN, disclosures.hint(secret));
    assertEquals(IrmaDisclosures.Hint.TAKEN, disclosures.hint(secret));
    assertEquals(IrmaDisclosures.Hint.UNKNOWN, disclosures.hint("guess"));
    assertTrue(told.concluded.isEmpty()); // whatever a callback says, the status decides
    status = "\"DONE\"";
    assertInstanceOf(Conclusion.Verified.class, told.conclusion());
  }

  @Test
  void requests_are_authenticated_as_irma_server_wants_it() throws Exception {
    status = "\"CANCELLED\"";
    start(WalletDevice.THIS_DEVICE);
    assertRejected(Rejection.CANCELLED);
    assertTrue(calls.getFirst().startsWith("POST /session application/json"), calls.getFirst());
    assertTrue(calls.getFirst().endsWith(" requestor-secret"));
    assertRequest(JsonMapper.shared().readTree(bodies.getFirst()));

    disclosures.close();
    calls.clear();
    bodies.clear();
    disclosures =
        with(
            new RequestorKey.Signed(
                "counter", (RSAPrivateKey) ResultTokens.OTHER_KEY.getPrivate()));
    start(WalletDevice.THIS_DEVICE);
    assertRejected(Rejection.CANCELLED);
    assertTrue(calls.getFirst().startsWith("POST /session text/plain"), calls.getFirst());
    assertTrue(calls.getFirst().endsWith(" null")); // no Authorization header beside a JWT
    JWSObject signed = JWSObject.parse(bodies.getFirst());
    assertTrue(
        signed.verify(new RSASSAVerifier((RSAPublicKey) ResultTokens.OTHER_KEY.getPublic())));
    assertClaims(signed);

    disclosures.close();
    bodies.clear();
    byte[] secret = new byte[32];
    disclosures = with(new RequestorKey.Shared("counter", secret));
    start(WalletDevice.THIS_DEVICE);
    assertRejected(Rejection.CANCELLED);
    JWSObject shared = JWSObject.parse(bodies.getFirst());
    assertTrue(shared.verify(new MACVerifier(secret)));
    assertClaims(shared);
  }

  private static void assertClaims(JWSObject jws) {
    JsonNode claims = JsonMapper.shared().readTree(jws.getPayload().toString());
    assertEquals("counter", claims.path("iss").stringValue());
    assertEquals("verification_request", claims.path("sub").stringValue());
    assertTrue(claims.path("iat").longValue() < Instant.now().getEpochSecond());
    assertRequest(claims.path("sprequest"));
  }

  private static void assertRequest(JsonNode request) {
    JsonNode disclosure = request.path("request");
    assertEquals(
        "https://irma.app/ld/request/disclosure/v2", disclosure.path("@context").stringValue());
    assertEquals(
        "[[[\"irma-demo.gemeente.personalData.fullname\","
            + "\"irma-demo.gemeente.personalData.dateofbirth\","
            + "\"irma-demo.gemeente.personalData.bsn\","
            + "\"irma-demo.gemeente.personalData.digidlevel\"]]]",
        disclosure.path("disclose").toString());
    assertEquals(
        "Uw persoonsgegevens", disclosure.path("labels").path("0").path("nl").stringValue());
    assertEquals(900, request.path("timeout").intValue());
  }

  private static final class Told implements Disclosures.Listener {
    private final BlockingQueue<StartedSession> started = new LinkedBlockingQueue<>();
    private final BlockingQueue<WalletStatus> progressed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Conclusion> concluded = new LinkedBlockingQueue<>();

    Conclusion conclusion() throws InterruptedException {
      return Optional.ofNullable(concluded.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .orElseThrow(() -> new AssertionError("no conclusion came"));
    }

    @Override
    public void started(StartedSession session) {
      started.add(session);
    }

    @Override
    public void progressed(WalletStatus status) {
      progressed.add(status);
    }

    @Override
    public void concluded(Conclusion conclusion) {
      concluded.add(conclusion);
    }
  }
}
