package nl.digitalebalie.demo.klant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.Partner;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import nl.digitalebalie.demo.openapi.Contract;
import nl.digitalebalie.demo.openapi.Specifications;
import nl.digitalebalie.demo.people.DemoWorld;
import nl.digitalebalie.protocol.cases.PanelContent.EarlierContact;
import nl.digitalebalie.protocol.cases.PanelContent.OpenCallback;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.server.cases.CallFailure;
import nl.digitalebalie.server.contacts.ContactOutbox;
import nl.digitalebalie.server.contacts.ContactsSettings;
import nl.digitalebalie.server.contacts.Delivery;
import nl.digitalebalie.server.contacts.SealedBodies;
import nl.digitalebalie.server.http.HealthCheck.Status;
import nl.digitalebalie.server.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The outbox against the look-alike over real HTTP: what goes over the wire held against the
 * specification, and what a system that fails does to it.
 */
class KlantContractTest {
  private static final String TOKEN = "a-token-of-the-customer-system";
  private static final String BSN = "999991073"; // Fatima, whom the look-alike does not know yet
  private static final String CASE = "11111111-2222-4333-8444-";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private record Exchange(Call call, Reply reply) {}

  @TempDir private Path folder;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Instant now = Instant.parse("2026-11-23T10:00:00.123Z");
  private volatile Partner between = call -> Reply.empty(500);
  private Partner partner = call -> Reply.empty(500);
  private PartnerServer server;
  private SqliteStore store;
  private ContactOutbox outbox;

  @BeforeEach
  void start() {
    server =
        PartnerServer.start(
            "recorded",
            0,
            base -> {
              partner = new KlantPartner(base, DemoWorld.load(), TOKEN, () -> now);
              between = partner;
              return call -> {
                Reply reply = between.answer(call);
                exchanges.add(new Exchange(call, reply));
                return reply;
              };
            });
    store = SqliteStore.open(folder.resolve("balie.db"));
    outbox = outbox(TOKEN);
  }

  @AfterEach
  void stop() {
    over.countDown();
    outbox.close();
    store.close();
    server.close();
  }

  private ContactOutbox outbox(String token) {
    return outbox(token, Duration.ofSeconds(20)); // far above any answer on loopback
  }

  private ContactOutbox outbox(String token, Duration timeout) {
    return new ContactOutbox(
        new ContactsSettings(
            URI.create(server.base() + "/klantinteracties/api/v1"),
            Sensitive.of(token),
            timeout,
            Map.of(Channel.VIDEO, "Beeldbellen", Channel.CHAT, "Chat", Channel.PHONE, "Telefoon"),
            "Webformulier",
            ContactsSettings.Metadata.SENT,
            new ContactsSettings.Team(ContactsSettings.Kind.GROUP, "kcc", "Klantcontactcentrum"),
            Optional.of("gemeente.example")),
        store,
        new SealedBodies(new byte[32], new SecureRandom()),
        () -> now,
        figure -> {});
  }

