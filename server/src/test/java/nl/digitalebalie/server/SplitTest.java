package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.counter.FakeServices;
import nl.digitalebalie.server.gate.LifeClock;
import nl.digitalebalie.server.identity.ResultTokens;
import nl.digitalebalie.server.policy.TestPolicies;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The relay and the counter part as two servers on real sockets, with a wire between that can be
 * cut.
 */
class SplitTest {
  private static final String SECRET = "a-secret-of-at-least-thirty-two-characters";

  private static final String MUNICIPALITIES =
      TestServer.CONFIG.substring(TestServer.CONFIG.indexOf("municipalities:\n"));

  private static final String STAFF =
      TestServer.CONFIG.substring(
          TestServer.CONFIG.indexOf("staff:\n"), TestServer.CONFIG.indexOf("municipalities:\n"));

  private static final String RELAY =
      """
      mode: demo
      http: {port: %1$d}
      admin: {port: 0}
      limits: {joinsPerMinute: 600}
      call: {residentGrace: 60s, staffGrace: 60s}
      link: {secret: "file:link.secret"}
      """
          + MUNICIPALITIES;

  private static final String COUNTER =
      """
      mode: demo
      http: {port: 0}
      admin: {port: 0}
      link: {relay: "http://localhost:%2$d", secret: "file:link.secret"}
      policyFile: policy.yaml
      identity:
        attestationKeyFile: keys/attestation.pem
        irma:
          server: %1$s/irma-server
          requestor: {method: publickey, name: counter, keyFile: requestor.pem}
          levels: {low: [Basis], substantial: [Substantieel], high: [Hoog]}
      cases:
        zgw:
          zaken: %1$s/zgw/zrc
          catalogi: %1$s/zgw/ztc
          documenten: %1$s/zgw/drc
          clientId: balie
          secret: a-secret-of-more-than-thirty-two-bytes
      audit:
        subjectKeyFile: keys/subject.key
      """
          + STAFF
          + MUNICIPALITIES;

  private static final String SDP =
      JsonMapper.shared()
          .writeValueAsString(
              "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
                  + "a=mid:0\r\na=fingerprint:sha-256 "
                  + "AB:".repeat(31)
                  + "AB\r\na=rtpmap:111 opus/48000/2\r\n");

  private static final String KEY = "\"key\":\"" + TestKeys.text(TestKeys.RESIDENT) + "\"";
  private static final String ANNOUNCEMENT =
      "\"announcement\":{\"ecdhKey\":\""
          + TestKeys.text(TestKeys.OTHER)
          + "\",\"signature\":\""
          + TestKeys.NO_SIGNATURE
          + "\"}";

  /** Far above anything on loopback; only a hang reaches it. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private FakeServices services;
  private TestServer relay;
  private TestServer counter;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    services = new FakeServices();
    Files.createDirectories(inside());
    Files.createDirectories(outside());
    Files.writeString(
        inside().resolve("requestor.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(ResultTokens.OTHER_KEY.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    // a lost link locks soon, and a busy machine still opens a panel in time
    Files.writeString(
        inside().resolve("policy.yaml"),
        TestPolicies.text("demo.yaml").replace("graceSeconds: 30", "graceSeconds: 10"));
    Files.writeString(inside().resolve("link.secret"), SECRET + "\n");
    Files.writeString(outside().resolve("link.secret"), SECRET + "\n");
    relay = startRelay(0);
    wire = Wire.to(relay.port());
    counter = startCounter(wire.port());
    awaitHealth(counter, health -> health.statusCode() == 200);
    awaitHealth(relay, health -> health.statusCode() == 200);
  }

  @AfterEach
  void stop() {
    counter.close();
    relay.close();
    wire.close();
    services.close();
  }

  private Path inside() {
    return folder.resolve("inside");
  }

  private Path outside() {
    return folder.resolve("outside");
  }

  private TestServer startRelay(int port) {
    return TestServer.start(RELAY.formatted(port), outside(), Clock.systemUTC(), Role.RELAY);
  }

  private TestServer startCounter(int relayPort) {
    return TestServer.start(
        COUNTER.formatted(services.url(), relayPort), inside(), Clock.systemUTC(), Role.COUNTER);
  }

  private static void awaitHealth(
      TestServer server, Predicate<java.net.http.HttpResponse<String>> wanted) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!wanted.test(server.admin("/health/ready"))) {
      assertTrue(Instant.now().isBefore(end), "the link did not get there in time");
    }
  }

  private static String linkStatus(java.net.http.HttpResponse<String> health) {
    for (JsonNode check : TestServer.json(health).get("checks")) {
      if (check.get("name").asString().equals("link")) {
        return check.get("status").asString();
      }
    }
    return "";
  }

  private static String in(String conversation) {
    return "\"conversation\":\"" + conversation + "\"";
  }

  /** A call between a resident and fatma, whose panel is open. */
  private final class Talk {
    final JsonNode signedIn = counter.signIn("fatma");
    TestSocket toRelay = relay.staff(signedIn.get("relayTicket").asString());
    final TestSocket toCounter = counter.counter(signedIn.get("counterTicket").asString());
    final String ticket = relay.walkIn();
    TestSocket resident = relay.resident(ticket);
    final String conversation = resident.next("welcome").get("conversation").asString();

