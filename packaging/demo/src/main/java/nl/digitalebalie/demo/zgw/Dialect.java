package nl.digitalebalie.demo.zgw;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where answers by the newest VNG specifications differ from those of Open Zaak. */
enum Dialect {
  OPEN_ZAAK {
    @Override
    JsonNode spoken(JsonNode answer) {
      return answer;
    }
  },
  VNG {
    @Override
    JsonNode spoken(JsonNode answer) {
      JsonNode copy = answer.deepCopy();
      change(copy);
      return copy;
    }
  };

  /** By a field that only resources of one kind have: what the VNG does not know of them. */
  private static final Map<String, Set<String>> UNKNOWN =
      Map.of(
          "laatstGemuteerd", Set.of("laatstGemuteerd"),
          "eerdereOpschorting", Set.of("eerdereOpschorting"),
          "kvkNummer", Set.of("kvkNummer", "vestigingsNummer"),
          "volgnummer", Set.of("zaakobjecttypen"));

  /** Likewise: lists that the VNG requires beside them. */
  private static final Map<String, List<String>> ADDED =
      Map.of(
          "doorlooptijd",
              List.of(
                  "besluittypeOmschrijving",
                  "deelzaaktypeIdentificaties",
                  "informatieobjecttypeOmschrijving"),
          "informatieobjectcategorie",
              List.of("besluittypeOmschrijving", "zaaktypeIdentificaties"));

  abstract JsonNode spoken(JsonNode answer);

  private static void change(JsonNode node) {
    node.forEach(Dialect::change);
    if (node instanceof ObjectNode object) {
      UNKNOWN.forEach((kind, fields) -> {
        if (object.has(kind)) {
          object.remove(List.copyOf(fields));
        }
      });
      ADDED.forEach((kind, lists) -> {
        if (object.has(kind)) {
          lists.forEach(object::putArray);
        }
      });
      if (object.path("_expand") instanceof ObjectNode expanded) {
        nothingIsAnEmptyObject(expanded);
      }
    }
  }

  private static void nothingIsAnEmptyObject(ObjectNode expanded) {
    for (String field : List.copyOf(expanded.propertyNames())) {
      if (expanded.path(field).isNull()) {
        expanded.set(field, JsonMapper.shared().createObjectNode());
      }
    }
  }
}
