package nl.digitalebalie.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.HttpSettings;
import nl.digitalebalie.server.http.StaticSite;
import nl.digitalebalie.server.http.WebServer;
import nl.digitalebalie.server.relay.RelayEvent;
import nl.digitalebalie.server.staff.TicketKey;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each end of the link on real sockets, with somebody hostile at the other end. */
class LinkWireTest {
  private static final LinkSecret SECRET =
      new LinkSecret(Sensitive.of("a-secret-of-at-least-thirty-two-characters"));
  private static final ConversationId ONE = new ConversationId("conversation-000001");
  private static final RelayEvent.Began BEGAN =
      new RelayEvent.Began(
          ONE,
          new MunicipalityId("voorbeeld"),
          new TopicId("wmo"),
          Channel.VIDEO,
          Language.NL,
          TestKeys.text(TestKeys.RESIDENT),
          new StaffId("fatma"),
          Instant.EPOCH);
  private static final CallbackId ASKED = new CallbackId("call-back-number-0001");
  private static final CallbackId OTHER = new CallbackId("call-back-number-0002");
  private static final RelayToResident PANEL_CLOSED =
      new RelayToResident.PanelVisibility(List.of(), Optional.empty());
  private static final WireCodec<CounterToRelay> TO_RELAY =
      WireCodec.of(CounterToRelay.class, LinkLimits.MAX_CHARS);
  private static final WireCodec<RelayToCounter> TO_COUNTER =
      WireCodec.of(RelayToCounter.class, LinkLimits.MAX_CHARS);

  /** Far above anything on loopback; only a hang reaches it. */
  private static final long PATIENCE_SECONDS = 60;

