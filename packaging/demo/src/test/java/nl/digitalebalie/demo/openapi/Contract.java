package nl.digitalebalie.demo.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.Reply;
import nl.digitalebalie.demo.openapi.Specifications.Direction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer, held against the operation that a specification describes. */
public final class Contract {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Names that OpenAPI 3.0.3 (parameter object) leaves out of parameters. */
  private static final Set<String> NOT_PARAMETERS =
      Set.of("accept", "content-type", "authorization");

  private static final String CONDITION = "if-none-match";

  private final Specifications specifications;

  public Contract(Specifications specifications) {
    this.specifications = specifications;
  }

  /**
   * @param path below the base of this document's API
   */
  public List<String> faults(String document, String path, Call call, Reply reply) {
    String method = call.method().toLowerCase(java.util.Locale.ROOT);
    Optional<String> template = template(document, path, method);
    if (template.isEmpty()) {
      return List.of(document + " has no " + call.method() + " " + path);
    }
    JsonNode item = specifications.document(document).path("paths").path(template.get());
    String where = document + " " + call.method() + " " + template.get();
    List<String> faults = new ArrayList<>();
    faults.addAll(parameters(document, item, item.path(method), call));
    faults.addAll(condition(call, reply));
    String pointer = "/paths/" + JsonSchemas.key(template.get()) + "/" + method;
    faults.addAll(requestBody(document, item.path(method), pointer, call));
    faults.addAll(answer(document, item.path(method), pointer, reply));
    return faults.stream().map(fault -> where + " " + fault).toList();
  }

  /**
   * An answer alone, to a question that nobody of ours asks; empty when the operation does not
   * declare this status.
   */
  public Optional<List<String>> answerFaults(
      String document, String path, String method, Reply reply) {
    String verb = method.toLowerCase(java.util.Locale.ROOT);
    String template = template(document, path, verb).orElseThrow();
    JsonNode operation = specifications.document(document).path("paths").path(template).path(verb);
    return operation.path("responses").has(Integer.toString(reply.status()))
        ? Optional.of(
            answer(document, operation, "/paths/" + JsonSchemas.key(template) + "/" + verb, reply))
        : Optional.empty();
  }

  /** RFC 9110 15.4.5: only to whoever has it, and without a body. */
  private static List<String> condition(Call call, Reply reply) {
    if (reply.status() != 304) {
      return List.of();
    }
    List<String> faults = new ArrayList<>();
    if (call.header("If-None-Match").isEmpty()) {
      faults.add("304 to whoever asked without a condition");
    }
    if (reply.body().bytes().length > 0) {
      faults.add("304 with a body");
    }
    return faults;
  }

  /** The path of a request, as the specification has it. */
  public Optional<String> template(String document, String path, String method) {
    List<String> fitting =
        specifications
            .document(document)
            .path("paths")
            .propertyStream()
            .filter(entry -> entry.getValue().has(method))
            .map(java.util.Map.Entry::getKey)
            .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
            .toList();
    // a path without a variable is meant before one with
    return fitting.stream()
        .filter(each -> !each.contains("{"))
        .findFirst()
        .or(() -> fitting.stream().findFirst());
  }

