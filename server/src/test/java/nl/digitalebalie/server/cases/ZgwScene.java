package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseSystem.Answer;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Found;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Unavailable;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.json.JsonMapper;

/** A case system on real HTTP whose answers a test chooses, and our adapter before it. */
abstract class ZgwScene {
  static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  static final String SAMIRA = "999993653";
  static final String HENK = "999990639";
  static final CaseSystem.Reader ANNA = new CaseSystem.Reader("anna", "Anna de V.");
  static final Scope SCOPE =
      new Scope(
          new PurposeId("wmo"),
          Bsn.parse(SAMIRA),
          List.of("wmo-voorziening"),
          Set.of("Brief"),
          Confidentiality.CASE_CONFIDENTIAL);
  static final JsonMapper JSON = JsonMapper.shared();

  interface Handler {
    void answer(HttpExchange call) throws IOException;
  }

  record Seen(String line, Map<String, List<String>> headers, String body) {}

  final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final CountDownLatch over = new CountDownLatch(1);
  final List<Duration> betweenTries = new CopyOnWriteArrayList<>();

  /** How far the adapter's clock goes ahead. */
  volatile Duration later = Duration.ZERO;

  HttpServer server;
  HttpServer foreign;
  final List<String> foreignCalls = new CopyOnWriteArrayList<>();
  String base = "";
  ZgwCases cases;

  @BeforeEach
  void start() throws IOException {
    server = http(this::route);
    foreign =
        http(call -> {
          foreignCalls.add(call.getRequestURI().toString());
          json(call, Map.of("results", List.of()));
        });
    base = "http://localhost:" + server.getAddress().getPort();
    cases = cases(ZgwSettings.Expand.QUERY);
    wellBehaved();
  }

  @AfterEach
  void stop() {
    over.countDown();
    cases.close();
    server.stop(0);
    foreign.stop(0);
  }