  private static Delivery.Talk talk(String id, List<Channel> channels, int cases) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      ids.add(CASE + String.format(java.util.Locale.ROOT, "%012d", i));
    }
    return new Delivery.Talk(
        id,
        Instant.parse("2026-11-23T09:30:00.5Z"),
        Language.NL,
        channels,
        "O".repeat(250),
        Sensitive.of("Uitleg gegeven. ".repeat(100)),
        Delivery.Reached.SPOKEN,
        new Delivery.Colleague("anna", "Anna de V."),
        Optional.of(
            new Delivery.Person(
                Sensitive.of(BSN),
                new Delivery.Name(
                    Sensitive.of("F."),
                    Sensitive.of("Fatima"),
                    Sensitive.of(""),
                    Sensitive.of("El Idrissi")))),
        ids,
        Map.of("identificatiemiddel", "yivi", "betrouwbaarheidsniveau", "substantieel"));
  }

  private static Delivery.Callback callback(String id, Optional<String> contact) {
    return new Delivery.Callback(
        id,
        contact,
        Instant.parse("2026-11-23T09:45:00Z"),
        "Bijstand aanvragen",
        Sensitive.of("F. El Idrissi"),
        Sensitive.of("06 12 34 56 78"),
        Optional.of(Sensitive.of("Over mijn aanvraag")),
        "Beloofd: terugbellen vóór woensdag 25 november 17:00.");
  }

  private void put(Delivery delivery) {
    boolean stored =
        store
            .write(sql -> {
              outbox.put(sql, delivery, now);
              return true;
            })
            .fold(done -> done, code -> false);
    assertTrue(stored);
    outbox.wake();
  }

  private record Row(String fault, long tries, boolean done) {}

  private Row row(String id) {
    return store
        .read(sql ->
            sql.rows(
                    "SELECT fault, tries, done_at FROM contact_outbox WHERE id = :id",
                    Map.of("id", id),
                    row ->
                        new Row(
                            row.optionalText("fault").orElse(""),
                            row.number("tries"),
                            row.optionalNumber("done_at").isPresent()))
                .getFirst())
        .fold(found -> found, code -> new Row(code, -1, false));
  }

  private Row until(String id, Predicate<Row> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Row row = row(id);
    while (!wanted.test(row)) {
      assertTrue(System.nanoTime() < end, "still " + row);
      outbox.wake();
      row = row(id);
    }
    return row;
  }

  private void arrives(String id) {
    until(id, Row::done);
  }

  private List<JsonNode> kept(String resource) {
    Call call =
        new Call(
            "GET",
            KlantPartner.PATH + resource,
            Map.of("pageSize", List.of("500")),
            Map.of("authorization", "Token " + TOKEN),
            Call.Body.EMPTY);
    return JsonMapper.shared()
        .readTree(partner.answer(call).body().bytes())
        .path("results")
        .valueStream()
        .toList();
  }

  private List<JsonNode> ofOurs(String resource, String field, String value) {
    return kept(resource).stream()
        .filter(each -> each.path(field).asString("").equals(value))
        .toList();
  }

  @Test
  void every_request_and_every_answer_fits_the_specification() throws Exception {
    Optional<Path> specifications = Specifications.folder();
    assumeTrue(
        specifications.isPresent(),
        "the published specifications are not on this machine: ../shared/openapi beside the"
            + " project, or BALIE_SHARED");
    put(talk("C-1", List.of(Channel.VIDEO, Channel.PHONE), 3));
    arrives("C-1");
    put(talk("C-2", List.of(Channel.CHAT), 0));
    put(callback("call-back-in-talk-001", Optional.of("C-1")));
    put(callback("call-back-of-page-001", Optional.empty()));
    arrives("C-2");
    arrives("call-back-in-talk-001");
    arrives("call-back-of-page-001");
    put(
        new Delivery.CallbackKept(
            "C-3",
            "call-back-of-page-001",
            now,
            "Bijstand aanvragen",
            Sensitive.of("Gebeld."),
            new Delivery.Colleague("anna", "Anna de V.")));
    arrives("C-3");
    List<EarlierContact> earlier = outbox.earlier(Bsn.parse(BSN).orElseThrow());

    Contract contract =
        new Contract(
            new Specifications(
                Map.of("klant", specifications.get().resolve("open-klant/klantinteracties.yaml")),
                Map.of()));
    List<String> faults = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      faults.addAll(
          contract.faults(
              "klant",
              "/" + exchange.call().path().substring(KlantPartner.PATH.length()),
              exchange.call(),
              exchange.reply()));
    }
    assertEquals(List.of(), faults.stream().distinct().toList());
    assertTrue(exchanges.size() > 25, "exchanges: " + exchanges.size());
    assertEquals(
        List.of("Beeldbellen", "Chat", "Telefoon"),
        earlier.stream().map(EarlierContact::channel).sorted().toList());
  }

  @Test
  void a_talk_is_written_so_that_the_desktop_of_the_contact_centre_shows_it() {
    put(talk("C-1", List.of(Channel.VIDEO, Channel.PHONE), 3));
    arrives("C-1");

    JsonNode phone =
        kept("klantcontacten").stream()
            .filter(each -> each.path("metadata").path("referentie").asString("").equals("C-1"))
            .findFirst()
            .orElseThrow();
    JsonNode video =
        kept("klantcontacten").stream()
            .filter(each -> each.path("metadata").path("referentie").asString("").equals("C-1-0"))
            .findFirst()
            .orElseThrow();
    assertEquals("Telefoon", phone.path("kanaal").asString());
    assertEquals("Beeldbellen", video.path("kanaal").asString());
    assertEquals(200, phone.path("onderwerp").asString().length());
    assertEquals(1_000, phone.path("inhoud").asString().length());
    assertEquals("2026-11-23T09:30:00Z", phone.path("plaatsgevondenOp").asString());
    assertEquals("yivi", phone.path("metadata").path("identificatiemiddel").asString());
    assertEquals(
        "anna@gemeente.example",
        phone
            .path("hadBetrokkenActoren")
            .path(0)
            .path("actoridentificator")
            .path("objectId")
            .asString());
    List<JsonNode> subjects =
        kept("onderwerpobjecten").stream()
            .filter(each -> each.path("klantcontact").path("uuid").equals(phone.path("uuid")))
            .toList();
    assertEquals(
        3,
        subjects.stream()
            .filter(each ->
                each.path("onderwerpobjectidentificator")
                        .path("codeObjecttype")
                        .asString("")
                        .equals("zgw-Zaak")
                    && each.path("onderwerpobjectidentificator")
                        .path("codeRegister")
                        .asString("")
                        .equals("openzaak"))
            .count());
    assertEquals(
        1,
        subjects.stream()
            .filter(each -> each.path("wasKlantcontact").path("uuid").equals(video.path("uuid")))
            .count());
  }

  @Test
  void the_number_of_a_resident_goes_to_the_parties_alone() {
    put(talk("C-1", List.of(Channel.VIDEO), 1));
    arrives("C-1");

    for (Exchange exchange : exchanges) {
      Call call = exchange.call();
      if (!call.path().endsWith("/partijen")) {
        assertFalse(call.body().text().contains(BSN), call.path());
        assertFalse(call.query().toString().contains(BSN), call.path());
      }
    }
  }

  @Test
  void a_call_back_is_a_task_of_the_team_until_it_is_kept() {
    put(callback("call-back-of-page-001", Optional.empty()));
    arrives("call-back-of-page-001");
    JsonNode task = ofOurs("internetaken", "status", "te_verwerken").getLast();
    assertTrue(task.path("toelichting").asString().startsWith("Beloofd: terugbellen vóór"));
    String team =
        ofOurs("actoren", "naam", "Klantcontactcentrum").getFirst().path("uuid").asString();
    assertEquals(team, task.path("toegewezenAanActoren").path(0).path("uuid").asString());
    assertEquals(1, ofOurs("digitaleadressen", "adres", "06 12 34 56 78").size());

    put(
        new Delivery.CallbackKept(
            "C-3",
            "call-back-of-page-001",
            now,
            "Bijstand",
            Sensitive.of("Gebeld."),
            new Delivery.Colleague("anna", "Anna de V.")));
    arrives("C-3");

    assertEquals(1, ofOurs("internetaken", "status", "verwerkt").size());
    JsonNode call = ofOurs("klantcontacten", "inhoud", "Gebeld.").getFirst();
    assertTrue(
        kept("onderwerpobjecten").stream()
            .anyMatch(each ->
                each.path("klantcontact").path("uuid").equals(call.path("uuid"))
                    && each.path("wasKlantcontact").isObject()));
  }

  @Test
  void what_refers_to_a_contact_waits_for_it_without_worrying_anybody() {
    put(callback("call-back-in-talk-001", Optional.of("C-1")));
    until("call-back-in-talk-001", row -> row.fault().equals("WAITS"));
    assertEquals(Status.UP, outbox.look());

    put(talk("C-1", List.of(Channel.VIDEO), 0));
    arrives("C-1");
    now = now.plus(Duration.ofHours(1));

    arrives("call-back-in-talk-001");
    assertEquals(1, kept("digitaleadressen").size());
  }

  @Test
  void an_answer_that_was_lost_makes_nothing_twice() {
    between =
        call -> {
          Reply reply = partner.answer(call);
          // everything is written, and every answer lost once
          return call.method().equals("POST") && first(call) ? Reply.empty(500) : reply;
        };
    put(talk("C-1", List.of(Channel.VIDEO, Channel.PHONE), 2));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!row("C-1").done()) {
      assertTrue(System.nanoTime() < end, "still " + row("C-1"));
      now = now.plus(Duration.ofHours(1));
      outbox.wake();
    }

    assertEquals(2, ofOurs("klantcontacten", "onderwerp", "O".repeat(199) + "…").size());
    assertEquals(3, kept("onderwerpobjecten").size());
    assertEquals(2, kept("actorklantcontacten").size());
    assertEquals(1, kept("actoren").size());
    assertTrue(row("C-1").tries() > 5, "tries: " + row("C-1"));
  }

  @Test
  void a_second_try_finds_the_telephone_number_again_without_it_in_an_address() {
    between =
        call -> {
          Reply reply = partner.answer(call);
          return call.method().equals("POST") && first(call) ? Reply.empty(500) : reply;
        };
    put(callback("call-back-of-page-001", Optional.empty()));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!row("call-back-of-page-001").done()) {
      assertTrue(System.nanoTime() < end, "still " + row("call-back-of-page-001"));
      now = now.plus(Duration.ofHours(1));
      outbox.wake();
    }

    assertEquals(1, kept("digitaleadressen").size());
    assertEquals(1, ofOurs("digitaleadressen", "adres", "06 12 34 56 78").size());
    assertTrue(
        exchanges.stream()
            .anyMatch(exchange ->
                exchange.call().method().equals("GET")
                    && exchange.call().path().endsWith("/digitaleadressen")),
        "it was looked for");
    for (Exchange exchange : exchanges) {
      assertFalse(
          exchange.call().query().toString().contains("06 12 34 56 78"), exchange.call().path());
    }
  }

  private boolean first(Call call) {
    return exchanges.stream()
        .noneMatch(exchange ->
            exchange.call().method().equals("POST")
                && exchange.call().path().equals(call.path())
                && exchange.call().body().text().equals(call.body().text()));
  }

  private enum Fault {
    BROKEN("HTTP_500"),
    TOO_MANY("HTTP_429"),
    SILENT("TIMEOUT"),
    HTML("NOT_JSON"),
    REDIRECT("REDIRECT"),
    HUGE("TOO_LARGE"),
    NO_LIST("NO_RESULTS"),
    NO_ID("NO_UUID");

    private final String code;

    Fault(String code) {
      this.code = code;
    }
  }

  private Reply failing(Fault fault) {
    return switch (fault) {
      case BROKEN -> Reply.empty(500);
      case TOO_MANY -> Reply.empty(429).with("Retry-After", "3600");
      case SILENT -> {
        await();
        yield Reply.empty(500);
      }
      case HTML -> Reply.text(200, "text/html", "<html>Onderhoud</html>");
      case REDIRECT -> Reply.empty(302).with("Location", "http://127.0.0.1:9/");
      case HUGE -> Reply.text(200, "application/json", "[" + " ".repeat(6 * 1024 * 1024) + "]");
      case NO_LIST -> Reply.text(200, "application/json", "{\"results\":\"none\"}");
      case NO_ID ->
          Reply.text(200, "application/json", "{\"results\":[{\"uuid\":\"../../secret\"}]}");
    };
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_system_that_fails_delays_a_contact_and_loses_none(Fault fault) {
    between = call -> failing(fault);
    if (fault == Fault.SILENT) {
      outbox.close();
      outbox = outbox(TOKEN, Duration.ofSeconds(1));
    }
    put(talk("C-1", List.of(Channel.VIDEO), 1));
    Row failed = until("C-1", row -> !row.fault().isEmpty());
    assertEquals(fault.code, failed.fault());
    assertEquals(Status.UP, outbox.look());

    // a restart of ours in between
    outbox.close();
    outbox = outbox(TOKEN);
    between = partner;
    now = now.plus(Duration.ofHours(1));

    arrives("C-1");
  }

  @Test
  void a_wrong_token_is_tried_again_with_longer_pauses_and_health_says_so() {
    outbox.close();
    outbox = outbox("another-token-entirely");
    put(talk("C-1", List.of(Channel.VIDEO), 1));
    for (int tries = 1; tries <= 3; tries++) {
      int expected = tries;
      Row row = until("C-1", each -> each.tries() >= expected && !each.fault().isEmpty());
      assertTrue(row.fault().startsWith("HTTP_401"), row.fault());
      now = now.plus(Duration.ofHours(2));
    }
    assertEquals(Status.DOWN, outbox.look());

    outbox.close();
    outbox = outbox(TOKEN);
    now = now.plus(Duration.ofHours(2));
    arrives("C-1");
    assertEquals(Status.UP, outbox.look());
  }

  @Test
  void the_look_alike_refuses_what_open_klant_refuses() {
    assertEquals(400, post("maak-klantcontact", "{\"klantcontact\":{\"kanaal\":\"x\"}}"));
    assertEquals(
        400,
        post(
            "maak-klantcontact",
            "{\"klantcontact\":{\"kanaal\":\"x\",\"onderwerp\":\""
                + "a".repeat(201)
                + "\",\"taal\":\"nld\",\"vertrouwelijk\":true}}"));
    assertEquals(400, post("internetaken", "{\"status\":\"klaar\"}"));
    assertEquals(400, post("actoren", "not json"));
    assertEquals(404, post("nergens", "{}"));
  }

  private int post(String resource, String body) {
    return partner
        .answer(
            new Call(
                "POST",
                KlantPartner.PATH + resource,
                Map.of(),
                Map.of("authorization", "Token " + TOKEN, "content-type", "application/json"),
                new Call.Body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
        .status();
  }

  @Test
  void what_is_owed_from_before_is_seen() throws Exception {
    List<EarlierContact> samira = outbox.earlier(Bsn.parse("999993653").orElseThrow());

    assertEquals(3, samira.size());
    assertEquals("Wanneer komt het besluit?", samira.getFirst().subject().reveal());
    assertEquals(OpenCallback.OPEN, samira.getFirst().callback());
    assertEquals(OpenCallback.NONE, samira.getLast().callback());
    assertEquals(List.of(), outbox.earlier(Bsn.parse("999990019").orElseThrow()));
  }

  private enum Doubt {
    TWO_PARTIES("NOT_ONE_PARTY"),
    ANOTHER_NUMBER("OTHER_PARTY"),
    NO_NUMBER("OTHER_PARTY"),
    TWO_NUMBERS("OTHER_PARTY"),
    A_NUMBER_OF_ANOTHER_REGISTER("OTHER_PARTY");

    private final String code;

    Doubt(String code) {
      this.code = code;
    }

    private void spoil(ObjectNode answer) {
      ArrayNode results = answer.withArray("results");
      ObjectNode party = (ObjectNode) results.get(0);
      ArrayNode identifiers = party.withArray("partijIdentificatoren");
      ObjectNode one = (ObjectNode) identifiers.path(0).path("partijIdentificator");
      switch (this) {
        case TWO_PARTIES ->
            results.add(party.deepCopy().put("uuid", "00000000-0000-4000-8000-000000000001"));
        case ANOTHER_NUMBER -> one.put("objectId", "999990019");
        case NO_NUMBER -> identifiers.removeAll();
        case TWO_NUMBERS ->
            identifiers
                .addObject()
                .set("partijIdentificator", one.deepCopy().put("objectId", "999990019"));
        case A_NUMBER_OF_ANOTHER_REGISTER -> one.put("codeRegister", "hr");
      }
    }
  }

  private Partner spoiling(String resource, Consumer<ObjectNode> spoil) {
    return call -> {
      Reply reply = partner.answer(call);
      if (!call.method().equals("GET") || !call.path().endsWith("/" + resource)) {
        return reply;
      }
      ObjectNode answer = (ObjectNode) JsonMapper.shared().readTree(reply.body().bytes());
      spoil.accept(answer);
      return Reply.json(reply.status(), answer);
    };
  }

  @ParameterizedTest
  @EnumSource(Doubt.class)
  void a_party_that_is_not_surely_this_person_shows_no_contacts_and_gets_none(Doubt doubt) {
    Bsn samira = Bsn.parse("999993653").orElseThrow();
    put(talk("C-0", List.of(Channel.VIDEO), 0));
    arrives("C-0");
    between = spoiling("partijen", doubt::spoil);

    CallFailure failure = assertThrows(CallFailure.class, () -> outbox.earlier(samira));
    assertEquals(doubt.code, failure.code());

    put(talk("C-1", List.of(Channel.VIDEO), 0));
    assertEquals(doubt.code, until("C-1", row -> !row.fault().isEmpty()).fault());
    assertTrue(
        kept("klantcontacten").stream()
            .noneMatch(
                each -> each.path("metadata").path("referentie").asString("").equals("C-1")));
  }

  @Test
  void a_contact_of_another_party_is_shown_to_nobody() {
    Bsn samira = Bsn.parse("999993653").orElseThrow();
    between =
        call -> {
          Map<String, List<String>> unfiltered = new HashMap<>(call.query());
          unfiltered.remove("hadBetrokkene__wasPartij__uuid");
          return partner.answer(
              new Call(call.method(), call.path(), unfiltered, call.headers(), call.body()));
        };

    CallFailure failure = assertThrows(CallFailure.class, () -> outbox.earlier(samira));

    assertEquals("OTHER_PARTY", failure.code());
  }

  @Test
  void a_contact_that_does_not_say_whose_it_is_is_shown_to_nobody() {
    Bsn samira = Bsn.parse("999993653").orElseThrow();
    between =
        spoiling(
            "klantcontacten",
            answer -> ((ObjectNode) answer.path("results").get(0)).remove("_expand"));

    CallFailure failure = assertThrows(CallFailure.class, () -> outbox.earlier(samira));

    assertEquals("OTHER_PARTY", failure.code());
  }
}
