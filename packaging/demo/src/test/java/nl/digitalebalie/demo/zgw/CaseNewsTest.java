package nl.digitalebalie.demo.zgw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.people.DemoWorld;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CaseNewsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long PATIENCE_SECONDS = 60;

  private record Heard(String authorization, JsonNode body) {}

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  private HttpServer subscriber() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        call -> {
          byte[] body = call.getRequestBody().readAllBytes();
          heard.add(
              new Heard(
                  call.getRequestHeaders().getFirst("Authorization"),
                  JSON.readTree(new String(body, StandardCharsets.UTF_8))));
          call.sendResponseHeaders(204, -1);
          call.close();
        });
    http.start();
    return http;
  }

  private static int next(PartnerServer partner, String identification) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(partner.base().resolve("/demo/next/" + identification))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void a_case_that_moves_on_is_told_to_the_subscriber_with_its_secret() throws Exception {
    HttpServer subscriber = subscriber();
    try (CaseNews news = new CaseNews();
        PartnerServer partner =
            ZgwPartner.start(
                0,
                DemoWorld.load(),
                List.of(),
                () -> Instant.parse("2026-11-23T10:00:00Z"),
                news)) {
      news.subscribe(
          URI.create("http://localhost:" + subscriber.getAddress().getPort() + "/"), "secret");
      assertEquals(404, next(partner, "ZAAK-OF-NOBODY"));
      assertEquals(201, next(partner, "ZAAK-2026-0004187"));

      Heard told = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertTrue(told != null, "nothing was told");
      assertEquals("secret", told.authorization());
      assertEquals("zaken", told.body().path("kanaal").stringValue());
      assertTrue(
          told.body().path("hoofdObject").stringValue().contains("/zaken/api/v1/zaken/"),
          told.body()::toString);
    } finally {
      subscriber.stop(0);
    }
  }
}
