package nl.digitalebalie.demo.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Published OpenAPI files of one supplier, ready to hold a request or an answer against. They are
 * read where they are; a machine that has none skips the tests that need them.
 */
public final class Specifications {
  private static final String UNDECLARED = "unevaluatedProperties";
  private static final int MAX_BYTES = 8 * 1024 * 1024;
  private static final Map<Path, JsonNode> READ = new HashMap<>();

  private final Map<String, JsonNode> documents = new HashMap<>();
  private final Map<String, String> elsewhere;
  private final Map<Direction, SchemaRegistry> registries = new HashMap<>();

  /** A schema lists what only the server says among what is required. */
  public enum Direction {
    REQUEST,
    ANSWER
  }

  /**
   * @param elsewhere a part of the address that a reference into another file has, and which
   *     document of ours to read instead
   */
  public Specifications(Map<String, Path> files, Map<String, String> elsewhere) {
    files.forEach((name, file) -> documents.put(name, read(file)));
    this.elsewhere = Map.copyOf(elsewhere);
    for (Direction direction : Direction.values()) {
      Map<String, String> schemas = new HashMap<>();
      documents.forEach((name, document) ->
          schemas.put(id(name), new JsonSchemas(this, name, direction).of(document).toString()));
      registries.put(direction, registry(schemas));
    }
  }

  /** The folder with the published specifications, if this machine has one. */
  public static Optional<Path> folder() {
    Optional<String> configured =
        Optional.ofNullable(System.getProperty("balie.shared"))
            .or(() -> Optional.ofNullable(System.getenv("BALIE_SHARED")));
    if (configured.isPresent()) {
      return configured.map(path -> Path.of(path, "openapi")).filter(Files::isDirectory);
    }
    for (Path root = Path.of("").toAbsolutePath(); root != null; root = root.getParent()) {
      Path beside = root.resolve("../shared/openapi").normalize();
      if (Files.isDirectory(beside)) {
        return Optional.of(beside);
      }
    }
    return Optional.empty();
  }

  JsonNode document(String name) {
    return Optional.ofNullable(documents.get(name)).orElseThrow();
  }

  static String id(String document) {
    return "https://specification.example/" + document;
  }

  /** The document that a reference out of {@code from} leads to; empty when we have none. */
  Optional<String> target(String from, String reference) {
    if (reference.startsWith("#")) {
      return Optional.of(from);
    }
    return elsewhere.entrySet().stream()
        .filter(entry -> reference.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** What is wrong with a value, each with its place; empty when it fits. */
  public List<String> faults(Direction direction, String document, String pointer, JsonNode value) {
    Schema schema =
        Optional.ofNullable(registries.get(direction))
            .orElseThrow()
            .getSchema(SchemaLocation.of(id(document) + "#" + pointer));
    List<com.networknt.schema.Error> errors = schema.validate(value);
    // where a schema does not fit, what it declares counts as undeclared: say the cause alone
    boolean causes = errors.stream().anyMatch(error -> !UNDECLARED.equals(error.getKeyword()));
    return errors.stream()
        .filter(error -> !causes || !UNDECLARED.equals(error.getKeyword()))
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .distinct()
        .toList();
  }

  /** A named schema, used as the whole of a value. */
  public List<String> faults(
      Direction direction, String document, String schema, JsonNode value, String where) {
    return faults(direction, document, JsonSchemas.whole(schema), value).stream()
        .map(fault -> where + fault)
        .toList();
  }

  private static SchemaRegistry registry(Map<String, String> schemas) {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder
                .schemas(schemas)
                .schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  private static synchronized JsonNode read(Path file) {
    return READ.computeIfAbsent(file, Specifications::parse);
  }

  private static JsonNode parse(Path file) {
    try {
      Object yaml =
          new Load(LoadSettings.builder().setCodePointLimit(MAX_BYTES).build())
              .loadFromString(Files.readString(file));
      return JsonMapper.shared().valueToTree(yaml);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
