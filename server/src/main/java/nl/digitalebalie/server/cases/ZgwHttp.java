package nl.digitalebalie.server.cases;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.cases.GuardedHttp.Fetched;
import nl.digitalebalie.server.cases.GuardedHttp.Repeat;
import okhttp3.HttpUrl;
import okhttp3.Request;
import tools.jackson.databind.JsonNode;

/**
 * Calls to ZGW services. Every relation in ZGW is a URL, so an address comes from an answer: only
 * addresses below a configured base are ever called.
 */
final class ZgwHttp implements AutoCloseable {
  /** A scanned file over a slow line; while it comes, the gate may close and stops it. */
  private static final Duration DOWNLOAD = Duration.ofSeconds(60);

  private static final int MAX_PAGES = 10;

  private static final String CRS = "EPSG:4326";
  private final GuardedHttp http;
  private final GuardedHttp files;
  private final List<HttpUrl> bases;
  private final ZgwToken token;
  private final InstantSource clock;

  ZgwHttp(List<URI> bases, ZgwToken token, GuardedHttp http, InstantSource clock) {
    this.bases = bases.stream().map(base -> HttpUrl.get(base.toString())).toList();
    this.token = token;
    this.clock = clock;
    this.http = http;
    this.files = http.within(DOWNLOAD);
  }

  JsonNode get(HttpUrl url, Reader reader) throws CallFailure {
    return http.json(request(url, reader).get().build(), Repeat.SAFE);
  }

  /** A single resource; with the tag of what the asker has, the answer may be that it still is. */
  Fetched get(HttpUrl url, Optional<String> tag, Reader reader) throws CallFailure {
    Request.Builder request = request(url, reader).get();
    tag.ifPresent(known -> request.header("If-None-Match", known));
    return http.fetch(request.build(), Repeat.SAFE);
  }

  /**
   * All pages of a list, bounded.
   *
   * @throws CallFailure also when there are more pages than anything here has
   */
  List<JsonNode> all(HttpUrl first, Reader reader) throws CallFailure {
    List<JsonNode> found = new ArrayList<>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      // page 1 is the default; some parameters are refused where they are not declared
      HttpUrl url =
          page == 1
              ? first
              : first.newBuilder().addQueryParameter("page", Integer.toString(page)).build();
      JsonNode answer = get(url, reader);
      if (!answer.path("results").isArray()) {
        throw new CallFailure("NO_RESULTS");
      }
      answer.path("results").forEach(found::add);
      if (!answer.path("next").isString()) {
        return found;
      }
    }
    throw new CallFailure("TOO_MANY_PAGES");
  }

  /** A question that is posted because it names a person; it changes nothing there. */
  JsonNode search(HttpUrl url, Object body, Reader reader) throws CallFailure {
    return http.json(request(url, reader).post(JsonRequest.of(body)).build(), Repeat.SAFE);
  }

  JsonNode create(HttpUrl url, Object body, Reader reader) throws CallFailure {
    return http.json(request(url, reader).post(JsonRequest.once(body)).build(), Repeat.NEVER);
  }

  void download(HttpUrl url, Reader reader, long maxBytes, GuardedHttp.Receiver receiver)
      throws CallFailure {
    files.stream(request(url, reader).header("Accept", "*/*").get().build(), maxBytes, receiver);
  }

  /** An address out of an answer, when it lies below a configured base. */
  HttpUrl ours(String address) throws CallFailure {
    HttpUrl url = HttpUrl.parse(address); // normalises dots in the path
    if (url == null || bases.stream().noneMatch(base -> isBelow(base, url))) {
      throw new CallFailure("FOREIGN_URL");
    }
    return url;
  }

  @Override
  public void close() {
    http.close();
  }

  private static boolean isBelow(HttpUrl base, HttpUrl url) {
    return url.scheme().equals(base.scheme())
        && url.host().equals(base.host())
        && url.port() == base.port()
        && url.username().isEmpty()
        && url.encodedPath().startsWith(base.encodedPath() + "/");
  }

  private Request.Builder request(HttpUrl url, Reader reader) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Authorization", "Bearer " + token.mint(reader, clock.instant()))
            .header("Accept", "application/json")
            // both, also on reading: without the first 412, and the VNG specification demands the
            // second
            .header("Accept-Crs", CRS)
            .header("Content-Crs", CRS);
    reader.traceParent().ifPresent(trace -> request.header("traceparent", trace));
    return request;
  }
}
