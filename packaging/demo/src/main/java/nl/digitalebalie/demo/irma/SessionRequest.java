package nl.digitalebalie.demo.irma;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.demo.people.Cards;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A disclosure request, plain or extended ({@code {"request":…}}). {@code disclose} is an AND of
 * ORs of ANDs.
 *
 * @param wire the inner request as the wallet gets it
 */
record SessionRequest(
    List<List<List<Asked>>> disclose,
    Duration validity,
    Duration timeout,
    Optional<String> callbackUrl,
    ObjectNode wire) {

  static final String DISCLOSURE = "https://irma.app/ld/request/disclosure/v2";

  /** Seconds until the result JWT expires, when the request does not say. */
  private static final Duration DEFAULT_VALIDITY = Duration.ofMinutes(2);

  /** irma server's max_session_lifetime; also its default for {@code timeout}. */
  static final Duration MAX_LIFETIME = Duration.ofMinutes(15);

  /** More alternatives than any purpose has; bounds the work per request. */
  private static final int MAX_LIST = 50;

  SessionRequest {
    disclose = List.copyOf(disclose);
    wire = wire.deepCopy();
  }

  @Override
  public ObjectNode wire() {
    return wire.deepCopy();
  }

  record Asked(String identifier, Optional<String> value, Presence presence) {}

  enum Presence {
    MAY_BE_NULL,
    NOT_NULL
  }

  List<String> identifiers() {
    return disclose.stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .map(Asked::identifier)
        .toList();
  }

  static Answer<SessionRequest> parse(JsonNode posted) {
    if (!(posted instanceof ObjectNode outer)) {
      return invalid("not an object");
    }
    JsonNode inner = outer.has("request") ? outer.get("request") : outer;
    if (!(inner instanceof ObjectNode request)) {
      return invalid("request is not an object");
    }
    if (!DISCLOSURE.equals(request.path("@context").asString(""))) {
      return invalid("this look-alike knows disclosure requests only");
    }
    return conjunctions(request.path("disclose"))
            instanceof Answer.Given<List<List<List<Asked>>>>(var disclose)
        ? build(outer, request, disclose)
        : invalid("disclose is not a list of lists of lists of known attributes");
  }

  private static Answer<SessionRequest> build(
      ObjectNode outer, ObjectNode request, List<List<List<Asked>>> disclose) {
    if (disclose.isEmpty()) {
      return invalid("disclose had no attributes");
    }
    ObjectNode wire = request.deepCopy();
    wire.put("devMode", true);
    return Answer.given(
        new SessionRequest(
            disclose,
            seconds(outer, "validity", DEFAULT_VALIDITY),
            seconds(outer, "timeout", MAX_LIFETIME),
            Optional.ofNullable(outer.get("callbackUrl"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue),
            wire));
  }

  private static Duration seconds(ObjectNode outer, String field, Duration otherwise) {
    int value = outer.path(field).asInt(0);
    return value > 0 ? Duration.ofSeconds(value) : otherwise;
  }

  private static Answer<List<List<List<Asked>>>> conjunctions(JsonNode disclose) {
    if (!disclose.isArray() || disclose.size() > MAX_LIST) {
      return Answer.refused(IrmaFault.INVALID_REQUEST, "disclose");
    }
    List<List<List<Asked>>> outer = new ArrayList<>();
    for (JsonNode alternatives : disclose) {
      List<List<Asked>> middle = new ArrayList<>();
      for (JsonNode conjunction : alternatives) {
        List<Asked> inner = new ArrayList<>();
        for (JsonNode one : conjunction) {
          Optional<Asked> asked = asked(one);
          if (asked.isEmpty() || inner.size() >= MAX_LIST) {
            return Answer.refused(IrmaFault.INVALID_REQUEST, "disclose");
          }
          inner.add(asked.get());
        }
        if (!conjunction.isArray() || middle.size() >= MAX_LIST) {
          return Answer.refused(IrmaFault.INVALID_REQUEST, "disclose");
        }
        middle.add(List.copyOf(inner));
      }
      if (middle.isEmpty()) {
        return Answer.refused(IrmaFault.INVALID_REQUEST, "disclose");
      }
      outer.add(List.copyOf(middle));
    }
    return Answer.given(outer);
  }

  private static Optional<Asked> asked(JsonNode one) {
    String identifier = one.isString() ? one.stringValue() : one.path("type").asString("");
    if (!Cards.knows(identifier)) {
      return Optional.empty();
    }
    Optional<String> value =
        Optional.ofNullable(one.get("value")).filter(JsonNode::isString).map(JsonNode::stringValue);
    Presence presence =
        one.path("notNull").asBoolean(false) ? Presence.NOT_NULL : Presence.MAY_BE_NULL;
    return Optional.of(new Asked(identifier, value, presence));
  }

  private static <T> Answer<T> invalid(String message) {
    return Answer.refused(IrmaFault.INVALID_REQUEST, message);
  }
}
