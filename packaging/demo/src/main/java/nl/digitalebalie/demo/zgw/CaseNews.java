package nl.digitalebalie.demo.zgw;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The notifications service beside the case system: tells its one subscriber of changes on the
 * channel {@code zaken}. A message that does not arrive is lost, as with the real one after its
 * last try.
 */
public final class CaseNews implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private volatile Optional<Subscription> subscription = Optional.empty();

  /** What the counter registers: where, and what it wants to read in {@code Authorization}. */
  private record Subscription(URI callback, String authorization) {}

  public void subscribe(URI callback, String authorization) {
    subscription = Optional.of(new Subscription(callback, authorization));
  }

  void changed(String caseUrl, String resource, String resourceUrl, Instant at) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("kanaal", "zaken")
            .put("hoofdObject", caseUrl)
            .put("resource", resource)
            .put("resourceUrl", resourceUrl)
            .put("actie", "create")
            .put("aanmaakdatum", at.toString());
    body.putObject("kenmerken");
    subscription.ifPresent(to ->
        http.sendAsync(
            HttpRequest.newBuilder(to.callback())
                .timeout(PATIENCE)
                .header("Authorization", to.authorization())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build(),
            HttpResponse.BodyHandlers.discarding()));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