    String staffTicket = "";
    private Instant offeredAt = Instant.EPOCH;
    int lifeSigns;

    Talk begin() {
      toCounter.next("welcome");
      resident.say("announce-key", KEY);
      resident.say(
          "join-queue",
          "\"channel\":\"VIDEO\",\"language\":\"NL\","
              + "\"media\":{\"microphone\":\"ON\",\"camera\":\"ON\"}");
      resident.next("waiting");
      toRelay.say("accept", in(conversation));
      String residentKey = toRelay.next("accepted").get("residentKey").asString();
      assertEquals(TestKeys.text(TestKeys.RESIDENT), residentKey);
      awaitKnown();
      bind(toCounter);
      offer(1);
      resident.say("answer", "\"epoch\":1,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
      toRelay.next("answer");
      return this;
    }

    /**
     * The counter part hears of a conversation a moment later than the staff client; its answer to
     * the resident comes after all that the relay said before.
     */
    private void awaitKnown() {
      resident.say("start-disclosure", consent("disclosure-00000001"));
      assertEquals("NO_DISCLOSURE_ASKED", resident.refused());
    }

    void bind(TestSocket counterPart) {
      counterPart.say(
          "bind-channel",
          in(conversation)
              + ",\"counterKey\":\""
              + TestKeys.text(TestKeys.COUNTER)
              + "\",\"residentKey\":\""
              + TestKeys.text(TestKeys.RESIDENT)
              + "\"");
      JsonNode bound = counterPart.next("channel-bound");
      assertEquals(binding().base64url(), bound.get("binding").asString());
      staffTicket = bound.get("ticket").asString();
    }

    ChannelBinding binding() {
      return TestKeys.binding(
          new ConversationId(conversation), TestKeys.RESIDENT, TestKeys.COUNTER);
    }

    void offer(int epoch) {
      toRelay.say(
          "offer",
          in(conversation)
              + ",\"epoch\":"
              + epoch
              + ",\"ticket\":\""
              + staffTicket
              + "\",\"sdp\":"
              + SDP
              + ","
              + ANNOUNCEMENT);
      assertEquals(staffTicket, resident.next("offer").get("ticket").asString());
      offeredAt = Instant.now();
      lifeSigns = 0;
    }

    /** The tick of 5 s of this epoch, and never the same twice. */
    private void nextSign() {
      int tick = 1 + (int) Duration.between(offeredAt, Instant.now()).dividedBy(LifeClock.TICK);
      lifeSigns = Math.max(lifeSigns + 1, tick);
    }

    String asked() {
      toCounter.say("ask-disclosure", in(conversation) + ",\"purpose\":\"wmo\"");
      return resident.next("disclosure-asked").get("disclosure").asString();
    }

    /** Both sign that they are there. */
    void flows(int epoch) {
      nextSign();
      resident.say("heartbeat", lifeSign(TestKeys.RESIDENT, Party.RESIDENT, epoch));
      staffFlows(epoch);
    }

    private void staffFlows(int epoch) {
      staffFlows(toCounter, epoch);
    }

    void staffFlows(TestSocket counterPart, int epoch) {
      counterPart.say(
          "heartbeat",
          in(conversation)
              + ",\"media\":\"FLOWING\","
              + lifeSign(TestKeys.COUNTER, Party.COUNTER, epoch));
    }

    /**
     * The resident's sign comes by way of the relay: when the same sign is refused, all before it
     * was heard.
     */
    private void awaitResidentHeard(int epoch) {
      nextSign();
      String sign = lifeSign(TestKeys.RESIDENT, Party.RESIDENT, epoch);
      resident.say("heartbeat", sign).say("heartbeat", sign);
      assertEquals("SIGNATURE_REFUSED", resident.refused());
    }

    private String lifeSign(KeyPair key, Party party, int epoch) {
      return "\"epoch\":"
          + epoch
          + ",\"number\":"
          + lifeSigns
          + ",\"signature\":\""
          + TestKeys.lifeSign(key, party, binding(), epoch, lifeSigns)
          + "\"";
    }

    String consent(String disclosure) {
      return "\"disclosure\":\""
          + disclosure
          + "\",\"device\":\"THIS_DEVICE\",\"signature\":\""
          + TestKeys.consent(
              TestKeys.RESIDENT, binding(), new DisclosureId(disclosure), WalletDevice.THIS_DEVICE)
          + "\"";
    }

    Talk open() {
      awaitResidentHeard(1);
      staffFlows(1);
      toCounter.say(
          "code-checked",
          in(conversation)
              + ",\"epoch\":1,\"result\":\"MATCHED\",\"binding\":\""
              + binding().base64url()
              + "\"");
      resident.say("start-disclosure", consent(asked()));
      resident.next("disclosure-started");
      services.status = "DONE";
      assertEquals(1, toCounter.next("panel-opened").get("content").get("cases").size());
      assertTrue(resident.next("panel-visibility").get("categories").size() > 0);
      return this;
    }

    JsonNode openAgain(int epoch) {
      awaitResidentHeard(epoch);
      staffFlows(epoch);
      toCounter.say("open-panel", in(conversation) + ",\"epoch\":" + epoch);
      return toCounter.next("panel-opened");
    }
  }

