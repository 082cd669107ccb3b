package nl.digitalebalie.demo.irma;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a final result to the requestor. irma server appends a slash to the address ({@code
 * NewHTTPTransport}), sends the JWT as text/plain, and only logs a failure.
 */
final class ResultCallback implements AutoCloseable {
  /** irma server gives every request 4 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(ResultCallback.class);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  void post(String callbackUrl, String jwt) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(callbackUrl + "/"))
              .timeout(PATIENCE)
              .header("Content-Type", "text/plain; charset=UTF-8")
              .POST(HttpRequest.BodyPublishers.ofString(jwt))
              .build();
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        LOG.warn("result callback answered {}", status);
      }
    } catch (IOException | IllegalArgumentException failed) {
      LOG.warn("result callback failed: {}", failed.getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
