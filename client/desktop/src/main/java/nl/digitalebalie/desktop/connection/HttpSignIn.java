package nl.digitalebalie.desktop.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.Access.SignInFault;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.DeskEvent.SignInAnswer;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out over HTTP/1.1, on virtual threads of its own. */
public final class HttpSignIn implements SignInPort, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSignIn.class);

  /** A staff member waits for this with empty hands. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Some hundred times what a good answer takes. */
  static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final URI base;
  private final Duration patience;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sign-in-", 0).factory());
  private final HttpClient client;

  public HttpSignIn(URI base) {
    this(base, PATIENCE);
  }

  /**
   * As above.
   *
   * @param patience for the whole of an answer, not only its first byte
   */
  HttpSignIn(URI base, Duration patience) {
    this.base = base;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  @Override
  public void signIn(String name, Sensitive<String> password, Consumer<SignInAnswer> answer) {
    HttpRequest request =
        request("/counter/sign-in", SignInAnswers.request(name, password)).build();
    threads.execute(() -> answer.accept(ask(request)));
  }

  @Override
  public void signOut(Sensitive<String> counterTicket) {
    HttpRequest request =
        request("/counter/sign-out", "")
            .header("Authorization", "Bearer " + counterTicket.reveal())
            .build();
    threads.execute(() -> ask(request)); // whatever the answer: the ticket expires by itself
  }

  private HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(patience)
        .header("Content-Type", "application/json; charset=utf-8")
        .POST(BodyPublishers.ofString(body));
  }

  /**
   * The request's own timeout ends with the answer's head: a server that sends its body byte by
   * byte would keep the staff member waiting for ever.
   */
  private SignInAnswer ask(HttpRequest request) {
    Future<SignInAnswer> asked = threads.submit(() -> exchange(request));
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      asked.cancel(true);
      return unreachable(late);
    } catch (ExecutionException broken) {
      return switch (broken.getCause()) {
        case IOException unreachable -> unreachable(unreachable);
        case null, default -> throw new IllegalStateException("signing in went wrong here", broken);
      };
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return unreachable(stopped);
    }
  }

  private SignInAnswer exchange(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
      if (bytes.length > MAX_ANSWER_BYTES) {
        LOG.info("ANSWER_TOO_LARGE");
        return new DeskEvent.SignInFailed(SignInFault.ANSWER_UNREADABLE);
      }
      return SignInAnswers.of(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static SignInAnswer unreachable(Exception why) {
    LOG.info("SERVER_UNREACHABLE {}", why.getClass().getSimpleName());
    return new DeskEvent.SignInFailed(SignInFault.SERVER_UNREACHABLE);
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
