package nl.digitalebalie.demo.irma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import nl.digitalebalie.demo.people.DemoWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The look-alike over real HTTP, against what is known of irma server's behaviour. */
class IrmaPartnerTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ATTRIBUTES =
      "[[[\"irma-demo.gemeente.personalData.fullname\",\"irma-demo.gemeente.personalData.bsn\"]]]";
  private static KeyPair requestKeys;
  private static KeyPair otherKeys;
  private static KeyPair resultKeys;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
  private final List<String> callbacks = Collections.synchronizedList(new ArrayList<>());
  private final List<String> resultsInsideCallback =
      Collections.synchronizedList(new ArrayList<>());
  private final HttpClient http = HttpClient.newHttpClient();
  private IrmaPartner.Running irma;
  private PartnerServer requestor;

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    requestKeys = generator.generateKeyPair();
    otherKeys = generator.generateKeyPair();
    resultKeys = generator.generateKeyPair();
  }

  @BeforeEach
  void start() {
    Requestor byKey =
        new Requestor(
            "counter",
            new Requestor.Authentication.PublicKey((RSAPublicKey) requestKeys.getPublic()),
            List.of("irma-demo.gemeente.personalData.*"),
            Map.of("nl", "Gemeente Voorbeeld"));
    Requestor byToken =
        new Requestor(
            "desk", new Requestor.Authentication.Token("secret-token"), List.of("*"), Map.of());
    irma =
        IrmaPartner.start(
            0,
            new IrmaPartner.Settings(
                DemoWorld.load(),
                List.of(byKey, byToken),
                (RSAPrivateKey) resultKeys.getPrivate(),
                (RSAPublicKey) resultKeys.getPublic()),
            now::get,
            new Random(1));
    requestor =
        PartnerServer.start(
            "requestor",
            0,
            base ->
                call -> {
                  callbacks.add(call.path() + " " + call.mediaType() + " " + call.body().text());
                  return Reply.empty(200);
                });
  }

  @AfterEach
  void stop() {
    irma.close();
    requestor.close();
    http.close();
  }

  @Test
  void a_signed_request_starts_a_session_that_ends_in_a_signed_result() throws Exception {
    JsonNode session = startSession(ATTRIBUTES);
    String client = session.path("sessionPtr").path("u").stringValue();
    String token = session.path("token").stringValue();
    assertEquals("disclosing", session.path("sessionPtr").path("irmaqr").stringValue());
    assertTrue(token.matches("[a-zA-Z0-9]{20}"));
    assertFalse(session.path("frontendRequest").has("pairingHint"));
    assertEquals("\"INITIALIZED\"", get("/session/" + token + "/status").body());

    assertEquals(200, wallet(client, "").statusCode());
    assertEquals("\"CONNECTED\"", get("/session/" + token + "/status").body());
    JsonNode proof = JSON.readTree(share(client, "samira").body());
    assertEquals("VALID", proof.path("proofStatus").stringValue());

    SignedJWT result = SignedJWT.parse(get("/session/" + token + "/result-jwt").body());
    assertTrue(result.verify(new RSASSAVerifier((RSAPublicKey) resultKeys.getPublic())));
    assertEquals(JWSAlgorithm.RS256, result.getHeader().getAlgorithm());
    assertEquals("disclosing_result", result.getJWTClaimsSet().getSubject());
    assertEquals("irmaserver", result.getJWTClaimsSet().getIssuer());
    assertEquals(token, result.getJWTClaimsSet().getStringClaim("token"));
    assertEquals("DONE", result.getJWTClaimsSet().getStringClaim("status"));
    JsonNode attribute =
        JSON.readTree(get("/session/" + token + "/result").body())
            .path("disclosed")
            .path(0)
            .path(1);
    assertEquals("999993653", attribute.path("rawvalue").stringValue());
    assertEquals("PRESENT", attribute.path("status").stringValue());
  }

  @Test
  void the_callback_gets_a_slash_and_the_result_before_the_state_is_stored() throws Exception {
    JsonNode session = startSession(ATTRIBUTES, requestor.base() + "/done/abc");
    String client = session.path("sessionPtr").path("u").stringValue();
    wallet(client, "");
    share(client, "samira");
    assertEquals(1, callbacks.size());
    assertTrue(callbacks.getFirst().startsWith("/done/abc/ text/plain "));
  }

  @Test
  void a_result_fetched_inside_the_callback_is_the_old_one() throws Exception {
    AtomicReference<String> token = new AtomicReference<>("");
    try (PartnerServer asking =
        PartnerServer.start(
            "asking",
            0,
            base ->
                call -> {
                  resultsInsideCallback.add(get("/session/" + token.get() + "/status").body());
                  return Reply.empty(200);
                })) {
      JsonNode session = startSession(ATTRIBUTES, asking.base() + "/done");
      token.set(session.path("token").stringValue());
      String client = session.path("sessionPtr").path("u").stringValue();
      wallet(client, "");
      share(client, "henk");
    }
    assertEquals(List.of("\"CONNECTED\""), resultsInsideCallback);
    assertEquals("\"DONE\"", get("/session/" + token.get() + "/status").body());
  }

  @Test
  void an_expired_card_is_done_but_not_valid() throws Exception {
    JsonNode session = startSession(ATTRIBUTES);
    String client = session.path("sessionPtr").path("u").stringValue();
    wallet(client, "");
    share(client, "joost");
    JsonNode result =
        JSON.readTree(get("/session/" + session.path("token").stringValue() + "/result").body());
    assertEquals("DONE", result.path("status").stringValue());
    assertEquals("EXPIRED", result.path("proofStatus").stringValue());
  }

  @Test
  void pairing_holds_the_request_back_until_the_frontend_says_so() throws Exception {
    JsonNode session = startSession(ATTRIBUTES);
    String client = session.path("sessionPtr").path("u").stringValue();
    String frontend = session.path("frontendRequest").path("authorization").stringValue();
    String options =
        "{\"@context\":\"https://irma.app/ld/request/frontendoptions/v1\",\"pairingMethod\":\"pin\"}";
    assertEquals(403, post(client + "/frontend/options", options, "wrong").statusCode());
    JsonNode answer = JSON.readTree(post(client + "/frontend/options", options, frontend).body());
    String code = answer.path("pairingCode").stringValue();
    assertTrue(code.matches("[0-9]{4}"));

    JsonNode info = JSON.readTree(wallet(client, "").body());
    assertEquals(code, info.path("options").path("pairingCode").stringValue());
    assertFalse(info.has("request"));
    assertEquals(
        "PAIRING_REQUIRED",
        JSON.readTree(wallet(client, "/request").body()).path("error").stringValue());
    assertEquals(
        "PAIRING_REQUIRED",
        JSON.readTree(share(client, "samira").body()).path("error").stringValue());
    assertEquals(403, post(client + "/frontend/options", options, frontend).statusCode());

    assertEquals(204, post(client + "/frontend/pairingcompleted", "", frontend).statusCode());
    assertEquals(200, wallet(client, "/request").statusCode());
    assertEquals(200, share(client, "samira").statusCode());
  }

  @Test
  void a_second_wallet_cannot_take_the_session_over() throws Exception {
    JsonNode session = startSession(ATTRIBUTES);
    String client = session.path("sessionPtr").path("u").stringValue();
    wallet(client, "");
    assertEquals(403, wallet(client, "").statusCode());
    HttpResponse<String> stranger =
        post(client + "/proofs", "{\"demoCard\":\"henk\"}", "somebody else");
    assertEquals("UNAUTHORIZED", JSON.readTree(stranger.body()).path("error").stringValue());
  }

  @Test
  void a_request_with_a_fault_is_refused_with_irma_servers_code() throws Exception {
    assertRefused(400, "INVALID_REQUEST", request(otherKeys, "counter", now.get(), ATTRIBUTES, ""));
    assertRefused(403, "UNAUTHORIZED", request(requestKeys, "nobody", now.get(), ATTRIBUTES, ""));
    assertRefused(
        403,
        "UNAUTHORIZED",
        request(requestKeys, "counter", now.get().minusSeconds(301), ATTRIBUTES, ""));
    assertRefused(
        400,
        "INVALID_REQUEST",
        request(requestKeys, "counter", now.get().plusSeconds(2), ATTRIBUTES, ""));
    assertRefused(
        403,
        "UNAUTHORIZED",
        request(
            requestKeys, "counter", now.get(), "[[[\"irma-demo.gemeente.address.city\"]]]", ""));
    assertRefused(
        400,
        "INVALID_REQUEST",
        request(requestKeys, "counter", now.get(), "[[[\"pbdf.gemeente.personalData.bsn\"]]]", ""));
    assertRefused(400, "INVALID_REQUEST", "not a jwt");
  }

  @Test
  void a_token_is_sent_bare_and_a_request_jwt_without_authorization() throws Exception {
    String body =
        "{\"@context\":\"" + SessionRequest.DISCLOSURE + "\",\"disclose\":" + ATTRIBUTES + "}";
    assertEquals(
        200, send(irma.base() + "/session", "application/json", body, "secret-token").statusCode());
    assertEquals(
        403,
        send(irma.base() + "/session", "application/json", body, "Bearer secret-token")
            .statusCode());
    String jwt = request(requestKeys, "counter", now.get(), ATTRIBUTES, "");
    assertEquals(
        400, send(irma.base() + "/session", "text/plain", jwt, "secret-token").statusCode());
  }

  @Test
  void an_untouched_session_times_out_tells_the_requestor_again_and_again_and_is_then_forgotten()
      throws Exception {
    JsonNode session = startSession(ATTRIBUTES, requestor.base() + "/done");
    String status = "/session/" + session.path("token").stringValue() + "/status";
    now.updateAndGet(instant -> instant.plusSeconds(15 * 60));
    assertEquals("\"TIMEOUT\"", get(status).body());
    assertEquals("\"TIMEOUT\"", get(status).body());
    assertEquals(2, callbacks.size());
    now.updateAndGet(instant -> instant.plusSeconds(5 * 60));
    assertEquals("SESSION_UNKNOWN", JSON.readTree(get(status).body()).path("error").stringValue());
  }

  @Test
  void a_cancelled_session_stays_cancelled() throws Exception {
    JsonNode session = startSession(ATTRIBUTES);
    String token = session.path("token").stringValue();
    HttpRequest delete =
        HttpRequest.newBuilder(URI.create(irma.base() + "/session/" + token)).DELETE().build();
    assertEquals(200, http.send(delete, HttpResponse.BodyHandlers.ofString()).statusCode());
    assertEquals("\"CANCELLED\"", get("/session/" + token + "/status").body());
    assertEquals(403, wallet(session.path("sessionPtr").path("u").stringValue(), "").statusCode());
  }

  @Test
  void the_wallet_page_and_the_public_key_are_served() {
    HttpResponse<String> page = get("/wallet/");
    assertEquals(200, page.statusCode());
    assertTrue(
        page.headers()
            .firstValue("Content-Security-Policy")
            .orElse("")
            .contains("script-src 'self'"));
    assertFalse(page.body().contains("<script>"));
    assertEquals(
        DemoWorld.load().people().size(), JSON.readTree(get("/wallet/people.json").body()).size());
    assertTrue(get("/publickey").body().startsWith("-----BEGIN PUBLIC KEY-----"));
    assertEquals(404, get("/wallet/../people.yaml").statusCode());
  }

  private void assertRefused(int status, String error, String jwt) {
    HttpResponse<String> answer = send(irma.base() + "/session", "text/plain", jwt, "");
    assertEquals(status, answer.statusCode(), answer.body());
    JsonNode body = JSON.readTree(answer.body());
    assertEquals(error, body.path("error").stringValue());
    assertEquals(status, body.path("status").intValue());
  }

  private JsonNode startSession(String disclose) throws Exception {
    return startSession(disclose, "");
  }

  private JsonNode startSession(String disclose, String callbackUrl) throws Exception {
    String jwt = request(requestKeys, "counter", now.get(), disclose, callbackUrl);
    HttpResponse<String> answer = send(irma.base() + "/session", "text/plain", jwt, "");
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  private static String request(
      KeyPair keys, String issuer, Instant issued, String disclose, String callbackUrl)
      throws Exception {
    Map<String, Object> request =
        Map.of(
            "@context",
            SessionRequest.DISCLOSURE,
            "disclose",
            JSON.readValue(disclose, List.class));
    Map<String, Object> extended =
        callbackUrl.isEmpty()
            ? Map.of("request", request)
            : Map.of("request", request, "callbackUrl", callbackUrl);
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("verification_request")
                .issueTime(Date.from(issued))
                .claim("sprequest", extended)
                .build());
    jwt.sign(new RSASSASigner(keys.getPrivate()));
    return jwt.serialize();
  }

  private HttpResponse<String> wallet(String client, String path) {
    return exchange(
        HttpRequest.newBuilder(URI.create(client + path))
            .header("Authorization", "wallet")
            .header("X-IRMA-MinProtocolVersion", "2.8")
            .header("X-IRMA-MaxProtocolVersion", "2.8")
            .GET());
  }

  private HttpResponse<String> share(String client, String person) {
    return post(client + "/proofs", "{\"demoCard\":\"" + person + "\"}", "wallet");
  }

  private HttpResponse<String> post(String url, String body, String authorization) {
    return send(url, "application/json", body, authorization);
  }

  private HttpResponse<String> send(String url, String type, String body, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return exchange(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private HttpResponse<String> get(String path) {
    return exchange(HttpRequest.newBuilder(URI.create(irma.base() + path)).GET());
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("interrupted", stopped);
    }
  }
}
