package nl.digitalebalie.server.cases;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls to ZGW services. Every relation in ZGW is a URL, so an address comes from an answer: only
 * addresses below a configured base are ever called, and a redirect is a failure.
 */
final class ZgwHttp implements AutoCloseable {
  static final int MAX_BODY_BYTES = 5 * 1024 * 1024;

  /** Enough to read the parts of a case side by side, and no storm on the case system. */
  private static final int MAX_PARALLEL = 8;

  /** Shorter than what servers and gateways keep an idle connection. */
  private static final int KEEP_SECONDS = 60;

  private static final int MAX_DEPTH = 20;
  private static final String CRS = "EPSG:4326";
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  private final OkHttpClient http;
  private final List<HttpUrl> bases;
  private final ZgwToken token;
  private final InstantSource clock;
  private final Semaphore parallel = new Semaphore(MAX_PARALLEL);

  ZgwHttp(List<URI> bases, ZgwToken token, Duration timeout, InstantSource clock) {
    this.bases = bases.stream().map(base -> HttpUrl.get(base.toString())).toList();
    this.token = token;
    this.clock = clock;
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            .connectionPool(new ConnectionPool(MAX_PARALLEL, KEEP_SECONDS, TimeUnit.SECONDS))
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  JsonNode get(HttpUrl url, Reader reader) throws ZgwFailure {
    return call(request(url, reader).get().build());
  }

  JsonNode post(HttpUrl url, Object body, Reader reader) throws ZgwFailure {
    byte[] json = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    return call(request(url, reader).post(RequestBody.create(json, JSON_TYPE)).build());
  }

  /** An address out of an answer, when it lies below a configured base. */
  HttpUrl ours(String address) throws ZgwFailure {
    HttpUrl url = HttpUrl.parse(address); // normalises dots in the path
    if (url == null || bases.stream().noneMatch(base -> isBelow(base, url))) {
      throw new ZgwFailure("FOREIGN_URL");
    }
    return url;
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private static boolean isBelow(HttpUrl base, HttpUrl url) {
    return url.scheme().equals(base.scheme())
        && url.host().equals(base.host())
        && url.port() == base.port()
        && url.username().isEmpty()
        && url.encodedPath().startsWith(base.encodedPath() + "/");
  }

  private Request.Builder request(HttpUrl url, Reader reader) {
    return new Request.Builder()
        .url(url)
        .header("Authorization", "Bearer " + token.mint(reader, clock.instant()))
        .header("Accept", "application/json")
        // both, also on reading: without the first 412, and the VNG specification demands the
        // second
        .header("Accept-Crs", CRS)
        .header("Content-Crs", CRS);
  }

  private JsonNode call(Request request) throws ZgwFailure {
    parallel.acquireUninterruptibly();
    try (Response response = http.newCall(request).execute()) {
      if (response.isRedirect()) {
        throw new ZgwFailure("REDIRECT");
      }
      if (!response.isSuccessful()) {
        throw new ZgwFailure("HTTP_" + response.code());
      }
      return JSON.readTree(bounded(response.body().source()));
    } catch (InterruptedIOException slow) {
      throw new ZgwFailure("TIMEOUT");
    } catch (IOException unreachable) {
      throw new ZgwFailure("UNREACHABLE");
    } catch (JacksonException notJson) {
      throw new ZgwFailure("NOT_JSON");
    } finally {
      parallel.release();
    }
  }

  private static byte[] bounded(BufferedSource source) throws IOException, ZgwFailure {
    Buffer buffer = new Buffer();
    while (source.read(buffer, MAX_BODY_BYTES + 1 - buffer.size()) != -1) {
      if (buffer.size() > MAX_BODY_BYTES) {
        throw new ZgwFailure("TOO_LARGE");
      }
    }
    return buffer.readByteArray();
  }
}
