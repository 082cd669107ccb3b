package nl.digitalebalie.demo.zgw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import nl.digitalebalie.demo.openapi.Contract;
import nl.digitalebalie.demo.openapi.Specifications;
import nl.digitalebalie.demo.openapi.Specifications.Direction;
import nl.digitalebalie.demo.people.DemoWorld;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseDocuments;
import nl.digitalebalie.server.cases.CaseNotes;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.cases.Places;
import nl.digitalebalie.server.cases.ZgwCases;
import nl.digitalebalie.server.cases.ZgwSettings;
import nl.digitalebalie.server.gate.Enterprise;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that the counter sends to a case system, and everything that the look-alike answers,
 * held against the published specifications of Open Zaak and of the VNG. They are read where they
 * are; where there are none, these tests are skipped and say so.
 */
class ZgwContractTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String SECRET = "a-secret-of-at-least-32-characters";
  private static final CaseSystem.Reader ANNA = new CaseSystem.Reader("anna", "Anna de V.");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> APIS = List.of("zaken", "catalogi", "documenten");

  private record Exchange(Call call, Reply reply) {}

  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private Optional<PartnerServer> server = Optional.empty();

  @AfterEach
  void stop() {
    server.ifPresent(PartnerServer::close);
  }

  private static Path folder() {
    Optional<Path> folder = Specifications.folder();
    assumeTrue(
        folder.isPresent(),
        "the published specifications are not on this machine: ../shared/openapi beside the"
            + " project, or BALIE_SHARED");
    return folder.get();
  }

  /** Large files: made ready once. */
  private static Optional<Specifications> openZaak = Optional.empty();

  private static Optional<Specifications> vng = Optional.empty();

  private static Specifications openZaak() {
    openZaak = openZaak.or(() -> Optional.of(readOpenZaak()));
    return openZaak.orElseThrow();
  }

  private static Specifications vng() {
    vng = vng.or(() -> Optional.of(readVng()));
    return vng.orElseThrow();
  }

  private static Specifications readOpenZaak() {
    return new Specifications(
        Map.of(
            "zaken", folder().resolve("open-zaak/zaken.yaml"),
            "catalogi", folder().resolve("open-zaak/catalogi.yaml"),
            "documenten", folder().resolve("open-zaak/documenten.yaml")),
        Map.of("catalogi-api", "catalogi"));
  }

  private static Specifications readVng() {
    return new Specifications(
        Map.of(
            "zaken", folder().resolve("vng/zrc-1.7.0.yaml"),
            "catalogi", folder().resolve("vng/ztc-1.4.0.yaml"),
            "documenten", folder().resolve("vng/drc-1.7.1.yaml")),
        Map.of("/catalogi/", "catalogi", "/documenten/", "documenten"));
  }

  /** Its pages are so small that a person with a few cases fills several. */
  private static final int PAGE_SIZE = 2;

  /** Longer than the counter keeps what the catalogue said. */
  private static final Duration AFTER_A_WHILE = Duration.ofMinutes(11);

  private volatile Instant now = NOW;

  private static Application counter() {
    return new Application(
        "counter",
        SECRET,
        EnumSet.allOf(Application.Scope.class),
        Set.of(),
        nl.digitalebalie.demo.zgw.Confidentiality.VERTROUWELIJK);
  }

  private PartnerServer partner(Dialect dialect) {
    PartnerServer partner =
        PartnerServer.start(
            "recorded",
            0,
            base -> {
              ZgwPartner zgw =
                  new ZgwPartner(
                      base,
                      DemoWorld.load(),
                      List.of(counter()),
                      dialect,
                      () -> now,
                      Optional.empty(),
                      PAGE_SIZE);
              return call -> {
                Reply reply = zgw.answer(call);
                exchanges.add(new Exchange(call, reply));
                return reply;
              };
            });
    server = Optional.of(partner);
    return partner;
  }

  private ZgwCases counter(
      PartnerServer partner, ZgwSettings.Expand expand, ZgwSettings.Enterprises enterprises) {
    return new ZgwCases(
        new ZgwSettings(
            URI.create(partner.base() + "/zaken/api/v1"),
            URI.create(partner.base() + "/catalogi/api/v1"),
            URI.create(partner.base() + "/documenten/api/v1"),
            "counter",
            Sensitive.of(SECRET),
            expand,
            enterprises),
        Duration.ofSeconds(20),
        () -> now);
  }

  /** A whole conversation with the case system: every kind of call that there is. */
  private void talk(
      Dialect dialect, ZgwSettings.Expand expand, ZgwSettings.Enterprises enterprises) {
    try (ZgwCases cases = counter(partner(dialect), expand, enterprises)) {
      for (DemoWorld.Person person : DemoWorld.load().people()) {
        talk(cases, person);
      }
      now = now.plus(AFTER_A_WHILE);
      for (DemoWorld.Person person : DemoWorld.load().people()) {
        read(cases, person);
      }
    }
  }

  private static Scope scope(DemoWorld.Person person) {
    Optional<Enterprise> enterprise =
        person
            .enterprise()
            .map(each ->
                new Enterprise(
                    each.kvkNumber(), Optional.of(each.rsin()), Optional.of(each.branchNumber())));
    return new Scope(
        new PurposeId("everything"),
        enterprise.isPresent() ? Optional.empty() : Bsn.parse(person.bsn()),
        DemoWorld.load().caseTypes().stream().map(DemoWorld.CaseType::id).toList(),
        Set.of("Brief", "Besluit", "Bewijsstuk", "Verslag"),
        Confidentiality.CONFIDENTIAL,
        List.of(),
        enterprise);
  }

  private static CaseSystem.Answer.Found read(ZgwCases cases, DemoWorld.Person person) {
    CaseSystem.Answer.Found found =
        assertInstanceOf(CaseSystem.Answer.Found.class, cases.read(scope(person), ANNA));
    assertEquals(person.cases().size(), found.cases().size(), person.id());
    assertEquals(PanelContent.Completeness.COMPLETE, found.completeness(), person.id());
    return found;
  }

  private static void talk(ZgwCases cases, DemoWorld.Person person) {
    Scope scope = scope(person);
    CaseSystem.Answer.Found found = read(cases, person);
    assertEquals(found.cases().size(), casesOf("002220647", cases, scope), "its own");
    assertEquals(0, casesOf("001509962", cases, scope), "of another municipality");
    for (Places.DocumentPlace place : found.places().documents().values()) {
      assertInstanceOf(
          CaseDocuments.Delivery.Whole.class,
          cases.documents().deliver(place, scope, ANNA, new Swallow()));
    }
    for (Places.CasePlace place : found.places().cases().values()) {
      assertInstanceOf(
          CaseNotes.WriteAnswer.Written.class,
          cases
              .notes()
              .write(
                  place,
                  new CaseNotes.NewNote(Sensitive.of("Gebeld"), Sensitive.of("Over de planning.")),
                  ANNA));
      assertInstanceOf(CaseNotes.NotesAnswer.Found.class, cases.notes().notes(place, ANNA));
    }
  }

  private static int casesOf(String rsin, ZgwCases cases, Scope scope) {
    return assertInstanceOf(
            CaseSystem.Answer.Found.class, cases.read(scope, ANNA.of(Optional.of(rsin))))
        .cases()
        .size();
  }

  private static final class Swallow implements CaseDocuments.Sink {
    @Override
    public void begin(String mediaType, long bytes) {}

    @Override
    public CaseDocuments.Wanted part(byte[] bytes) {
      return CaseDocuments.Wanted.MORE;
    }
  }

  private List<String> faults(Specifications specifications) {
    Contract contract = new Contract(specifications);
    List<String> faults = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      String path = exchange.call().path();
      String api = path.substring(1, path.indexOf('/', 1));
      assertTrue(APIS.contains(api), path);
      faults.addAll(
          contract.faults(
              api,
              path.substring(("/" + api + "/api/v1").length()),
              exchange.call(),
              exchange.reply()));
      faults.addAll(nested(specifications, exchange.reply()));
    }
    return faults.stream().map(fault -> fault.replaceAll("/[0-9]+", "/n")).distinct().toList();
  }

  /** No specification says what stands two levels down in an expansion; their own schemas do. */
  private static List<String> nested(Specifications specifications, Reply reply) {
    List<String> faults = new ArrayList<>();
    if (reply.headers().getOrDefault("Content-Type", "").startsWith("application/json")) {
      for (JsonNode one : JSON.readTree(reply.body().bytes()).path("results")) {
        JsonNode expand = one.path("_expand");
        faults.addAll(inner(specifications, expand.path("status"), "statustype", "StatusType"));
        faults.addAll(
            inner(specifications, expand.path("resultaat"), "resultaattype", "ResultaatType"));
      }
    }
    return faults;
  }

  private static List<String> inner(
      Specifications specifications, JsonNode outer, String field, String schema) {
    JsonNode value = outer.path("_expand").path(field);
    return value.isObject()
        ? specifications.faults(Direction.ANSWER, "catalogi", schema, value, field)
        : List.of();
  }

  /** Method, path as the specification has it, and what makes this one special. */
  private Set<String> kinds(Specifications specifications) {
    Contract contract = new Contract(specifications);
    return exchanges.stream()
        .map(exchange -> {
          Call call = exchange.call();
          String api = call.path().substring(1, call.path().indexOf('/', 1));
          String method = call.method().toLowerCase(java.util.Locale.ROOT);
          String path = call.path().substring(("/" + api + "/api/v1").length());
          int page = Integer.parseInt(call.parameter("page").orElse("1"));
          return call.method()
              + " "
              + api
              + contract.template(api, path, method).orElse(path)
              + (page > 1 ? " next page" : "")
              + (exchange.reply().status() == 304 ? " unchanged" : "");
        })
        .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
  }

  private static Set<String> with(Set<String> kinds, String... more) {
    Set<String> all = new java.util.TreeSet<>(kinds);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void every_call_and_every_answer_fits_open_zaak() {
    Specifications specifications = openZaak();
    talk(Dialect.OPEN_ZAAK, ZgwSettings.Expand.QUERY, ZgwSettings.Enterprises.BY_KVK);

    assertEquals(EXPANDED, kinds(specifications));
    assertEquals(List.of(), faults(specifications));
  }

  @Test
  void without_expand_and_by_rsin_every_call_and_every_answer_still_fits_open_zaak() {
    Specifications specifications = openZaak();
    talk(Dialect.OPEN_ZAAK, ZgwSettings.Expand.NONE, ZgwSettings.Enterprises.BY_RSIN);

    assertEquals(NOT_EXPANDED, kinds(specifications));
    assertEquals(List.of(), faults(specifications));
  }

  @Test
  void every_call_and_every_answer_fits_the_vng() {
    Specifications specifications = vng();
    talk(Dialect.VNG, ZgwSettings.Expand.QUERY, ZgwSettings.Enterprises.BY_RSIN);

    assertEquals(EXPANDED, kinds(specifications));
    assertEquals(List.of(), faults(specifications));
  }

  @Test
  void without_expand_every_call_and_every_answer_still_fits_the_vng() {
    Specifications specifications = vng();
    talk(Dialect.VNG, ZgwSettings.Expand.NONE, ZgwSettings.Enterprises.BY_RSIN);

    assertEquals(NOT_EXPANDED, kinds(specifications));
    assertEquals(List.of(), faults(specifications));
  }

  /** Which is why the setting is there: only a case system of the VNG that knows more takes it. */
  @Test
  void the_number_of_the_trade_register_is_the_one_thing_that_the_vng_does_not_declare() {
    Specifications specifications = vng();
    talk(Dialect.VNG, ZgwSettings.Expand.QUERY, ZgwSettings.Enterprises.BY_KVK);

    List<String> faults = faults(specifications);
    assertEquals(1, faults.size(), faults.toString());
    assertTrue(faults.getFirst().contains("nietNatuurlijkPersoon__kvkNummer"), faults.getFirst());
  }

  /**
   * All that is ever asked of a case system: neither fewer, nor one that nobody held against it.
   */
  private static final Set<String> EXPANDED =
      Set.of(
          "GET catalogi/informatieobjecttypen/{uuid}",
          "GET catalogi/informatieobjecttypen/{uuid} unchanged",
          "GET catalogi/statustypen",
          "GET catalogi/statustypen next page",
          "GET catalogi/zaaktypen",
          "GET documenten/enkelvoudiginformatieobjecten/{uuid}",
          "GET documenten/enkelvoudiginformatieobjecten/{uuid}/download",
          "GET zaken/statussen",
          "GET zaken/statussen next page",
          "GET zaken/zaakinformatieobjecten",
          "GET zaken/zaaknotities",
          "POST documenten/enkelvoudiginformatieobjecten/_zoek",
          "POST documenten/enkelvoudiginformatieobjecten/_zoek next page",
          "POST zaken/zaaknotities",
          "POST zaken/zaken/_zoek",
          "POST zaken/zaken/_zoek next page");

  private static final Set<String> NOT_EXPANDED =
      with(
          EXPANDED,
          "GET catalogi/resultaattypen/{uuid}",
          "GET catalogi/resultaattypen/{uuid} unchanged",
          "GET zaken/resultaten/{uuid}",
          "GET zaken/rollen");

  /** A question that the look-alike refuses, and how. */
  private record Refused(
      int status,
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      String body) {}

  private static final String ONE = "/00000000-0000-0000-0000-000000000000";
  private static final Map<String, String> CRS =
      Map.of("accept-crs", "EPSG:4326", "content-crs", "EPSG:4326");
  private static final Map<String, List<String>> UNKNOWN = Map.of("onbekend", List.of("1"));

  private static final List<Refused> REFUSED =
      List.of(
          new Refused(400, "POST", "zaken/zaken/_zoek", Map.of(), CRS, "{}"),
          new Refused(400, "POST", "zaken/zaken/_zoek", Map.of(), CRS, "no json"),
          new Refused(400, "POST", "zaken/zaken/_zoek", UNKNOWN, CRS, "{\"uuid__in\":[]}"),
          new Refused(400, "GET", "zaken/statussen", UNKNOWN, CRS, ""),
          new Refused(400, "GET", "zaken/rollen", UNKNOWN, CRS, ""),
          new Refused(400, "GET", "catalogi/zaaktypen", UNKNOWN, CRS, ""),
          new Refused(400, "POST", "zaken/zaaknotities", Map.of(), CRS, "{}"),
          new Refused(
              400, "POST", "documenten/enkelvoudiginformatieobjecten/_zoek", Map.of(), CRS, "{}"),
          new Refused(404, "GET", "zaken/zaken" + ONE, Map.of(), CRS, ""),
          new Refused(404, "GET", "catalogi/zaaktypen" + ONE, Map.of(), CRS, ""),
          new Refused(404, "GET", "catalogi/informatieobjecttypen" + ONE, Map.of(), CRS, ""),
          new Refused(
              404, "GET", "documenten/enkelvoudiginformatieobjecten" + ONE, Map.of(), CRS, ""),
          new Refused(406, "POST", "zaken/zaken/_zoek", Map.of(), Map.of("accept-crs", "x"), "{}"),
          new Refused(406, "GET", "zaken/zaken" + ONE, Map.of(), Map.of("accept-crs", "x"), ""),
          new Refused(412, "POST", "zaken/zaken/_zoek", Map.of(), Map.of(), "{}"),
          new Refused(412, "GET", "zaken/zaken" + ONE, Map.of(), Map.of(), ""));

  /** What is refused to whoever has no token, and to whoever has no scope. */
  private static final List<String> CLOSED =
      List.of(
          "POST zaken/zaken/_zoek",
          "GET zaken/statussen",
          "GET zaken/rollen",
          "GET zaken/zaakinformatieobjecten",
          "GET catalogi/zaaktypen",
          "GET catalogi/statustypen",
          "POST documenten/enkelvoudiginformatieobjecten/_zoek",
          "GET documenten/enkelvoudiginformatieobjecten" + ONE,
          "GET documenten/enkelvoudiginformatieobjecten" + ONE + "/download");

  private static Reply answer(ZgwPartner zgw, Refused asked, String token) {
    Map<String, String> headers = new java.util.HashMap<>(asked.headers());
    headers.put("content-type", "application/json");
    if (!token.isEmpty()) {
      headers.put("authorization", "Bearer " + token);
    }
    int slash = asked.path().indexOf('/');
    return zgw.answer(
        new Call(
            asked.method(),
            "/" + asked.path().substring(0, slash) + "/api/v1" + asked.path().substring(slash),
            asked.query(),
            headers,
            new Call.Body(asked.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  private static void assertFits(Specifications specifications, Refused asked, Reply reply) {
    assertEquals(asked.status(), reply.status(), asked.toString());
    int slash = asked.path().indexOf('/');
    Optional<List<String>> faults =
        new Contract(specifications)
            .answerFaults(
                asked.path().substring(0, slash),
                asked.path().substring(slash),
                asked.method(),
                reply);
    assertEquals(Optional.of(List.of()), faults, asked.toString());
  }

  @Test
  void every_refusal_fits_both_specifications() {
    Application nobody =
        new Application(
            "nobody",
            SECRET,
            Set.of(),
            Set.of(),
            nl.digitalebalie.demo.zgw.Confidentiality.OPENBAAR);
    for (Dialect dialect : Dialect.values()) {
      Specifications specifications = dialect == Dialect.VNG ? vng() : openZaak();
      ZgwPartner zgw =
          new ZgwPartner(
              URI.create("http://localhost"),
              DemoWorld.load(),
              List.of(counter(), nobody),
              dialect,
              () -> NOW);
      for (Refused asked : REFUSED) {
        assertFits(specifications, asked, answer(zgw, asked, token("counter")));
      }
      for (String closed : CLOSED) {
        String[] question = closed.split(" ");
        Refused asked = new Refused(403, question[0], question[1], Map.of(), CRS, "{}");
        assertFits(specifications, asked, answer(zgw, asked, ""));
        assertFits(specifications, asked, answer(zgw, asked, token("nobody")));
      }
    }
  }

  private static String token(String client) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.HS256),
              new JWTClaimsSet.Builder()
                  .issuer(client)
                  .claim("client_id", client)
                  .issueTime(Date.from(NOW))
                  .build());
      jwt.sign(new MACSigner(SECRET));
      return jwt.serialize();
    } catch (com.nimbusds.jose.JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The check must see what no schema forbids and what a strict reader would miss. */
  @Test
  void what_nobody_declared_is_seen() {
    for (Specifications specifications : List.of(openZaak(), vng())) {
      Contract contract = new Contract(specifications);
      Call misspelt =
          new Call(
              "POST",
              "/zaken/api/v1/zaken/_zoek",
              Map.of("ordening", List.of("startdatum")),
              Map.of("content-type", "application/json", "content-crs", "EPSG:4326"),
              new Call.Body(
                  "{\"bsn\":\"999993653\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      List<String> faults = contract.faults("zaken", "/zaken/_zoek", misspelt, Problem.notFound());
      assertTrue(faults.stream().anyMatch(fault -> fault.contains("ordening")), faults.toString());
      assertTrue(faults.stream().anyMatch(fault -> fault.contains("bsn")), faults.toString());
      assertTrue(
          faults.stream().anyMatch(fault -> fault.contains("never answers 404")),
          faults.toString());
      Call conditional =
          new Call(
              "POST",
              "/zaken/api/v1/zaken/_zoek",
              Map.of(),
              Map.of("if-none-match", "\"1\""),
              Call.Body.EMPTY);
      assertTrue(
          contract
              .faults("zaken", "/zaken/_zoek", conditional, Reply.empty(304))
              .contains("zaken POST /zaken/_zoek header if-none-match is not declared"));
      assertTrue(
          contract
              .faults("zaken", "/zaken/_zoek", misspelt, Reply.empty(304))
              .contains("zaken POST /zaken/_zoek 304 to whoever asked without a condition"));
      assertFalse(
          specifications
              .faults(Direction.ANSWER, "zaken", "Status", JSON.readTree("{\"url\":1}"), "")
              .isEmpty());
    }
  }
}
