package nl.digitalebalie.transport.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalSocketTest {
  private final BlockingQueue<SignalState> states = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
  private final AtomicInteger refuseWith = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final Server server = new Server();
  private SignalSocket socket;

  /** The server's end of one connection; reads only when told to. */
  public static final class Peer implements Session.Listener {
    final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    final String ticket;
    volatile Session session;
    private final BlockingQueue<Peer> peers;
    private volatile boolean reads = true;

    Peer(BlockingQueue<Peer> peers, String ticket) {
      this.peers = peers;
      this.ticket = ticket;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
      opened.demand();
      peers.add(this);
    }

    @Override
    public void onWebSocketText(String text) {
      received.add(text);
      if (reads) {
        session.demand();
      }
    }

    /** Several tests cut the connection on purpose; without this the server logs each. */
    @Override
    public void onWebSocketError(Throwable cut) {}

    void stopReading() {
      reads = false;
    }

    void send(String text) {
      session.sendText(text, Callback.NOOP);
    }
  }

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ContextHandler context = new ContextHandler("/");
    context.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            context,
            container ->
                container.addMapping(
                    "/relay",
                    (request, response, callback) -> {
                      requests.incrementAndGet();
                      if (refuseWith.get() != 0) {
                        Response.writeError(request, response, callback, refuseWith.get());
                        return null;
                      }
                      return new Peer(peers, request.getHeaders().get("Authorization"));
                    })));
    server.setHandler(context);
    server.start();
    socket = socketTo(connector.getLocalPort(), SignalLimits.small());
  }

  private SignalSocket socketTo(int port, SignalLimits limits) {
    AtomicInteger attempts = new AtomicInteger();
    return new SignalSocket(
        () ->
            new SignalRequest(
                URI.create("ws://127.0.0.1:" + port + "/relay"),
                Map.of("Authorization", "Bearer " + attempts.incrementAndGet())),
        new SignalListener() {
          @Override
          public void stateChanged(SignalState state) {
            states.add(state);
          }

          @Override
          public void received(String text) {
            texts.add(text);
          }
        },
        limits,
        Optional.empty(),
        new Random(1),
        System::nanoTime);
  }

  @AfterEach
  void stop() throws Exception {
    socket.close();
    server.stop();
  }

  private <T extends SignalState> T await(Class<T> type) throws InterruptedException {
    SignalState state = states.poll(20, TimeUnit.SECONDS);
    while (state != null && !type.isInstance(state)) {
      state = states.poll(20, TimeUnit.SECONDS);
    }
    return assertInstanceOf(type, state);
  }

  private Peer connect() throws InterruptedException {
    socket.open();
    await(SignalState.Connected.class);
    return peer();
  }

  private Peer peer() throws InterruptedException {
    return peers.poll(20, TimeUnit.SECONDS);
  }

  private static String text(BlockingQueue<String> queue) throws InterruptedException {
    return queue.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void texts_flow_both_ways_in_order_with_the_ticket_in_a_header() throws InterruptedException {
    Peer peer = connect();

    assertEquals("Bearer 1", peer.ticket);
    assertEquals(Sending.QUEUED, socket.send("one"));
    assertEquals(Sending.QUEUED, socket.send("twee ë"));
    peer.send("three");
    peer.send("four");

    assertEquals("one", text(peer.received));
    assertEquals("twee ë", text(peer.received));
    assertEquals("three", text(texts));
    assertEquals("four", text(texts));
  }

  @Test
  void a_cut_connection_comes_back_with_a_fresh_request() throws InterruptedException {
    Peer first = connect();
    first.session.disconnect();

    assertEquals(1, await(SignalState.Reconnecting.class).attempt());
    await(SignalState.Connected.class);
    Peer second = peer();

    assertEquals("Bearer 2", second.ticket);
    socket.send("again");
    assertEquals("again", text(second.received));
  }

  @Test
  void a_server_that_stops_is_awaited() throws InterruptedException {
    connect().session.close(1001, "restart", Callback.NOOP);

    await(SignalState.Reconnecting.class);
    await(SignalState.Connected.class);
  }

  @Test
  void a_refused_ticket_is_not_tried_again() throws InterruptedException {
    refuseWith.set(HttpStatus.UNAUTHORIZED_401);
    socket.open();

    assertEquals(401, await(SignalState.Refused.class).status());
    assertEquals(1, requests.get());
    assertEquals(Sending.NOT_CONNECTED, socket.send("x"));
  }

  @Test
  void a_busy_server_is_tried_until_it_answers() throws InterruptedException {
    refuseWith.set(HttpStatus.SERVICE_UNAVAILABLE_503);
    socket.open();
    await(SignalState.Reconnecting.class);
    assertEquals(2, await(SignalState.Reconnecting.class).attempt());

    refuseWith.set(0);

    await(SignalState.Connected.class);
  }

  @Test
  void a_newer_connection_of_the_same_ticket_ends_this_one() throws InterruptedException {
    connect().session.close(4409, "", Callback.NOOP);

    assertEquals(4409, await(SignalState.Ended.class).closeCode());
    assertEquals(1, requests.get());
  }

  @Test
  void binary_frames_end_the_connection() throws InterruptedException {
    connect().session.sendBinary(ByteBuffer.allocate(3), Callback.NOOP);

    assertEquals(1003, await(SignalState.Ended.class).closeCode());
  }

  @Test
  void a_text_beyond_the_limit_ends_the_connection() throws InterruptedException {
    Peer peer = connect();
    peer.send("x".repeat(SignalLimits.small().maxIncomingBytes()));
    peer.send("x".repeat(SignalLimits.small().maxIncomingBytes() + 1));

    assertEquals(1009, await(SignalState.Ended.class).closeCode());
    assertEquals(SignalLimits.small().maxIncomingBytes(), text(texts).length());
    assertNull(texts.poll());
  }

  @Test
  void a_text_without_end_is_cut_off_before_it_fills_the_memory() throws InterruptedException {
    Peer peer = connect();
    String piece = "x".repeat(16 * 1024);
    AtomicInteger sent = new AtomicInteger();
    sendForEver(peer.session, piece, sent);

    await(SignalState.Reconnecting.class);
    assertNull(texts.poll());
  }

  private static void sendForEver(Session session, String piece, AtomicInteger sent) {
    // Ends when the connection does; bounded all the same.
    if (sent.incrementAndGet() < 10_000) {
      session.sendPartialText(
          piece, false, Callback.from(() -> sendForEver(session, piece, sent), ignored -> {}));
    }
  }

  @Test
  void a_server_that_never_reads_fills_a_bounded_queue() throws InterruptedException {
    Peer peer = connect();
    peer.stopReading();
    String text = "x".repeat(SignalLimits.MAX_OUTGOING_TEXT_BYTES);
    Sending last = Sending.QUEUED;
    for (int i = 0; i < 5_000 && last == Sending.QUEUED; i++) {
      last = socket.send(text);
    }

    assertEquals(Sending.QUEUE_FULL, last);
    assertEquals(Sending.QUEUED, socket.sendReserved("goodbye"), "room is kept for few texts");
    Sending reserved = Sending.QUEUED;
    for (int i = 0; i < 10 && reserved == Sending.QUEUED; i++) {
      reserved = socket.sendReserved(text);
    }
    assertEquals(Sending.QUEUE_FULL, reserved, "and it is bounded too");
  }

  @Test
  void what_the_server_would_not_take_is_not_sent() throws InterruptedException {
    connect();

    assertEquals(
        Sending.TOO_LARGE, socket.send("é".repeat(SignalLimits.MAX_OUTGOING_TEXT_BYTES / 2 + 1)));
  }

  @Test
  void a_server_that_is_not_there_is_tried_again_and_again() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (SignalSocket lonely = socketTo(port, SignalLimits.small())) {
      lonely.open();
      assertEquals(1, await(SignalState.Reconnecting.class).attempt());
      assertEquals(2, await(SignalState.Reconnecting.class).attempt());
    }
    await(SignalState.Closed.class);
  }

  @Test
  void a_server_that_falls_silent_is_noticed_by_the_missing_pong() throws Exception {
    SignalLimits impatient = new SignalLimits(1024, Duration.ofMillis(50), Duration.ofSeconds(10));
    try (ServerSocket mute = new ServerSocket(0);
        SignalSocket waiting = socketTo(mute.getLocalPort(), impatient)) {
      MuteServer.answerUpgradesAndFallSilent(mute);
      waiting.open();
      await(SignalState.Connected.class);
      await(SignalState.Reconnecting.class);
    }
  }

  @Test
  void closing_is_final_and_needs_no_listener() throws InterruptedException {
    Peer peer = connect();
    socket.close();

    await(SignalState.Closed.class);
    assertEquals(Sending.NOT_CONNECTED, socket.send("late"));
    assertTrue(peer.received.isEmpty());
  }

  @Test
  void signalling_never_leaves_the_machine_in_the_clear() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SignalRequest(URI.create("ws://balie.example.nl/relay"), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SignalRequest(URI.create("http://127.0.0.1/relay"), Map.of()));
  }
}
