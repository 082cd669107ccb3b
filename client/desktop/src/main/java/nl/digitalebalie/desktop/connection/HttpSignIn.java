package nl.digitalebalie.desktop.connection;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  private static final long MAX_ANSWER_BYTES = 64 * 1024;

  private final URI base;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sign-in-", 0).factory());
  private final HttpClient client;

  public HttpSignIn(URI base) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
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
        .timeout(PATIENCE)
        .header("Content-Type", "application/json; charset=utf-8")
        .POST(BodyPublishers.ofString(body));
  }

  private SignInAnswer ask(HttpRequest request) {
    try {
      HttpResponse<String> response =
          client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES));
      return SignInAnswers.of(response.statusCode(), response.body());
    } catch (IOException unreachable) {
      LOG.info("SERVER_UNREACHABLE {}", unreachable.getClass().getSimpleName());
      return new DeskEvent.SignInFailed(SignInFault.SERVER_UNREACHABLE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new DeskEvent.SignInFailed(SignInFault.SERVER_UNREACHABLE);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
