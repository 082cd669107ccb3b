package nl.digitalebalie.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the route of a path. */
final class RouteTable {
  private final List<Compiled> routes;

  private record Compiled(Route route, List<String> segments) {}

  RouteTable(List<Route> routes) {
    this.routes =
        routes.stream().map(route -> new Compiled(route, segments(route.pattern()))).toList();
  }

  /** What a method and path lead to. */
  sealed interface Match {}

  record Found(Route route, Map<String, String> parameters) implements Match {
    private static final Found NOTHING =
        new Found(Route.of("GET", "/", call -> HttpAnswer.empty(404)), Map.of());

    /** For a socket's upgrade, which is no route. */
    static Found nothing() {
      return NOTHING;
    }
  }

  record WrongMethod(String allowed) implements Match {}

  record None() implements Match {}

  Match find(String method, String path) {
    List<String> wanted = segments(path);
    Match best = new None();
    for (Compiled compiled : routes) {
      Optional<Map<String, String>> parameters = match(compiled.segments, wanted);
      if (parameters.isPresent()) {
        if (compiled.route.method().equals(method)) {
          return new Found(compiled.route, parameters.get());
        }
        best = new WrongMethod(compiled.route.method());
      }
    }
    return best;
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  private static Optional<Map<String, String>> match(List<String> pattern, List<String> wanted) {
    if (pattern.size() != wanted.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String segment = pattern.get(i);
      if (segment.startsWith("{") && segment.endsWith("}") && !wanted.get(i).isEmpty()) {
        parameters.put(segment.substring(1, segment.length() - 1), wanted.get(i));
      } else if (!segment.equals(wanted.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
