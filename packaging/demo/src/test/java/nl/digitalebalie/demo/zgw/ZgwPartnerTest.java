package nl.digitalebalie.demo.zgw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.people.DemoWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The case system's look-alike over real HTTP. */
class ZgwPartnerTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String SECRET = "a-secret-of-at-least-32-characters";
  private static final String SEARCH = "/zaken/api/v1/zaken/_zoek";
  private static final String EXPAND =
      "?expand=status,status.statustype,zaaktype,resultaat,resultaat.resultaattype,rollen&page=1";
  private static final String SAMIRA =
      """
      {"rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn":"999993653",
       "rol__omschrijvingGeneriek":"initiator",
       "maximaleVertrouwelijkheidaanduiding":"zaakvertrouwelijk"}\
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private PartnerServer server;

  @BeforeEach
  void start() {
    Set<Application.Scope> all = EnumSet.allOf(Application.Scope.class);
    server =
        ZgwPartner.start(
            0,
            DemoWorld.load(),
            List.of(
                new Application("counter", SECRET, all, Set.of(), Confidentiality.VERTROUWELIJK),
                new Application(
                    "narrow",
                    SECRET,
                    Set.of(Application.Scope.READ_CASES),
                    Set.of("wmo-melding"),
                    Confidentiality.ZAAKVERTROUWELIJK)),
            () -> NOW);
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void a_search_gives_only_this_persons_cases_within_the_confidentiality() {
    JsonNode page = json(search(SAMIRA, EXPAND));
    assertEquals(2, page.path("count").intValue());
    JsonNode first = page.path("results").path(0);
    assertEquals("ZAAK-2026-0004187", first.path("identificatie").stringValue());
    JsonNode statusType = first.path("_expand").path("status").path("_expand").path("statustype");
    assertEquals("Wij beoordelen uw aanvraag", statusType.path("statustekst").stringValue());
    assertTrue(first.path("_expand").path("resultaat").isNull());
    assertEquals("2026-12-05", first.path("einddatumGepland").stringValue());
    JsonNode withDebts = json(search(SAMIRA.replace("zaakvertrouwelijk", "vertrouwelijk"), EXPAND));
    assertEquals(3, withDebts.path("count").intValue());
  }

  private void startWithPagesOf(int size) {
    server.close();
    Application counter =
        new Application(
            "counter",
            SECRET,
            EnumSet.allOf(Application.Scope.class),
            Set.of(),
            Confidentiality.VERTROUWELIJK);
    server =
        PartnerServer.start(
            "small-pages",
            0,
            base ->
                new ZgwPartner(
                    base,
                    DemoWorld.load(),
                    List.of(counter),
                    Dialect.OPEN_ZAAK,
                    () -> NOW,
                    Optional.empty(),
                    size));
  }

  private static List<String> in(JsonNode page, String field) {
    return page.path("results").valueStream().map(one -> one.path(field).asString("")).toList();
  }

  @Test
  void the_next_page_of_a_search_is_the_same_question_and_holds_what_the_first_left_out() {
    List<String> all = in(json(search(SAMIRA, EXPAND)), "identificatie");
    startWithPagesOf(1);
    JsonNode first = json(search(SAMIRA, EXPAND));
    assertEquals(2, first.path("count").intValue());
    String next = path(first.path("next").stringValue());

    JsonNode second = json(call("POST", next, SAMIRA, token("counter", SECRET, NOW)));

    assertEquals(all.subList(0, 1), in(first, "identificatie"));
    assertEquals(all.subList(1, 2), in(second, "identificatie"));
    assertTrue(second.path("next").isNull());
    assertTrue(second.path("results").path(0).path("_expand").path("status").isObject());
    assertEquals(
        in(first, "identificatie"),
        in(
            json(
                call(
                    "POST",
                    path(second.path("previous").stringValue()),
                    SAMIRA,
                    token("counter", SECRET, NOW))),
            "identificatie"));
  }

  @Test
  void the_next_page_of_a_list_keeps_its_filters() {
    startWithPagesOf(3);
    String caseType =
        json(search(SAMIRA, "")).path("results").path(0).path("zaaktype").stringValue();
    JsonNode first =
        json(get("/catalogi/api/v1/statustypen?zaaktype=" + caseType + "&status=definitief"));
    assertEquals(4, first.path("count").intValue());

    JsonNode second = json(get(path(first.path("next").stringValue())));

    assertEquals(4, second.path("count").intValue());
    assertEquals(List.of(caseType), in(second, "zaaktype"));
    assertTrue(second.path("next").isNull());
  }

  @Test
  void a_person_without_cases_and_a_stranger_get_an_empty_page() {
    assertEquals(
        0, json(search(SAMIRA.replace("999993653", "999991073"), EXPAND)).path("count").intValue());
    assertEquals(
        0,
        json(search(SAMIRA.replace("initiator", "belanghebbende"), EXPAND))
            .path("count")
            .intValue());
  }

  @Test
  void open_zaaks_refusals_come_with_its_codes() {
    assertProblem(403, "not_authenticated", call("POST", SEARCH, SAMIRA, ""));
    assertProblem(
        403,
        "jwt-expired",
        call("POST", SEARCH, SAMIRA, token("counter", SECRET, NOW.minusSeconds(3_601))));
    assertProblem(
        403,
        "jwt-not-valid",
        call("POST", SEARCH, SAMIRA, token("counter", SECRET, NOW.plusSeconds(5))));
    assertProblem(
        403, "jwt-missing-iat-claim", call("POST", SEARCH, SAMIRA, token("counter", SECRET, null)));
    assertProblem(
        403,
        "invalid-jwt-signature",
        call("POST", SEARCH, SAMIRA, token("counter", SECRET + "x", NOW)));
    assertProblem(
        403,
        "permission_denied",
        call("POST", SEARCH + EXPAND, SAMIRA, token("narrow", SECRET, NOW)));
    assertInvalid("empty_search_body", search("{}", ""));
    assertInvalid("unknown-parameters", search("{\"bsn\":\"999993653\"}", ""));
    assertInvalid("unknown-parameters", search(SAMIRA, "?pagesize=3"));
    assertProblem(500, "error", search(SAMIRA.replace("}", ",\"expand\":\"status\"}"), ""));
    assertProblem(
        404, "not_found", get("/zaken/api/v1/zaken/00000000-0000-0000-0000-000000000000"));
  }

  @Test
  void a_case_is_read_in_the_right_coordinates_only() {
    HttpRequest.Builder without =
        builder(SEARCH, token("counter", SECRET, NOW))
            .POST(HttpRequest.BodyPublishers.ofString(SAMIRA));
    assertProblem(412, "precondition_failed", exchange(without));
    HttpRequest.Builder other =
        builder(SEARCH, token("counter", SECRET, NOW))
            .header("Accept-Crs", "EPSG:28992")
            .POST(HttpRequest.BodyPublishers.ofString(SAMIRA));
    assertProblem(406, "not_acceptable", exchange(other));
  }

  @Test
  void an_application_sees_only_its_case_types() {
    HttpResponse<byte[]> narrow =
        call(
            "POST", SEARCH, SAMIRA.replace("999993653", "999990639"), token("narrow", SECRET, NOW));
    JsonNode page = json(narrow);
    assertEquals(1, page.path("count").intValue());
    assertEquals(
        "ZAAK-2026-0004702", page.path("results").path(0).path("identificatie").stringValue());
  }

  @Test
  void documents_are_found_by_case_and_downloaded_as_they_are() {
    String caseUrl = json(search(SAMIRA, "")).path("results").path(0).path("url").stringValue();
    JsonNode links = json(get("/zaken/api/v1/zaakinformatieobjecten?zaak=" + caseUrl));
    assertEquals(3, links.size());
    List<String> kinds = new ArrayList<>();
    for (JsonNode link : links) {
      JsonNode document = json(get(path(link.path("informatieobject").stringValue())));
      HttpResponse<byte[]> file = get(path(document.path("inhoud").stringValue()));
      assertEquals(document.path("bestandsomvang").intValue(), file.body().length);
      kinds.add(new String(file.body(), 0, 4, StandardCharsets.ISO_8859_1));
    }
    assertEquals(List.of("%PDF", "\u0089PNG", "%PDF"), kinds);
  }

  @Test
  void the_milestones_of_a_case_type_are_in_order_and_an_etag_saves_a_second_reading() {
    String caseType =
        json(search(SAMIRA, "")).path("results").path(0).path("zaaktype").stringValue();
    JsonNode types =
        json(get("/catalogi/api/v1/statustypen?zaaktype=" + caseType + "&status=definitief"));
    assertEquals(4, types.path("count").intValue());
    assertTrue(types.path("results").path(3).path("isEindstatus").booleanValue());
    HttpResponse<byte[]> first = get(path(caseType));
    String tag = first.headers().firstValue("ETag").orElse("");
    HttpRequest.Builder again =
        builder(path(caseType), token("counter", SECRET, NOW)).header("If-None-Match", tag).GET();
    assertEquals(304, exchange(again).statusCode());
  }

  private static void assertProblem(int status, String code, HttpResponse<byte[]> answer) {
    assertEquals(status, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals(code, json(answer).path("code").stringValue());
  }

  private static void assertInvalid(String code, HttpResponse<byte[]> answer) {
    assertProblem(400, "invalid", answer);
    JsonNode params = json(answer).path("invalidParams");
    assertEquals(1, params.size());
    assertEquals(code, params.path(0).path("code").stringValue());
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return JSON.readTree(answer.body());
  }

  private String path(String url) {
    return url.substring(server.base().toString().length());
  }

  private HttpResponse<byte[]> search(String body, String query) {
    return call("POST", SEARCH + query, body, token("counter", SECRET, NOW));
  }

  private HttpResponse<byte[]> get(String path) {
    return call("GET", path, "", token("counter", SECRET, NOW));
  }

  private HttpResponse<byte[]> call(String method, String path, String body, String token) {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return exchange(
        builder(path, token)
            .header("Accept-Crs", "EPSG:4326")
            .header("Content-Crs", "EPSG:4326")
            .header("Content-Type", "application/json")
            .method(method, publisher));
  }

  private HttpRequest.Builder builder(String path, String token) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server.base() + path));
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  private static String token(
      String client, String secret, @org.jspecify.annotations.Nullable Instant issued) {
    try {
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder().issuer(client).claim("client_id", client);
      if (issued != null) {
        claims.issueTime(Date.from(issued));
      }
      SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
      jwt.sign(new MACSigner(secret));
      return jwt.serialize();
    } catch (com.nimbusds.jose.JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
