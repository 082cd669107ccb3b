package nl.digitalebalie.witness;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A head as a witness keeps and tells it; one line.
 *
 * @param head JWS of the log
 * @param countersignature JWS of the witness; empty where the witness is a file
 */
public record WitnessedHead(String head, Optional<String> countersignature) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Empty for anything that {@link #text} did not write; nothing is said of the signatures. */
  public static Optional<WitnessedHead> parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return json.path("head").isString() ? Optional.of(of(json)) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  static WitnessedHead of(JsonNode json) {
    JsonNode signed = json.path("countersignature");
    return new WitnessedHead(
        json.path("head").asString(""),
        signed.isString() ? Optional.of(signed.stringValue()) : Optional.empty());
  }

  public ObjectNode json() {
    ObjectNode json = JSON.createObjectNode().put("head", head);
    countersignature.ifPresent(each -> json.put("countersignature", each));
    return json;
  }

  public String text() {
    return JSON.writeValueAsString(json());
  }
}
