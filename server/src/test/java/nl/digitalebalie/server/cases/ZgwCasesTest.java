package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Progress;
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
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ZgwCasesTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final String SAMIRA = "999993653";
  private static final String HENK = "999990639";
  private static final CaseSystem.Reader ANNA = new CaseSystem.Reader("anna", "Anna de V.");
  private static final Scope SCOPE =
      new Scope(
          new PurposeId("wmo"),
          Bsn.parse(SAMIRA),
          List.of("wmo-voorziening"),
          Set.of("Brief"),
          Confidentiality.CASE_CONFIDENTIAL);
  private static final JsonMapper JSON = JsonMapper.shared();

  private interface Handler {
    void answer(HttpExchange call) throws IOException;
  }

  private record Seen(String line, Map<String, List<String>> headers, String body) {}

  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Duration> betweenTries = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private HttpServer foreign;
  private final List<String> foreignCalls = new CopyOnWriteArrayList<>();
  private String base = "";
  private ZgwCases cases;

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

  private static HttpServer http(Handler handler) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", call -> handler.answer(call));
    http.start();
    return http;
  }

  private ZgwCases cases(ZgwSettings.Expand expand) {
    return cases(expand, length -> over.await());
  }

  private ZgwCases cases(ZgwSettings.Expand expand, Retry.Pause pause) {
    return new ZgwCases(
        new ZgwSettings(
            URI.create(base + "/zrc/api/v1"),
            URI.create(base + "/ztc/api/v1"),
            URI.create(base + "/drc/api/v1"),
            "balie",
            Sensitive.of(SECRET),
            expand),
        new GuardedHttp(Duration.ofMillis(1_500), betweenTries::add),
        InstantSource.system(),
        pause);
  }

  private void route(HttpExchange call) throws IOException {
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

  private void wellBehaved() {
    handlers.put(
        "/ztc/api/v1/zaaktypen",
        call ->
            page(
                call,
                List.of(
                    Map.of("url", base + "/ztc/api/v1/zaaktypen/1", "omschrijving", "Wmo"),
                    Map.of("url", base + "/ztc/api/v1/zaaktypen/2", "omschrijving", "Wmo"))));
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

  private Map<String, Object> milestone(int order, String description, String wording) {
    return Map.of(
        "url", base + "/ztc/api/v1/statustypen/" + order,
        "volgnummer", order,
        "omschrijving", description,
        "statustekst", wording);
  }

  private Map<String, Object> status(int order, String at) {
    return Map.of("statustype", base + "/ztc/api/v1/statustypen/" + order, "datumStatusGezet", at);
  }

  private Map<String, Object> document(String type, String confidentiality) {
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

  private Map<String, Object> one(String id, Map<String, ?> changes) {
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

  private static Map<String, Object> role(String bsn) {
    return Map.of(
        "betrokkeneType", "natuurlijk_persoon",
        "omschrijvingGeneriek", "initiator",
        "indicatieMachtiging", "",
        "betrokkeneIdentificatie", Map.of("inpBsn", bsn));
  }

  private void search(Object... found) {
    handlers.put("/zrc/api/v1/zaken/_zoek", call -> page(call, List.of(found)));
  }

  private static void page(HttpExchange call, List<?> results) throws IOException {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("count", results.size());
    page.put("next", null);
    page.put("previous", null);
    page.put("results", results);
    json(call, page);
  }

  private static void json(HttpExchange call, Object body) throws IOException {
    text(call, 200, JSON.writeValueAsString(body));
  }

  private static void text(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private Answer read() {
    return cases.read(SCOPE, ANNA);
  }

  private Found found() {
    return assertInstanceOf(Found.class, read());
  }

  private void onSearch(Handler handler) {
    handlers.put("/zrc/api/v1/zaken/_zoek", handler);
  }

  private void assertUnavailable(String code) {
    assertEquals(new Unavailable(code), read());
  }

  @Test
  void a_case_is_read_with_its_milestones_and_the_documents_of_the_purpose() {
    Found found = found();

    assertEquals(Completeness.COMPLETE, found.completeness());
    PanelContent.Case one = found.cases().getFirst();
    assertEquals("ZAAK-1", one.identification().reveal());
    assertEquals("Wmo", one.caseType());
    assertEquals("2026-12-24", one.legalEnd().orElseThrow().toString());
    assertEquals(
        List.of("Ontvangen", "Wij zijn bezig", "Klaar"),
        one.milestones().stream().map(PanelContent.Milestone::text).toList());
    assertEquals(
        List.of(Progress.DONE, Progress.CURRENT, Progress.AHEAD),
        one.milestones().stream().map(PanelContent.Milestone::progress).toList());
    assertEquals(
        "2026-10-01T08:00:00Z", one.milestones().getFirst().reachedAt().orElseThrow().toString());
    assertEquals(
        List.of("Een brief"), one.documents().stream().map(d -> d.title().reveal()).toList());
  }

  @Test
  void the_search_names_person_types_and_confidentiality_in_its_body_and_nobody_in_a_url() {
    found();

    Seen search =
        seen.stream().filter(call -> call.line().contains("_zoek")).findFirst().orElseThrow();
    assertTrue(search.line().startsWith("POST /zrc/api/v1/zaken/_zoek?expand="));
    assertTrue(search.line().endsWith("&page=1"));
    assertEquals(
        SAMIRA,
        JSON.readTree(search.body())
            .path("rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn")
            .stringValue());
    assertEquals(2, JSON.readTree(search.body()).path("zaaktype__in").size());
    assertEquals(
        "zaakvertrouwelijk",
        JSON.readTree(search.body()).path("maximaleVertrouwelijkheidaanduiding").stringValue());
    assertTrue(seen.stream().noneMatch(call -> call.line().contains(SAMIRA)));
    assertTrue(
        seen.stream()
            .allMatch(call ->
                call.headers().get("Accept-crs").equals(List.of("EPSG:4326"))
                    && call.headers().get("Content-crs").equals(List.of("EPSG:4326"))));
  }

  @Test
  void every_request_carries_a_token_of_the_staff_member() throws Exception {
    found();

    for (Seen call : seen) {
      String token = call.headers().get("Authorization").getFirst().substring("Bearer ".length());
      JWSObject jws = JWSObject.parse(token);
      assertTrue(jws.verify(new MACVerifier(SECRET)));
      Map<String, Object> claims = jws.getPayload().toJSONObject();
      assertEquals("balie", claims.get("iss"));
      assertEquals("balie", claims.get("client_id"));
      assertEquals("anna", claims.get("user_id"));
      assertEquals("Anna de V.", claims.get("user_representation"));
      assertTrue(claims.containsKey("iat"));
    }
  }

  @Test
  void cases_outside_the_purpose_are_dropped_although_the_case_system_answered_them() {
    search(
        one("1", Map.of()),
        one("2", Map.of("zaaktype", base + "/ztc/api/v1/zaaktypen/9")),
        one("3", Map.of("vertrouwelijkheidaanduiding", "vertrouwelijk")),
        one("4", Map.of("vertrouwelijkheidaanduiding", "een nieuw woord")),
        one("5", Map.of("_expand", Map.of("rollen", List.of(role(HENK))))),
        one("6", Map.of("_expand", Map.of("rollen", List.of(role(HENK), role(SAMIRA))))));

    assertEquals(
        List.of("ZAAK-1", "ZAAK-6"),
        found().cases().stream().map(each -> each.identification().reveal()).sorted().toList());
  }

  @Test
  void without_expanded_roles_they_are_fetched_and_still_checked() {
    cases.close();
    cases = cases(ZgwSettings.Expand.NONE);
    search(one("1", Map.of("_expand", Map.of())));
    handlers.put("/zrc/api/v1/rollen", call -> page(call, List.of(role(HENK))));
    assertTrue(found().cases().isEmpty());

    handlers.put("/zrc/api/v1/rollen", call -> page(call, List.of(role(SAMIRA))));
    assertEquals(1, found().cases().size());
    assertTrue(seen.stream().noneMatch(call -> call.line().contains("expand")));
  }

  @Test
  void a_failing_case_system_is_unavailable_with_a_code_and_nothing_else() {
    for (int status : List.of(400, 401, 403, 406, 412, 429, 500, 503)) {
      onSearch(call -> text(call, status, "{\"detail\":\"" + SAMIRA + "\"}"));
      assertUnavailable("HTTP_" + status);
    }
    onSearch(call -> text(call, 200, "<html><body>Log in</body></html>"));
    assertUnavailable("NOT_JSON");
    onSearch(call -> text(call, 200, ""));
    assertInstanceOf(Unavailable.class, read());
    onSearch(call -> text(call, 200, "[".repeat(100) + "]".repeat(100)));
    assertUnavailable("NOT_JSON");
    onSearch(call -> text(call, 200, "{\"results\":{}}"));
    assertUnavailable("NO_RESULTS");
  }

  @Test
  void a_body_larger_than_the_cap_is_not_read_to_its_end() {
    onSearch(call -> {
      call.sendResponseHeaders(200, 0); // chunked, without an announced length
      byte[] megabyte = " ".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
      try {
        for (int i = 0; i < 1_000; i++) {
          call.getResponseBody().write(megabyte);
        }
      } catch (IOException hungUp) {
        call.close();
      }
    });

    assertUnavailable("TOO_LARGE");
  }

  @Test
  void a_case_system_that_comes_up_later_is_prepared_for_in_the_background() throws Exception {
    Handler catalogue = handlers.remove("/ztc/api/v1/zaaktypen");
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    CountDownLatch read = new CountDownLatch(2); // the milestones of both versions
    handlers.computeIfPresent(
        "/ztc/api/v1/statustypen",
        (path, milestones) ->
            call -> {
              milestones.answer(call);
              read.countDown();
            });
    try (ZgwCases late =
        cases(
            ZgwSettings.Expand.QUERY,
            length -> {
              pauses.add(length);
              if (pauses.size() == 3) {
                handlers.put("/ztc/api/v1/zaaktypen", catalogue);
              }
            })) {
      late.prepare(List.of("wmo-voorziening"));
      assertTrue(read.await(30, TimeUnit.SECONDS), "the catalogue is read in the end");
    }

    assertEquals(List.of(1L, 2L, 4L), pauses.stream().map(Duration::toSeconds).toList());
    assertEquals(4, seen.stream().filter(call -> call.line().contains("/zaaktypen")).count());
  }

  @Test
  void silence_ends_in_a_time_out() {
    onSearch(call -> {
      try {
        over.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      call.close();
    });

    assertUnavailable("TIMEOUT");
  }

  @Test
  void a_redirect_is_not_followed() {
    onSearch(call -> {
      call.getResponseHeaders().add("Location", foreignUrl() + "/internal");
      call.sendResponseHeaders(302, -1);
      call.close();
    });

    assertUnavailable("REDIRECT");
    assertTrue(foreignCalls.isEmpty());
  }

  @Test
  void addresses_below_no_configured_base_are_never_called() {
    for (String address :
        List.of(
            foreignUrl() + "/zrc/api/v1/zaken/1",
            base + "/admin/zaken/1",
            base + "/zrc/api/v1x/zaken/1",
            base + "/zrc/api/v1/../../admin",
            base + "/zrc/api/v1/%2e%2e/%2e%2e/admin",
            base.replace("http://", "http://user@") + "/zrc/api/v1/zaken/1",
            base.replace("http:", "https:") + "/zrc/api/v1/zaken/1",
            "file:///etc/passwd",
            "not a url",
            "")) {
      seen.clear();
      search(one("1", Map.of("url", address)));
      Found found = found();
      assertEquals(Completeness.PARTIAL, found.completeness(), address);
      assertTrue(foreignCalls.isEmpty());
      assertTrue(
          seen.stream()
              .noneMatch(
                  call -> call.line().contains("admin") || call.line().contains("statussen")),
          address);
    }
  }

  @Test
  void a_foreign_document_or_type_leaves_the_case_incomplete() {
    handlers.put(
        "/zrc/api/v1/zaakinformatieobjecten",
        call -> json(call, List.of(Map.of("informatieobject", foreignUrl() + "/document"))));

    Found found = found();

    assertEquals(Completeness.PARTIAL, found.completeness());
    assertTrue(found.cases().getFirst().documents().isEmpty());
    assertTrue(foreignCalls.isEmpty());
  }

  @Test
  void parts_that_fail_leave_a_case_that_says_it_is_incomplete() {
    handlers.put("/zrc/api/v1/statussen", call -> text(call, 500, "{}"));

    Found found = found();

    assertEquals(Completeness.PARTIAL, found.completeness());
    assertTrue(found.cases().getFirst().milestones().isEmpty());
    assertEquals(1, found.cases().getFirst().documents().size());
  }

  @Test
  void all_pages_are_read_by_counting_and_not_by_following() {
    onSearch(call -> {
      boolean first = call.getRequestURI().getQuery().endsWith("page=1");
      Map<String, Object> page = new LinkedHashMap<>();
      page.put("next", first ? foreignUrl() + "/zaken/_zoek?page=2" : null);
      page.put("results", List.of(one(first ? "1" : "2", Map.of())));
      json(call, page);
    });

    assertEquals(2, found().cases().size());
    assertTrue(foreignCalls.isEmpty());
  }

  @Test
  void pages_that_never_end_are_cut_and_said_to_be() {
    onSearch(call -> json(call, Map.of("next", "again", "results", List.of(one("1", Map.of())))));
    assertEquals(Completeness.PARTIAL, found().completeness());
    assertEquals(2, searches());

    seen.clear();
    onSearch(call -> {
      String page = call.getRequestURI().getQuery().replaceAll(".*page=", "");
      json(call, Map.of("next", "again", "results", List.of(one("p" + page, Map.of()))));
    });
    assertEquals(Completeness.PARTIAL, found().completeness());
    assertEquals(ZgwSearch.MAX_PAGES, searches());
  }

  private long searches() {
    return seen.stream().filter(call -> call.line().contains("_zoek")).count();
  }

  @Test
  void running_cases_come_first_and_the_newest_before_the_older() {
    List<Object> all = new ArrayList<>();
    all.add(one("closed", Map.of("startdatum", "2026-11-01", "einddatum", "2026-11-02")));
    all.add(one("old", Map.of("startdatum", "2025-01-01")));
    all.add(one("new", Map.of("startdatum", "2026-01-01")));
    search(all.toArray());

    assertEquals(
        List.of("ZAAK-new", "ZAAK-old", "ZAAK-closed"),
        found().cases().stream().map(each -> each.identification().reveal()).toList());
  }

  @Test
  void a_purpose_without_case_data_asks_the_case_system_nothing() {
    Scope none =
        new Scope(
            new PurposeId("general-question"),
            Optional.empty(),
            List.of(),
            Set.of(),
            Confidentiality.PUBLIC);

    assertTrue(assertInstanceOf(Found.class, cases.read(none, ANNA)).cases().isEmpty());
    assertTrue(seen.isEmpty());
  }

  @Test
  void answers_print_without_their_content() {
    assertFalse(found().toString().contains("ZAAK"));
  }

  @Test
  void a_short_secret_is_refused_at_start() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ZgwToken("balie", "only-thirty-one-bytes-in-secret"));
  }

  private String foreignUrl() {
    return "http://localhost:" + foreign.getAddress().getPort();
  }
}