  @Test
  void from_the_link_to_the_panel_and_the_contact_over_two_processes() {
    Talk talk = new Talk().begin().open();

    talk.toRelay.say("hang-up", in(talk.conversation));
    assertEquals("STAFF_HUNG_UP", talk.resident.next("ended").get("reason").asString());
    assertEquals(
        "CONVERSATION_ENDED", talk.toCounter.next("panel-locked").get("reason").asString());
    talk.toCounter.say(
        "register-contact", in(talk.conversation) + ",\"outcome\":\"ANSWERED\",\"note\":\"ok\"");
    talk.toCounter.next("contact-registered");
  }

  @Test
  void signing_out_at_the_counter_part_closes_the_door_of_the_relay() {
    JsonNode signedIn = counter.signIn("fatma");
    String ticket = signedIn.get("relayTicket").asString();
    TestSocket staff = relay.staff(ticket);
    staff.next("welcome");

    counter.send(
        HttpRequest.newBuilder(URI.create(counter.origin() + "/counter/sign-out"))
            .header("Authorization", "Bearer " + signedIn.get("counterTicket").asString())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());

    assertEquals(4401, staff.closeCode());
    assertEquals(new TestSocket.Refusal(401, "TICKET_INVALID"), staffRefused(ticket));
  }

  private TestSocket.Refusal staffRefused(String ticket) {
    return TestSocket.refusal(
        relay.http,
        "ws://localhost:" + relay.port() + "/relay/staff",
        builder -> builder.header("Authorization", "Bearer " + ticket));
  }

  @Test
  void a_lost_link_locks_the_panel_after_the_grace_time_and_the_call_goes_on() {
    Talk talk = new Talk().begin().open();

    wire.cut();
    // the call is the relay's: what the two say to each other still passes
    talk.resident.say("media-state", "\"media\":{\"microphone\":\"OFF\",\"camera\":\"ON\"}");
    assertEquals("OFF", talk.toRelay.next("media-state").get("media").get("microphone").asString());
    awaitHealth(relay, health -> health.statusCode() == 503 && linkStatus(health).equals("DOWN"));
    awaitHealth(counter, health -> health.statusCode() == 503 && linkStatus(health).equals("DOWN"));
    assertEquals("STAFF_CONNECTION_LOST", lockedWhileMediaFlows(talk).get("reason").asString());
    talk.resident.say("start-disclosure", talk.consent("disclosure-00000001"));
    assertEquals("IDENTITY_PROVIDER_UNAVAILABLE", talk.resident.refused());
    talk.toCounter.say("open-panel", in(talk.conversation) + ",\"epoch\":1");
    assertEquals("GATE_CLOSED", talk.toCounter.refused());

    wire.mend();
    awaitHealth(counter, health -> health.statusCode() == 200);
    JsonNode visible = talk.resident.next("panel-visibility");
    assertEquals(0, visible.get("categories").size());
    assertEquals(1, talk.openAgain(1).get("content").get("cases").size());
  }

