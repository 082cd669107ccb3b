package nl.digitalebalie.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.server.http.SignalSocket.Sent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Jetty does not do by itself, over raw sockets. */
class WebServerTest {
  private static final Duration HEADER_PATIENCE = Duration.ofMillis(500);

  private static final List<String> HEADERS =
      List.of(
          "Content-Security-Policy: default-src 'none'; script-src 'self';",
          "X-Content-Type-Options: nosniff",
          "Referrer-Policy: no-referrer",
          "Cross-Origin-Opener-Policy: same-origin",
          "Permissions-Policy: camera=(self), microphone=(self)");

  @TempDir private Path folder;
  private final CompletableFuture<SignalSocket> socket = new CompletableFuture<>();
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private WebServer web;

  private final class Desk implements SocketDesk<String>, SocketEndpoint<String> {
    @Override
    public String path() {
      return "/socket";
    }

    @Override
    public Audience audience() {
      return Audience.PROGRAM;
    }

    @Override
    public Optional<String> authenticate(HttpCall upgrade) {
      return upgrade.bearer();
    }

    @Override
    public String connectionKey(String principal) {
      return principal;
    }

    @Override
    public SocketDesk<String> desk() {
      return this;
    }

    @Override
    public void connected(String principal, SignalSocket opened) {
      socket.complete(opened);
    }

    @Override
    public void received(String principal, SignalSocket from, String text) {
      from.send(text);
    }

