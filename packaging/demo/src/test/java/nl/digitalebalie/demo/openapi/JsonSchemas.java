package nl.digitalebalie.demo.openapi;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.demo.openapi.Specifications.Direction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the schemas of an OpenAPI document into JSON Schema 2020-12, stricter than they are
 * written: an object has no property that nobody declared (they all forget to forbid it).
 *
 * <p>{@code nullable} becomes an alternative. {@code oneOf} becomes {@code anyOf}, without those
 * alternatives that any object fits (some files have two that always match). A {@code
 * discriminator} chooses the schema wherever a value stands, and not inside {@code allOf}, where
 * its subtypes include it.
 */
final class JsonSchemas {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> KEPT =
      Set.of(
          "enum",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties");

  /** ZTC 1.4.0 requires it of a case type and describes it nowhere. */
  private static final String REQUIRED_BUT_UNDECLARED = "resultaattypeOmschrijving";

  /** What stands below {@code components}, in the result: schemas for use inside others. */
  private static final String PARTS = "/parts/";

  /** The same schemas, for use as the whole of a value. */
  private static final String WHOLES = "/wholes/";

  private final Specifications all;
  private final String name;
  private final Direction direction;

  JsonSchemas(Specifications all, String name, Direction direction) {
    this.all = all;
    this.name = name;
    this.direction = direction;
  }

  static String whole(String schema) {
    return WHOLES + schema;
  }

  /** A path or media type as a step of a JSON pointer that needs no escapes. */
  static String key(String step) {
    return step.replaceAll("[^A-Za-z0-9_]", ".");
  }

  ObjectNode of(JsonNode document) {
    ObjectNode result = JSON.createObjectNode().put("$id", Specifications.id(name));
    ObjectNode parts = result.putObject("parts");
    ObjectNode wholes = result.putObject("wholes");
    document
        .path("components")
        .path("schemas")
        .propertyStream()
        .forEach(entry -> {
          parts.set(entry.getKey(), part(entry.getValue()));
          wholes.set(
              entry.getKey(),
              value(JSON.createObjectNode().put("$ref", "#/components/schemas/" + entry.getKey())));
        });
    result.set("paths", bodies(document.path("paths")));
    return result;
  }

  /** Only what describes a body: {@code content} below operations and responses. */
  private JsonNode bodies(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object
          .propertyStream()
          .filter(entry -> entry.getValue().isContainer())
          .forEach(entry ->
              copy.set(
                  key(entry.getKey()),
                  entry.getKey().equals("schema")
                      ? value(entry.getValue())
                      : bodies(entry.getValue())));
      return copy;
    }
    return JSON.createObjectNode();
  }

  /** A schema that a value must fit as a whole. */
  private JsonNode value(JsonNode schema) {
    if (schema.path("nullable").asBoolean(false)
        || resolved(schema).path("nullable").asBoolean(false)) {
      ObjectNode either = JSON.createObjectNode();
      ArrayNode choices = either.putArray("anyOf");
      choices.addObject().put("type", "null");
      choices.add(value(withoutNullable(schema)));
      return either;
    }
    Optional<JsonNode> chosen = chosenByType(schema);
    ObjectNode whole = chosen.isPresent() ? (ObjectNode) chosen.get() : part(schema);
    if (chosen.isEmpty() && declaresProperties(name, schema, new HashSet<>())) {
      whole.put("unevaluatedProperties", false);
    }
    return whole;
  }

  private JsonNode withoutNullable(JsonNode schema) {
    if (schema.path("nullable").asBoolean(false)) {
      ObjectNode copy = ((ObjectNode) schema).deepCopy();
      copy.remove("nullable");
      return copy;
    }
    ObjectNode inner = ((ObjectNode) resolved(schema)).deepCopy();
    inner.remove("nullable");
    return inner;
  }

  /** For a base type with a discriminator: one alternative for each word. */
  private Optional<JsonNode> chosenByType(JsonNode schema) {
    JsonNode base = resolved(schema);
    JsonNode mapping = base.path("discriminator").path("mapping");
    if (!schema.has("$ref") || mapping.isMissingNode() || base.has("oneOf")) {
      return Optional.empty();
    }
    String property = base.path("discriminator").path("propertyName").stringValue();
    ObjectNode either = JSON.createObjectNode();
    ArrayNode choices = either.putArray("anyOf");
    mapping
        .propertyStream()
        .forEach(entry -> {
          ObjectNode reference =
              JSON.createObjectNode().put("$ref", entry.getValue().stringValue());
          ObjectNode choice = part(reference);
          choice.putObject("properties").putObject(property).put("const", entry.getKey());
          choice.put("unevaluatedProperties", false);
          choices.add(choice);
        });
    return Optional.of(either);
  }

