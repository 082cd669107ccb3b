package nl.digitalebalie.demo.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One HTTP response as a value. */
public record Reply(int status, Map<String, String> headers, Call.Body body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply empty(int status) {
    return new Reply(status, Map.of(), Call.Body.EMPTY);
  }

  public static Reply json(int status, JsonNode body) {
    return bytes(status, "application/json", JSON.writeValueAsBytes(body));
  }

  public static Reply text(int status, String mediaType, String body) {
    return bytes(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply bytes(int status, String mediaType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", mediaType), new Call.Body(body));
  }

  public Reply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