  /** Only the link is lost: the staff client says that media flows, and that helps nothing. */
  private JsonNode lockedWhileMediaFlows(Talk talk) {
    talk.flows(1);
    return talk.toCounter.next("panel-locked");
  }

  @Test
  void a_relay_that_starts_anew_tells_what_goes_on_and_admits_its_staff() {
    Talk talk = new Talk().begin().open();
    int port = relay.port();

    relay.close();
    relay = startRelay(port);
    talk.toRelay = relay.staff(talk.signedIn.get("relayTicket").asString());
    JsonNode current = talk.toRelay.next("welcome").get("current");
    assertEquals(talk.conversation, current.get("conversation").asString());
    assertEquals(2, current.get("nextEpoch").asInt());
    talk.resident = relay.resident(talk.ticket);
    assertEquals("IN_CALL", talk.resident.next("welcome").get("stage").asString());
    talk.resident.say("announce-key", KEY);
    awaitHealth(counter, health -> health.statusCode() == 200);

    talk.offer(2);
    // whether the panel was locked by the absence or by the new connection: nobody sees a case
    talk.toCounter.next("panel-locked");
    // the same keys, so what the gate knew of the channel and of the resident still holds
    assertEquals(1, talk.openAgain(2).get("content").get("cases").size());
    talk.toRelay.say("hang-up", in(talk.conversation));
    assertEquals("STAFF_HUNG_UP", talk.resident.next("ended").get("reason").asString());
  }

  @Test
  void a_counter_part_that_starts_anew_learns_of_the_call_and_asks_again_who_it_is() {
    Talk talk = new Talk().begin().open();
    counter.close();
    counter = startCounter(wire.port());
    awaitHealth(counter, health -> health.statusCode() == 200);

    TestSocket again = counter.counter(talk.signedIn.get("counterTicket").asString());
    JsonNode current = again.next("welcome").get("current");
    assertEquals(talk.conversation, current.get("conversation").asString());
    assertEquals("NOT_IDENTIFIED", current.get("locked").asString());
    // before that, nobody can be heard; the page is not punished for it
    talk.resident.say("heartbeat", talk.lifeSign(TestKeys.RESIDENT, Party.RESIDENT, 1));
    assertEquals("NOT_IN_THIS_STATE", talk.resident.refused());
    talk.bind(again);
    assertEquals("NONE", again.next("channel-assured").get("channel").asString());
    again.say("open-panel", in(talk.conversation) + ",\"epoch\":1");
    assertEquals("GATE_CLOSED", again.refused());

    // the connection of before goes on, and its signs of life with it
    talk.nextSign();
    talk.staffFlows(again, 1);
    again.say(
        "code-checked",
        in(talk.conversation)
            + ",\"epoch\":1,\"result\":\"MATCHED\",\"binding\":\""
            + talk.binding().base64url()
            + "\"");
    assertEquals("SPOKEN", again.next("channel-assured").get("channel").asString());
  }

  @Test
  void a_conversation_that_ended_while_the_link_was_lost_is_over_with_its_reason() {
    Talk talk = new Talk().begin().open();
    wire.cut();
    talk.toRelay.say("hang-up", in(talk.conversation));
    talk.resident.next("ended");
    wire.mend();
    awaitHealth(counter, health -> health.statusCode() == 200);
    assertEquals("CONVERSATION_ENDED", next(talk.toCounter, "panel-locked", "CONVERSATION_ENDED"));
    counter.close();
    assertEquals(List.of("{\"reason\":\"STAFF_HUNG_UP\"}"), ends());
    counter = startCounter(wire.port());
  }