    @Override
    public void disconnected(String principal, SignalSocket closed) {
      gone.complete(true);
    }
  }

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("index.html"), "<!doctype html>");
    Files.createDirectories(folder.resolve("assets"));
    Files.writeString(folder.resolve("assets/page-1.js"), "1");
    Files.writeString(folder.resolveSibling("secret.txt"), "outside");
    web =
        WebServer.bind(
            new HttpSettings(
                "127.0.0.1", 0, "127.0.0.1", 0, Optional.empty(), Set.of("127.0.0.1"), 100, 10),
            InstantSource.system(),
            HEADER_PATIENCE);
    web.serve(
        new WebServer.Content(
            URI.create("http://localhost"),
            Set.of(),
            StaticSite.ofFolder(folder),
            List.of(
                Route.of("POST", "/echo", call -> HttpAnswer.json(200, call.bodyText())),
                Route.of("GET", "/client", call -> HttpAnswer.json(200, call.client()))),
            List.of(new Desk()),
            List.of()));
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private Socket connect() throws IOException {
    Socket connected = new Socket("127.0.0.1", web.port());
    connected.setSoTimeout(30_000);
    return connected;
  }

  /** Sends and reads until the server closes. */
  private String exchange(String request) throws IOException {
    try (Socket raw = connect()) {
      raw.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(raw.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource({
    "GET / HTTP/1.1, 200",
    "GET /m/voorbeeld/wmo HTTP/1.1, 200",
    "GET /u HTTP/1.1, 200",
    "GET /assets/page-1.js HTTP/1.1, 200",
    "GET /nothing HTTP/1.1, 404",
    "GET /../secret.txt HTTP/1.1, 400",
    "GET /..%2fsecret.txt HTTP/1.1, 400",
    "GET /assets/..%2f..%2fsecret.txt HTTP/1.1, 400",
    "GET /%2e%2e/secret.txt HTTP/1.1, 400",
    "GET /%c0%ae%c0%ae/secret.txt HTTP/1.1, 400",
    "GET /%00 HTTP/1.1, 400",
    "GET /secret.txt HTTP/1.1, 404",
    "TRACE / HTTP/1.1, 405",
    "PUT /index.html HTTP/1.1, 405",
    "GET /echo HTTP/1.1, 405",
    "GET /socket HTTP/1.1, 426"
  })
  void every_answer_carries_the_security_headers(String line, int status) throws IOException {
    String answer = exchange(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    HEADERS.forEach(header -> assertTrue(answer.contains(header), header));
    assertFalse(answer.contains("outside"));
    assertFalse(answer.contains("Jetty"));
  }

  @Test
  void ambiguous_requests_get_one_answer_and_a_closed_connection() throws IOException {
    for (String hostile :
        List.of(
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1",
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
            "Transfer-Encoding : chunked\r\n\r\n",
            "X: y\nZ: w\r\n\r\n")) {
      String answer = exchange("POST /echo HTTP/1.1\r\nHost: a\r\n" + hostile);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertEquals(answer.indexOf("HTTP/1.1"), answer.lastIndexOf("HTTP/1.1"));
      HEADERS.forEach(header -> assertTrue(answer.contains(header), header));
    }
  }

  @Test
  void oversized_headers_and_bodies_are_refused() throws IOException {
    assertTrue(
        exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(65_536) + "\r\n\r\n")
            .startsWith("HTTP/1.1 431 "));
    assertTrue(
        exchange("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
            .startsWith("HTTP/1.1 414 "));
    assertTrue(
        exchange("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
            .startsWith("HTTP/1.1 413 "));
  }

  /** Some proxies add a line of their own and leave the line that the client made up. */
  @Test
  void only_the_last_word_of_a_proxy_says_who_the_client_is() throws IOException {
    for (String lines :
        List.of(
            "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 198.51.100.7\r\n",
            "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n",
            "X-Forwarded-For: 198.51.100.7\r\n")) {
      assertTrue(
          exchange("GET /client HTTP/1.1\r\nHost: a\r\n" + lines + "Connection: close\r\n\r\n")
              .endsWith("\r\n\r\n198.51.100.7"),
          lines);
    }
  }

  @Test
  void pages_are_cached_by_their_kind() throws IOException {
    String close = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assertTrue(exchange("GET /" + close).contains("Cache-Control: no-cache"));
    assertTrue(
        exchange("GET /assets/page-1.js" + close)
            .contains("Cache-Control: public, max-age=31536000, immutable"));
  }

  /** Each byte would renew Jetty's idle timeout; the deadline does not move. */
  @Test
  void a_client_that_drips_its_header_is_closed() throws IOException {
    try (Socket drip = connect()) {
      drip.setSoTimeout(20);
      drip.getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      assertTrue(closedWhileDripping(drip));
    }
  }

  @Test
  void a_client_that_drips_its_body_is_closed() throws IOException {
    try (Socket drip = connect()) {
      drip.setSoTimeout(20);
      drip.getOutputStream()
          .write(
              "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertTrue(closedWhileDripping(drip));
    }
  }

  private static boolean closedWhileDripping(Socket drip) throws IOException {
    for (int i = 0; i < 1_000; i++) {
      try {
        drip.getOutputStream().write('x');
        if (drip.getInputStream().read() < 0) {
          return true;
        }
      } catch (java.net.SocketTimeoutException stillOpen) {
        continue;
      } catch (java.net.SocketException reset) {
        return true;
      }
    }
    return false;
  }

  private Socket upgraded() throws IOException {
    Socket raw = connect();
    raw.getOutputStream()
        .write(
            ("GET /socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Authorization: Bearer ticket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) raw.getInputStream().read());
    }
    assertTrue(head.toString().startsWith("HTTP/1.1 101 "), head.toString());
    assertFalse(head.toString().contains("permessage-deflate"));
    return raw;
  }

  @Test
  void a_peer_that_does_not_read_is_closed_and_nobody_waits_for_it() throws Exception {
    try (Socket silent = upgraded()) {
      SignalSocket out = socket.get(30, TimeUnit.SECONDS);
      String frame = "x".repeat(60_000);
      Sent last = Sent.QUEUED;
      // Kernel buffers take a few megabytes before the queue grows.
      for (int i = 0; i < 5_000 && last == Sent.QUEUED; i++) {
        last = out.send(frame);
      }
      assertEquals(Sent.TOO_SLOW, last);
      assertEquals(Sent.CLOSED, out.send("more"));
      assertTrue(gone.get(30, TimeUnit.SECONDS));
    }
  }

  /** What one of the two pours in must not cost the other their connection. */
  @Test
  void bulk_for_a_peer_that_does_not_read_is_dropped_and_the_peer_stays() throws Exception {
    try (Socket silent = upgraded()) {
      SignalSocket out = socket.get(30, TimeUnit.SECONDS);
      String frame = "x".repeat(60_000);
      Sent last = Sent.QUEUED;
      for (int i = 0; i < 5_000 && last == Sent.QUEUED; i++) {
        last = out.sendBulk(frame);
      }
      assertEquals(Sent.DROPPED, last);
      assertEquals(Sent.QUEUED, out.send("a word of the server still has its place"));
      assertFalse(gone.isDone());
    }
  }

  @Test
  void frames_that_break_the_protocol_close_with_its_code() throws Exception {
    try (Socket raw = upgraded()) {
      raw.getOutputStream().write(new byte[] {(byte) 0x81, 0x01, 'x'}); // RFC 6455 5.1: unmasked
      assertEquals(1002, closeCode(raw));
    }
    try (Socket raw = upgraded()) {
      raw.getOutputStream()
          .write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, 0x28}); // not UTF-8
      assertEquals(1007, closeCode(raw));
    }
  }

  private static int closeCode(Socket raw) throws IOException {
    byte[] frame = raw.getInputStream().readNBytes(4);
    assertEquals((byte) 0x88, frame[0]);
    return ((frame[2] & 0xff) << 8) | (frame[3] & 0xff);
  }

  @Test
  void too_many_sockets_of_one_ticket_are_refused_and_the_others_stay() throws Exception {
    List<Socket> open = new java.util.ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        open.add(upgraded());
      }
      try (Socket raw = connect()) {
        raw.getOutputStream()
            .write(
                ("GET /socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Authorization: Bearer ticket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        assertEquals(
            "HTTP/1.1 429",
            new String(raw.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
      }
      assertEquals(5, web.openSockets());
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }
}
