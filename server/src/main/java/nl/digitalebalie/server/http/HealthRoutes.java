package nl.digitalebalie.server.http;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** MicroProfile Health 4.0 answers for the admin port; no versions, no addresses. */
final class HealthRoutes {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HealthRoutes() {}

  static List<Route> of(List<HealthCheck> checks) {
    return List.of(
        Route.of("GET", "/health/started", call -> answer(List.of())),
        Route.of("GET", "/health/live", call -> answer(List.of())),
        Route.of("GET", "/health/ready", call -> answer(checks)));
  }

  private static HttpAnswer answer(List<HealthCheck> checks) {
    ArrayNode lines = JSON.createArrayNode();
    HealthCheck.Status overall = HealthCheck.Status.UP;
    for (HealthCheck check : checks) {
      HealthCheck.Status status = check.look();
      if (status == HealthCheck.Status.DOWN && check.weight() == HealthCheck.Weight.NEEDED) {
        overall = HealthCheck.Status.DOWN;
      }
      lines.addObject().put("name", check.name()).put("status", status.name());
    }
    ObjectNode answer = JSON.createObjectNode().put("status", overall.name());
    answer.set("checks", lines);
    return HttpAnswer.json(
        overall == HealthCheck.Status.UP ? 200 : 503, JSON.writeValueAsString(answer));
  }
}
