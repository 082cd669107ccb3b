package nl.digitalebalie.desktop.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Access.SignInFault;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.DeskEvent.SignInAnswer;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in at a server that answers well, badly, hostilely or not at all. */
@Timeout(60)
class HttpSignInTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String JSON = "application/json; charset=utf-8";
  private static final String GOOD =
      """
      {"staff":{"id":"f.yilmaz","displayName":"F. Yilmaz","role":{"nl":"Wmo-consulent","en":"Care"}},\
      "counterTicket":"eyJh.bGc-i.O_iJ","relayTicket":"cmVsYXk=","expiresAt":"2026-11-23T19:00:00Z",\
      "demo":true}\
      """;

  private final BlockingQueue<SignInAnswer> answers = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch testOver = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    testOver.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void a_good_answer_is_a_session_with_both_tickets() throws Exception {
    answersWith(200, JSON, GOOD);

    Access.SignedIn session = assertInstanceOf(DeskEvent.SignedIn.class, signIn()).session();

    assertEquals("f.yilmaz", session.staff().value());
    assertEquals("Wmo-consulent", session.role());
    assertEquals("eyJh.bGc-i.O_iJ", session.counterTicket().reveal());
    assertEquals("cmVsYXk=", session.relayTicket().reveal());
    assertEquals(Access.Mode.DEMO, session.mode());
    assertEquals(
        List.of(
            "POST /counter/sign-in application/json; charset=utf-8"
                + " {\"name\":\"f.yilmaz\",\"password\":\"geh\\\"eim\"}"),
        asked);
  }

  @ParameterizedTest
  @CsvSource({
    "401, WRONG_NAME_OR_PASSWORD",
    "429, TOO_MANY_TRIES",
    "400, ANSWER_UNREADABLE",
    "404, ANSWER_UNREADABLE",
    "500, ANSWER_UNREADABLE",
    "201, ANSWER_UNREADABLE",
  })
  void every_other_status_is_no_session_whatever_its_body_says(int status, SignInFault fault)
      throws Exception {
    answersWith(status, JSON, GOOD);

    failsWith(fault);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_password_is_not_carried_on_to_where_a_redirect_points(int status) throws Exception {
    List<String> elsewhere = new CopyOnWriteArrayList<>();
    server.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.add(exchange.getRequestMethod());
          say(exchange, 200, JSON, GOOD);
        });
    on(exchange -> {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      say(exchange, status, JSON, GOOD);
    });

    failsWith(SignInFault.ANSWER_UNREADABLE);
    assertEquals(List.of(), elsewhere);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text/html", "text/plain", "application/jsonp", "application/problem+json"})
  void a_session_comes_as_json_and_as_nothing_else(String contentType) throws Exception {
    answersWith(200, contentType, GOOD);

    failsWith(SignInFault.ANSWER_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "\"session\"",
        "<html><body>Welcome</body></html>",
        "{\"staff\":\"f.yilmaz\"}",
        "{\"staff\":null}",
      })
  void a_body_that_is_no_session_is_refused(String body) throws Exception {
    answersWith(200, JSON, body);

    failsWith(SignInFault.ANSWER_UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cmVsYXk=|cmVs\\r\\nX-Evil: 1",
        "cmVsYXk=|cmVs YXk",
        "cmVsYXk=|",
        "cmVsYXk=|t\\u00e9",
        "F. Yilmaz|F.\\u0007Yilmaz",
        "F. Yilmaz|   ",
        "\"f.yilmaz\"|17",
        "\"f.yilmaz\"|null",
        "true}|\"yes\"}",
        "true}|1}",
        "true}|true,\"demo\":false}",
        "true}|true}{}",
        "2026-11-23T19:00:00Z|tomorrow",
        "\"expiresAt\"|\"expires\"",
      })
  void a_session_with_one_thing_wrong_is_refused(String right, String wrong) throws Exception {
    answersWith(200, JSON, GOOD.replace(right, wrong == null ? "" : wrong));

    failsWith(SignInFault.ANSWER_UNREADABLE);
  }

  @Test
  void words_that_would_fill_the_window_are_refused() throws Exception {
    answersWith(200, JSON, GOOD.replace("F. Yilmaz", "F".repeat(101)));

    failsWith(SignInFault.ANSWER_UNREADABLE);
  }

  @Test
  void a_nest_of_a_thousand_levels_is_refused() throws Exception {
    answersWith(200, JSON, "[".repeat(20_000));

    failsWith(SignInFault.ANSWER_UNREADABLE);
  }

  @Test
  void an_answer_as_large_as_allowed_is_read_and_one_byte_more_is_refused() throws Exception {
    String padding = " ".repeat(HttpSignIn.MAX_ANSWER_BYTES - GOOD.length());
    answersWith(200, JSON, GOOD + padding);
    assertInstanceOf(DeskEvent.SignedIn.class, signIn());
    server.removeContext("/counter/sign-in");
    answersWith(200, JSON, GOOD + padding + " ");

    failsWith(SignInFault.ANSWER_UNREADABLE);
  }

  @Test
  void an_answer_without_end_is_left_after_what_is_allowed() throws Exception {
    on(exchange -> {
      exchange.getResponseHeaders().add("Content-Type", JSON);
      exchange.sendResponseHeaders(200, 0);
      byte[] blanks = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
      while (true) {
        exchange.getResponseBody().write(blanks); // until the client hangs up
      }
    });

    failsWith(SignInFault.ANSWER_UNREADABLE);
  }

  @Test
  void a_server_that_never_answers_is_given_up() throws Exception {
    on(_ -> await(testOver));

    failsInTime(SignInFault.SERVER_UNREACHABLE);
  }

  @Test
  void a_server_that_begins_an_answer_and_stops_is_given_up_as_well() throws Exception {
    on(exchange -> {
      exchange.getResponseHeaders().add("Content-Type", JSON);
      exchange.sendResponseHeaders(200, GOOD.length());
      exchange.getResponseBody().write(GOOD.substring(0, 10).getBytes(StandardCharsets.US_ASCII));
      exchange.getResponseBody().flush();
      await(testOver);
    });

    failsInTime(SignInFault.SERVER_UNREACHABLE);
  }

  @Test
  void an_answer_that_is_cut_off_is_a_lost_server() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> {
        try (var socket = listening.accept()) {
          socket.getInputStream().read();
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"
                      .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
          throw new java.io.UncheckedIOException(gone);
        }
      });
      assertEquals(
          new DeskEvent.SignInFailed(SignInFault.SERVER_UNREACHABLE),
          signInAt(listening.getLocalPort(), Duration.ofSeconds(10)));
    }
  }

  @Test
  void where_nobody_listens_the_server_is_unreachable() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertEquals(
        new DeskEvent.SignInFailed(SignInFault.SERVER_UNREACHABLE),
        signInAt(free, Duration.ofSeconds(10)));
  }

  @Test
  void signing_out_tells_the_ticket_and_asks_for_nothing() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    server.createContext(
        "/counter/sign-out",
        exchange -> {
          heard.add(exchange.getRequestHeaders().getFirst("Authorization"));
          say(exchange, 500, "text/html", "<h1>Oops</h1>");
        });
    try (HttpSignIn signIn = new HttpSignIn(base(server.getAddress().getPort()))) {
      signIn.signOut(Sensitive.of("cmVsYXk"));

      assertEquals("Bearer cmVsYXk", heard.poll(20, TimeUnit.SECONDS));
    }
  }

  // ---- words of the tests

  private void failsWith(SignInFault fault) throws InterruptedException {
    assertEquals(new DeskEvent.SignInFailed(fault), signIn());
  }

  private void failsInTime(SignInFault fault) throws InterruptedException {
    assertEquals(new DeskEvent.SignInFailed(fault), signInAt(server.getAddress().getPort(), SHORT));
  }

  private SignInAnswer signIn() throws InterruptedException {
    return signInAt(server.getAddress().getPort(), Duration.ofSeconds(20));
  }

  private SignInAnswer signInAt(int port, Duration patience) throws InterruptedException {
    try (HttpSignIn signIn = new HttpSignIn(base(port), patience)) {
      signIn.signIn("f.yilmaz", Sensitive.of("geh\"eim"), answers::add);
      SignInAnswer answer = answers.poll(30, TimeUnit.SECONDS);
      assertNotNull(answer, "the staff member waits for ever");
      return answer;
    }
  }

  private static URI base(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void answersWith(int status, String contentType, String body) {
    on(exchange -> say(exchange, status, contentType, body));
  }

  private void on(HttpHandler handler) {
    server.createContext(
        "/counter/sign-in",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          handler.handle(exchange);
        });
  }

  private static void say(HttpExchange exchange, int status, String contentType, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!contentType.isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", contentType);
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
