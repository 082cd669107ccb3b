package nl.digitalebalie.demo.klant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nl.digitalebalie.demo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with a request, collected as Open Klant does, and its forms of refusal. */
final class Wrong {
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Fault(String name, String code, String reason) {}

  private final List<Fault> faults = new ArrayList<>();

  boolean any() {
    return !faults.isEmpty();
  }

  void add(String name, String code, String reason) {
    faults.add(new Fault(name, code, reason));
  }

  void text(JsonNode object, String in, String field, boolean required, int longest) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      if (required) {
        add(in + field, "required", "Dit veld is vereist.");
      }
    } else if (!value.isString()) {
      add(in + field, "invalid", "Geen geldige tekst.");
    } else if (required && value.stringValue().isBlank()) {
      add(in + field, "blank", "Dit veld mag niet leeg zijn.");
    } else if (value.stringValue().length() > longest) {
      add(
          in + field,
          "max_length",
          "Zorg ervoor dat dit veld niet meer dan " + longest + " karakters bevat.");
    }
  }

  void flag(JsonNode object, String in, String field) {
    if (!object.path(field).isBoolean()) {
      add(in + field, "required", "Dit veld is vereist.");
    }
  }

  void word(JsonNode object, String in, String field, Set<String> words) {
    if (!words.contains(object.path(field).asString(""))) {
      add(in + field, "invalid_choice", "Geen geldige keuze.");
    }
  }

  Reply reply() {
    ObjectNode problem = problem(400, "invalid", "Invalid input.");
    ArrayNode params = problem.putArray("invalidParams");
    for (Fault fault : faults) {
      params
          .addObject()
          .put("name", fault.name())
          .put("code", fault.code())
          .put("reason", fault.reason());
    }
    return json(400, problem);
  }

  static Reply notAuthenticated() {
    return json(
            401, problem(401, "not_authenticated", "Authenticatiegegevens zijn niet opgegeven."))
        .with("WWW-Authenticate", "Token");
  }

  static Reply notFound() {
    return json(404, problem(404, "not_found", "Niet gevonden."));
  }

  static Reply notAllowed() {
    return json(405, problem(405, "method_not_allowed", "Methode niet toegestaan."));
  }

  static Reply unreadable() {
    return json(400, problem(400, "parse_error", "JSON parse error."));
  }

  private static ObjectNode problem(int status, String code, String detail) {
    return JSON.createObjectNode()
        .put("type", "about:blank")
        .put("code", code)
        .put("title", detail)
        .put("status", status)
        .put("detail", detail)
        .put("instance", "urn:uuid:00000000-0000-0000-0000-000000000000");
  }

  private static Reply json(int status, ObjectNode body) {
    return Reply.json(status, body).with("Content-Type", "application/problem+json");
  }
}