  private static String next(TestSocket socket, String type, String wanted) {
    String reason = socket.next(type).get("reason").asString();
    return reason.equals(wanted) ? reason : socket.next(type).get("reason").asString();
  }

  private List<String> ends() {
    try (SqliteStore store =
        SqliteStore.open(inside().resolve("counter.sqlite"), Set.of(Tables.COUNTER))) {
      return store
          .read(sql ->
              sql.rows(
                  "SELECT body FROM audit WHERE kind = 'conversation-ended'",
                  Map.of(),
                  row -> row.text("body")))
          .fold(rows -> rows, code -> List.of(code));
    }
  }

  @Test
  void the_relay_holds_no_key_no_account_and_no_table_of_the_counter_part() throws IOException {
    new Talk().begin().open();
    counter.close();
    relay.close();

    Set<String> names;
    try (Stream<Path> files = Files.walk(outside())) {
      names =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .collect(java.util.stream.Collectors.toSet());
    }
    names.removeIf(name -> name.startsWith("relay.sqlite"));
    assertEquals(Set.of("link.secret"), names);
    String database =
        Files.readString(
            outside().resolve("relay.sqlite"), java.nio.charset.StandardCharsets.ISO_8859_1);
    for (String secret :
        List.of("pbkdf2", "PRIVATE KEY", "\"d\":", "999993653", "van den Berg", "ZAAK-2025")) {
      assertFalse(database.contains(secret), secret);
    }
    Set<String> tables = tables();
    assertTrue(tables.containsAll(Set.of("conversation", "invitation", "seen_staff")));
    for (String table : List.of("audit", "used_token", "contact", "revoked_ticket")) {
      assertFalse(tables.contains(table), table);
    }
    counter = startCounter(wire.port());
    relay = startRelay(0);
  }

  private Set<String> tables() {
    try (SqliteStore store =
        SqliteStore.open(outside().resolve("relay.sqlite"), Set.of(Tables.RELAY))) {
      return Set.copyOf(
          store
              .read(sql ->
                  sql.rows("SELECT name FROM sqlite_master", Map.of(), row -> row.text("name")))
              .fold(rows -> rows, code -> List.of(code)));
    }
  }

  @Test
  void each_process_answers_its_own_paths_only() {
    // no such route: what is left are pages, and nobody posts to a page
    assertEquals(405, relay.post("/counter/sign-in", "{}").statusCode());
    assertEquals(404, relay.get("/counter/staff").statusCode());
    assertEquals(404, counter.get("/api/site").statusCode());
    assertEquals(404, counter.get("/").statusCode());
    assertEquals(404, counter.get("/relay/resident").statusCode());
    JsonNode site = TestServer.json(relay.get("/site.json"));
    assertEquals("Gemeente Voorbeeld", site.get("municipalities").get(0).get("name").asString());
    assertFalse(site.has("relay"));
  }

  @Test
  void a_call_back_waits_at_the_relay_for_the_counter_part_and_is_forgotten_there() {
    counter.close();
    assertEquals(
        201,
        relay
            .post(
                "/api/callbacks",
                "{\"municipality\":\"voorbeeld\",\"topic\":\"wmo\",\"name\":\"S. Berg\","
                    + "\"phone\":\"0612345678\"}")
            .statusCode());
    counter = startCounter(wire.port());

    TestSocket fatma = counter.counter(counter.signIn("fatma").get("counterTicket").asString());
    JsonNode picture = fatma.next("callbacks");
    while (picture.get("entries").isEmpty()) {
      picture = fatma.next("callbacks");
    }

    assertEquals("IN_TIME", picture.get("entries").get(0).get("urgency").asString());
    Instant end = Instant.now().plus(PATIENCE);
    while (atTheRelay() > 0) {
      assertTrue(Instant.now().isBefore(end), "the relay did not forget it");
    }
  }

  private long atTheRelay() {
    try (SqliteStore store =
        SqliteStore.open(outside().resolve("relay.sqlite"), Set.of(Tables.RELAY))) {
      return store
          .read(sql ->
              sql.rows(
                      "SELECT COUNT(*) AS n FROM callback_request",
                      Map.of(),
                      row -> row.number("n"))
                  .getFirst())
          .fold(count -> count, code -> -1L);
    }
  }
}
