package nl.digitalebalie.demo.zgw;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code expand}: puts linked resources into {@code _expand}, one level per dot. */
final class Expansion {
  private static final Set<String> ALLOWED =
      Set.of(
          "zaaktype",
          "status",
          "status.statustype",
          "resultaat",
          "resultaat.resultaattype",
          "rollen",
          "rollen.roltype",
          "zaakinformatieobjecten");

  private final Registers registers;

  Expansion(Registers registers) {
    this.registers = registers;
  }

  static boolean allowed(List<String> paths) {
    return ALLOWED.containsAll(paths);
  }

  /** Whether the path leads into the Catalogi component, whose own scope is then needed as well. */
  static boolean entersCatalogues(List<String> paths) {
    return paths.stream().anyMatch(path -> path.endsWith("type"));
  }

  void apply(ObjectNode resource, List<String> paths) {
    for (String path : paths) {
      expand(resource, List.of(path.split("\\.")));
    }
  }

  private void expand(ObjectNode resource, List<String> steps) {
    String field = steps.getFirst();
    ObjectNode expanded = resource.withObject("/_expand");
    if (!expanded.has(field)) {
      expanded.set(field, resolved(resource.path(field)));
    }
    if (steps.size() > 1) {
      List<String> rest = steps.subList(1, steps.size());
      switch (expanded.path(field)) {
        case ObjectNode one -> expand(one, rest);
        case ArrayNode many -> many.forEach(one -> expand((ObjectNode) one, rest));
        default -> {
          // a null link has nothing behind it
        }
      }
    }
  }

  private JsonNode resolved(JsonNode link) {
    if (link.isArray()) {
      ArrayNode many = JsonMapper.shared().createArrayNode();
      link.forEach(one -> many.add(resolved(one)));
      return many;
    }
    return link.isString()
        ? registers
            .find(link.stringValue())
            .map(JsonNode.class::cast)
            .orElseGet(() -> JsonMapper.shared().nullNode())
        : JsonMapper.shared().nullNode();
  }
}
