package nl.digitalebalie.demo.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Just enough of OpenAPI 3.0 to hold an answer against a published schema: required properties are
 * there, every property is declared (no schema of these files forbids others, so a checker must),
 * types and enumerations fit.
 */
public final class OpenApi {
  private static final int MAX_BYTES = 8 * 1024 * 1024;
  private final Map<String, JsonNode> documents = new HashMap<>();

  /** The folder with the published specifications, if this machine has one. */
  public static Optional<Path> folder() {
    String configured =
        Optional.ofNullable(System.getProperty("balie.shared"))
            .orElse(System.getenv("BALIE_SHARED"));
    Path here = Path.of("").toAbsolutePath();
    for (Path root = here; root != null; root = root.getParent()) {
      Path beside = root.resolve("../shared").normalize();
      if (configured == null && Files.isDirectory(beside.resolve("openapi"))) {
        return Optional.of(beside.resolve("openapi"));
      }
    }
    return Optional.ofNullable(configured)
        .map(path -> Path.of(path, "openapi"))
        .filter(Files::isDirectory);
  }

  public OpenApi with(String name, Path file) {
    try {
      Object yaml =
          new Load(LoadSettings.builder().setCodePointLimit(MAX_BYTES).build())
              .loadFromString(Files.readString(file));
      documents.put(name, JsonMapper.shared().valueToTree(yaml));
      return this;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Everything that is wrong with {@code value} as an instance of the schema; empty when it fits.
   */
  public List<String> faults(String document, String schema, JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(document, named(document, schema), value, schema, faults);
    return faults;
  }

  private JsonNode named(String document, String schema) {
    return documents.get(document).path("components").path("schemas").path(schema);
  }

  private record Located(String document, JsonNode schema) {}

  /**
   * A reference to another file is looked up in the catalogue file, as the index beside the files
   * says.
   */
  private Located resolve(String document, JsonNode schema) {
    if (!schema.has("$ref")) {
      return new Located(document, schema);
    }
    String reference = schema.path("$ref").stringValue();
    String target = reference.startsWith("#") ? document : "catalogi";
    return resolve(target, named(target, reference.substring(reference.lastIndexOf('/') + 1)));
  }

  private record Shape(Map<String, Located> properties, Set<String> required) {}

  private Shape shape(String document, JsonNode schema) {
    Located here = resolve(document, schema);
    Map<String, Located> properties = new LinkedHashMap<>();
    Set<String> required = new TreeSet<>();
    for (JsonNode part : here.schema().path("allOf")) {
      Shape inner = shape(here.document(), part);
      properties.putAll(inner.properties());
      required.addAll(inner.required());
    }
    JsonNode discriminated = here.schema().path("oneOf").path(0);
    if (here.schema().has("discriminator")) {
      Shape inner = shape(here.document(), discriminated);
      properties.putAll(inner.properties());
      required.addAll(inner.required());
    }
    here.schema()
        .path("properties")
        .propertyStream()
        .forEach(p -> properties.put(p.getKey(), new Located(here.document(), p.getValue())));
    here.schema().path("required").forEach(name -> required.add(name.stringValue()));
    return new Shape(properties, required);
  }

  private void check(
      String document, JsonNode schema, JsonNode value, String where, List<String> faults) {
    Located here = resolve(document, schema);
    if (value.isNull()) {
      if (!schema.path("nullable").asBoolean(false)
          && !here.schema().path("nullable").asBoolean(false)) {
        faults.add(where + " is null");
      }
      return;
    }
    Shape shape = shape(document, schema);
    if (value instanceof ObjectNode object && !shape.properties().isEmpty()) {
      checkObject(shape, object, where, faults);
    } else if (value.isArray()) {
      for (JsonNode item : value) {
        check(here.document(), here.schema().path("items"), item, where + "[]", faults);
      }
    }
    checkPlain(here.schema(), value, where, faults);
  }

  private void checkObject(Shape shape, ObjectNode object, String where, List<String> faults) {
    for (String name : shape.required()) {
      if (!object.has(name)) {
        faults.add(where + "." + name + " is missing");
      }
    }
    object
        .propertyStream()
        .forEach(property -> {
          Located declared = shape.properties().get(property.getKey());
          String path = where + "." + property.getKey();
          if (property.getKey().equals("_expand")) {
            return; // its contents are checked by their own schemas
          }
          if (declared == null) {
            faults.add(path + " is not declared");
          } else {
            check(declared.document(), declared.schema(), property.getValue(), path, faults);
          }
        });
  }

  private static void checkPlain(
      JsonNode schema, JsonNode value, String where, List<String> faults) {
    boolean fits =
        switch (schema.path("type").asString("")) {
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          default -> true;
        };
    if (!fits) {
      faults.add(where + " is not of type " + schema.path("type").asString(""));
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      faults.add(where + " is not one of the declared values");
    }
  }
}
