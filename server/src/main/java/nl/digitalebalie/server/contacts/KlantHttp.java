package nl.digitalebalie.server.contacts;

import java.util.Map;
import java.util.regex.Pattern;
import nl.digitalebalie.server.cases.CallFailure;
import nl.digitalebalie.server.cases.GuardedHttp;
import nl.digitalebalie.server.cases.GuardedHttp.Repeat;
import nl.digitalebalie.server.cases.JsonRequest;
import okhttp3.HttpUrl;
import okhttp3.Request;
import tools.jackson.databind.JsonNode;

/**
 * Calls to Klantinteracties. Only paths below the configured base are ever called, never an address
 * out of an answer; a search for a person has the number in its address (there is no other way), so
 * no address is logged.
 */
final class KlantHttp implements AutoCloseable {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final HttpUrl base;
  private final String authorization;
  private final GuardedHttp http;

  KlantHttp(ContactsSettings settings) {
    this.base = HttpUrl.get(settings.base().toString());
    this.authorization = "Token " + settings.token().reveal();
    this.http = new GuardedHttp(settings.timeout());
  }

  /** The first page of a list. */
  JsonNode list(String resource, Map<String, String> query) throws CallFailure {
    HttpUrl.Builder url = base.newBuilder().addPathSegment(resource);
    query.forEach(url::addQueryParameter);
    JsonNode results = http.json(request(url.build()).get().build(), Repeat.SAFE).path("results");
    if (!results.isArray()) {
      throw new CallFailure("NO_RESULTS");
    }
    return results;
  }

  JsonNode make(String resource, Object body) throws CallFailure {
    HttpUrl url = base.newBuilder().addPathSegment(resource).build();
    return http.json(request(url).post(JsonRequest.once(body)).build(), Repeat.NEVER);
  }

  /** Setting a value twice is setting it once. */
  void change(String resource, String uuid, Object body) throws CallFailure {
    HttpUrl url = base.newBuilder().addPathSegment(resource).addPathSegment(uuid).build();
    http.json(request(url).patch(JsonRequest.of(body)).build(), Repeat.SAFE);
  }

  /** The id of what an answer is about; it goes into addresses and bodies, so it is one or none. */
  static String uuid(JsonNode resource) throws CallFailure {
    String uuid = resource.path("uuid").asString("");
    if (!UUID.matcher(uuid).matches()) {
      throw new CallFailure("NO_UUID");
    }
    return uuid;
  }

  private Request.Builder request(HttpUrl url) {
    return new Request.Builder()
        .url(url)
        .header("Authorization", authorization)
        .header("Accept", "application/json");
  }

  @Override
  public void close() {
    http.close();
  }
}
