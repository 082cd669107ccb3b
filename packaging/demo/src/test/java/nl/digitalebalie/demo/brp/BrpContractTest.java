package nl.digitalebalie.demo.brp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import nl.digitalebalie.demo.openapi.Contract;
import nl.digitalebalie.demo.openapi.Specifications;
import nl.digitalebalie.demo.people.DemoWorld;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.cases.PanelContent.Sharing;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.BrpPersons;
import nl.digitalebalie.server.cases.BrpSettings;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.cases.PersonRegister.Answer;
import nl.digitalebalie.server.policy.RegisterField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The register over real HTTP, and what goes over the wire held against the specification. */
class BrpContractTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String KEY = "a-key-for-the-trial-environment";
  private static final PurposeId CIVIL_AFFAIRS = new PurposeId("burgerzaken");
  private static final CaseSystem.Reader ANNA = new CaseSystem.Reader("anna", "Anna de V.");

  private record Exchange(Call call, Reply reply) {}

  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private PartnerServer server;
  private BrpPersons persons;

  @BeforeEach
  void start() {
    BrpPartner partner = new BrpPartner(DemoWorld.load(), KEY, () -> NOW);
    server =
        PartnerServer.start(
            "recorded",
            0,
            base ->
                call -> {
                  Reply reply = partner.answer(call);
                  exchanges.add(new Exchange(call, reply));
                  return reply;
                });
    persons = persons(KEY);
  }

  @AfterEach
  void stop() {
    persons.close();
    server.close();
  }

  private BrpPersons persons(String key) {
    return new BrpPersons(
        new BrpSettings(
            URI.create(server.base() + "/haalcentraal/api/brp"),
            Optional.of(Sensitive.of(key)),
            Map.of("x-origin-oin", "00000001234567890000"),
            Map.of(CIVIL_AFFAIRS, Map.of("x-doelbinding", "BRPACT-Totaal")),
            Optional.of("x-gebruiker")),
        Duration.ofSeconds(20));
  }

  private Answer read(String bsn, List<RegisterField> fields) {
    return persons.read(Bsn.parse(bsn).orElseThrow(), CIVIL_AFFAIRS, fields, ANNA);
  }

  @Test
  void every_question_and_every_answer_fits_the_specification() {
    Optional<Path> folder = Specifications.folder();
    assumeTrue(
        folder.isPresent(),
        "the published specifications are not on this machine: ../shared/openapi beside the"
            + " project, or BALIE_SHARED");
    for (DemoWorld.Person person : DemoWorld.load().people()) {
      assertInstanceOf(Answer.Found.class, read(person.bsn(), List.of(RegisterField.values())));
    }
    persons.close();
    persons = persons("another-key");
    assertEquals(new Answer.Unavailable("HTTP_401"), read("999993653", List.of(RegisterField.AGE)));

    Contract contract =
        new Contract(
            new Specifications(
                Map.of("brp", folder.get().resolve("brp/brp-bevragen-v2.yaml")), Map.of()));
    List<String> faults = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      faults.addAll(contract.faults("brp", "/personen", exchange.call(), exchange.reply()));
    }
    assertEquals(List.of(), faults.stream().distinct().toList());
    assertEquals(DemoWorld.load().people().size() + 1, exchanges.size());
  }

  @Test
  void only_the_fields_of_the_purpose_come_and_a_secret_address_is_marked() {
    List<RegisterField> fields = List.of(RegisterField.AGE, RegisterField.ADDRESS);

    Answer.Found noor = assertInstanceOf(Answer.Found.class, read("999994128", fields));
    Answer.Found samira = assertInstanceOf(Answer.Found.class, read("999993653", fields));

    assertEquals(List.of("age", "address"), noor.fields().stream().map(PersonField::key).toList());
    assertEquals(
        List.of(Sharing.FREE, Sharing.STAFF_ONLY),
        noor.fields().stream().map(PersonField::sharing).toList());
    assertTrue(samira.fields().stream().allMatch(field -> field.sharing() == Sharing.FREE));
  }

  @Test
  void the_number_stands_in_no_address_and_the_gateway_learns_purpose_and_staff_member() {
    read("999993653", List.of(RegisterField.AGE));

    Call call = exchanges.getFirst().call();
    assertEquals("/haalcentraal/api/brp/personen", call.path());
    assertTrue(call.query().isEmpty());
    assertEquals(Optional.of("BRPACT-Totaal"), call.header("x-doelbinding"));
    assertEquals(Optional.of("00000001234567890000"), call.header("x-origin-oin"));
    assertEquals(Optional.of("anna"), call.header("x-gebruiker"));
  }

  @Test
  void a_purpose_without_headers_of_its_own_asks_nothing() {
    assertEquals(
        new Answer.Unavailable("NOT_CONFIGURED_FOR_PURPOSE"),
        persons.read(
            Bsn.parse("999993653").orElseThrow(),
            new PurposeId("wmo"),
            List.of(RegisterField.AGE),
            ANNA));
    assertTrue(exchanges.isEmpty());
  }

  @Test
  void a_removed_person_is_nobody() {
    assertInstanceOf(Answer.Nobody.class, read("999990019", List.of(RegisterField.AGE)));
  }

  @Test
  void a_field_that_comes_by_itself_is_refused_when_it_is_asked_for() {
    BrpPartner partner = new BrpPartner(DemoWorld.load(), KEY, () -> NOW);
    Reply reply =
        partner.answer(
            new Call(
                "POST",
                "/haalcentraal/api/brp/personen",
                Map.of(),
                Map.of("x-api-key", KEY, "content-type", "application/json"),
                new Call.Body(
                    """
                    {"type":"RaadpleegMetBurgerservicenummer","burgerservicenummer":["999993653"],
                     "fields":["geheimhoudingPersoonsgegevens"]}\
                    """
                        .getBytes(StandardCharsets.UTF_8))));

    assertEquals(400, reply.status());
    assertTrue(reply.body().text().contains("paramsValidation"));
  }
}
