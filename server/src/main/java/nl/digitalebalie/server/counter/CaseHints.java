package nl.digitalebalie.server.counter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.Route;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the notifications service (Notificaties API) tells that a case changed. A hint only:
 * nothing of it is shown or stored, it makes an open panel that holds the case read it again.
 */
final class CaseHints {
  static final String PATH = "/counter/notifications";

  /** At least what nobody guesses. */
  static final int MIN_SECRET_BYTES = 32;

  /** A notification is some URLs and words. */
  private static final int BODY_BYTES = 16 * 1024;

  private static final int MAX_ADDRESS_CHARS = 1_000;
  private static final String CHANNEL = "zaken";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final byte[] secret;
  private final Consumer<String> changed;

  /**
   * @param changed hears the address of a case
   */
  CaseHints(Sensitive<String> secret, Consumer<String> changed) {
    this.secret = secret.reveal().getBytes(StandardCharsets.UTF_8);
    this.changed = changed;
  }

  List<Route> routes() {
    return List.of(new Route("POST", PATH, BODY_BYTES, this::answer));
  }

  private HttpAnswer answer(HttpCall call) {
    byte[] given = call.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, secret)) {
      return HttpAnswer.empty(403);
    }
    try {
      JsonNode body = JSON.readTree(call.bodyText());
      JsonNode main = body.path("hoofdObject");
      String address = main.isString() ? main.stringValue() : "";
      if (body.path("kanaal").asString("").equals(CHANNEL)
          && !address.isEmpty()
          && address.length() <= MAX_ADDRESS_CHARS) {
        changed.accept(address);
      }
      return HttpAnswer.empty(204); // also for other channels, such as the test when subscribing
    } catch (JacksonException notJson) {
      return HttpAnswer.empty(400);
    }
  }
}
