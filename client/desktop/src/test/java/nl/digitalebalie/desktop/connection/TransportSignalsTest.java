package nl.digitalebalie.desktop.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.desktop.connection.SignalPort.Link;
import nl.digitalebalie.desktop.connection.SocketServer.Request;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.wire.WireCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The desk's sockets over a real connection: what each end of one means to the desk. */
@Timeout(60)
class TransportSignalsTest {
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final TransportSignals signals = new TransportSignals(new Random(1));
  private SocketServer server;

  private final SignalPort.Listener listener =
      new SignalPort.Listener() {
        @Override
        public void text(String text) {
          heard.add(text);
        }

        @Override
        public void closed(Line.End end) {
          heard.add(end);
        }
      };

  @BeforeEach
  void listen() throws IOException {
    server = new SocketServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Link open() {
    return signals.open(server.address(), Sensitive.of("aGVsbG8"), listener);
  }

  private Object next() throws InterruptedException {
    Object next = heard.poll(20, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing was heard");
    return next;
  }

  private void nothingMore() {
    assertEquals(List.of(), List.copyOf(heard));
  }

  @Test
  void the_ticket_goes_along_and_texts_pass_in_order_both_ways() throws Exception {
    Link link = open();
    Request request = server.accept();
    assertEquals("Bearer aGVsbG8", request.header("Authorization"));
    assertEquals("", request.header("Sec-WebSocket-Extensions"), "compression undoes every limit");
    assertEquals("", request.header("Origin"));
    request.upgrade();

    request.text("one");
    request.text("two");
    assertEquals("one", next());
    assertEquals("two", next());
    link.send("three");
    assertEquals("three", request.read());
    link.close();
  }

  @ParameterizedTest
  @CsvSource({
    "401, TICKET_INVALID",
    "403, BROKEN",
    "404, BROKEN",
    "400, BROKEN",
  })
  void a_refused_upgrade_is_the_end(int status, Line.End end) throws Exception {
    open();
    server.accept().answer("HTTP/1.1 " + status + " No", "{\"demo\":true}");

    assertEquals(end, next());
    nothingMore();
  }

  @ParameterizedTest
  @CsvSource({"200", "204", "302", "429", "500", "503"})
  void an_answer_that_is_no_upgrade_is_a_loss_that_is_tried_again(int status) throws Exception {
    Link link = open();
    Request first = server.accept();
    first.answer(
        "HTTP/1.1 " + status + " Other\r\nLocation: ws://127.0.0.1:1/elsewhere", "<html></html>");

    assertEquals(Line.End.LOST, next());
    Request second = server.accept();
    assertTrue(second.head().startsWith("GET /relay/staff "), "a redirect is not followed");
    assertEquals("Bearer aGVsbG8", second.header("Authorization"));
    second.upgrade();
    second.text("back");
    assertEquals("back", next());
    link.close();
  }

  @ParameterizedTest
  @CsvSource({
    "4401, TICKET_INVALID",
    "4409, REPLACED",
    "4400, BROKEN",
    "1000, BROKEN",
    "1003, BROKEN",
    "1008, BROKEN",
    "1009, BROKEN",
  })
  void a_server_that_closes_for_good_is_told_once(int code, Line.End end) throws Exception {
    open();
    Request request = server.accept();
    request.upgrade();
    request.end(code);

    assertEquals(end, next());
    nothingMore();
  }

  @Test
  void a_server_that_goes_away_is_lost_and_found_again() throws Exception {
    Link link = open();
    Request first = server.accept();
    first.upgrade();
    first.end(1001);
    assertEquals(Line.End.LOST, next());

    Request second = server.accept();
    second.upgrade();
    second.socket().close();
    assertEquals(Line.End.LOST, next());
    server.accept();
    link.close();
  }

  @Test
  void an_upgrade_with_a_wrong_key_is_no_connection() throws Exception {
    Link link = open();
    server
        .accept()
        .answer(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: bm90IHRoZSBrZXk=",
            "");

    assertEquals(Line.End.LOST, next());
    link.close();
  }

  @Test
  void a_text_beyond_the_limit_and_a_binary_frame_are_a_broken_server() throws Exception {
    open();
    Request request = server.accept();
    request.upgrade();
    request.text("x".repeat(WireCodec.MAX_CHARS + 1));
    assertEquals(Line.End.BROKEN, next());

    open();
    Request other = server.accept();
    other.upgrade();
    other.binary(new byte[] {1, 2, 3});
    assertEquals(Line.End.BROKEN, next());
    nothingMore();
  }

  @Test
  void what_is_sent_without_a_connection_is_dropped() throws Exception {
    Link link = open();
    link.send("too early");
    Request request = server.accept();
    request.upgrade();
    request.text("now");
    assertEquals("now", next());

    link.send("x".repeat(64 * 1024 + 1));
    link.send("in time");
    assertEquals("in time", request.read(), "neither the early nor the large text was kept");
    link.close();
  }

  @Test
  void after_our_goodbye_the_desk_hears_nothing() throws Exception {
    Link link = open();
    Request request = server.accept();
    request.upgrade();
    request.text("hello");
    assertEquals("hello", next());

    link.close();

    assertEquals(1001, closeCode(request));
    nothingMore();
  }

  @Test
  void a_ticket_leaves_this_machine_over_tls_only() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            signals.open(
                URI.create("ws://balie.example/relay/staff"), Sensitive.of("aGVsbG8"), listener));
  }

  private static int closeCode(Request request) throws IOException {
    byte[] bytes = request.payload();
    return (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
  }
}