  private static CallbackRequest callbackOf(CallbackId id) {
    return new CallbackRequest(
        id,
        new MunicipalityId("voorbeeld"),
        new TopicId("wmo"),
        new CallbackWish(Sensitive.of("S. Berg"), Sensitive.of("0612345678"), Optional.empty()),
        Instant.EPOCH);
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "it did not happen in time");
      Thread.onSpinWait();
    }
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** The relay's end; the test plays the counter part. */
  @Nested
  class TheRelaysEnd {
    @TempDir private Path folder;
    private final BlockingQueue<RelayToResident> residents = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private SqliteStore store;
    private WebServer web;
    private RelayAdmission admission;
    private LinkDesk desk;

    @BeforeEach
    void start() {
      store = SqliteStore.open(folder.resolve("relay.sqlite"), Set.of(Tables.RELAY));
      web =
          WebServer.bind(
              new HttpSettings(
                  "127.0.0.1", 0, "127.0.0.1", 0, Optional.empty(), Set.of(), 1_000, 500),
              InstantSource.system());
      admission = new RelayAdmission(store, InstantSource.system());
      desk =
          new LinkDesk(
              SECRET, (id, message) -> residents.add(message), admission, InstantSource.system());
      web.serve(
          new WebServer.Content(
              URI.create("http://localhost"),
              Set.of("http://localhost"),
              StaticSite.empty(),
              List.of(),
              List.of(desk),
              List.of(desk.check())));
    }

    @AfterEach
    void stop() {
      http.shutdownNow();
      web.close();
      desk.close();
      store.close();
    }

    private Peer dial() {
      return dial(Map.of("Authorization", "Bearer " + SECRET.value().reveal()));
    }

    private Peer dial(Map<String, String> headers) {
      Peer peer = new Peer();
      WebSocket.Builder builder = http.newWebSocketBuilder();
      headers.forEach(builder::header);
      peer.socket =
          builder
              .buildAsync(URI.create("ws://127.0.0.1:" + web.port() + LinkLimits.PATH), peer)
              .join();
      return peer;
    }

    private int refusal(Map<String, String> headers) {
      try {
        dial(headers);
        return 101;
      } catch (CompletionException refused) {
        return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
      }
    }

    @Test
    void a_wrong_secret_none_and_a_page_are_refused_and_counted() {
      assertEquals(401, refusal(Map.of("Authorization", "Bearer " + "x".repeat(42))));
      assertEquals(401, refusal(Map.of()));
      assertEquals(2, desk.figures().refusals(LinkRefusal.WRONG_SECRET));
      assertEquals(
          403,
          refusal(
              Map.of(
                  "Authorization",
                  "Bearer " + SECRET.value().reveal(),
                  "Origin",
                  "http://localhost")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "{\"v\":1,\"type\":\"events\",\"seq\":1,\"events\":[]}"})
    void what_is_no_message_closes_the_link(String frame) {
      Peer peer = dial();
      peer.say(frame);
      assertEquals(1008, peer.closeCode());
      assertEquals(1, desk.figures().refusals(LinkRefusal.MALFORMED));
    }

    @Test
    void a_frame_that_is_too_long_closes_the_link() {
      Peer peer = dial();
      peer.say("x".repeat(LinkLimits.MAX_CHARS + 1));
      assertEquals(1009, peer.closeCode());
    }

    @Test
    void messages_of_the_call_do_not_come_from_the_counter_part() {
      desk.on(BEGAN);
      Peer peer = dial();
      peer.say(
          new CounterToRelay.Tell(ONE, new RelayToResident.StaffPresenceChanged(Presence.AWAY)));
      assertEquals(1008, peer.closeCode());
      assertEquals(1, desk.figures().refusals(LinkRefusal.FOREIGN_MESSAGE));
      assertEquals(0, residents.size());
    }

    @Test
    void words_for_a_conversation_that_is_unknown_are_dropped_and_counted() {
      desk.on(BEGAN);
      Peer peer = dial();
      peer.say(new CounterToRelay.Tell(new ConversationId("conversation-000099"), PANEL_CLOSED));
      peer.say(new CounterToRelay.Tell(ONE, PANEL_CLOSED));
      assertEquals(PANEL_CLOSED, next(residents));
      assertEquals(1, desk.figures().refusals(LinkRefusal.UNKNOWN_CONVERSATION));
      assertEquals(0, residents.size());
    }

    @Test
    void a_key_that_is_no_point_admits_nobody() {
      Peer peer = dial();
      peer.say(new CounterToRelay.Admission(new TicketKey("A".repeat(43), "A".repeat(43))));
      assertEquals(1008, peer.closeCode());
      assertEquals(1, desk.figures().refusals(LinkRefusal.UNUSABLE_KEY));
      HttpCall call =
          new HttpCall(
              "GET",
              "/relay/staff",
              Map.of(),
              Map.of(),
              Map.of("authorization", List.of("Bearer a.b.c")),
              new byte[0],
              "127.0.0.1");
      assertEquals(Optional.empty(), admission.principal(call));
    }

    @Test
    void a_confirmation_that_fits_no_frame_closes_the_link() {
      Peer peer = dial();
      next(peer.frames);
      peer.say(new CounterToRelay.Ack(1));
      peer.say(new CounterToRelay.Ack(1));
      assertEquals(1008, peer.closeCode());
      assertEquals(1, desk.figures().refusals(LinkRefusal.FRAME_OUT_OF_ORDER));
    }

    @Test
    void a_newer_connection_replaces_the_older_one_and_gets_everything() {
      Peer first = dial();
      next(first.frames); // so that the server knows of it as well
      desk.on(BEGAN);
      Peer second = dial();
      assertEquals(4409, first.closeCode());
      assertTrue(next(second.frames).contains("\"snapshot\""));
      assertEquals(HealthCheck.Status.DOWN, desk.check().look());
      second.say(new CounterToRelay.Ack(1));
      assertTrue(next(second.frames).contains("snapshot-done"));
      second.say(new CounterToRelay.Ack(2));
      await(() -> desk.check().look() == HealthCheck.Status.UP);
    }

    /** The next frame with a call-back; what comes before it is confirmed. */
    private RelayToCounter.Callback callback(Peer peer) {
      while (true) {
        RelayToCounter frame =
            ((Decoded.Message<RelayToCounter>) TO_COUNTER.decode(next(peer.frames))).message();
        if (frame instanceof RelayToCounter.Callback callback) {
          return callback;
        }
        peer.say(new CounterToRelay.Ack(frame.seq()));
      }
    }

    @Test
    void a_call_back_that_the_counter_part_refuses_is_refused_to_the_outbox_and_once() {
      Peer peer = dial();
      BlockingQueue<CallbackDoor.Answer> answers = new LinkedBlockingQueue<>();
      await(() -> !peer.frames.isEmpty()); // so that the desk knows of it as well
      desk.asked(callbackOf(ASKED), answers::add);
      RelayToCounter.Callback told = callback(peer);

      peer.say(new CounterToRelay.CallbackRefused(OTHER));
      peer.say(new CounterToRelay.CallbackRefused(ASKED));
      peer.say(new CounterToRelay.CallbackKept(ASKED));
      assertEquals(CallbackDoor.Answer.REFUSED, next(answers));

      peer.say(new CounterToRelay.Ack(told.seq())); // in order after the others
      desk.asked(callbackOf(OTHER), answers::add);
      assertEquals(OTHER, callback(peer).request().id());
      assertEquals(0, answers.size());
    }

    @Test
    void an_end_that_confirms_nothing_is_dropped_when_too_much_waits() {
      Peer peer = dial();
      next(peer.frames);
      desk.on(BEGAN);
      for (int i = 0; i <= LinkLimits.MAX_WAITING; i++) {
        desk.on(new RelayEvent.ResidentPresenceChanged(ONE, Presence.AWAY));
      }
      // by the overflow, or on a slow machine by the silence before it
      assertEquals(1013, peer.closeCode());
      assertEquals(HealthCheck.Status.DOWN, desk.check().look());
    }
  }

  /** A program that knows the WebSocket protocol. */
  private static final class Peer implements WebSocket.Listener {
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      frames.add(data.toString());
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete(-1);
    }

    void say(CounterToRelay message) {
      say(TO_RELAY.encode(message));
    }

    void say(String frame) {
      socket.sendText(frame, true).join();
    }

    int closeCode() {
      try {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (Exception none) {
        throw new AssertionError("the link was not closed", none);
      }
    }
  }

  /** The counter part's end; the test plays the relay. */
  @Nested
  class TheCountersEnd {
    private final BlockingQueue<RelayEvent> heard = new LinkedBlockingQueue<>();
    private final ShiftedClock clock = new ShiftedClock();
    private HostileRelay relay;
    private LinkClient client;

    @BeforeEach
    void start() throws Exception {
      relay = new HostileRelay();
      client =
          new LinkClient(
              new LinkClient.Settings(relay.address(), SECRET, Optional.empty()),
              new TicketKey("x".repeat(43), "y".repeat(43)),
              began -> began.staff().equals(BEGAN.staff()),
              clock,
              new SecureRandom());
      client.start(heard::add, (request, kept) -> {});
    }

    @AfterEach
    void stop() {
      client.close();
      relay.close();
    }

    private HostileRelay.Line synced() {
      HostileRelay.Line line = relay.accepted();
      line.say(TO_COUNTER.encode(new RelayToCounter.SnapshotDone(1)));
      await(() -> client.check().look() == HealthCheck.Status.UP);
      return line;
    }

    private HostileRelay.Line inCall() {
      HostileRelay.Line line = synced();
      line.say(
          TO_COUNTER.encode(
              new RelayToCounter.Events(2, List.of(BEGAN, new RelayEvent.EpochBegan(ONE, 1)))));
      assertEquals(BEGAN, next(heard));
      assertEquals(new RelayEvent.EpochBegan(ONE, 1), next(heard));
      return line;
    }

    private void assertEverybodyIsAway() {
      assertEquals(new RelayEvent.StaffPresenceChanged(ONE, Presence.AWAY), next(heard));
      assertEquals(new RelayEvent.ResidentPresenceChanged(ONE, Presence.AWAY), next(heard));
      assertEquals(HealthCheck.Status.DOWN, client.check().look());
      relay.accepted(); // it dials again
    }

    @Test
    void it_dials_with_the_secret_and_says_first_whom_to_admit() {
      HostileRelay.Line line = relay.accepted();
      assertTrue(
          line.request.contains("Authorization: Bearer " + SECRET.value().reveal()), "the secret");
      assertTrue(!line.request.contains("Origin:"), "a program sends no Origin");
      assertTrue(line.hears().contains("admission"));
      assertEquals(HealthCheck.Status.DOWN, client.check().look());
    }

    @Test
    void a_relay_that_does_not_know_the_secret_is_said_so_and_dialled_again() {
      relay.answer(401);
      relay.accepted().drop();
      await(() -> client.figures().refusals(LinkRefusal.WRONG_SECRET) > 0);
      assertEquals(HealthCheck.Status.DOWN, client.check().look());
      relay.answer(101);
      HostileRelay.Line line = relay.accepted();
      while (line.status == 401) {
        line = relay.accepted();
      }
      assertTrue(line.hears().contains("admission"));
    }

    @Test
    void what_is_no_message_loses_the_link() {
      inCall().say("{\"v\":1,\"type\":\"open-panel\"}");
      assertEverybodyIsAway();
      assertEquals(1, client.figures().refusals(LinkRefusal.MALFORMED));
    }

    @Test
    void a_message_without_end_is_cut_off() {
      HostileRelay.Line line = inCall();
      String piece = "x".repeat(10_000);
      for (int i = 0; i < 8; i++) {
        line.begin(piece);
      }
      assertEverybodyIsAway();
      assertEquals(1, client.figures().refusals(LinkRefusal.OVERSIZED));
    }

    @Test
    void a_replayed_frame_and_one_out_of_order_lose_the_link() {
      HostileRelay.Line line = inCall();
      line.say(
          TO_COUNTER.encode(
              new RelayToCounter.Events(2, List.of(new RelayEvent.EpochBegan(ONE, 2)))));
      assertEverybodyIsAway();
      assertEquals(1, client.figures().refusals(LinkRefusal.REPLAYED_FRAME));
    }

    @Test
    void events_about_unknown_conversations_and_out_of_order_are_dropped_and_counted() {
      HostileRelay.Line line = inCall();
      ConversationId other = new ConversationId("conversation-000099");
      line.say(
          TO_COUNTER.encode(
              new RelayToCounter.Events(
                  3,
                  List.of(
                      new RelayEvent.EpochBegan(other, 1),
                      new RelayEvent.EpochBegan(ONE, 7),
                      new RelayEvent.EpochBegan(ONE, 2)))));
      assertEquals(new RelayEvent.EpochBegan(ONE, 2), next(heard));
      assertEquals(1, client.figures().refusals(LinkRefusal.UNKNOWN_CONVERSATION));
      assertEquals(1, client.figures().refusals(LinkRefusal.EPOCH_OUT_OF_ORDER));
      assertEquals(HealthCheck.Status.UP, client.check().look());
    }

    @Test
    void a_relay_that_falls_silent_has_lost_the_link() {
      inCall();
      clock.shift(LinkLimits.SILENCE.plusSeconds(1));
      assertEverybodyIsAway();
    }

    @Test
    void a_relay_that_does_not_read_costs_a_new_link_and_no_memory() {
      inCall(); // and reads nothing from here on
      List<Integer> told = new ArrayList<>();
      while (client.figures().resyncs() == 0 && told.size() < 2_000_000) {
        client.tell(ONE, PANEL_CLOSED);
        told.add(1);
      }
      assertEquals(1, client.figures().resyncs());
      assertEverybodyIsAway();
    }
  }

  /** Real time, moved. */
  private static final class ShiftedClock implements InstantSource {
    private volatile Duration shift = Duration.ZERO;

    void shift(Duration by) {
      shift = by;
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(shift);
    }
  }
}
