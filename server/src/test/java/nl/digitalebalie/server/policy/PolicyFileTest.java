package nl.digitalebalie.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.server.parts.Mode;
import org.junit.jupiter.api.Test;

class PolicyFileTest {
  private static List<PolicyFault> faults(String yaml, Mode mode) {
    return assertInstanceOf(PolicyResult.Invalid.class, PolicyFile.read(yaml, mode)).faults();
  }

  @Test
  void both_shipped_policies_are_valid_and_name_the_same_purposes() {
    PurposePolicy demo = TestPolicies.demo();
    PurposePolicy example = TestPolicies.loaded(TestPolicies.text("example.yaml"), Mode.PRODUCTION);

    List<String> purposes =
        List.of(
            "general-question",
            "bijstand",
            "wmo",
            "jeugd",
            "schuldhulp",
            "burgerzaken",
            "ondernemer");
    assertEquals(purposes, demo.purposes().stream().map(each -> each.id().value()).toList());
    assertEquals(purposes, example.purposes().stream().map(each -> each.id().value()).toList());
    assertTrue(TestPolicies.purpose("general-question").caseTypes().isEmpty());
    assertEquals(
        List.of("wmo-melding", "wmo-voorziening"), TestPolicies.purpose("wmo").caseTypes());
  }

  @Test
  void staff_read_the_residents_label_unless_the_policy_has_one_for_them() {
    Purpose wmo = TestPolicies.purpose("wmo");
    PolicyAttribute level = wmo.attribute(PolicyAttribute.LEVEL).orElseThrow();
    PolicyAttribute bsn = wmo.attribute(PolicyAttribute.BSN).orElseThrow();

    assertNotEquals(level.label(), level.staffLabel());
    assertEquals(bsn.label(), bsn.staffLabel());
    assertEquals(
        List.of("attributes.level.staffLabel: texts nl and en are needed"),
        faults(
                TestPolicies.text("demo.yaml")
                    .replace("staffLabel: {nl: \"Betrouwbaarheidsniveau\",", "staffLabel: {"),
                Mode.DEMO)
            .stream()
            .map(PolicyFault::toString)
            .toList());
  }

  @Test
  void in_the_shipped_policies_case_data_needs_the_spoken_code_and_a_name_does_not() {
    for (PurposePolicy shipped :
        List.of(
            TestPolicies.demo(),
            TestPolicies.loaded(TestPolicies.text("example.yaml"), Mode.PRODUCTION))) {
      for (Purpose purpose : shipped.purposes()) {
        assertEquals(
            purpose.caseTypes().isEmpty() ? ChannelAssurance.NONE : ChannelAssurance.SPOKEN,
            purpose.channel(),
            purpose.id().value());
      }
    }
  }

  @Test
  void how_sure_channel_and_discloser_must_be_is_one_of_the_words_and_signed_is_kept_for_later() {
    String yaml = TestPolicies.text("demo.yaml");
    PurposePolicy signed =
        TestPolicies.loaded(
            yaml.replace("channel: SPOKEN", "channel: SIGNED")
                .replace("discloser: NONE", "discloser: SIGNED"),
            Mode.DEMO);
    assertTrue(
        signed.purposes().stream()
            .filter(purpose -> purpose.discloser() != DiscloserAssurance.PAIRED)
            .allMatch(purpose -> purpose.discloser() == DiscloserAssurance.SIGNED));
    assertEquals(ChannelAssurance.SIGNED, signed.purposes().getLast().channel());

    List<String> found =
        faults(
                yaml.replace("channel: SPOKEN", "channel: spoken")
                    .replace("discloser: NONE", "discloser: SURE"),
                Mode.DEMO)
            .stream()
            .map(PolicyFault::toString)
            .toList();
    assertTrue(
        found.contains("purposes[1].channel: one of [NONE, SPOKEN, SIGNED] is needed"),
        found.toString());
    assertTrue(
        found.contains("purposes[0].discloser: one of [NONE, PAIRED, SIGNED] is needed"),
        found.toString());
    assertTrue(
        faults(yaml.replace("    channel: NONE\n", ""), Mode.DEMO).stream()
            .anyMatch(fault -> fault.path().equals("purposes[0].channel")));
  }

  @Test
  void production_refuses_cards_that_anybody_can_make() {
    List<PolicyFault> faults = faults(TestPolicies.text("demo.yaml"), Mode.PRODUCTION);

    assertTrue(
        faults.stream().anyMatch(fault -> fault.path().equals("attributes.bsn.identifier")),
        faults.toString());
  }

  @Test
  void a_role_sees_only_its_purposes() {
    assertEquals(
        List.of("general-question", "wmo"),
        TestPolicies.demo().forRoles(Set.of("wmo")).stream().map(p -> p.id().value()).toList());
    assertTrue(TestPolicies.demo().forRoles(Set.of()).isEmpty());
  }

  @Test
  void comments_and_layout_leave_the_hash_and_a_value_changes_it() {
    String yaml = TestPolicies.text("demo.yaml");
    String hash = TestPolicies.demo().hash();

    assertEquals(hash, TestPolicies.loaded("# a comment\n" + yaml, Mode.DEMO).hash());
    assertNotEquals(
        hash,
        TestPolicies.loaded(yaml.replace("graceSeconds: 30", "graceSeconds: 31"), Mode.DEMO)
            .hash());
    assertEquals(43, hash.length());
  }

