package nl.digitalebalie.demo.zgw;

import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
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
  private static final Set<String> ROLE_FILTERS = Set.of(BSN, ROLE, ROLE_TYPE);

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

  private final Registers registers;
  private final ObjectNode body;

  CaseSearch(Registers registers, ObjectNode body) {
    this.registers = registers;
    this.body = body;
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
    return !asksForRole
        || !registers
            .all(
                Registers.CASES + "/rollen",
                role -> role.path("zaak").equals(one.path("url")) && fits(role))
            .isEmpty();
  }

  private boolean fits(ObjectNode role) {
    return same(BSN, role.path("betrokkeneIdentificatie").path("inpBsn"))
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
