package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.EarlierContact;
import nl.digitalebalie.protocol.cases.PanelContent.OpenCallback;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.cases.PanelContent.Sharing;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Found;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Unavailable;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import nl.digitalebalie.server.policy.Purpose.EarlierContacts;
import nl.digitalebalie.server.policy.RegisterField;
import org.junit.jupiter.api.Test;

class PanelSourcesTest {
  private static final CaseSystem.Reader ANNA = new CaseSystem.Reader("anna", "Anna de V.");
  private static final PersonField ADDRESS =
      new PersonField("address", Sensitive.of("Beschermde laan 9"), Sharing.STAFF_ONLY);

  private final List<List<RegisterField>> asked = new CopyOnWriteArrayList<>();

  private static Scope scope(List<RegisterField> fields) {
    return new Scope(
        new PurposeId("burgerzaken"),
        Bsn.parse("999994128"),
        List.of("paspoort"),
        Set.of(),
        Confidentiality.CASE_CONFIDENTIAL,
        fields,
        Optional.empty());
  }

  private CaseSystem.Answer read(
      CaseSystem.Answer cases, PersonRegister.Answer person, List<RegisterField> fields) {
    return new PanelSources(
            (scope, reader, known, early) -> cases,
            Optional.of(
                (PersonRegister)
                    (subject, purpose, wanted, reader) -> {
                      asked.add(wanted);
                      return person;
                    }),
            Optional.empty())
        .read(scope(fields), ANNA);
  }

  private static Found noCases() {
    return new Found(List.of(), Completeness.COMPLETE);
  }

  @Test
  void the_register_adds_its_fields_and_a_secret_address_stays_marked() {
    Found found =
        assertInstanceOf(
            Found.class,
            read(
                noCases(),
                new PersonRegister.Answer.Found(List.of(ADDRESS)),
                List.of(RegisterField.ADDRESS)));

    assertEquals(List.of(ADDRESS), found.person());
    assertEquals(Completeness.COMPLETE, found.completeness());
    assertEquals(List.of(List.of(RegisterField.ADDRESS)), asked);
  }

  @Test
  void a_purpose_without_register_fields_asks_the_register_nothing() {
    read(noCases(), new PersonRegister.Answer.Found(List.of(ADDRESS)), List.of());

    assertTrue(asked.isEmpty());
  }

  @Test
  void a_register_that_does_not_answer_leaves_the_cases_and_says_that_something_is_missing() {
    Found found =
        assertInstanceOf(
            Found.class,
            read(
                noCases(),
                new PersonRegister.Answer.Unavailable("HTTP_503"),
                List.of(RegisterField.AGE)));

    assertEquals(Completeness.PARTIAL, found.completeness());
    assertTrue(found.person().isEmpty());
  }

  @Test
  void somebody_whom_the_register_does_not_know_is_shown_without_it() {
    assertEquals(
        noCases(), read(noCases(), new PersonRegister.Answer.Nobody(), List.of(RegisterField.AGE)));
  }

  @Test
  void without_cases_there_is_no_panel_whatever_the_register_says() {
    assertEquals(
        new Unavailable("TIMEOUT"),
        read(
            new Unavailable("TIMEOUT"),
            new PersonRegister.Answer.Found(List.of(ADDRESS)),
            List.of(RegisterField.ADDRESS)));
  }

  private static Scope scope(EarlierContacts earlier) {
    Scope plain = scope(List.of());
    return new Scope(
        plain.purpose(),
        plain.subject(),
        plain.caseTypes(),
        plain.documentTypes(),
        plain.maxConfidentiality(),
        plain.registerFields(),
        plain.enterprise(),
        earlier,
        plain.notes());
  }

  private static Found withHistory(EarlierContacts earlier, ContactHistory history) {
    return assertInstanceOf(
        Found.class,
        new PanelSources(
                (scope, reader, known, early) -> noCases(), Optional.empty(), Optional.of(history))
            .read(scope(earlier), ANNA));
  }

  @Test
  void earlier_contacts_come_where_the_purpose_shows_them_and_are_not_even_asked_elsewhere() {
    EarlierContact contact =
        new EarlierContact(
            java.time.Instant.EPOCH, "Telefoon", Sensitive.of("Vraag"), OpenCallback.NONE);

    Found shown = withHistory(EarlierContacts.SHOWN, subject -> List.of(contact));
    Found hidden =
        withHistory(
            EarlierContacts.HIDDEN,
            subject -> {
              throw new AssertionError("nobody may ask");
            });

    assertEquals(List.of(contact), shown.earlier());
    assertEquals(Completeness.COMPLETE, shown.completeness());
    assertEquals(List.of(), hidden.earlier());
  }

  @Test
  void a_customer_system_that_does_not_answer_leaves_the_panel_incomplete() {
    Found found =
        withHistory(
            EarlierContacts.SHOWN,
            subject -> {
              throw new CallFailure("HTTP_503");
            });

    assertEquals(Completeness.PARTIAL, found.completeness());
    assertEquals(List.of(), found.earlier());
  }
}
