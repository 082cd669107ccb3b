package nl.digitalebalie.demo.zgw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /** A whole conversation with the case system: every kind of call that there is. */
  private void talk(Dialect dialect, ZgwSettings.Expand expand) {
    Set<Application.Scope> scopes = EnumSet.allOf(Application.Scope.class);
    Application counter =
        new Application(
            "counter",
            SECRET,
            scopes,
            Set.of(),
            nl.digitalebalie.demo.zgw.Confidentiality.VERTROUWELIJK);
    PartnerServer partner =
        PartnerServer.start(
            "recorded",
            0,
            base -> {
              ZgwPartner zgw =
                  new ZgwPartner(base, DemoWorld.load(), List.of(counter), dialect, () -> NOW);
              return call -> {
                Reply reply = zgw.answer(call);
                exchanges.add(new Exchange(call, reply));
                return reply;
              };
            });
    server = Optional.of(partner);
    try (ZgwCases cases =
        new ZgwCases(
            new ZgwSettings(
                URI.create(partner.base() + "/zaken/api/v1"),
                URI.create(partner.base() + "/catalogi/api/v1"),
                URI.create(partner.base() + "/documenten/api/v1"),
                "counter",
                Sensitive.of(SECRET),
                expand,
                dialect == Dialect.OPEN_ZAAK
                    ? ZgwSettings.Enterprises.BY_KVK
                    : ZgwSettings.Enterprises.BY_RSIN),
            Duration.ofSeconds(20),
            () -> NOW)) {
      for (DemoWorld.Person person : DemoWorld.load().people()) {
        talk(cases, person);
      }
    }
  }

  private static void talk(ZgwCases cases, DemoWorld.Person person) {
    DemoWorld world = DemoWorld.load();
    Optional<Enterprise> enterprise =
        person
            .enterprise()
            .map(each ->
                new Enterprise(
                    each.kvkNumber(), Optional.of(each.rsin()), Optional.of(each.branchNumber())));
    Scope scope =
        new Scope(
            new PurposeId("everything"),
            enterprise.isPresent() ? Optional.empty() : Bsn.parse(person.bsn()),
            world.caseTypes().stream().map(DemoWorld.CaseType::id).toList(),
            Set.of("Brief", "Besluit", "Bewijsstuk", "Verslag"),
            Confidentiality.CONFIDENTIAL,
            List.of(),
            enterprise);
    CaseSystem.Answer.Found found =
        assertInstanceOf(CaseSystem.Answer.Found.class, cases.read(scope, ANNA));
    assertEquals(person.cases().size(), found.cases().size(), person.id());
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

  private Set<String> kinds() {
    return exchanges.stream()
        .map(exchange ->
            exchange.call().method()
                + exchange.call().path().replaceAll("/[0-9a-f-]{36}", "/{uuid}"))
        .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
  }

  @Test
  void every_call_and_every_answer_fits_open_zaak() {
    Specifications specifications = openZaak();
    talk(Dialect.OPEN_ZAAK, ZgwSettings.Expand.QUERY);

    assertTrue(kinds().contains("POST/zaken/api/v1/zaken/_zoek"), kinds().toString());
    assertTrue(kinds().contains("POST/zaken/api/v1/zaaknotities"), kinds().toString());
    assertTrue(
        kinds().contains("GET/documenten/api/v1/enkelvoudiginformatieobjecten/{uuid}/download"),
        kinds().toString());
    assertEquals(List.of(), faults(specifications));
  }

  @Test
  void every_call_and_every_answer_fits_the_vng() {
    Specifications specifications = vng();
    talk(Dialect.VNG, ZgwSettings.Expand.QUERY);

    assertEquals(List.of(), faults(specifications));
  }

  @Test
  void without_expand_every_call_and_every_answer_still_fits() {
    Specifications specifications = vng();
    talk(Dialect.VNG, ZgwSettings.Expand.NONE);

    assertTrue(kinds().contains("GET/zaken/api/v1/rollen"), kinds().toString());
    assertEquals(List.of(), faults(specifications));
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
      assertFalse(
          specifications
              .faults(Direction.ANSWER, "zaken", "Status", JSON.readTree("{\"url\":1}"), "")
              .isEmpty());
    }
  }
}
