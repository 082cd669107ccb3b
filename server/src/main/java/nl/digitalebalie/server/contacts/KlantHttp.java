package nl.digitalebalie.server.contacts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import nl.digitalebalie.server.cases.CallFailure;
import nl.digitalebalie.server.cases.GuardedHttp;
import nl.digitalebalie.server.cases.GuardedHttp.Repeat;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import tools.jackson.databind.JsonNode;

/**
 * Calls to Klantinteracties. Only paths below the configured base are ever called, never an address
 * out of an answer; a search for a person has the number in its address (there is no other way), so
 * no address is logged.
 */
final class KlantHttp implements AutoCloseable {
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
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
    return http.json(request(url).post(new OneShot(bytes(body))).build(), Repeat.NEVER);
  }

  /** Setting a value twice is setting it once. */
  void change(String resource, String uuid, Object body) throws CallFailure {
    HttpUrl url = base.newBuilder().addPathSegment(resource).addPathSegment(uuid).build();
    http.json(request(url).patch(RequestBody.create(bytes(body), JSON_TYPE)).build(), Repeat.SAFE);
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

  private static byte[] bytes(Object body) {
    return GuardedHttp.JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }

  /** OkHttp itself repeats a request on a connection that broke, unless its body says no. */
  private static final class OneShot extends RequestBody {
    private final byte[] bytes;

    OneShot(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public MediaType contentType() {
      return JSON_TYPE;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }
  }
}
