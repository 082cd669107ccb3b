package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.audit.AuditVerifier;
import nl.digitalebalie.server.counter.FakeServices;
import nl.digitalebalie.server.identity.ResultTokens;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.server.store.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server stops and starts while a panel is open: the talk goes on, the panel does not. */
class RestartTest {
  static final String COUNTER =
      """
      policyFile: builtin:demo
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
        witness: {keyFile: keys/head.pem, file: witness/heads.jsonl}
      """;

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

  private static final String SEARCH = "POST /zrc/zaken/_zoek";

  @TempDir private Path data;
  private FakeServices services;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    services = new FakeServices();
    writeRequestorKey(data);
    server = startServer();
  }

  /** The key that {@link #COUNTER} names. */
  static void writeRequestorKey(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("requestor.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(ResultTokens.OTHER_KEY.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterEach
  void stop() {
    server.close();
    services.close();
  }

  private TestServer startServer() {
    return TestServer.start(TestServer.CONFIG + COUNTER.formatted(services.url()) + store(), data);
  }

  /** The section {@code store} of the configuration; nothing for the usual file. */
  String store() {
    return "";
  }

  /** The database of {@link #store}. */
  StoreAddress address() {
    return new StoreAddress.File(data.resolve(Role.ALL.database()));
  }

  private static String in(String conversation) {
    return "\"conversation\":\"" + conversation + "\"";
  }

  @Test
  void a_restart_with_an_open_panel_goes_on_with_the_talk_and_leaves_the_panel_locked()
      throws Exception {
    JsonNode signedIn = server.signIn("fatma");
    String relayTicket = signedIn.get("relayTicket").asString();
    String counterTicket = signedIn.get("counterTicket").asString();
    TestSocket relay = server.staff(relayTicket);
    TestSocket counter = server.counter(counterTicket);
    counter.next("welcome");
    String ticket = server.walkIn();
    TestSocket resident = server.resident(ticket);
    String conversation = resident.next("welcome").get("conversation").asString();
    panelOpens(conversation, resident, relay, counter);
    assertEquals(1, searches());

    server.close();
    server = startServer();

    TestSocket relayAgain = server.staff(relayTicket);
    JsonNode current = relayAgain.next("welcome").get("current");
    assertEquals(conversation, current.get("conversation").asString());
    assertEquals(2, current.get("nextEpoch").asInt());
    TestSocket counterAgain = server.counter(counterTicket);
    JsonNode state = counterAgain.next("welcome").get("current");
    assertEquals(conversation, state.get("conversation").asString());
    assertEquals("NOT_IDENTIFIED", state.get("locked").asString());
    TestSocket residentAgain = server.resident(ticket);
    assertEquals("IN_CALL", residentAgain.next("welcome").get("stage").asString());
    residentAgain.next("accepted");
    residentAgain.say("announce-key", KEY);
    assertEquals(KEY, residentKey(relayAgain.next("want-new-connection")));
    JsonNode visible = residentAgain.next("panel-visibility");
    assertEquals(0, visible.get("categories").size());
    assertFalse(visible.has("until"));

    // the identity is gone with the process: neither media nor a click opens anything
    bind(conversation, counterAgain);
    counterAgain.say(
        "heartbeat",
        in(conversation)
            + ",\"media\":\"FLOWING\","
            + sign(TestKeys.COUNTER, Party.COUNTER, binding(conversation), 2));
    counterAgain.say("open-panel", in(conversation) + ",\"epoch\":1");
    assertEquals("GATE_CLOSED", counterAgain.refused());
    assertEquals(1, searches());

    relayAgain.say("hang-up", in(conversation));
    assertEquals("STAFF_HUNG_UP", residentAgain.next("ended").get("reason").asString());
    server.close();
    assertRelocked();
  }

  private void panelOpens(
      String conversation, TestSocket resident, TestSocket relay, TestSocket counter) {
    resident.say("announce-key", KEY);
    resident.say(
        "join-queue",
        "\"channel\":\"VIDEO\",\"language\":\"NL\","
            + "\"media\":{\"microphone\":\"ON\",\"camera\":\"ON\"}");
    resident.next("waiting");
    relay.say("accept", in(conversation));
    assertEquals(KEY, residentKey(relay.next("accepted")));
    String ticket = bind(conversation, counter);
    relay.say(
        "offer",
        in(conversation)
            + ",\"epoch\":1,\"ticket\":\""
            + ticket
            + "\",\"sdp\":"
            + SDP
            + ","
            + ANNOUNCEMENT);
    assertEquals(ticket, resident.next("offer").get("ticket").asString());
    resident.say("answer", "\"epoch\":1,\"sdp\":" + SDP + "," + ANNOUNCEMENT);
    relay.next("answer");
    ChannelBinding b = binding(conversation);
    counter.say(
        "heartbeat",
        in(conversation) + ",\"media\":\"FLOWING\"," + sign(TestKeys.COUNTER, Party.COUNTER, b, 1));
    resident.say("heartbeat", sign(TestKeys.RESIDENT, Party.RESIDENT, b, 1));
    counter.say(
        "code-checked",
        in(conversation)
            + ",\"epoch\":1,\"result\":\"MATCHED\",\"binding\":\""
            + b.base64url()
            + "\"");
    counter.next("channel-assured");
    counter.say("ask-disclosure", in(conversation) + ",\"purpose\":\"wmo\"");
    String disclosure = resident.next("disclosure-asked").get("disclosure").asString();
    resident.say(
        "start-disclosure",
        "\"disclosure\":\""
            + disclosure
            + "\",\"device\":\"THIS_DEVICE\",\"signature\":\""
            + TestKeys.consent(
                TestKeys.RESIDENT, b, new DisclosureId(disclosure), WalletDevice.THIS_DEVICE)
            + "\"");
    resident.next("disclosure-started");
    services.status = "DONE";
    assertEquals(1, counter.next("panel-opened").get("content").get("cases").size());
    assertTrue(resident.next("panel-visibility").get("categories").size() > 0);
  }

  private static ChannelBinding binding(String conversation) {
    return TestKeys.binding(new ConversationId(conversation), TestKeys.RESIDENT, TestKeys.COUNTER);
  }

  private static String sign(KeyPair key, Party party, ChannelBinding b, int number) {
    return "\"epoch\":1,\"number\":"
        + number
        + ",\"signature\":\""
        + TestKeys.lifeSign(key, party, b, 1, number)
        + "\"";
  }

  private static String residentKey(JsonNode told) {
    return "\"key\":\"" + told.get("residentKey").asString() + "\"";
  }

  /** The staff ticket, after a look at {@code b}. */
  private static String bind(String conversation, TestSocket counter) {
    counter.say(
        "bind-channel",
        in(conversation)
            + ",\"counterKey\":\""
            + TestKeys.text(TestKeys.COUNTER)
            + "\",\"residentKey\":\""
            + TestKeys.text(TestKeys.RESIDENT)
            + "\"");
    JsonNode bound = counter.next("channel-bound");
    assertEquals(binding(conversation).base64url(), bound.get("binding").asString());
    return bound.get("ticket").asString();
  }

  /** The page verifies the ticket with what stands beside it. */
  @Test
  void the_site_holds_the_key_that_staff_tickets_verify_with() throws Exception {
    JsonNode signedIn = server.signIn("fatma");
    TestSocket relay = server.staff(signedIn.get("relayTicket").asString());
    TestSocket counter = server.counter(signedIn.get("counterTicket").asString());
    counter.next("welcome");
    TestSocket resident = server.resident(server.walkIn());
    String conversation = resident.next("welcome").get("conversation").asString();
    resident.say("announce-key", KEY);
    resident.say(
        "join-queue",
        "\"channel\":\"CHAT\",\"language\":\"NL\","
            + "\"media\":{\"microphone\":\"OFF\",\"camera\":\"OFF\"}");
    resident.next("waiting");
    relay.say("accept", in(conversation));
    assertEquals("CHAT", relay.next("accepted").get("channel").asString());

    JWSObject ticket = JWSObject.parse(bind(conversation, counter));

    JsonNode keys = TestServer.json(server.get("/site.json")).get("gateKeys");
    assertEquals(1, keys.size());
    assertTrue(ticket.verify(new ECDSAVerifier(ECKey.parse(keys.get(0).toString()))));
    assertFalse(keys.get(0).has("d"));
  }

  private long searches() {
    return services.calls.stream().filter(SEARCH::equals).count();
  }

  private void assertRelocked() {
    try (Store store = address().open(EnumSet.allOf(Tables.class))) {
      Stored<List<String>> kinds =
          store.read(sql ->
              sql.rows(
                  "SELECT kind FROM audit WHERE kind LIKE 'gate-%' ORDER BY seq",
                  Map.of(), row -> row.text("kind")));
      assertEquals(
          List.of("gate-opened", "gate-relocked"), kinds.fold(done -> done, code -> List.of(code)));
      AuditVerifier.Verification chain =
          assertInstanceOf(
              AuditVerifier.Verification.class,
              AuditVerifier.verify(store).fold(done -> done, code -> code));
      assertTrue(chain.holds());
    }
  }
}
