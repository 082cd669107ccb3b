package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The assembled server over real sockets, played by a resident and staff. */
class ServerTest {
  private static final String JOIN =
      "\"channel\":\"VIDEO\",\"language\":\"NL\",\"media\":{\"microphone\":\"ON\",\"camera\":\"ON\"}";
  private static final String FINGERPRINT = "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB\r\n";
  private static final String SDP = sdp(FINGERPRINT);

  /** Descriptions that nobody may send: with no, a weak, a broken and a second fingerprint. */
  private static final List<String> BAD_SDP =
      List.of(
          sdp(""),
          sdp("a=fingerprint:sha-1 " + "AB:".repeat(19) + "AB\r\n"),
          sdp("a=fingerprint:sha-256 AB:CD\r\n"),
          sdp(FINGERPRINT + FINGERPRINT.replace("AB", "CD")));

  private static final String KEY = "\"key\":\"" + TestKeys.text(TestKeys.RESIDENT) + "\"";
  private static final String ANNOUNCEMENT =
      "\"announcement\":{\"ecdhKey\":\""
          + TestKeys.text(TestKeys.OTHER)
          + "\",\"signature\":\""
          + TestKeys.NO_SIGNATURE
          + "\"}";

  private static final TestSocket.Refusal UNAUTHORIZED =
      new TestSocket.Refusal(401, "TICKET_INVALID");
  private static final TestSocket.Refusal FOREIGN = new TestSocket.Refusal(403, "TICKET_INVALID");

  private static String sdp(String fingerprints) {
    return JsonMapper.shared()
        .writeValueAsString(
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
                + "a=mid:0\r\n"
                + fingerprints
                + "a=rtpmap:111 opus/48000/2\r\n");
  }

  /** The relay carries ticket and announcement unread. */
  private static String offer(String conversation, int epoch, String sdp) {
    return "\"conversation\":\""
        + conversation
        + "\",\"epoch\":"
        + epoch
        + ",\"sdp\":"
        + sdp
        + ",\"ticket\":\"t\","
        + ANNOUNCEMENT;
  }

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(data);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestSocket staff(String name) {
    return server.staff(server.signIn(name).get("relayTicket").asString());
  }

  /** A resident, the ticket to come back with, and the staff member who talks to them. */
  private record Call(String conversation, String ticket, TestSocket resident, TestSocket staff) {
    /** What each says arrives at the other, and no candidate of anybody else before it. */
    void goesOn(int port) {
      String candidate =
          "\"epoch\":1,\"candidate\":{\"line\":\"candidate:1 1 udp 1 192.0.2.1 "
              + port
              + " typ host\",\"mid\":\"0\"}";
      resident.say("candidate", candidate);
      assertTrue(line(staff).contains(" " + port + " "));
      staff.say("candidate", "\"conversation\":\"" + conversation + "\"," + candidate);
      assertTrue(line(resident).contains(" " + port + " "));
    }

    private static String line(TestSocket receiver) {
      return receiver.next("candidate").get("candidate").get("line").asString();
    }
  }

  /** A resident who redeemed a link, and now waits for this staff member. */
  private Call waiting(TestSocket staff, String ticket) {
    TestSocket resident = server.resident(ticket);
    String conversation = resident.next("welcome").get("conversation").asString();
    resident.say("announce-key", KEY).say("join-queue", JOIN);
    resident.next("waiting");
    return new Call(conversation, ticket, resident, staff);
  }

  /** Accepted, and nobody offered anything yet. */
  private static Call accepted(Call waiting) {
    waiting.staff.say("accept", "\"conversation\":\"" + waiting.conversation + "\"");
    assertEquals(
        waiting.conversation, waiting.staff.next("accepted").get("conversation").asString());
    waiting.resident.next("accepted");
    return waiting;
  }

