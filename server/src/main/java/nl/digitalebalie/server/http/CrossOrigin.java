package nl.digitalebalie.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.signal.ErrorCode;
import org.eclipse.jetty.server.Request;

/**
 * Lets a page that is served from another place speak to {@code /api/} (Fetch standard, CORS
 * protocol). Only origins of the allow-list, and never with cookies, which this server has none of.
 */
final class CrossOrigin {
  private static final String API = "/api/";

  /** Browsers ask again after this; Chromium takes no more than two hours. */
  private static final String MAX_AGE_SECONDS = "600";

  private final Set<String> allowed;

  CrossOrigin(Set<String> allowed) {
    this.allowed = allowed;
  }

  boolean isPreflight(Request request, String path) {
    return path.startsWith(API)
        && request.getMethod().equals("OPTIONS")
        && request.getHeaders().contains("Access-Control-Request-Method");
  }

  HttpAnswer preflight(Request request) {
    return origin(request)
        .map(origin ->
            new HttpAnswer(
                204,
                "",
                new byte[0],
                Map.of(
                    "Access-Control-Allow-Origin", origin,
                    "Access-Control-Allow-Methods", "GET, POST",
                    "Access-Control-Allow-Headers", "Content-Type",
                    "Access-Control-Max-Age", MAX_AGE_SECONDS,
                    "Vary", "Origin")))
        .orElseGet(() -> Problem.of(403, ErrorCode.TICKET_INVALID));
  }

  /** Goes with whatever is answered, errors included, so that the page can read those too. */
  Map<String, String> headers(Request request, String path) {
    if (!path.startsWith(API)) {
      return Map.of();
    }
    return origin(request)
        .map(origin -> Map.of("Access-Control-Allow-Origin", origin, "Vary", "Origin"))
        .orElseGet(() -> Map.of("Vary", "Origin"));
  }

  private Optional<String> origin(Request request) {
    List<String> origins = request.getHeaders().getValuesList("Origin");
    return origins.size() == 1
        ? Optional.of(origins.getFirst()).filter(allowed::contains)
        : Optional.empty();
  }
}
