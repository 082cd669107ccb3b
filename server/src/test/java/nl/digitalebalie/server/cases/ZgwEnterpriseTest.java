package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Found;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Unavailable;
import nl.digitalebalie.server.gate.Enterprise;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases of an enterprise are found by its numbers. */
class ZgwEnterpriseTest extends ZgwScene {
  private static final String KVK = "90001354";
  private static final String RSIN = "002220647";
  private static final String BRANCH = "000012345678";

  private static Scope scope(Enterprise enterprise) {
    return new Scope(
        new PurposeId("ondernemer"),
        Optional.empty(),
        List.of("bedrijf-vergunning"),
        Set.of(),
        Confidentiality.CASE_CONFIDENTIAL,
        List.of(),
        Optional.of(enterprise));
  }

  private List<String> searchedBy() {
    return seen.stream()
        .filter(call -> call.line().contains("_zoek"))
        .map(call -> (JsonNode) JsonMapper.shared().readTree(call.body()))
        .flatMap(body -> body.propertyNames().stream())
        .filter(name -> name.startsWith("rol__"))
        .map(name -> name.replaceAll(".*__", ""))
        .toList();
  }

  private static Map<String, Object> roleOf(Map<String, String> numbers) {
    return Map.of(
        "betrokkeneType", "niet_natuurlijk_persoon",
        "omschrijvingGeneriek", "initiator",
        "indicatieMachtiging", "",
        "betrokkeneIdentificatie", numbers);
  }

  private Object withRole(String id, Map<String, String> numbers) {
    return one(id, Map.of("_expand", Map.of("rollen", List.of(roleOf(numbers)))));
  }

  @Test
  void each_number_is_searched_for_and_a_case_that_several_find_counts_once() {
    search(
        withRole("1", Map.of("kvkNummer", KVK)),
        withRole("2", Map.of("innNnpId", RSIN)),
        withRole("3", Map.of("vestigingsNummer", BRANCH)),
        withRole("4", Map.of("kvkNummer", "12345678", "innNnpId", "", "vestigingsNummer", "")));

    Found found =
        assertInstanceOf(
            Found.class,
            cases.read(scope(new Enterprise(KVK, Optional.of(RSIN), Optional.of(BRANCH))), ANNA));

    assertEquals(List.of("kvkNummer", "innNnpId", "vestigingsNummer"), searchedBy());
    assertEquals(
        List.of("ZAAK-1", "ZAAK-2", "ZAAK-3"),
        found.cases().stream().map(each -> each.identification().reveal()).sorted().toList());
    assertTrue(seen.stream().noneMatch(call -> call.line().contains(KVK)));
  }

  private List<String> own(Enterprise enterprise) {
    return assertInstanceOf(Found.class, cases.read(scope(enterprise), ANNA)).cases().stream()
        .map(each -> each.identification().reveal())
        .sorted()
        .toList();
  }

  @Test
  void numbers_that_are_known_on_both_sides_must_all_agree() {
    search(
        withRole("1", Map.of("kvkNummer", KVK, "innNnpId", RSIN, "vestigingsNummer", BRANCH)),
        withRole("2", Map.of("kvkNummer", "12345678", "vestigingsNummer", BRANCH)),
        withRole("3", Map.of("kvkNummer", "12345678", "innNnpId", RSIN)),
        withRole("4", Map.of("kvkNummer", KVK, "innNnpId", "001509962")),
        withRole("5", Map.of("kvkNummer", KVK, "innNnpId", "", "vestigingsNummer", "")));

    assertEquals(
        List.of("ZAAK-1", "ZAAK-5"),
        own(new Enterprise(KVK, Optional.of(RSIN), Optional.of(BRANCH))));
  }

  @Test
  void whoever_comes_for_one_branch_sees_no_cases_of_another_and_whoever_comes_for_all_does() {
    search(
        withRole("1", Map.of("kvkNummer", KVK, "vestigingsNummer", BRANCH)),
        withRole("2", Map.of("kvkNummer", KVK, "vestigingsNummer", "000087654321")),
        withRole("3", Map.of("kvkNummer", KVK)));

    assertEquals(
        List.of("ZAAK-1", "ZAAK-3"),
        own(new Enterprise(KVK, Optional.empty(), Optional.of(BRANCH))));
    assertEquals(
        List.of("ZAAK-1", "ZAAK-2", "ZAAK-3"),
        own(new Enterprise(KVK, Optional.empty(), Optional.empty())));
  }

  @Test
  void an_enterprise_that_no_filter_can_find_is_no_enterprise_without_cases() {
    searchEnterprises(ZgwSettings.Enterprises.BY_RSIN);
    search(withRole("1", Map.of("innNnpId", RSIN)));

    assertEquals(
        new Unavailable("NO_NUMBER_TO_SEARCH_BY"),
        cases.read(scope(new Enterprise(KVK, Optional.empty(), Optional.empty())), ANNA));
    assertTrue(seen.isEmpty());
    assertEquals(List.of("ZAAK-1"), own(new Enterprise(KVK, Optional.of(RSIN), Optional.empty())));
  }

  @Test
  void a_number_that_is_not_known_is_not_searched_for_and_fits_no_empty_one() {
    search(withRole("1", Map.of("kvkNummer", "", "innNnpId", "", "vestigingsNummer", "")));

    Found found =
        assertInstanceOf(
            Found.class,
            cases.read(scope(new Enterprise(KVK, Optional.empty(), Optional.empty())), ANNA));

    assertEquals(List.of("kvkNummer"), searchedBy());
    assertTrue(found.cases().isEmpty());
  }
}
