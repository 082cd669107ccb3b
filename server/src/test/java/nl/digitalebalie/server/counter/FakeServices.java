package nl.digitalebalie.server.counter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.identity.ResultTokens;
import tools.jackson.databind.json.JsonMapper;

/**
 * An irma server and a case system, as little of them as one flow needs, on real HTTP. The wallet
 * is played by setting the status.
 */
public final class FakeServices implements AutoCloseable {
  static final String PAIRING_CODE = "4711";
  static final String AUTHORIZATION = "frontendAuthorization";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final KeyPair key = ResultTokens.IRMA_KEY;
  private final HttpServer server;
  private final AtomicInteger sessions = new AtomicInteger();
  public final List<String> calls = new CopyOnWriteArrayList<>();
  final CountDownLatch paired = new CountDownLatch(1);
  public volatile String status = "INITIALIZED";
  volatile InstantSource clock = InstantSource.system();

  /**
   * What is made of the claims that the wallet disclosed; as it should be unless a test says so.
   */
  volatile Function<Map<String, Object>, String> result = this::signed;

  volatile String lastResult = "";

  /** Whether the next session is a new one, as it should be, or the last one once more. */
  volatile Next next = Next.NEW_SESSION;

  volatile int casesStatus = 200;
  volatile int collectorStatus = 200;

  /** The traceparent of every call to case system and register, by path. */
  final Map<String, String> traces = new ConcurrentHashMap<>();

  enum Next {
    NEW_SESSION,
    SAME_SESSION
  }

  public FakeServices() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/irma-server", this::irma);
    server.createContext("/zgw", this::zgw);
    server.createContext("/brp", this::brp);
    server.createContext("/v1/traces", call -> answer(call, collectorStatus, "{}"));
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  String token() {
    return "requestorToken" + (100_000 + sessions.get());
  }

  String signed(Map<String, Object> claims) {
    return ResultTokens.signed(claims, key);
  }

  private String clientToken() {
    return "clientTokenXX" + (100_000 + sessions.get());
  }

  private void irma(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath().substring("/irma-server".length());
    String what =
        call.getRequestMethod() + " " + path.replace(token(), "T").replace(clientToken(), "C");
    calls.add(what);
    switch (what) {
      case "GET /publickey" -> answer(call, 200, Keys.publicPem(key.getPublic()));
      case "POST /session" -> {
        if (next == Next.NEW_SESSION) {
          sessions.incrementAndGet();
        }
        status = "INITIALIZED";
        answer(
            call,
            200,
            JSON.writeValueAsString(
                Map.of(
                    "sessionPtr",
                    Map.of(
                        "u",
                        url() + "/irma-server/irma/session/" + clientToken(),
                        "irmaqr",
                        "disclosing"),
                    "token",
                    token(),
                    "frontendRequest",
                    Map.of("authorization", AUTHORIZATION))));
      }
      case "POST /irma/session/C/frontend/options" ->
          answer(
              call,
              authorized(call) ? 200 : 403,
              "{\"pairingMethod\":\"pin\",\"pairingCode\":\"" + PAIRING_CODE + "\"}");
      case "POST /irma/session/C/frontend/pairingcompleted" -> {
        if (authorized(call)) {
          status = "CONNECTED";
          paired.countDown(); // after the status: whoever waited may set the next one
        }
        answer(call, authorized(call) ? 204 : 403, "");
      }
      case "GET /session/T/status" -> answer(call, 200, "\"" + status + "\"");
      case "GET /session/T/result-jwt" -> {
        lastResult = result.apply(ResultTokens.claims(clock.instant(), token()));
        answer(call, 200, lastResult);
      }
      case "DELETE /session/T" -> answer(call, 200, "");
      default -> answer(call, 400, "{\"status\":400,\"error\":\"SESSION_UNKNOWN\"}");
    }
  }

  private static boolean authorized(HttpExchange call) {
    return AUTHORIZATION.equals(call.getRequestHeaders().getFirst("Authorization"));
  }

  private void brp(HttpExchange call) throws IOException {
    keepTrace(call);
    answer(
        call,
        200,
        "{\"type\":\"RaadpleegMetBurgerservicenummer\",\"personen\":[{\"burgerservicenummer\":"
            + "\"999993653\",\"leeftijd\":38}]}");
  }

  private void keepTrace(HttpExchange call) {
    Optional.ofNullable(call.getRequestHeaders().getFirst("traceparent"))
        .ifPresent(trace -> traces.put(call.getRequestURI().getPath(), trace));
  }

  private void zgw(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath().substring("/zgw".length());
    calls.add(call.getRequestMethod() + " " + path);
    keepTrace(call);
    String base = url() + "/zgw";
    String type = base + "/ztc/zaaktypen/1";
    String one = base + "/zrc/zaken/1";
    switch (path) {
      case "/ztc/zaaktypen" ->
          page(
              call,
              List.of(
                  Map.of(
                      "url",
                      type,
                      "identificatie",
                      call.getRequestURI().getQuery().replaceAll(".*identificatie=([^&]*).*", "$1"),
                      "omschrijving",
                      "Wmo-voorziening")));
      case "/zrc/zaken/_zoek" -> {
        if (casesStatus != 200) {
          answer(call, casesStatus, "");
          return;
        }
        page(
            call,
            List.of(
                Map.of(
                    "url",
                    one,
                    "identificatie",
                    "ZAAK-2025-0007741",
                    "omschrijving",
                    "Hulp in het huishouden",
                    "zaaktype",
                    type,
                    "startdatum",
                    "2025-01-01",
                    "vertrouwelijkheidaanduiding",
                    "zaakvertrouwelijk",
                    "_expand",
                    Map.of(
                        "rollen",
                        List.of(
                            Map.of(
                                "omschrijvingGeneriek",
                                "initiator",
                                "betrokkeneIdentificatie",
                                Map.of("inpBsn", "999993653")))))));
      }
      case "/ztc/statustypen" ->
          page(
              call,
              List.of(
                  Map.of(
                      "url",
                      base + "/ztc/statustypen/1",
                      "volgnummer",
                      1,
                      "omschrijving",
                      "A",
                      "statustekst",
                      "Ontvangen"),
                  Map.of(
                      "url", base + "/ztc/statustypen/2", "volgnummer", 2, "omschrijving", "B")));
      case "/zrc/statussen" ->
          page(
              call,
              List.of(
                  Map.of(
                      "statustype",
                      base + "/ztc/statustypen/1",
                      "datumStatusGezet",
                      "2025-01-01T10:00:00Z")));
      case "/zrc/zaakinformatieobjecten" -> answer(call, 200, "[]");
      default -> answer(call, 404, "{}");
    }
  }

  private static void page(HttpExchange call, List<?> results) throws IOException {
    answer(
        call,
        200,
        "{\"count\":"
            + results.size()
            + ",\"next\":null,\"previous\":null,\"results\":"
            + JSON.writeValueAsString(results)
            + "}");
  }

  private static void answer(HttpExchange call, int code, String body) throws IOException {
    call.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      call.getResponseBody().write(bytes);
    }
    call.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
