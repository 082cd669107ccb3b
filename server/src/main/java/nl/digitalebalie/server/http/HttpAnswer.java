package nl.digitalebalie.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One response; the security headers of every answer are added by the edge. */
public record HttpAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {

  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  public static HttpAnswer json(int status, String json) {
    return new HttpAnswer(
        status,
        "application/json; charset=utf-8",
        json.getBytes(StandardCharsets.UTF_8),
        Map.of("Cache-Control", "no-store"));
  }

  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, "", new byte[0], Map.of("Cache-Control", "no-store"));
  }

  @Override
  public String toString() {
    return "HttpAnswer[" + status + "]";
  }
}
