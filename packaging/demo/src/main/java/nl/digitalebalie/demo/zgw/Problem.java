package nl.digitalebalie.demo.zgw;

import nl.digitalebalie.demo.http.Reply;
import tools.jackson.databind.json.JsonMapper;

/** Errors in Open Zaak's form ({@code Fout}, RFC 7807). */
final class Problem {
  private Problem() {}

  static Reply of(int status, String code, String title, String detail) {
    return Reply.json(
            status,
            JsonMapper.shared()
                .createObjectNode()
                .put("type", "about:blank")
                .put("code", code)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", "urn:uuid:00000000-0000-0000-0000-000000000000"))
        .with("Content-Type", "application/problem+json");
  }

  static Reply forbidden(String code, String detail) {
    return of(403, code, "Toestemming geweigerd", detail);
  }

  static Reply notFound() {
    return of(404, "not_found", "Niet gevonden", "Niet gevonden.");
  }

  static Reply badRequest(String code, String detail) {
    return of(400, code, "Ongeldige invoer", detail);
  }
}