  /** A resident in a call with this staff member, the offer of epoch 1 answered. */
  private Call call(TestSocket staff) {
    Call call = accepted(waiting(staff, server.walkIn()));
    staff.say("offer", offer(call.conversation, 1, SDP));
    assertEquals(1, call.resident.next("offer").get("epoch").asInt());
    call.resident.say("answer", "\"epoch\":1,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
    staff.next("answer");
    return call;
  }

  @Test
  void a_call_from_the_link_to_the_feedback() {
    TestSocket fatma = staff("fatma");
    assertEquals(
        "voorbeeld", fatma.next("welcome").get("municipalities").get(0).get("id").asString());
    fatma.next("queue");
    fatma.next("invitations");
    Call call = call(fatma);

    call.resident.say(
        "candidate",
        "\"epoch\":1,\"candidate\":{\"line\":\"candidate:1 1 udp 1 192.0.2.1 9 typ host\","
            + "\"mid\":\"0\"}");
    assertEquals(1, fatma.next("candidate").get("epoch").asInt());
    fatma.say("hang-up", "\"conversation\":\"" + call.conversation + "\"");

    JsonNode ended = call.resident.next("ended");
    assertEquals("STAFF_HUNG_UP", ended.get("reason").asString());
    assertEquals(1000, call.resident.closeCode());
    String answer =
        "{\"ticket\":\""
            + ended.get("feedbackTicket").asString()
            + "\",\"score\":5,\"sentence\":\"Fijn.\"}";
    assertEquals(204, server.post("/api/feedback", answer).statusCode());
    assertEquals(404, server.post("/api/feedback", answer).statusCode());
  }

  @Test
  void feedback_is_kept_with_topic_and_hour_and_never_with_a_person() {
    server.close();
    server =
        TestServer.start(TestServer.CONFIG, data, () -> Instant.parse("2026-11-23T14:37:25.123Z"));
    Call call = call(staff("fatma"));
    call.staff.say("hang-up", "\"conversation\":\"" + call.conversation + "\"");
    String ticket = call.resident.next("ended").get("feedbackTicket").asString();
    String answer = "{\"ticket\":\"" + ticket + "\",\"score\":4,\"sentence\":\"Fijn gesprek.\"}";
    assertEquals(204, server.post("/api/feedback", answer).statusCode());
    server.close();

    try (Store store =
        new StoreAddress.File(data.resolve(Role.ALL.database()))
            .open(EnumSet.allOf(Tables.class))) {
      List<String> columns =
          rows(store, "SELECT name FROM pragma_table_info('feedback')", row -> row.text("name"));
      assertEquals(
          List.of(
              Map.of(
                  "municipality",
                  "voorbeeld",
                  "topic",
                  "wmo",
                  "channel",
                  "VIDEO",
                  "hour",
                  "2026-11-23T14Z",
                  "score",
                  "4",
                  "sentence",
                  "Fijn gesprek.")),
          rows(
              store,
              "SELECT * FROM feedback",
              row ->
                  columns.stream()
                      .collect(
                          Collectors.toMap(
                              column -> column,
                              column ->
                                  column.equals("score")
                                      ? Long.toString(row.number(column))
                                      : row.text(column)))));
      assertEquals(
          List.of(),
          rows(store, "SELECT ticket_hash FROM feedback_ticket", row -> row.text("ticket_hash")),
          "nothing is left that the ticket could be joined by");
    }
  }

  private static <T> List<T> rows(Store store, String query, Sql.RowReader<T> reader) {
    return store
        .read(sql -> sql.rows(query, Map.of(), reader))
        .fold(
            done -> done,
            code -> {
              throw new AssertionError(code);
            });
  }

  @Test
  void two_staff_members_accept_at_once_and_one_wins() {
    TestSocket fatma = staff("fatma");
    TestSocket joris = staff("joris");
    TestSocket resident = server.resident(server.walkIn());
    String conversation = resident.next("welcome").get("conversation").asString();
    resident.say("announce-key", KEY).say("join-queue", JOIN);
    fatma.next("queue");
    joris.next("queue");
    resident.next("waiting");

    String accept = "{\"v\":1,\"type\":\"accept\",\"conversation\":\"" + conversation + "\"}";
    var first = fatma.raw().sendText(accept, true);
    var second = joris.raw().sendText(accept, true);
    first.join();
    second.join();

    String winner = resident.next("accepted").get("staff").get("displayName").asString();
    TestSocket loser = winner.equals("F. Yilmaz") ? joris : fatma;
    assertEquals("ALREADY_TAKEN", loser.refused());
  }

  @Test
  void a_reloaded_page_goes_on_in_the_call() {
    Call call = call(staff("fatma"));

    TestSocket again = server.resident(call.ticket);

    assertEquals(4409, call.resident.closeCode());
    assertEquals("IN_CALL", again.next("welcome").get("stage").asString());
    again.next("accepted");
    again.say("announce-key", KEY);
    assertEquals(2, call.staff.next("want-new-connection").get("nextEpoch").asInt());
  }

  @Test
  void a_reopened_staff_client_finds_its_conversation() {
    JsonNode signedIn = server.signIn("fatma");
    TestSocket fatma = server.staff(signedIn.get("relayTicket").asString());
    Call call = call(fatma);

    fatma.drop();
    assertEquals("AWAY", call.resident.next("staff-presence").get("presence").asString());
    TestSocket again = server.staff(signedIn.get("relayTicket").asString());

    JsonNode current = again.next("welcome").get("current");
    assertEquals(call.conversation, current.get("conversation").asString());
    assertEquals(2, current.get("nextEpoch").asInt());
    assertEquals("HERE", call.resident.next("staff-presence").get("presence").asString());
  }

  /** Who closes the client signs in anew; its first socket may be gone or still half open. */
  @Test
  void a_second_sign_in_takes_up_the_conversation_and_a_colleague_does_not_get_it() {
    String firstTicket = server.signIn("fatma").get("relayTicket").asString();
    Call call = call(server.staff(firstTicket));

    call.staff.drop();
    assertEquals("AWAY", call.resident.next("staff-presence").get("presence").asString());
    TestSocket joris = staff("joris");
    assertFalse(joris.next("welcome").has("current"));
    joris.say("offer", offer(call.conversation, 2, SDP));
    assertEquals("NOT_YOUR_CONVERSATION", joris.refused());
    joris.say("accept", "\"conversation\":\"" + call.conversation + "\"");
    joris.refused();

    String secondTicket = server.signIn("fatma").get("relayTicket").asString();
    assertNotEquals(firstTicket, secondTicket);
    TestSocket second = server.staff(secondTicket);
    assertTakesUp(call, second);
    assertEquals("HERE", call.resident.next("staff-presence").get("presence").asString());
    second.say("offer", offer(call.conversation, 2, SDP));
    assertEquals(2, call.resident.next("offer").get("epoch").asInt());
    call.resident.say("answer", "\"epoch\":2,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
    assertEquals(2, second.next("answer").get("epoch").asInt());

    // the second one did not end as it should: the third takes its place
    TestSocket third = staff("fatma");
    assertEquals(4409, second.closeCode());
    assertEquals(3, assertTakesUp(call, third).get("nextEpoch").asInt());
    third.say("hang-up", "\"conversation\":\"" + call.conversation + "\"");
    assertEquals("STAFF_HUNG_UP", call.resident.next("ended").get("reason").asString());
  }

  private static JsonNode assertTakesUp(Call call, TestSocket staff) {
    JsonNode current = staff.next("welcome").get("current");
    assertEquals(call.conversation, current.get("conversation").asString());
    return current;
  }

  @Test
  void after_a_restart_of_the_server_waiting_places_and_calls_go_on() {
    JsonNode signedIn = server.signIn("fatma");
    Call call = call(server.staff(signedIn.get("relayTicket").asString()));
    String waitingTicket = server.walkIn();
    TestSocket waiting = server.resident(waitingTicket);
    waiting.next("welcome");
    waiting.say("announce-key", KEY).say("join-queue", JOIN);
    waiting.next("waiting");

    server.close();
    server = TestServer.start(data);

    TestSocket fatma = server.staff(signedIn.get("relayTicket").asString());
    assertEquals(
        call.conversation, fatma.next("welcome").get("current").get("conversation").asString());
    TestSocket resident = server.resident(call.ticket);
    assertEquals("IN_CALL", resident.next("welcome").get("stage").asString());
    resident.say("announce-key", KEY);
    assertEquals(2, fatma.next("want-new-connection").get("nextEpoch").asInt());
    assertEquals("WAITING", server.resident(waitingTicket).next("welcome").get("stage").asString());
  }

  @Test
  void a_conversation_that_is_over_before_a_restart_is_not_found_after_it() {
    Call call = call(staff("fatma"));
    call.resident.say("leave", "\"manner\":\"OPENLY\"");
    call.resident.next("ended");

    server.close();
    server = TestServer.start(data);

    assertEquals(
        UNAUTHORIZED,
        TestSocket.refusal(
            server.http,
            "ws://localhost:" + server.port() + "/relay/resident",
            builder ->
                builder
                    .header("Origin", server.origin())
                    .subprotocols("balie.v1", "ticket." + call.ticket)));
  }

  // Links

  private JsonNode invite(TestSocket staff, String startsAt) {
    staff.say(
        "create-invitation",
        "\"request\":1,\"municipality\":\"voorbeeld\",\"topic\":\"wmo\"" + startsAt);
    return staff.next("invitation-created");
  }

  private HttpResponse<String> redeem(JsonNode created) {
    String link = created.get("link").asString();
    return server.post(
        "/api/conversations", "{\"invitation\":\"" + link.substring(link.indexOf('#') + 1) + "\"}");
  }

  private static String code(HttpResponse<String> answer) {
    return TestServer.json(answer).get("code").asString();
  }

  @Test
  void an_invitation_opens_one_conversation_for_one_browser() {
    TestSocket fatma = staff("fatma");
    JsonNode created = invite(fatma, "");
    assertTrue(created.get("link").asString().startsWith(server.origin() + "/u#"));

    assertEquals(201, redeem(created).statusCode());
    HttpResponse<String> second = redeem(created);
    assertEquals(409, second.statusCode());
    assertEquals("LINK_USED", code(second));
    assertEquals("14 099", TestServer.json(second).get("contact").get("phone").asString());
  }

  @Test
  void a_link_that_is_used_again_leaves_the_first_resident_where_they_were() {
    TestSocket fatma = staff("fatma");
    JsonNode created = invite(fatma, "");
    Call first = waiting(fatma, TestServer.json(redeem(created)).get("ticket").asString());
    for (int again = 0; again < 3; again++) {
      HttpResponse<String> answer = redeem(created);
      assertEquals("LINK_USED", code(answer));
      assertFalse(answer.body().contains("\"ticket\""));
    }

    accepted(first);
    assertEquals("LINK_USED", code(redeem(created)));
    fatma.say("offer", offer(first.conversation, 1, SDP));
    first.resident.next("offer");
    first.resident.say("answer", "\"epoch\":1,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
    fatma.next("answer");
    first.goesOn(1);
    assertFalse(first.resident.closed.isDone());
  }

  @Test
  void an_expired_invitation_is_gone_and_says_whom_to_call() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    server.close();
    server = TestServer.start(TestServer.CONFIG, data, now::get);
    TestSocket fatma = staff("fatma");
    JsonNode used = invite(fatma, "");
    JsonNode late = invite(fatma, "");
    now.set(Instant.parse(late.get("invitation").get("expiresAt").asString()).minusSeconds(1));
    assertEquals(201, redeem(used).statusCode());
    now.updateAndGet(instant -> instant.plusSeconds(1));

    HttpResponse<String> answer = redeem(late);
    assertEquals(410, answer.statusCode());
    assertEquals(
        "application/problem+json; charset=utf-8",
        answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("LINK_EXPIRED", code(answer));
    assertEquals("14 099", TestServer.json(answer).get("contact").get("phone").asString());
    assertFalse(answer.body().contains("ticket"));
  }

  @Test
  void a_withdrawn_an_unknown_and_an_early_invitation_are_refused() {
    TestSocket fatma = staff("fatma");
    JsonNode created = invite(fatma, "");
    String id = created.get("invitation").get("id").asString();
    fatma.next("invitations");
    fatma.say("withdraw-invitation", "\"invitation\":\"" + id + "\"");
    assertEquals(0, fatma.next("invitations").get("invitations").size());
    HttpResponse<String> withdrawn = redeem(created);
    assertEquals(410, withdrawn.statusCode());
    assertEquals("LINK_EXPIRED", code(withdrawn));

    assertEquals(
        "LINK_UNKNOWN",
        code(server.post("/api/conversations", "{\"invitation\":\"" + "x".repeat(43) + "\"}")));

    JsonNode tomorrow =
        invite(fatma, ",\"startsAt\":\"" + Instant.now().plusSeconds(86_400) + "\"");
    assertTrue(tomorrow.get("calendar").asString().contains("SUMMARY:Videogesprek met"));
    assertFalse(tomorrow.get("calendar").asString().contains("Wmo"));
    assertEquals("NOT_AVAILABLE", code(redeem(tomorrow)));
  }

  @Test
  void a_colleague_cannot_withdraw_an_invitation() {
    JsonNode created = invite(staff("fatma"), "");
    TestSocket joris = staff("joris");
    joris.say(
        "withdraw-invitation",
        "\"invitation\":\"" + created.get("invitation").get("id").asString() + "\"");
    assertEquals("LINK_UNKNOWN", joris.refused());
    assertEquals(201, redeem(created).statusCode());
  }

  @Test
  void bodies_are_read_strictly() {
    for (String body :
        new String[] {
          "",
          "[]",
          "{",
          "{\"municipality\":\"voorbeeld\"}",
          "{\"municipality\":\"voorbeeld\",\"topic\":\"wmo\",\"x\":1}",
          "{\"municipality\":\"voorbeeld\",\"topic\":\"wmo\",\"invitation\":\"a\"}",
          "{\"invitation\":\"" + "a".repeat(65) + "\"}",
          "{\"invitation\":7}"
        }) {
      assertEquals(400, server.post("/api/conversations", body).statusCode(), body);
    }
    assertEquals(
        404,
        server
            .post("/api/conversations", "{\"municipality\":\"nergens\",\"topic\":\"wmo\"}")
            .statusCode());
    assertEquals(413, server.post("/api/conversations", " ".repeat(20_000)).statusCode());
  }

  // Doors

  @Test
  void a_foreign_missing_or_null_origin_is_refused_before_the_upgrade() {
    String ticket = server.walkIn();
    String address = "ws://localhost:" + server.port() + "/relay/resident";
    for (String origin : new String[] {"https://evil.example", "null", "http://localhost:1"}) {
      assertEquals(
          FOREIGN,
          TestSocket.refusal(
              server.http,
              address,
              builder ->
                  builder.header("Origin", origin).subprotocols("balie.v1", "ticket." + ticket)));
    }
    assertEquals(
        FOREIGN,
        TestSocket.refusal(
            server.http, address, builder -> builder.subprotocols("balie.v1", "ticket." + ticket)));
  }

  @Test
  void a_wrong_ticket_is_refused_before_the_upgrade() {
    String resident = "ws://localhost:" + server.port() + "/relay/resident";
    assertEquals(
        UNAUTHORIZED,
        TestSocket.refusal(
            server.http,
            resident,
            builder ->
                builder
                    .header("Origin", server.origin())
                    .subprotocols("balie.v1", "ticket." + "x".repeat(43))));
    JsonNode signedIn = server.signIn("fatma");
    String staff = "ws://localhost:" + server.port() + "/relay/staff";
    for (String ticket :
        new String[] {
          signedIn.get("counterTicket").asString(),
          signedIn.get("relayTicket").asString() + "x",
          "nonsense"
        }) {
      assertEquals(
          UNAUTHORIZED,
          TestSocket.refusal(
              server.http, staff, b -> b.header("Authorization", "Bearer " + ticket)));
    }
    assertEquals(
        FOREIGN,
        TestSocket.refusal(
            server.http,
            staff,
            builder ->
                builder
                    .header("Origin", server.origin())
                    .header("Authorization", "Bearer " + signedIn.get("relayTicket").asString())));
  }

  @Test
  void signing_out_ends_both_tickets() {
    JsonNode signedIn = server.signIn("fatma");
    assertEquals(204, signOut(signedIn).statusCode());
    assertEquals(
        UNAUTHORIZED,
        TestSocket.refusal(
            server.http,
            "ws://localhost:" + server.port() + "/relay/staff",
            b -> b.header("Authorization", "Bearer " + signedIn.get("relayTicket").asString())));
  }

  /** A socket that was open must not outlive the session: it would still see and open panels. */
  @Test
  void signing_out_closes_the_sockets_that_are_open() {
    JsonNode signedIn = server.signIn("fatma");
    TestSocket staff = server.staff(signedIn.get("relayTicket").asString());
    staff.next("welcome");
    TestSocket colleague = staff("joris");
    colleague.next("welcome");
    assertEquals(204, signOut(signedIn).statusCode());

    staff.say("set-presence", "\"presence\":\"AWAY\"");
    assertEquals(4401, staff.closeCode());
    colleague.say("accept", "\"conversation\":\"conversation-000001\"");
    assertEquals("UNKNOWN_CONVERSATION", colleague.refused());
  }

  private HttpResponse<String> signOut(JsonNode signedIn) {
    return server.send(
        java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(server.origin() + "/counter/sign-out"))
            .header("Authorization", "Bearer " + signedIn.get("counterTicket").asString())
            .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
            .build());
  }

  @Test
  void a_page_from_elsewhere_cannot_redeem_a_link() {
    for (String origin : new String[] {"https://evil.example", "null"}) {
      HttpResponse<String> answer =
          server.send(
              java.net.http.HttpRequest.newBuilder(
                      java.net.URI.create(server.origin() + "/api/conversations"))
                  .header("Origin", origin)
                  .POST(
                      java.net.http.HttpRequest.BodyPublishers.ofString(
                          "{\"municipality\":\"voorbeeld\",\"topic\":\"wmo\"}"))
                  .build());
      assertEquals(403, answer.statusCode());
      assertEquals("TICKET_INVALID", TestServer.json(answer).get("code").asString());
    }
  }

  @Test
  void guessing_a_password_is_slowed_down() {
    String wrong = "{\"name\":\"fatma\",\"password\":\"guess\"}";
    IntStream.range(0, 5)
        .forEach(i -> assertEquals(401, server.post("/counter/sign-in", wrong).statusCode()));
    assertEquals(429, server.post("/counter/sign-in", wrong).statusCode());
    assertEquals(
        401,
        server
            .post("/counter/sign-in", "{\"name\":\"nobody\",\"password\":\"guess\"}")
            .statusCode());
  }

  // Bad frames

  @Test
  void bad_frames_are_refused_by_code_and_the_conversation_goes_on() {
    Call call = call(staff("fatma"));
    call.resident.text("{");
    assertEquals("MALFORMED_JSON", call.resident.refused());
    call.resident.text("{\"v\":1,\"type\":\"dance\"}");
    assertEquals("UNKNOWN_TYPE", call.resident.refused());
    call.resident.text("{\"v\":2,\"type\":\"leave\"}");
    assertEquals("UNSUPPORTED_VERSION", call.resident.refused());
    call.resident.say("leave", "\"extra\":1");
    assertEquals("MALFORMED_MESSAGE", call.resident.refused());
    call.resident.say("announce-key", "\"key\":\"" + TestKeys.OFF_THE_CURVE + "\"");
    assertEquals("KEY_REFUSED", call.resident.refused());
    call.resident.say("answer", "\"epoch\":7,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
    assertEquals("ANSWER_WITHOUT_OFFER", call.resident.refused());
    call.staff.say("offer", offer(call.conversation, 2, "\"v=0\""));
    assertEquals("SDP_REFUSED", call.staff.refused());
    call.staff.say("hang-up", "\"conversation\":\"" + "y".repeat(22) + "\"");
    assertEquals("UNKNOWN_CONVERSATION", call.staff.refused());

    call.resident.say("media-state", "\"media\":{\"microphone\":\"OFF\",\"camera\":\"ON\"}");
    assertEquals("OFF", call.staff.next("media-state").get("media").get("microphone").asString());
  }

  @Test
  void a_staff_member_cannot_reach_into_a_colleagues_conversation() {
    Call call = call(staff("fatma"));
    TestSocket joris = staff("joris");
    joris.say("hang-up", "\"conversation\":\"" + call.conversation + "\"");
    assertEquals("NOT_YOUR_CONVERSATION", joris.refused());
    call.resident.say("want-new-connection", "\"epoch\":1");
    call.staff.next("want-new-connection");
  }

  @Test
  void a_peer_that_sends_nonsense_is_disconnected_and_others_are_not() {
    Call call = call(staff("fatma"));
    TestSocket hostile = server.resident(server.walkIn());
    IntStream.range(0, 10).forEach(i -> hostile.text("nonsense"));
    assertEquals(1008, hostile.closeCode());

    call.resident.say("want-new-connection", "\"epoch\":1");
    call.staff.next("want-new-connection");
  }

  @Test
  void bad_descriptions_and_answers_without_an_offer_reach_nobody_and_other_calls_go_on() {
    Call beside = call(staff("joris"));
    Call call = accepted(waiting(staff("fatma"), server.walkIn()));
    int turn = 1;

    call.resident.say("answer", "\"epoch\":1,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
    assertEquals("ANSWER_WITHOUT_OFFER", call.resident.refused());
    beside.goesOn(turn++);
    for (String bad : BAD_SDP) {
      call.staff.say("offer", offer(call.conversation, 1, bad));
      assertEquals("SDP_REFUSED", call.staff.refused(), bad);
      beside.goesOn(turn++);
    }
    call.staff.say("offer", offer(call.conversation, 1, SDP));
    assertEquals(SDP, text(call.resident.next("offer")), "the first that the resident gets");
    for (String bad : BAD_SDP) {
      call.resident.say("answer", "\"epoch\":1,\"sdp\":" + bad + "," + ANNOUNCEMENT);
      assertEquals("SDP_REFUSED", call.resident.refused(), bad);
      beside.goesOn(turn++);
    }
    call.resident.say("answer", "\"epoch\":1,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
    assertEquals(SDP, text(call.staff.next("answer")), "the first that the staff member gets");
    call.goesOn(turn++);
    beside.goesOn(turn);
  }

  /** The description of an offer or answer, as JSON. */
  private static String text(JsonNode described) {
    return JsonMapper.shared().writeValueAsString(described.get("sdp").asString());
  }

  @Test
  void oversized_and_binary_frames_close_that_socket_alone_and_its_owner_can_come_back() {
    Call beside = call(staff("joris"));
    Call call = call(staff("fatma"));

    call.resident.raw().sendText("x".repeat(70_000), true);
    assertEquals(1009, call.resident.closeCode());
    beside.goesOn(1);
    TestSocket again = server.resident(call.ticket);
    assertEquals("IN_CALL", again.next("welcome").get("stage").asString());

    again.raw().sendBinary(ByteBuffer.allocate(8), true);
    assertEquals(1003, again.closeCode());
    beside.goesOn(2);
    TestSocket once = server.resident(call.ticket);
    assertEquals("IN_CALL", once.next("welcome").get("stage").asString());
    once.next("accepted");
    once.say("announce-key", KEY);
    assertEquals(2, call.staff.next("want-new-connection").get("nextEpoch").asInt());
    beside.goesOn(3);
  }

  @Test
  void a_flood_of_messages_is_cut_off_and_the_server_answers_everybody_else() {
    Call beside = call(staff("joris"));
    String ticket = server.walkIn();
    TestSocket flood = server.resident(ticket);
    flood.next("welcome");
    // right in itself and without an answer: only the number of them is wrong
    String frame = "{\"v\":1,\"type\":\"announce-key\"," + KEY + "}";
    for (int i = 0; i < 10_000 && !flood.closed.isDone(); i++) {
      try {
        flood.raw().sendText(frame, true).join();
      } catch (java.util.concurrent.CompletionException closed) {
        break;
      }
    }

    assertEquals("TOO_MANY_MESSAGES", flood.refused());
    // whoever goes on writing may meet the end of the connection before they read why it ended
    assertTrue(Set.of(1008, TestSocket.BROKEN).contains(flood.closeCode()));
    beside.goesOn(1);
    assertEquals("ARRIVED", server.resident(ticket).next("welcome").get("stage").asString());
    call(staff("fatma")).goesOn(2);
  }

  // Sealed messages

  private static String sealed(int counter, int chars) {
    return "\"data\":{\"epoch\":1,\"counter\":"
        + counter
        + ",\"ciphertext\":\""
        + "A".repeat(chars)
        + "\"}";
  }

  /** 350 parts of 53 KB, four under way: what a sender of 10 MiB does. */
  @Test
  void a_file_of_ten_megabytes_passes_both_ways_and_signalling_beside_it() {
    Call call = call(staff("fatma"));
    String in = "\"conversation\":\"" + call.conversation + "\",";
    int parts = 350;
    for (int part = 1; part <= parts; part++) {
      call.staff.say("sealed", in + sealed(part, 53_300));
      call.resident.say("sealed", sealed(part, 53_300));
      if (part > 4) {
        assertEquals(part - 4, counter(call.resident));
        assertEquals(part - 4, counter(call.staff));
      }
    }
    for (int part = parts - 3; part <= parts; part++) {
      assertEquals(part, counter(call.resident));
      assertEquals(part, counter(call.staff));
    }
    call.resident.say("sealed-resend", "\"epoch\":1,\"from\":347");
    assertEquals(347, call.staff.next("sealed-resend").get("from").asInt());
  }

  private static int counter(TestSocket receiver) {
    return receiver.next("sealed").get("data").get("counter").asInt();
  }

  /** Who does not read must not be disconnected by what the other one pours in. */
  @Test
  void a_flood_of_sealed_frames_costs_the_other_side_nothing_but_those() {
    Call call = call(staff("fatma"));
    for (int part = 1; part <= 400; part++) {
      call.resident
          .raw()
          .sendText("{\"v\":1,\"type\":\"sealed\"," + sealed(part, 53_300) + "}", true)
          .join();
    }
    call.resident.say("media-state", "\"media\":{\"microphone\":\"OFF\",\"camera\":\"ON\"}");

    assertEquals("OFF", call.staff.next("media-state").get("media").get("microphone").asString());
    assertFalse(call.staff.closed.isDone());
    Call beside = call(staff("joris"));
    beside.resident.say("want-new-connection", "\"epoch\":1");
    beside.staff.next("want-new-connection");
  }

  @Test
  void a_frame_that_only_says_it_is_sealed_is_refused_and_counts() {
    Call call = call(staff("fatma"));
    for (int i = 0; i < 10; i++) {
      call.resident.text("{\"v\":1,\"type\":\"sealed\",\"x\":" + i + "}");
    }
    assertEquals(1008, call.resident.closeCode());
  }

  @Test
  void the_channel_is_switched_for_both() {
    Call call = call(staff("fatma"));
    call.resident.say("switch-channel", "\"channel\":\"PHONE\"");

    assertEquals("PHONE", call.resident.next("channel-changed").get("channel").asString());
    JsonNode told = call.staff.next("channel-changed");
    assertEquals("PHONE", told.get("channel").asString());
    assertEquals(2, told.get("nextEpoch").asInt());
  }

  // A page that is served from elsewhere

  private HttpResponse<String> from(String origin, String method, String path, String body) {
    return server.send(
        java.net.http.HttpRequest.newBuilder(java.net.URI.create(server.origin() + path))
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  @Test
  void a_page_of_the_allow_list_may_speak_to_the_api_from_another_origin() {
    server.close();
    server =
        TestServer.start(
            TestServer.CONFIG.replace(
                "http: {port: 0}", "http: {port: 0, origins: [\"https://pagina.example\"]}"),
            data);
    String page = "https://pagina.example";
    HttpResponse<String> preflight = from(page, "OPTIONS", "/api/conversations", "");
    assertEquals(204, preflight.statusCode());
    assertEquals(page, preflight.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    assertEquals(
        "Content-Type",
        preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow());
    HttpResponse<String> joined =
        from(
            page,
            "POST",
            "/api/conversations",
            "{\"municipality\":\"voorbeeld\",\"topic\":\"wmo\"}");
    assertEquals(201, joined.statusCode());
    assertEquals(page, joined.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    assertEquals("Origin", joined.headers().firstValue("Vary").orElseThrow());
    // a page must be able to read why it was refused
    assertTrue(
        from(page, "POST", "/api/conversations", "{")
            .headers()
            .firstValue("Access-Control-Allow-Origin")
            .isPresent());
  }

  @Test
  void a_page_from_elsewhere_is_told_nothing_about_what_it_may() {
    for (String path : new String[] {"/api/conversations", "/api/welcome"}) {
      HttpResponse<String> preflight = from("https://evil.example", "OPTIONS", path, "");
      assertEquals(403, preflight.statusCode());
      assertTrue(preflight.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }
    assertTrue(
        from(server.origin(), "OPTIONS", "/counter/sign-in", "")
            .headers()
            .firstValue("Access-Control-Allow-Origin")
            .isEmpty());
  }

  // Pages and health

  @Test
  void the_site_says_whom_the_page_may_believe() {
    JsonNode site = TestServer.json(server.get("/site.json"));
    assertTrue(site.get("demo").asBoolean());
    assertFalse(site.has("relay"));
    assertEquals("voorbeeld", site.get("municipalities").get(0).get("id").asString());
    assertEquals("Gemeente Voorbeeld", site.get("municipalities").get(0).get("name").asString());
    // the number that residents dial: the same as the relay tells, but not from the relay
    assertEquals(
        TestServer.json(server.get("/api/welcome?municipality=voorbeeld&topic=wmo"))
            .get("municipality")
            .get("contact"),
        site.get("municipalities").get(0).get("contact"));
    // no counter part here, so nobody to believe
    assertEquals(0, site.get("gateKeys").size());
    assertEquals(404, server.get("/api/site").statusCode());
  }

  @Test
  void health_is_on_the_admin_port_only() {
    assertEquals(200, server.admin("/health/started").statusCode());
    assertEquals(200, server.admin("/health/live").statusCode());
    HttpResponse<String> ready = server.admin("/health/ready");
    assertEquals(200, ready.statusCode());
    assertTrue(ready.body().contains("{\"name\":\"database\",\"status\":\"UP\"}"));
    assertEquals(404, server.get("/health/ready").statusCode());
    assertEquals(404, server.admin("/api/welcome").statusCode());
  }

  @Test
  void the_welcome_of_a_link_is_public_and_bounded() {
    JsonNode welcome = TestServer.json(server.get("/api/welcome?municipality=voorbeeld&topic=wmo"));
    assertEquals("OPEN", welcome.get("opening").get("state").asString());
    assertTrue(welcome.get("demo").asBoolean());
    assertEquals(3, welcome.get("topic").get("channels").size());
    HttpResponse<String> unknown = server.get("/api/welcome?municipality=voorbeeld&topic=%2e%2e");
    assertEquals(404, unknown.statusCode());
    assertEquals("LINK_UNKNOWN", code(unknown));
  }

  // Call-backs

  private static String wish(String more) {
    return "{\"municipality\":\"voorbeeld\",\"topic\":\"wmo\"," + more + "}";
  }

  @Test
  void a_resident_is_promised_a_call_back_and_may_not_ask_without_end() {
    String body = wish("\"name\":\"S. Berg\",\"phone\":\"06 12345678\",\"words\":\"\"");
    JsonNode welcome = TestServer.json(server.get("/api/welcome?municipality=voorbeeld&topic=wmo"));

    HttpResponse<String> promised = server.post("/api/callbacks", body);

    assertEquals(201, promised.statusCode());
    assertEquals(
        welcome.get("callbackBy").asString(),
        TestServer.json(promised).get("promisedBy").asString());
    for (int i = 0; i < 4; i++) {
      assertEquals(201, server.post("/api/callbacks", body).statusCode());
    }
    HttpResponse<String> tooMany = server.post("/api/callbacks", body);
    assertEquals(429, tooMany.statusCode());
    assertEquals("14 099", TestServer.json(tooMany).get("contact").get("phone").asString());
  }

  @Test
  void a_wish_that_nobody_can_call_is_refused() {
    for (String wrong :
        new String[] {
          "\"name\":\"S. Berg\"",
          "\"name\":\"S. Berg\",\"phone\":null",
          "\"name\":\"\",\"phone\":\"0612345678\"",
          "\"name\":\"S. Berg\",\"phone\":\"bel mij\"",
          "\"name\":\"S. Berg\",\"phone\":\"112\"",
          "\"name\":\"S. Berg\",\"phone\":\"06123456781234567\"",
          "\"name\":\"S. Berg\",\"phone\":612345678",
          "\"name\":\"S.\\nBerg\",\"phone\":\"0612345678\"",
          "\"name\":\"" + "a".repeat(101) + "\",\"phone\":\"0612345678\"",
          "\"name\":\"S. Berg\",\"phone\":\"0612345678\",\"words\":\"" + "a".repeat(501) + "\"",
          "\"name\":\"S. Berg\",\"phone\":\"0612345678\",\"bsn\":\"999993653\""
        }) {
      assertEquals(400, server.post("/api/callbacks", wish(wrong)).statusCode(), wrong);
    }
    assertEquals(
        404,
        server
            .post(
                "/api/callbacks",
                wish("\"name\":\"S. Berg\",\"phone\":\"0612345678\"")
                    .replace("voorbeeld", "nergens"))
            .statusCode());
  }
}