  static HttpServer http(Handler handler) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", call -> handler.answer(call));
    http.start();
    return http;
  }

  /** Far above what an answer takes on a busy machine; only a hang reaches it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For tests in which a silence must end. */
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(4);

  ZgwCases cases(ZgwSettings.Expand expand) {
    return cases(expand, PATIENCE, length -> over.await());
  }

  ZgwCases cases(ZgwSettings.Expand expand, Retry.Pause pause) {
    return cases(expand, PATIENCE, pause);
  }

  void becomeImpatient() {
    cases.close();
    cases = cases(ZgwSettings.Expand.QUERY, LITTLE_PATIENCE, length -> over.await());
  }

  void searchEnterprises(ZgwSettings.Enterprises by) {
    cases.close();
    cases = cases(ZgwSettings.Expand.QUERY, by, PATIENCE, length -> over.await());
  }

  private ZgwCases cases(ZgwSettings.Expand expand, Duration timeout, Retry.Pause pause) {
    return cases(expand, ZgwSettings.Enterprises.BY_KVK, timeout, pause);
  }

  private ZgwCases cases(
      ZgwSettings.Expand expand,
      ZgwSettings.Enterprises enterprises,
      Duration timeout,
      Retry.Pause pause) {
    return new ZgwCases(
        new ZgwSettings(
            URI.create(base + "/zrc/api/v1"),
            URI.create(base + "/ztc/api/v1"),
            URI.create(base + "/drc/api/v1"),
            "balie",
            Sensitive.of(SECRET),
            expand,
            enterprises),
        new GuardedHttp(timeout, betweenTries::add),
        () -> Instant.now().plus(later),
        pause);
  }

  void route(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(
        new Seen(
            call.getRequestMethod() + " " + call.getRequestURI(),
            Map.copyOf(call.getRequestHeaders()),
            body));
    handlers
        .getOrDefault(call.getRequestURI().getPath(), other -> text(other, 404, "{}"))
        .answer(call);
  }

  /** Whatever was asked for is published. */
  private static Map<String, String> caseType(HttpExchange call, String url) {
    String asked = call.getRequestURI().getQuery().replaceAll(".*identificatie=([^&]*).*", "$1");
    return Map.of("url", url, "identificatie", asked, "omschrijving", "Wmo");
  }

  void wellBehaved() {
    handlers.put(
        "/ztc/api/v1/zaaktypen",
        call ->
            page(
                call,
                List.of(
                    caseType(call, base + "/ztc/api/v1/zaaktypen/1"),
                    caseType(call, base + "/ztc/api/v1/zaaktypen/2"))));
    handlers.put(
        "/ztc/api/v1/statustypen",
        call ->
            page(
                call,
                List.of(
                    milestone(2, "In behandeling", "Wij zijn bezig"),
                    milestone(1, "Ontvangen", ""),
                    milestone(3, "Afgerond", "Klaar"))));
    handlers.put(
        "/zrc/api/v1/statussen",
        call ->
            page(
                call,
                List.of(
                    status(1, "2026-10-01T10:00:00+02:00"), status(2, "2026-10-05T10:00:00Z"))));
    handlers.put(
        "/zrc/api/v1/zaakinformatieobjecten",
        call ->
            json(
                call,
                List.of(
                    Map.of("informatieobject", base + "/drc/api/v1/documenten/1"),
                    Map.of("informatieobject", base + "/drc/api/v1/documenten/2"),
                    Map.of("informatieobject", base + "/drc/api/v1/documenten/3"))));
    handlers.put("/drc/api/v1/documenten/1", call -> json(call, document("brief", "intern")));
    handlers.put("/drc/api/v1/documenten/2", call -> json(call, document("verslag", "intern")));
    handlers.put("/drc/api/v1/documenten/3", call -> json(call, document("brief", "geheim")));
    handlers.put("/ztc/api/v1/types/brief", call -> json(call, Map.of("omschrijving", "Brief")));
    handlers.put(
        "/ztc/api/v1/types/verslag", call -> json(call, Map.of("omschrijving", "Verslag")));
    search(one("1", Map.of()));
  }

  Map<String, Object> milestone(int order, String description, String wording) {
    return Map.of(
        "url", base + "/ztc/api/v1/statustypen/" + order,
        "volgnummer", order,
        "omschrijving", description,
        "statustekst", wording);
  }

  Map<String, Object> status(int order, String at) {
    return Map.of("statustype", base + "/ztc/api/v1/statustypen/" + order, "datumStatusGezet", at);
  }

  Map<String, Object> document(String type, String confidentiality) {
    return Map.of(
        "titel",
        "Een " + type,
        "creatiedatum",
        "2026-10-02",
        "formaat",
        "application/pdf",
        "bestandsomvang",
        1_234,
        "vertrouwelijkheidaanduiding",
        confidentiality,
        "informatieobjecttype",
        base + "/ztc/api/v1/types/" + type);
  }

  Map<String, Object> one(String id, Map<String, ?> changes) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("url", base + "/zrc/api/v1/zaken/" + id);
    one.put("identificatie", "ZAAK-" + id);
    one.put("omschrijving", "Hulp");
    one.put("zaaktype", base + "/ztc/api/v1/zaaktypen/1");
    one.put("startdatum", "2026-10-01");
    one.put("einddatumGepland", "2026-12-01");
    one.put("uiterlijkeEinddatumAfdoening", "2026-12-24");
    one.put("vertrouwelijkheidaanduiding", "zaakvertrouwelijk");
    one.put("_expand", Map.of("rollen", List.of(role(SAMIRA))));
    one.putAll(changes);
    return one;
  }

  static Map<String, Object> role(String bsn) {
    return Map.of(
        "betrokkeneType", "natuurlijk_persoon",
        "omschrijvingGeneriek", "initiator",
        "indicatieMachtiging", "",
        "betrokkeneIdentificatie", Map.of("inpBsn", bsn));
  }

  void search(Object... found) {
    handlers.put("/zrc/api/v1/zaken/_zoek", call -> page(call, List.of(found)));
  }

  static void page(HttpExchange call, List<?> results) throws IOException {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("count", results.size());
    page.put("next", null);
    page.put("previous", null);
    page.put("results", results);
    json(call, page);
  }

  static void json(HttpExchange call, Object body) throws IOException {
    text(call, 200, JSON.writeValueAsString(body));
  }

  static void text(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  Answer read() {
    return cases.read(SCOPE, ANNA);
  }

  Found found() {
    return assertInstanceOf(Found.class, read());
  }

  void onSearch(Handler handler) {
    handlers.put("/zrc/api/v1/zaken/_zoek", handler);
  }

  void assertUnavailable(String code) {
    assertEquals(new Unavailable(code), read());
  }

  String foreignUrl() {
    return "http://localhost:" + foreign.getAddress().getPort();
  }
}