  private List<String> parameters(String document, JsonNode item, JsonNode operation, Call call) {
    List<JsonNode> declared =
        Stream.of(item.path("parameters"), operation.path("parameters"))
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .map(parameter -> local(document, parameter))
            .toList();
    List<String> faults = new ArrayList<>();
    Set<String> names =
        declared.stream()
            .filter(each -> each.path("in").stringValue().equals("query"))
            .map(each -> each.path("name").stringValue())
            .collect(Collectors.toSet());
    for (String name : call.query().keySet()) {
      if (!names.contains(name)) {
        faults.add("query parameter " + name + " is not declared");
      }
    }
    Set<String> headers = new HashSet<>();
    for (JsonNode parameter : declared) {
      String name = parameter.path("name").stringValue();
      boolean header = parameter.path("in").stringValue().equals("header");
      Optional<String> value = header ? call.header(name) : call.parameter(name);
      if (header && value.isPresent()) {
        headers.add(name.toLowerCase(java.util.Locale.ROOT));
      }
      boolean must = parameter.path("required").asBoolean(false);
      if (must && value.isEmpty() && !parameter.path("in").stringValue().equals("path")) {
        faults.add("lacks " + name);
      }
      value
          .filter(text -> !NOT_PARAMETERS.contains(name.toLowerCase(java.util.Locale.ROOT)))
          .ifPresent(text -> faults.addAll(plainly(parameter.path("schema"), name, text)));
    }
    if (call.header(CONDITION).isPresent() && !headers.contains(CONDITION)) {
      faults.add("header " + CONDITION + " is not declared");
    }
    return faults;
  }

  /** Lists travel with commas here, whatever the style says: that is what the servers take. */
  private static List<String> plainly(JsonNode schema, String name, String text) {
    boolean list = schema.path("type").asString("").equals("array");
    JsonNode words = list ? schema.path("items").path("enum") : schema.path("enum");
    Stream<String> given = list ? Stream.of(text.split(",")) : Stream.of(text);
    return given
        .filter(each ->
            words.isArray()
                && words.valueStream().noneMatch(word -> word.asString("").equals(each)))
        .map(each -> name + " does not know " + each)
        .toList();
  }

  private List<String> requestBody(String document, JsonNode operation, String pointer, Call call) {
    if (call.body().bytes().length == 0) {
      return operation.path("requestBody").path("required").asBoolean(false)
          ? List.of("lacks a body")
          : List.of();
    }
    Optional<String> type =
        mediaType(operation.path("requestBody").path("content"), call.mediaType());
    if (type.isEmpty()) {
      return List.of("takes no " + call.mediaType());
    }
    return specifications.faults(
        Direction.REQUEST,
        document,
        pointer + "/requestBody/content/" + JsonSchemas.key(type.get()) + "/schema",
        JSON.readTree(call.body().bytes()));
  }

  private List<String> answer(String document, JsonNode operation, String pointer, Reply reply) {
    String status = Integer.toString(reply.status());
    if (reply.status() == 304) {
      return List.of(); // no API describes it; see condition()
    }
    if (!operation.path("responses").has(status)) {
      return List.of("never answers " + status);
    }
    JsonNode response = local(document, operation.path("responses").path(status));
    String media =
        Optional.ofNullable(reply.headers().get("Content-Type")).orElse("").replaceAll(";.*", "");
    Optional<String> type = mediaType(response.path("content"), media);
    if (type.isEmpty()) {
      return List.of("answers " + status + " without " + media);
    }
    if (!media.endsWith("json")) {
      return List.of();
    }
    JsonNode body = JSON.readTree(reply.body().bytes());
    String shared = operation.path("responses").path(status).path("$ref").asString("");
    if (!shared.isEmpty()) {
      String schema =
          response.path("content").path(type.get()).path("schema").path("$ref").stringValue();
      return specifications.faults(
          Direction.ANSWER,
          document,
          schema.substring(schema.lastIndexOf('/') + 1),
          body,
          status + " ");
    }
    return specifications
        .faults(
            Direction.ANSWER,
            document,
            pointer
                + "/responses/"
                + status
                + "/content/"
                + JsonSchemas.key(type.get())
                + "/schema",
            body)
        .stream()
        .map(fault -> status + " " + fault)
        .toList();
  }

  private static Optional<String> mediaType(JsonNode content, String media) {
    return content
        .propertyStream()
        .map(java.util.Map.Entry::getKey)
        .filter(each -> each.replaceAll(";.*", "").equals(media))
        .findFirst();
  }

  private JsonNode local(String document, JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty()
        ? node
        : specifications.document(document).at(reference.substring(1));
  }
}
