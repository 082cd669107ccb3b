package nl.digitalebalie.server.http;

import java.util.Locale;
import nl.digitalebalie.protocol.signal.ErrorCode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An error as RFC 9457 writes it; the page turns the code into a sentence for people. */
public final class Problem {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Problem() {}

  public static HttpAnswer of(int status, ErrorCode code) {
    return answer(status, fields(status, code));
  }

  /** With the municipality's contact block, so that no screen is a dead end. */
  public static HttpAnswer of(int status, ErrorCode code, ObjectNode contact) {
    ObjectNode fields = fields(status, code);
    fields.set("contact", contact);
    return answer(status, fields);
  }

  private static ObjectNode fields(int status, ErrorCode code) {
    return JSON.createObjectNode()
        .put("status", status)
        .put("code", code.name())
        .put("title", code.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static HttpAnswer answer(int status, ObjectNode fields) {
    HttpAnswer json = HttpAnswer.json(status, JSON.writeValueAsString(fields));
    return new HttpAnswer(
        status, "application/problem+json; charset=utf-8", json.body(), json.headers());
  }
}
