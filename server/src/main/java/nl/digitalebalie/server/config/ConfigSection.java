package nl.digitalebalie.server.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.LocalText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One mapping of the configuration file. A value that is missing or wrong becomes a finding and a
 * stand-in, so that one reading finds every fault; the stand-ins are never used, because a
 * configuration with an error is not started. Keys that nobody asked for are errors: a misspelt key
 * must not silently be a default.
 */
public final class ConfigSection {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6}) ?(s|m|h|d)");
  private static final long MAX_FILE_BYTES = 1024 * 1024;
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final JsonNode node;
  private final String path;
  private final Shared shared;
  private final Set<String> asked = new HashSet<>();
  private final Map<String, ConfigSection> children = new HashMap<>();

  /** What all sections of one file have in common. */
  private record Shared(
      Findings findings,
      Path folder,
      Function<String, Optional<String>> environment,
      List<ConfigSection> sections) {}

  private ConfigSection(JsonNode node, String path, Shared shared) {
    this.node = node;
    this.path = path;
    this.shared = shared;
    shared.sections.add(this);
  }

  /** Reads a file; relative file names in it count from its own folder. */
  public static ConfigSection ofFile(
      Path file, Findings findings, Function<String, Optional<String>> environment) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        findings.add(Finding.Grade.ERROR, file.toString(), "is larger than 1 MB");
        return ofText("", folder, findings, environment);
      }
      return ofText(Files.readString(file), folder, findings, environment);
    } catch (IOException unreadable) {
      findings.add(Finding.Grade.ERROR, file.toString(), "cannot be read");
      return ofText("", folder, findings, environment);
    }
  }

  /** Reads a text; {@code folder} is where relative file names count from. */
  public static ConfigSection ofText(
      String yaml, Path folder, Findings findings, Function<String, Optional<String>> environment) {
    Shared shared = new Shared(findings, folder, environment, new ArrayList<>());
    JsonNode root = YAML.createObjectNode();
    try {
      JsonNode read = YAML.readTree(yaml);
      if (read instanceof ObjectNode) {
        root = read;
      } else {
        findings.add(Finding.Grade.ERROR, "(file)", "is empty or not a mapping");
      }
    } catch (JacksonException notYaml) {
      findings.add(
          Finding.Grade.ERROR,
          "(file)",
          "is not YAML: line "
              + notYaml.getLocation().getLineNr()
              + ", column "
              + notYaml.getLocation().getColumnNr());
    }
    return new ConfigSection(root, "", shared);
  }

  // What was found

  /** Whether nothing in the whole file was wrong so far. */
  public boolean usable() {
    return shared.findings.usable();
  }

  public void right(String key, String sentence) {
    shared.findings.add(Finding.Grade.RIGHT, at(key), sentence);
  }

  public void warning(String key, String sentence) {
    shared.findings.add(Finding.Grade.WARNING, at(key), sentence);
  }

  public void error(String key, String sentence) {
    shared.findings.add(Finding.Grade.ERROR, at(key), sentence);
  }

  /** For a fault whose weight depends on what the server is about to do. */
  public void found(Finding.Grade grade, String key, String sentence) {
    shared.findings.add(grade, at(key), sentence);
  }

  /**
   * A file with a secret is for its owner: who else can read a key can be the server, and who can
   * change it can lock the server out.
   */
  public void judgeRights(String key, Path file, Finding.Grade whenOpen) {
    if (!Files.exists(file)
        || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      if (rights.contains(PosixFilePermission.OTHERS_READ)) {
        found(whenOpen, key, "can be read by every user of this machine; take that right away");
      }
      if (rights.contains(PosixFilePermission.OTHERS_WRITE)) {
        found(whenOpen, key, "can be changed by every user of this machine; take that right away");
      }
    } catch (IOException gone) {
      error(key, "cannot be looked at: " + file);
    }
  }

  /** Names every key in the whole file that was never asked for; called once, on the root. */
  public void refuseUnknownKeys() {
    for (ConfigSection section : List.copyOf(shared.sections)) {
      for (String key : section.node.propertyNames()) {
        if (!section.asked.contains(key)) {
          section.error(key, "is not a known key");
        }
      }
    }
  }

  // Values

  public boolean has(String key) {
    asked.add(key);
    return node.has(key) && !node.get(key).isNull();
  }

  public boolean isMapping(String key) {
    return has(key) && node.get(key) instanceof ObjectNode;
  }

  /** A required text that is not blank. */
  public String text(String key) {
    return optionalText(key).orElseGet(() -> missing(key, ""));
  }

  public String text(String key, String fallback) {
    return optionalText(key).orElse(fallback);
  }

  public Optional<String> optionalText(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    JsonNode value = node.get(key);
    if (!value.isValueNode() || value.asString("").isBlank()) {
      error(key, "must be a text");
      return Optional.empty();
    }
    return Optional.of(value.asString("").strip());
  }

  /** A required value of a type of its own; {@code parse} throws IllegalArgumentException. */
  public <T> T value(String key, String expectation, Function<String, T> parse, T standIn) {
    Optional<String> text = optionalText(key);
    return text.isEmpty()
        ? missing(key, standIn)
        : parsed(key, text.get(), expectation, parse).orElse(standIn);
  }

  public <T> Optional<T> optionalValue(String key, String expectation, Function<String, T> parse) {
    return optionalText(key).flatMap(text -> parsed(key, text, expectation, parse));
  }

  private <T> Optional<T> parsed(
      String key, String text, String expectation, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException | java.time.DateTimeException wrong) {
      error(key, "must be " + expectation);
      return Optional.empty();
    }
  }

  public int number(String key, int fallback, int atLeast, int atMost) {
    if (!has(key)) {
      return fallback;
    }
    JsonNode value = node.get(key);
    if (!value.isInt() || value.intValue() < atLeast || value.intValue() > atMost) {
      error(key, "must be a whole number from " + atLeast + " to " + atMost);
      return fallback;
    }
    return value.intValue();
  }

  /** Written as {@code 30s}, {@code 15m}, {@code 2h} or {@code 7d}. */
  public Duration duration(String key, Duration fallback, Duration atLeast, Duration atMost) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      return fallback;
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (!matcher.matches()) {
      error(key, "must be a duration such as 30s, 15m, 2h or 7d");
      return fallback;
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    if (duration.compareTo(atLeast) < 0 || duration.compareTo(atMost) > 0) {
      error(key, "must be from " + words(atLeast) + " to " + words(atMost));
      return fallback;
    }
    return duration;
  }

  private static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** One of an enum's names, in small letters with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      return fallback;
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equalsIgnoreCase(text.get())) {
        return constant;
      }
      names.add(name);
    }
    error(key, "must be one of " + String.join(", ", names));
    return fallback;
  }

  /** A list of texts; empty when absent. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items(key)) {
      if (item.isValueNode() && !item.asString("").isBlank()) {
        texts.add(item.asString("").strip());
      } else {
        error(key, "must be a list of texts");
      }
    }
    return texts;
  }

  /** A text for people by language: a mapping with at least {@code nl}. */
  public LocalText localText(String key) {
    LocalText standIn = LocalText.of("", "");
    if (!has(key)) {
      return missing(key, standIn);
    }
    Map<String, String> byLanguage = new LinkedHashMap<>();
    if (node.get(key) instanceof ObjectNode languages) {
      for (Map.Entry<String, JsonNode> entry : languages.properties()) {
        byLanguage.put(entry.getKey(), entry.getValue().asString(""));
      }
    }
    try {
      LocalText text = new LocalText(byLanguage);
      if (text.byLanguage().size() < 2) {
        warning(key, "has no second language; residents who read English see Dutch");
      }
      return text;
    } catch (IllegalArgumentException wrong) {
      error(key, "must be a mapping of languages to texts, with at least nl");
      return standIn;
    }
  }

  /** An absolute http or https address without user, query or fragment; no trailing slash. */
  public Optional<URI> webAddress(String key) {
    return optionalValue(
        key, "a web address such as https://balie.example.nl", ConfigSection::toWebAddress);
  }

  private static URI toWebAddress(String text) {
    URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw new IllegalArgumentException("not a plain web address");
    }
    return uri;
  }

  /** A file name, resolved against the configuration file's folder; it may not exist yet. */
  public Optional<Path> file(String key) {
    return optionalValue(key, "a file name", text -> shared.folder.resolve(text).normalize());
  }

  /** A file that must be there now. */
  public Optional<Path> existingFile(String key) {
    return file(key)
        .filter(file -> {
          boolean readable = Files.isReadable(file);
          if (!readable) {
            error(key, "names a file that is not there or cannot be read: " + file);
          }
          return readable;
        });
  }

  /** A list of files that must be there now; empty when absent. */
  public List<Path> existingFiles(String key) {
    List<Path> files = new ArrayList<>();
    for (String name : texts(key)) {
      Path file = shared.folder.resolve(name).normalize();
      if (Files.isReadable(file)) {
        files.add(file);
      } else {
        error(key, "names a file that is not there or cannot be read: " + file);
      }
    }
    return files;
  }

  /**
   * A secret: {@code env:NAME} takes it from the environment, {@code file:NAME} from a file of its
   * own; anything else is the secret itself.
   */
  public Optional<Sensitive<String>> secret(String key) {
    return optionalText(key).flatMap(text -> secretFrom(key, text)).map(Sensitive::of);
  }

  private Optional<String> secretFrom(String key, String text) {
    if (text.startsWith("env:")) {
      Optional<String> value = shared.environment.apply(text.substring(4));
      if (value.isEmpty()) {
        error(key, "names an environment variable that is not set: " + text.substring(4));
      }
      return value;
    }
    if (text.startsWith("file:")) {
      Path file = shared.folder.resolve(text.substring(5)).normalize();
      // a warning in production too: containers hand secrets over in files that only look open
      judgeRights(key, file, Finding.Grade.WARNING);
      try {
        return Optional.of(Files.readString(file).strip());
      } catch (IOException unreadable) {
        error(key, "names a file that is not there or cannot be read: " + file);
        return Optional.empty();
      }
    }
    return Optional.of(text);
  }

  // Structure

  /** A required mapping; an absent one is an error and reads as empty. */
  public ConfigSection section(String key) {
    return optionalSection(key)
        .orElseGet(() -> new ConfigSection(missing(key, emptyNode()), at(key), shared));
  }

  public Optional<ConfigSection> optionalSection(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!(node.get(key) instanceof ObjectNode child)) {
      error(key, "must be a mapping");
      return Optional.empty();
    }
    // One section for one mapping, however often it is asked for: it remembers what was asked.
    return Optional.of(
        children.computeIfAbsent(key, name -> new ConfigSection(child, at(name), shared)));
  }

  /** A list of mappings; empty when absent. */
  public List<ConfigSection> sections(String key) {
    List<ConfigSection> sections = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(key)) {
      String itemPath = at(key) + "[" + index++ + "]";
      if (item instanceof ObjectNode) {
        sections.add(new ConfigSection(item, itemPath, shared));
      } else {
        shared.findings.add(Finding.Grade.ERROR, itemPath, "must be a mapping");
      }
    }
    return sections;
  }

  /** The keys of this mapping, for mappings whose keys are data. */
  public List<String> keys() {
    return List.copyOf(node.propertyNames());
  }

  private List<JsonNode> items(String key) {
    if (!has(key)) {
      return List.of();
    }
    if (!node.get(key).isArray()) {
      error(key, "must be a list");
      return List.of();
    }
    return node.get(key).valueStream().toList();
  }

  private <T> T missing(String key, T standIn) {
    error(key, "is missing");
    return standIn;
  }

  private static JsonNode emptyNode() {
    return YAML.createObjectNode();
  }

  private String at(String key) {
    return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
  }
}
