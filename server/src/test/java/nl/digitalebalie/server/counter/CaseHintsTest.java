package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.Route;
import org.junit.jupiter.api.Test;

class CaseHintsTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final String BODY =
      """
      {"kanaal":"zaken","hoofdObject":"https://zaken.example/zaken/1","resource":"status",
       "resourceUrl":"https://zaken.example/statussen/1","actie":"create",
       "aanmaakdatum":"2026-11-23T10:00:00Z","kenmerken":{"bronorganisatie":"123456782"}}
      """;

  private final List<String> changed = new ArrayList<>();
  private final Route route = new CaseHints(Sensitive.of(SECRET), changed::add).routes().getFirst();

  private int send(Map<String, List<String>> headers, String body) {
    return route
        .handler()
        .answer(
            new HttpCall(
                "POST",
                route.pattern(),
                Map.of(),
                Map.of(),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1"))
        .status();
  }

  private static Map<String, List<String>> authorization(String value) {
    return Map.of("authorization", List.of(value));
  }

  @Test
  void the_address_of_the_case_is_passed_on_and_nothing_else() {
    assertEquals(204, send(authorization(SECRET), BODY));
    assertEquals(List.of("https://zaken.example/zaken/1"), changed);
  }

  @Test
  void without_our_secret_nothing_happens() {
    assertEquals(403, send(Map.of(), BODY));
    assertEquals(403, send(authorization(SECRET + "x"), BODY));
    assertEquals(403, send(authorization("Bearer " + SECRET), BODY));
    assertTrue(changed.isEmpty());
  }

  @Test
  void what_is_no_notification_of_a_case_changes_nothing() {
    assertEquals(204, send(authorization(SECRET), BODY.replace("\"zaken\"", "\"test\"")));
    assertEquals(204, send(authorization(SECRET), "[]"));
    assertEquals(204, send(authorization(SECRET), "{\"kanaal\":\"zaken\",\"hoofdObject\":7}"));
    assertEquals(
        204,
        send(
            authorization(SECRET),
            "{\"kanaal\":\"zaken\",\"hoofdObject\":\"" + "x".repeat(2_000) + "\"}"));
    assertEquals(400, send(authorization(SECRET), "<html>"));
    assertTrue(changed.isEmpty());
  }
}