  /** A schema for use inside another. */
  private ObjectNode part(JsonNode schema) {
    ObjectNode result = JSON.createObjectNode();
    if (schema.has("$ref")) {
      reference(schema.path("$ref").stringValue()).ifPresent(link -> result.put("$ref", link));
    }
    if (schema.has("type")) {
      result.set("type", schema.path("type"));
    }
    schema
        .propertyStream()
        .filter(entry -> KEPT.contains(entry.getKey()))
        .forEach(entry -> result.set(entry.getKey(), entry.getValue()));
    if (schema.path("properties").isObject()) {
      ObjectNode properties = result.putObject("properties");
      schema
          .path("properties")
          .propertyStream()
          .forEach(entry -> properties.set(entry.getKey(), value(entry.getValue())));
    }
    if (schema.path("items").isObject()) {
      result.set("items", value(schema.path("items")));
    }
    if (direction == Direction.ANSWER && schema.path("properties").isObject()) {
      undeclaredExpansion((ObjectNode) result.path("properties"));
    }
    if (schema.path("format").asString("").equals("uri") && !schema.has("minLength")) {
      result.remove("format");
      result.put("pattern", "^$|^[a-z]+:.+"); // what is left open is answered as an empty text
    }
    required(schema, result);
    list(schema.path("allOf")).ifPresent(parts -> result.set("allOf", parts));
    alternatives(schema).ifPresent(choices -> result.set("anyOf", choices));
    return result;
  }

  /** Expansions stand in expanded resources too, which their schemas do not say. */
  private static void undeclaredExpansion(ObjectNode properties) {
    if (!properties.has("_expand")) {
      properties.putObject("_expand").put("type", "object");
    }
  }

  private Optional<String> reference(String reference) {
    String schema = reference.substring(reference.lastIndexOf('/') + 1);
    return all.target(name, reference)
        .map(target -> Specifications.id(target) + "#" + PARTS + schema);
  }

  private void required(JsonNode schema, ObjectNode result) {
    String othersOnly = direction == Direction.REQUEST ? "readOnly" : "writeOnly";
    List<String> names =
        schema
            .path("required")
            .valueStream()
            .map(JsonNode::stringValue)
            .filter(each -> !REQUIRED_BUT_UNDECLARED.equals(each))
            .filter(each -> !schema.path("properties").path(each).path(othersOnly).asBoolean(false))
            .toList();
    if (!names.isEmpty()) {
      ArrayNode required = result.putArray("required");
      names.forEach(required::add);
    }
  }

  private Optional<ArrayNode> list(JsonNode schemas) {
    if (!schemas.isArray()) {
      return Optional.empty();
    }
    ArrayNode parts = JSON.createArrayNode();
    schemas.forEach(each -> parts.add(part(each)));
    return Optional.of(parts);
  }

  private Optional<ArrayNode> alternatives(JsonNode schema) {
    JsonNode choices = schema.has("oneOf") ? schema.path("oneOf") : schema.path("anyOf");
    if (!choices.isArray()) {
      return Optional.empty();
    }
    ArrayNode kept = JSON.createArrayNode();
    for (JsonNode choice : choices) {
      if (choice.path("$ref").asString("").endsWith("/EmptyObject")) {
        kept.addObject().put("type", "object").put("maxProperties", 0);
      } else if (!fitsAnyObject(choice)) {
        kept.add(part(choice));
      }
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
  }

  private boolean fitsAnyObject(JsonNode choice) {
    JsonNode schema = resolved(choice);
    return schema.path("type").asString("").equals("object")
        && !schema.has("properties")
        && !schema.has("allOf")
        && !schema.has("enum");
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? resolve(name, schema).schema() : schema;
  }

  private record Place(String document, JsonNode schema) {}

  private Place resolve(String from, JsonNode schema) {
    String reference = schema.path("$ref").stringValue();
    Optional<String> target = all.target(from, reference);
    if (target.isEmpty()) {
      return new Place(from, JSON.createObjectNode());
    }
    String schemaName = reference.substring(reference.lastIndexOf('/') + 1);
    return new Place(
        target.get(),
        all.document(target.get()).path("components").path("schemas").path(schemaName));
  }

  private boolean declaresProperties(String from, JsonNode schema, Set<JsonNode> seen) {
    if (!seen.add(schema)) {
      return false;
    }
    if (schema.has("$ref")) {
      Place place = resolve(from, schema);
      return declaresProperties(place.document(), place.schema(), seen);
    }
    if (!schema.path("properties").isEmpty()) {
      return true;
    }
    for (String list : List.of("allOf", "oneOf", "anyOf")) {
      for (JsonNode each : schema.path(list)) {
        if (declaresProperties(from, each, seen)) {
          return true;
        }
      }
    }
    return false;
  }
}
