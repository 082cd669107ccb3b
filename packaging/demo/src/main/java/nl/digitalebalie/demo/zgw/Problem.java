package nl.digitalebalie.demo.zgw;

import nl.digitalebalie.demo.http.Reply;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Errors in Open Zaak's form ({@code Fout}, RFC 7807). */
final class Problem {
  private Problem() {}

  static Reply of(int status, String code, String title, String detail) {
    return reply(problem(status, code, title, detail));
  }

  private static ObjectNode problem(int status, String code, String title, String detail) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("type", "about:blank")
        .put("code", code)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("instance", "urn:uuid:00000000-0000-0000-0000-000000000000");
  }

  private static Reply reply(ObjectNode problem) {
    return Reply.json(problem.path("status").intValue(), problem)
        .with("Content-Type", "application/problem+json");
  }

  static Reply forbidden(String code, String detail) {
    return of(403, code, "Toestemming geweigerd", detail);
  }

  static Reply notFound() {
    return of(404, "not_found", "Niet gevonden", "Niet gevonden.");
  }

  /** {@code ValidatieFout}: which code it is stands with the field, or with none of them. */
  static Reply badRequest(String code, String detail) {
    ObjectNode problem = problem(400, "invalid", "Invalid input.", "");
    problem
        .putArray("invalidParams")
        .addObject()
        .put("name", "nonFieldErrors")
        .put("code", code)
        .put("reason", detail);
    return reply(problem);
  }
}