  @Test
  void every_fault_is_named_with_its_path_at_once() {
    String yaml =
        TestPolicies.text("demo.yaml")
            .replace("roles: [wmo]", "roles: []")
            .replace("timeBoxMinutes: 30", "timeBoxMinutes: 0")
            .replace("personFields: [fullName]", "personFields: [shoeSize]")
            .replace("graceSeconds: 30", "graceSecond: 30")
            .replace("anyOf: [[fullName]]", "anyOf: [[shoeSize]]");

    List<String> found = faults(yaml, Mode.DEMO).stream().map(PolicyFault::toString).toList();

    assertTrue(found.contains("purposes[2].roles: at least one role is needed"), found.toString());
    assertTrue(found.contains("purposes[0].timeBoxMinutes: a whole number from 1 to 480"));
    assertTrue(found.contains("purposes[0].personFields: \"shoeSize\" is not asked"));
    assertTrue(found.contains("purposes[1].graceSecond: this field is not known"));
    assertTrue(found.contains("purposes[0].ask[0].anyOf: no attribute is called \"shoeSize\""));
  }

  @Test
  void what_a_panel_may_hold_is_short_enough_to_be_told_to_the_client() {
    String long201 = "x".repeat(201);
    String found =
        faults(
                TestPolicies.text("demo.yaml")
                    .replace("caseTypes: [schuldhulp]", "caseTypes: [" + long201 + "]")
                    .replace(
                        "documentTypes: [Brief, Besluit, Verslag]",
                        "documentTypes: [" + "Brief, ".repeat(600).replaceAll("f, $", "f") + "]"),
                Mode.DEMO)
            .toString();

    assertTrue(found.contains("caseTypes: at most 500, each of at most 200 characters"), found);
    assertFalse(found.contains("documentTypes"), "the same word again is one");
  }

  @Test
  void the_grace_time_holds_two_signs_of_life() {
    String yaml = TestPolicies.text("demo.yaml");
    String found =
        faults(yaml.replace("graceSeconds: 30", "graceSeconds: 9"), Mode.DEMO).toString();

    assertTrue(found.contains("purposes[0].graceSeconds"), found);
    TestPolicies.loaded(yaml.replace("graceSeconds: 30", "graceSeconds: 10"), Mode.DEMO);
    String missedTooSoon =
        faults(yaml.replace("absenceSeconds: 300", "absenceSeconds: 29"), Mode.DEMO).toString();
    assertTrue(missedTooSoon.contains("purposes[0].absenceSeconds"), missedTooSoon);
  }

  @Test
  void case_data_cannot_be_had_without_asking_the_number_it_is_found_by() {
    String yaml =
        TestPolicies.text("demo.yaml")
            .replace("[[fullName, dateOfBirth, bsn, level]]", "[[fullName, dateOfBirth]]")
            .replace("personFields: [fullName, dateOfBirth, bsn]", "personFields: [fullName]");

    List<String> found = faults(yaml, Mode.DEMO).stream().map(PolicyFault::toString).toList();

    assertTrue(
        found.contains(
            "purposes[1].caseTypes: case data needs the attribute bsn or kvkNumber in every"
                + " alternative"));
    assertTrue(
        found.contains("purposes[1].minimumLevel: a level above LOW needs the attribute level"));
  }

  @Test
  void what_is_no_policy_is_one_fault_and_no_exception() {
    for (String junk : List.of("", "[]", "purposes: {", "a: 1\na: 2", "!!java.lang.String x")) {
      assertTrue(faults(junk, Mode.DEMO).size() >= 1, junk);
    }
  }

  @Test
  void data_about_young_people_and_debts_needs_the_wallet_beside_the_page() {
    for (String purpose : List.of("jeugd", "schuldhulp")) {
      assertEquals(DiscloserAssurance.PAIRED, TestPolicies.purpose(purpose).discloser(), purpose);
    }
  }

  @Test
  void the_population_register_is_read_for_named_fields_of_a_person_with_a_number_only() {
    assertEquals(
        List.of(RegisterField.AGE, RegisterField.ADDRESS, RegisterField.GUARDIANSHIP),
        TestPolicies.purpose("burgerzaken").registerFields());
    assertTrue(TestPolicies.purpose("wmo").registerFields().isEmpty());

    String yaml = TestPolicies.text("demo.yaml");
    List<String> found =
        faults(
                yaml.replace("[age, address, guardianship]", "[age, shoeSize]")
                    .replace(
                        "maxConfidentiality: intern",
                        "maxConfidentiality: intern\n    registerFields: [age]"),
                Mode.DEMO)
            .stream()
            .map(PolicyFault::toString)
            .toList();
    assertTrue(
        found.stream()
            .anyMatch(fault ->
                fault.startsWith("purposes[5].registerFields: \"shoeSize\" is not one of")),
        found.toString());
    assertTrue(
        found.contains(
            "purposes[6].registerFields: the population register needs the attribute bsn in every"
                + " alternative"),
        found.toString());
  }

  @Test
  void notes_are_shown_only_where_the_file_says_so_and_tells_the_resident() {
    assertEquals(NotesShown.SHOWN, TestPolicies.purpose("wmo").notes());
    assertEquals(NotesShown.HIDDEN, TestPolicies.purpose("jeugd").notes());

    String yaml = TestPolicies.text("demo.yaml");
    String untold = yaml.replaceAll("(?m)^ *- .nl: \"Notities van medewerkers.*\\R", "");
    assertTrue(
        faults(untold, Mode.DEMO).stream()
            .map(PolicyFault::toString)
            .anyMatch(fault -> fault.startsWith("purposes[1].notes: the resident is told of them")),
        untold);
  }
}
