package nl.digitalebalie.demo.zgw;

import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of {@code POST /zaken/_zoek}: the filters that this look-alike knows. The role filters
 * apply to one and the same role. A field that it does not know is refused, so that a drift shows
 * at once.
 */
final class CaseSearch {
  private static final String BSN = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn";
  private static final String ROLE = "rol__omschrijvingGeneriek";
  private static final String ROLE_TYPE = "rol__betrokkeneType";
  private static final String KVK =
      "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer";
  private static final String RSIN =
      "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId";
  private static final String BRANCH = "rol__betrokkeneIdentificatie__vestiging__vestigingsNummer";
  private static final Set<String> ROLE_FILTERS = Set.of(BSN, KVK, RSIN, BRANCH, ROLE, ROLE_TYPE);

  private static final Map<String, BiPredicate<ObjectNode, JsonNode>> CASE_FILTERS =
      Map.of(
          "zaaktype", (one, wanted) -> one.path("zaaktype").equals(wanted),
          "zaaktype__in", (one, wanted) -> contains(wanted, one.path("zaaktype")),
          "uuid__in", (one, wanted) -> contains(wanted, one.path("uuid")),
          "identificatie", (one, wanted) -> one.path("identificatie").equals(wanted),
          "einddatum__isnull",
              (one, wanted) -> one.path("einddatum").isNull() == wanted.asBoolean(true),
          "maximaleVertrouwelijkheidaanduiding",
              (one, wanted) ->
                  Confidentiality.of(one.path("vertrouwelijkheidaanduiding").stringValue())
                      .within(Confidentiality.of(wanted.asString("openbaar"))));

  private final ObjectNode body;

  /** Addresses of the cases with a fitting role; meaningless when no role is asked for. */
  private final Set<JsonNode> withRole;

  CaseSearch(Registers registers, ObjectNode body) {
    this.body = body;
    this.withRole =
        registers.all(Registers.CASES + "/rollen", this::fits).stream()
            .map(role -> role.path("zaak"))
            .collect(Collectors.toSet());
  }

  /**
   * Fields of the body that are no filter of ours; {@code expand} and {@code ordering} are handled
   * elsewhere.
   */
  boolean understood() {
    return body.propertyNames().stream()
        .allMatch(name -> ROLE_FILTERS.contains(name) || CASE_FILTERS.containsKey(name));
  }

  boolean matches(ObjectNode one) {
    for (String name : body.propertyNames()) {
      BiPredicate<ObjectNode, JsonNode> filter = CASE_FILTERS.get(name);
      if (filter != null && !filter.test(one, body.path(name))) {
        return false;
      }
    }
    boolean asksForRole = ROLE_FILTERS.stream().anyMatch(body::has);
    return !asksForRole || withRole.contains(one.path("url"));
  }

  private boolean fits(ObjectNode role) {
    JsonNode who = role.path("betrokkeneIdentificatie");
    return same(BSN, who.path("inpBsn"))
        && same(KVK, who.path("kvkNummer"))
        && same(RSIN, who.path("innNnpId"))
        && same(BRANCH, who.path("vestigingsNummer"))
        && same(ROLE, role.path("omschrijvingGeneriek"))
        && same(ROLE_TYPE, role.path("betrokkeneType"));
  }

  private boolean same(String filter, JsonNode actual) {
    return !body.has(filter) || body.path(filter).equals(actual);
  }

  private static boolean contains(JsonNode list, JsonNode wanted) {
    for (JsonNode one : list) {
      if (one.equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
