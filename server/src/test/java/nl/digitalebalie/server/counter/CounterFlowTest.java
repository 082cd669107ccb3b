package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.nimbusds.jose.JWSObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.DisclosureOutcome;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.audit.AuditVerifier;
import nl.digitalebalie.server.audit.ReceiptVerifier;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.identity.ResultTokens;
import nl.digitalebalie.server.parts.CounterContext;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.TestPolicies;
import nl.digitalebalie.server.relay.RelayEvent;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.Stored;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole counter part on its real edges: HTTP to irma server and case system, SQLite, threads.
 */
class CounterFlowTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final ConversationId CONVERSATION = new ConversationId("conversation-000001");
  private static final WireCodec<StaffToCounter> TO =
      WireCodec.of(StaffToCounter.class, WireCodec.MAX_SIGNAL_CHARS);
  private static final WireCodec<CounterToStaff> FROM =
      WireCodec.of(CounterToStaff.class, WireCodec.MAX_CHARS);

  @TempDir Path folder;
  private final Map<ConversationId, BlockingQueue<RelayToResident>> residents =
      new ConcurrentHashMap<>();
  private final BlockingQueue<RelayToResident> resident = heardIn(CONVERSATION);
  private final Client client = new Client();
  private StaffPrincipal staff = Scene.ANNA;
  private String purpose = "wmo";
  private final Log log = new Log();
  private FakeServices services;
  private SqliteStore store;
  private CounterWiring counter;

  @BeforeEach
  void start() throws Exception {
    log.attach();
    services = new FakeServices();
    KeyPair requestor = ResultTokens.OTHER_KEY;
    Files.writeString(
        folder.resolve("requestor.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder().encodeToString(requestor.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    store = SqliteStore.open(folder.resolve("balie.db"));
    counter = CounterWiring.start(context(), config(""));
  }

  @AfterEach
  void stop() {
    counter.close();
    store.close();
    services.close();
    log.detach();
  }

  private BlockingQueue<RelayToResident> heardIn(ConversationId conversation) {
    return residents.computeIfAbsent(conversation, id -> new LinkedBlockingQueue<>());
  }

  private CounterContext context() {
    return context(InstantSource.system());
  }

  private CounterContext context(InstantSource clock) {
    return new CounterContext(
        Mode.DEMO,
        "http://localhost:1",
        Map.of(new MunicipalityId("voorbeeld"), "Voorbeeld"),
        Map.of(),
        store,
        (conversation, message) -> heardIn(conversation).add(message),
        clock,
        new SecureRandom());
  }

  private CounterConfig config(String more) {
    String yaml =
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
          brp:
            url: %1$s/brp
            purposes: [{id: burgerzaken}]
        audit:
          subjectKeyFile: keys/subject.key
          witness: {keyFile: keys/head.pem, file: keys/heads.jsonl}
        """
                .formatted(services.url())
            + more;
    Findings findings = new Findings();
    ConfigSection root = ConfigSection.ofText(yaml, folder, findings, name -> Optional.empty());
    CounterConfig config = CounterConfig.read(root, Mode.DEMO);
    root.refuseUnknownKeys();
    assertTrue(findings.usable(), findings.table());
    return config;
  }

  private void callBegins() {
    new Talk(CONVERSATION, staff, client).begins();
  }

  private void says(StaffToCounter message) {
    counter.desk().received(staff, client, TO.encode(message));
  }

  private RelayToResident.DisclosureAsked asked() throws InterruptedException {
    says(new StaffToCounter.AskDisclosure(CONVERSATION, new PurposeId(purpose)));
    return residentHears(RelayToResident.DisclosureAsked.class);
  }

  private void residentSays(ResidentToRelay message) {
    counter.port().on(new RelayEvent.ResidentSaid(CONVERSATION, message));
  }

  private <M extends RelayToResident> M residentHears(Class<M> type) throws InterruptedException {
    return hears(resident, type);
  }

  private <M extends CounterToStaff> M staffHears(Class<M> type) throws InterruptedException {
    return hears(client.heard, type);
  }

  private static <M> M hears(BlockingQueue<? super M> queue, Class<M> type)
      throws InterruptedException {
    for (Object next = poll(queue); ; next = poll(queue)) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
    }
  }

  private static <M> M poll(BlockingQueue<M> queue) throws InterruptedException {
    M next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing came within " + PATIENCE_SECONDS + " s");
    return next;
  }

  private void walletFinishes() {
    services.status = "DONE";
  }

  @Test
  void from_the_question_to_the_panel_and_back_to_locked_on_the_second_device() throws Exception {
    callBegins();
    CounterToStaff.Welcome welcome = staffHears(CounterToStaff.Welcome.class);
    assertEquals(
        List.of("general-question", "wmo"),
        welcome.purposes().stream().map(card -> card.id().value()).toList());
    CounterToStaff.PurposeCard wmo = welcome.purposes().getLast();
    assertEquals(TestPolicies.purpose("wmo").channel(), wmo.channel());
    assertEquals(TestPolicies.purpose("wmo").discloser(), wmo.discloser());
    assertEquals(List.of("wmo-melding", "wmo-voorziening"), wmo.caseTypes());
    assertEquals(List.of("fullName", "dateOfBirth", "bsn"), wmo.personFields());
    assertEquals(List.of("Besluit", "Brief"), wmo.documentTypes());
    assertEquals("Betrouwbaarheidsniveau", wmo.attributes().getLast().label().in("nl"));
    RelayToResident.DisclosureAsked asked = asked();
    residentSays(Scene.consent(asked.disclosure(), WalletDevice.OTHER_DEVICE));
    RelayToResident.DisclosureStarted started =
        residentHears(RelayToResident.DisclosureStarted.class);
    assertFalse(started.sessionPointer().contains(services.token()));

    services.status = "PAIRING";
    residentHears(RelayToResident.DisclosureProgress.class);
    residentSays(new ResidentToRelay.PairingCode(asked.disclosure(), FakeServices.PAIRING_CODE));
    assertTrue(services.paired.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "pairing completed");
    walletFinishes();

    CounterToStaff.IdentityVerified verified = staffHears(CounterToStaff.IdentityVerified.class);
    CounterToStaff.PanelOpened opened = staffHears(CounterToStaff.PanelOpened.class);

    assertEquals("PAIRED", verified.discloser().name());
    assertTrue(services.calls.contains("DELETE /session/T"));
    assertTrue(
        services.calls.indexOf("DELETE /session/T")
            < services.calls.indexOf("POST /zrc/zaken/_zoek"));
    JWSObject attestation = JWSObject.parse(opened.attestation());
    assertEquals(welcome.policyHash(), attestation.getPayload().toJSONObject().get("policyHash"));
    assertEquals(
        Keys.publicPem(
            Keys.ec(Files.readString(folder.resolve("keys/attestation.pem"))).getPublic()),
        Files.readString(folder.resolve("keys/attestation.pem.pub")));
    assertEquals(1, opened.content().cases().size());
    CounterToStaff.PanelCases rest = staffHears(CounterToStaff.PanelCases.class);
    assertEquals(Completeness.COMPLETE, rest.content().completeness());
    assertEquals("Ontvangen", rest.content().cases().getFirst().milestones().getFirst().text());
    assertEquals(Optional.of(opened.until()), residentHearsOpen(resident).until());

    counter.port().on(new RelayEvent.Ended(CONVERSATION, EndReason.STAFF_HUNG_UP));
    assertEquals(
        LockReason.CONVERSATION_ENDED, staffHears(CounterToStaff.PanelLocked.class).reason());
    says(
        new StaffToCounter.RegisterContact(
            CONVERSATION, ContactOutcome.ANSWERED, Sensitive.of("Vraag over Hulp beantwoord")));
    CounterToStaff.ContactRegistered registered =
        staffHears(CounterToStaff.ContactRegistered.class);
    assertTrue(registered.reference().startsWith("C-"));

    counter.close(); // waits for the rows
    AuditVerifier.Verification chain =
        assertInstanceOf(
            AuditVerifier.Verification.class,
            AuditVerifier.verify(store).fold(done -> done, code -> code));
    assertTrue(chain.holds());
    assertEquals(10, chain.rows());
    assertEquals(
        List.of(
            "conversation-began",
            "channel-bound",
            "code-checked",
            "disclosure-asked",
            "disclosure-started",
            "disclosure-verified",
            "gate-opened",
            "gate-relocked",
            "conversation-ended",
            "contact-registered"),
        kinds());
    assertNothingPersonalWasLogged();
  }

  private static RelayToResident.PanelVisibility residentHearsOpen(
      BlockingQueue<RelayToResident> queue) throws InterruptedException {
    RelayToResident.PanelVisibility seen = hears(queue, RelayToResident.PanelVisibility.class);
    return seen.categories().isEmpty() ? residentHearsOpen(queue) : seen;
  }

  private List<String> kinds() {
    Stored<List<String>> kinds =
        store.read(sql ->
            sql.rows("SELECT kind FROM audit ORDER BY seq", Map.of(), row -> row.text("kind")));
    return kinds.fold(done -> done, code -> List.of(code));
  }

  /** Everything ran at TRACE: whatever the program logs at any level is in here. */
  private void assertNothingPersonalWasLogged() {
    String all = log.text();
    assertTrue(all.contains("conversation-000001"), "the log holds the ids that help");
    for (String secret :
        List.of(
            "999993653",
            "van den Berg",
            "14-03-1988",
            "requestorToken",
            "clientToken",
            FakeServices.AUTHORIZATION,
            FakeServices.PAIRING_CODE + "\"",
            "eyJ",
            "ZAAK-2025",
            "Hulp in het huishouden",
            "Vraag over Hulp",
            "a-secret-of-more")) {
      assertFalse(all.contains(secret), () -> "the log holds " + secret);
    }
  }

  /** Every way in which a result can be bad, and what is said of it. */
  private enum BadResult {
    SIGNED_BY_ANOTHER_KEY(
        Rejection.SIGNATURE_INVALID,
        (claims, earlier) -> ResultTokens.signed(claims, ResultTokens.OTHER_KEY)),
    ALGORITHM_NONE(
        Rejection.ALGORITHM_NOT_ALLOWED,
        (claims, earlier) ->
            TestKeys.base64url("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + TestKeys.base64url(JsonMapper.shared().writeValueAsBytes(claims))
                + "."),
    PUBLIC_KEY_AS_SHARED_SECRET(
        Rejection.ALGORITHM_NOT_ALLOWED,
        (claims, earlier) -> ResultTokens.signedByPublicKey(claims)),
    TOKEN_OF_ANOTHER_SESSION(
        Rejection.OTHER_SESSION,
        (claims, earlier) -> changed(claims, "token", "anotherRequestorToken")),
    RESULT_OF_THE_TALK_BESIDE_IT(Rejection.OTHER_SESSION, (claims, earlier) -> earlier),
    DONE_BUT_NOT_VALID(
        Rejection.PROOF_NOT_VALID, (claims, earlier) -> changed(claims, "proofStatus", "INVALID")),
    ATTRIBUTES_MISSING(
        Rejection.ATTRIBUTES_MISSING, (claims, earlier) -> changed(claims, "disclosed", List.of())),
    ATTRIBUTES_NOT_ASKED(
        Rejection.ATTRIBUTES_NOT_ASKED,
        (claims, earlier) ->
            changed(
                claims,
                "disclosed",
                List.of(
                    ((List<?>) claims.get("disclosed")).getFirst(),
                    List.of(ResultTokens.attribute("gender", "V"))))),
    /** The same bytes once more, in the session that they are of: all but the use is right. */
    USED_TWICE(Rejection.ALREADY_USED, (claims, earlier) -> earlier);

    private final Rejection reason;
    private final MadeBadly made;

    BadResult(Rejection reason, MadeBadly made) {
      this.reason = reason;
      this.made = made;
    }

    private static String changed(Map<String, Object> claims, String name, Object value) {
      claims.put(name, value);
      return ResultTokens.signed(claims, ResultTokens.IRMA_KEY);
    }
  }

  /** From the claims of this session and the result of an earlier one. */
  private interface MadeBadly {
    String of(Map<String, Object> claims, String earlier);
  }

  @ParameterizedTest
  @EnumSource
  void a_bad_result_opens_nothing_and_the_panel_of_another_talk_stays_open(BadResult bad)
      throws Exception {
    InstantSource still = InstantSource.fixed(Instant.now());
    counter.close();
    counter = CounterWiring.start(context(still), config(""));
    services.clock = still;
    Talk beside =
        new Talk(
            new ConversationId("conversation-000002"),
            Scene.staff("joris", Set.of("wmo")),
            new Client());
    beside.begins().discloses();
    beside.staffHears(CounterToStaff.PanelOpened.class);
    assertEquals(
        Completeness.COMPLETE,
        beside.staffHears(CounterToStaff.PanelCases.class).content().completeness());
    residentHearsOpen(beside.resident);
    long searches = searches();

    String earlier = services.lastResult;
    services.result = claims -> bad.made.of(claims, earlier);
    services.next =
        bad == BadResult.USED_TWICE
            ? FakeServices.Next.SAME_SESSION
            : FakeServices.Next.NEW_SESSION;
    Talk talk = new Talk(CONVERSATION, staff, client).begins().discloses();

    assertEquals(bad.reason, talk.staffHears(CounterToStaff.IdentityRejected.class).reason());
    assertEquals(
        DisclosureOutcome.REJECTED,
        talk.residentHears(RelayToResident.DisclosureFinished.class).outcome());
    talk.says(new StaffToCounter.OpenPanel(CONVERSATION, 1));
    assertEquals(ErrorCode.GATE_CLOSED, talk.staffHears(CounterToStaff.Refused.class).code());
    assertEquals(searches, searches());
    assertEquals(1, counter.figures().counts().get("disclosure-rejected/" + bad.reason));

    beside.says(new StaffToCounter.ExtendPanel(beside.conversation, Sensitive.of("Nog een vraag")));
    // the very next message: no lock came before it
    assertInstanceOf(CounterToStaff.PanelExtended.class, poll(beside.client.heard));
    assertTrue(
        beside.resident.stream()
            .noneMatch(message ->
                message instanceof RelayToResident.PanelVisibility seen
                    && seen.categories().isEmpty()));

    // and the talk that brought it can try again
    services.result = services::signed;
    services.next = FakeServices.Next.NEW_SESSION;
    talk.discloses();
    assertEquals(1, talk.staffHears(CounterToStaff.PanelOpened.class).content().cases().size());
  }

  private long searches() {
    return services.calls.stream().filter("POST /zrc/zaken/_zoek"::equals).count();
  }

  @Test
  void the_case_system_down_leaves_the_identity_and_a_second_try_opens() throws Exception {
    services.casesStatus = 500;
    callBegins();
    RelayToResident.DisclosureAsked asked = asked();
    residentSays(Scene.consent(asked.disclosure(), WalletDevice.THIS_DEVICE));
    residentHears(RelayToResident.DisclosureStarted.class);
    walletFinishes();
    staffHears(CounterToStaff.IdentityVerified.class);
    assertEquals(
        LockReason.CASE_SYSTEM_UNAVAILABLE, staffHears(CounterToStaff.PanelLocked.class).reason());

    services.casesStatus = 200;
    says(new StaffToCounter.OpenPanel(CONVERSATION, 1));

    assertEquals(1, staffHears(CounterToStaff.PanelOpened.class).content().cases().size());
  }

  private void opened() throws InterruptedException {
    callBegins();
    RelayToResident.DisclosureAsked asked = asked();
    residentSays(Scene.consent(asked.disclosure(), WalletDevice.THIS_DEVICE));
    residentHears(RelayToResident.DisclosureStarted.class);
    walletFinishes();
    staffHears(CounterToStaff.PanelOpened.class);
    staffHears(CounterToStaff.PanelCases.class); // and the rest
  }

  private List<String> texts(String query) {
    return store
        .read(sql -> sql.rows(query, Map.of(), row -> row.text("text")))
        .fold(done -> done, code -> List.of(code));
  }

  @Test
  void one_trace_joins_the_audit_row_the_record_the_case_system_and_the_register()
      throws Exception {
    staff = Scene.staff("anna", Set.of("burgerzaken"));
    purpose = "burgerzaken";
    opened();

    String trace =
        texts("SELECT trace_id AS text FROM audit WHERE kind = 'gate-opened'").getFirst();
    assertEquals(List.of(trace), texts("SELECT trace_id AS text FROM processing_record"));
    String span = texts("SELECT span_id AS text FROM processing_record").getFirst();
    String expected = "00-" + trace + "-" + span + "-01";
    assertEquals(expected, services.traces.get("/zgw/zrc/zaken/_zoek"));
    assertEquals(expected, services.traces.get("/brp/personen"));
    assertEquals(
        TestPolicies.purpose("burgerzaken").registerEntry(),
        texts("SELECT activity AS text FROM processing_record").getFirst());
    assertFalse(
        texts("SELECT subject_id AS text FROM processing_record").toString().contains("999993653"));
  }

  @Test
  void without_the_collectors_word_nothing_is_shown_and_with_it_the_second_try_opens()
      throws Exception {
    counter.close();
    counter =
        CounterWiring.start(
            context(),
            config(
                "processing: {keyFile: keys/processing.key, otlp: \""
                    + services.url()
                    + "/v1/traces\"}\n"));
    services.collectorStatus = 500;
    callBegins();
    RelayToResident.DisclosureAsked asked = asked();
    residentSays(Scene.consent(asked.disclosure(), WalletDevice.THIS_DEVICE));
    residentHears(RelayToResident.DisclosureStarted.class);
    walletFinishes();
    staffHears(CounterToStaff.IdentityVerified.class);
    assertEquals(
        LockReason.AUDIT_UNAVAILABLE, staffHears(CounterToStaff.PanelLocked.class).reason());
    assertTrue(
        counter.checks().stream()
            .anyMatch(check ->
                check.name().equals("processing-log") && check.look() == HealthCheck.Status.DOWN));

    services.collectorStatus = 200;
    says(new StaffToCounter.OpenPanel(CONVERSATION, 1));
    assertEquals(1, staffHears(CounterToStaff.PanelOpened.class).content().cases().size());
  }

  @Test
  void the_resident_gets_a_receipt_that_can_be_checked_and_gets_it_again_after_a_reload()
      throws Exception {
    opened();

    RelayToResident.Receipt receipt = residentHears(RelayToResident.Receipt.class);
    ReceiptVerifier.Found.Holds holds =
        assertInstanceOf(
            ReceiptVerifier.Found.Holds.class,
            new ReceiptVerifier(
                    (ECPublicKey)
                        Keys.ecPublic(Files.readString(folder.resolve("keys/head.pem.pub"))),
                    Optional.empty())
                .verify(receipt.file()));
    assertEquals(1, holds.lines().size());
    assertTrue(holds.lines().getFirst().contains("Uw meldingen en voorzieningen van de Wmo"));
    assertTrue(receipt.file().contains("\"municipality\":\"Voorbeeld\""));
    assertTrue(receipt.file().contains("\"Burgerservicenummer\""), "the label of what was shown");
    for (String value : List.of("999993653", "van den Berg", "14-03-1988", "ZAAK-2025", "anna")) {
      assertFalse(receipt.file().contains(value), value);
    }

    counter.port().on(new RelayEvent.ResidentPresenceChanged(CONVERSATION, Presence.HERE));
    assertEquals(receipt, residentHears(RelayToResident.Receipt.class));
  }

  private int ask(SubjectCommand.Staff staffNamed, ByteArrayOutputStream said, Path json)
      throws Exception {
    return new SubjectCommand(
            new StoreAddress.File(folder.resolve("balie.db")),
            config(""),
            new SubjectCommand.Question(
                SubjectCommand.person(
                        new ByteArrayInputStream(" 999993653\n".getBytes(StandardCharsets.UTF_8)))
                    .orElseThrow(),
                staffNamed,
                Optional.of(json),
                "nl"),
            InstantSource.system(),
            new PrintStream(said, true, StandardCharsets.UTF_8))
        .run();
  }

  /** The second sign-in of the same staff member; the socket before it may still be there. */
  @Test
  void a_reopened_client_takes_up_its_conversation_locked_and_a_colleague_gets_nothing_of_it()
      throws Exception {
    opened();
    StaffPrincipal joris = Scene.staff("joris", Set.of("wmo"));
    Client colleague = new Client();
    counter.desk().connected(joris, colleague);
    assertEquals(Optional.empty(), hears(colleague.heard, CounterToStaff.Welcome.class).current());
    StaffToCounter open = new StaffToCounter.OpenPanel(CONVERSATION, 1);
    counter.desk().received(joris, colleague, TO.encode(open));
    assertEquals(
        ErrorCode.NOT_YOUR_CONVERSATION,
        hears(colleague.heard, CounterToStaff.Refused.class).code());

    Client again = new Client();
    counter.desk().connected(staff, again);

    assertEquals(
        Optional.of(
            new CounterToStaff.ConversationState(CONVERSATION, LockReason.STAFF_CONNECTION_LOST)),
        hears(again.heard, CounterToStaff.Welcome.class).current());
    assertEquals(4409, client.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    counter.desk().received(staff, again, TO.encode(open));
    assertEquals(1, hears(again.heard, CounterToStaff.PanelOpened.class).content().cases().size());
    assertTrue(colleague.heard.stream().noneMatch(CounterToStaff.PanelOpened.class::isInstance));
  }

  @Test
  void a_person_who_asks_is_told_what_was_opened_and_the_answer_leaves_a_row() throws Exception {
    opened();
    says(new StaffToCounter.LockPanel(CONVERSATION, StaffToCounter.StaffLock.BUTTON));
    staffHears(CounterToStaff.PanelLocked.class);

    // while the server runs: its next row finds its place
    Path json = folder.resolve("answer.json");
    ByteArrayOutputStream unnamed = new ByteArrayOutputStream();
    assertEquals(0, ask(SubjectCommand.Staff.UNNAMED, unnamed, json));
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    assertEquals(0, ask(SubjectCommand.Staff.NAMED, named, json));
    says(new StaffToCounter.OpenPanel(CONVERSATION, 1));
    staffHears(CounterToStaff.PanelOpened.class);
    counter.close();

    String text = unnamed.toString(StandardCharsets.UTF_8);
    for (String part :
        List.of(
            "Gegevens zijn 1 keer geopend",
            "Waarvoor: Wmo: hulp en ondersteuning",
            "Wet maatschappelijke ondersteuning 2015",
            "wmo-melding, wmo-voorziening",
            "Door wie: Medewerker",
            "Verwerkingen in het Logboek Dataverwerkingen: 1",
            "https://register.voorbeeld.example/verwerkingen/wmo (Ok)")) {
      assertTrue(text.contains(part), () -> part + " in " + text);
    }
    assertFalse(text.contains("gesloten op ?"), text);
    assertFalse(text.contains("anna"), text);
    assertTrue(named.toString(StandardCharsets.UTF_8).contains("Account van de medewerker: anna"));
    assertTrue(Files.readString(json).contains("\"staff\" : \"anna\""));
    assertFalse(Files.readString(json).contains("999993653"));
    List<String> bodies =
        texts("SELECT body AS text FROM audit WHERE kind = 'subject-answered' ORDER BY seq");
    assertEquals(2, bodies.size());
    assertTrue(bodies.getFirst().contains("\"records\":1,\"rows\":1,\"staff\":\"UNNAMED\""));
    assertTrue(AuditVerifier.verify(store).fold(AuditVerifier.Verification::holds, code -> false));
  }

  @Test
  void what_is_no_number_is_no_question() throws Exception {
    for (String text : List.of("", "999993654", "12345678", "9".repeat(500))) {
      assertEquals(
          Optional.empty(),
          SubjectCommand.person(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private List<String> rowsOfTheGate() {
    Stored<List<String>> rows =
        store.read(sql ->
            sql.rows(
                "SELECT kind, body FROM audit WHERE kind LIKE 'gate-%' ORDER BY seq",
                Map.of(),
                row ->
                    row.text("kind").equals("gate-opened")
                        ? "gate-opened"
                        : row.text("kind") + " " + row.text("body")));
    return rows.fold(done -> done, code -> List.of(code));
  }

  @Test
  void a_panel_that_is_open_when_the_server_stops_gets_its_relock_row() throws Exception {
    opened();

    counter.close();

    assertEquals(
        List.of("gate-opened", "gate-relocked {\"reason\":\"SERVER_STOPPED\"}"), rowsOfTheGate());
    assertEquals(LockReason.POLICY, staffHears(CounterToStaff.PanelLocked.class).reason());
  }

  @Test
  void a_panel_that_was_locked_before_the_server_stops_gets_no_second_row() throws Exception {
    opened();
    says(new StaffToCounter.LockPanel(CONVERSATION, StaffToCounter.StaffLock.BUTTON));
    staffHears(CounterToStaff.PanelLocked.class);

    counter.close();

    assertEquals(
        List.of("gate-opened", "gate-relocked {\"reason\":\"STAFF_LOCKED\"}"), rowsOfTheGate());
  }

  @Test
  void a_conversation_that_fails_leaves_a_relocked_panel_and_its_row() throws Exception {
    opened();
    residentHearsOpen(resident);
    // the relay never passes this on: the state machine refuses it as a bug of ours
    residentSays(new ResidentToRelay.Leave(ResidentToRelay.Manner.OPENLY));

    assertEquals(LockReason.POLICY, staffHears(CounterToStaff.PanelLocked.class).reason());
    assertEquals(ErrorCode.INTERNAL, staffHears(CounterToStaff.Refused.class).code());
    assertTrue(residentHears(RelayToResident.PanelVisibility.class).categories().isEmpty());
    says(new StaffToCounter.OpenPanel(CONVERSATION, 1));
    assertEquals(ErrorCode.UNKNOWN_CONVERSATION, staffHears(CounterToStaff.Refused.class).code());

    counter.close();
    assertEquals(List.of("gate-opened", "gate-relocked {\"reason\":\"BUG\"}"), rowsOfTheGate());
  }

  @Test
  void an_irma_server_that_is_away_is_said_so() throws Exception {
    callBegins();
    RelayToResident.DisclosureAsked asked = asked();
    services.close();
    residentSays(Scene.consent(asked.disclosure(), WalletDevice.THIS_DEVICE));

    assertEquals(
        Rejection.PROVIDER_UNAVAILABLE, staffHears(CounterToStaff.IdentityRejected.class).reason());
    assertEquals(
        DisclosureOutcome.UNAVAILABLE,
        residentHears(RelayToResident.DisclosureFinished.class).outcome());
  }

  @Test
  void messages_for_other_conversations_and_malformed_ones_are_refused() throws Exception {
    callBegins();
    staffHears(CounterToStaff.Welcome.class);
    says(new StaffToCounter.OpenPanel(new ConversationId("conversation-000099"), 1));
    assertEquals(ErrorCode.UNKNOWN_CONVERSATION, staffHears(CounterToStaff.Refused.class).code());
    counter.desk().received(Scene.ANNA, client, "{\"v\":1,\"type\":\"open-panel\"}");
    assertEquals(ErrorCode.MALFORMED_MESSAGE, staffHears(CounterToStaff.Refused.class).code());
    counter.close();
    assertTrue(kinds().contains("denied"), "who asks for a conversation that is not there");
  }

  /** The relay may be slower than the staff client: asking again is nobody's mistake. */
  @Test
  void a_binding_that_comes_before_the_relays_word_costs_nothing() throws Exception {
    counter.desk().connected(Scene.ANNA, client);
    for (int early = 0; early < 50; early++) {
      says(
          new StaffToCounter.BindChannel(
              CONVERSATION, TestKeys.text(TestKeys.COUNTER), TestKeys.text(TestKeys.RESIDENT)));
      assertEquals(ErrorCode.UNKNOWN_CONVERSATION, staffHears(CounterToStaff.Refused.class).code());
    }
    assertEquals(0, client.counted.get());
  }

  @Test
  void forged_signs_of_life_are_counted() throws Exception {
    callBegins();
    staffHears(CounterToStaff.ChannelAssured.class);
    says(
        new StaffToCounter.Heartbeat(CONVERSATION, 1, MediaFlow.FLOWING, 2, TestKeys.NO_SIGNATURE));
    assertEquals(ErrorCode.SIGNATURE_REFUSED, staffHears(CounterToStaff.Refused.class).code());
    assertEquals(1, client.counted.get());
    residentSays(new ResidentToRelay.Heartbeat(1, 2, TestKeys.NO_SIGNATURE));
    assertEquals(ErrorCode.SIGNATURE_REFUSED, residentHears(RelayToResident.Refused.class).code());
    Map<String, Long> counts = counter.figures().counts();
    assertEquals(1, counts.get("refused-staff/SIGNATURE_REFUSED"));
    assertEquals(1, counts.get("refused-resident/SIGNATURE_REFUSED"));
  }

  @Test
  void the_callback_answers_both_addresses_and_knows_no_strangers() {
    for (var route : counter.routes()) {
      HttpCall call =
          new HttpCall(
              "POST",
              "/counter/irma/callback/x",
              Map.of("secret", "unknown"),
              Map.of(),
              Map.of(),
              "{}".getBytes(StandardCharsets.UTF_8),
              "127.0.0.1");
      assertEquals(404, route.handler().answer(call).status());
    }
    assertEquals(
        List.of("/counter/irma/callback/{secret}", "/counter/irma/callback/{secret}/"),
        counter.routes().stream().map(route -> route.pattern()).toList());
  }

  /** One conversation, both sides of it. */
  private final class Talk {
    private final ConversationId conversation;
    private final StaffPrincipal with;
    private final Client client;
    private final BlockingQueue<RelayToResident> resident;
    private final ChannelBinding binding;

    Talk(ConversationId conversation, StaffPrincipal with, Client client) {
      this.conversation = conversation;
      this.with = with;
      this.client = client;
      this.resident = heardIn(conversation);
      this.binding = TestKeys.binding(conversation, TestKeys.RESIDENT, TestKeys.COUNTER);
    }

    Talk begins() {
      counter.desk().connected(with, client);
      counter
          .port()
          .on(
              new RelayEvent.Began(
                  conversation,
                  new MunicipalityId("voorbeeld"),
                  new TopicId("wmo"),
                  Channel.VIDEO,
                  Language.NL,
                  TestKeys.text(TestKeys.RESIDENT),
                  with.id(),
                  services.clock.instant()));
      says(
          new StaffToCounter.BindChannel(
              conversation, TestKeys.text(TestKeys.COUNTER), TestKeys.text(TestKeys.RESIDENT)));
      counter.port().on(new RelayEvent.EpochBegan(conversation, 1));
      says(
          new StaffToCounter.Heartbeat(
              conversation,
              1,
              MediaFlow.FLOWING,
              1,
              TestKeys.lifeSign(TestKeys.COUNTER, Party.COUNTER, binding, 1, 1)));
      residentSays(
          new ResidentToRelay.Heartbeat(
              1, 1, TestKeys.lifeSign(TestKeys.RESIDENT, Party.RESIDENT, binding, 1, 1)));
      says(
          new StaffToCounter.CodeChecked(conversation, 1, binding.base64url(), CodeResult.MATCHED));
      return this;
    }

    /** From the question to the wallet that is done. */
    Talk discloses() throws InterruptedException {
      says(new StaffToCounter.AskDisclosure(conversation, new PurposeId(purpose)));
      DisclosureId disclosure = residentHears(RelayToResident.DisclosureAsked.class).disclosure();
      residentSays(
          new ResidentToRelay.StartDisclosure(
              disclosure,
              WalletDevice.THIS_DEVICE,
              TestKeys.consent(TestKeys.RESIDENT, binding, disclosure, WalletDevice.THIS_DEVICE)));
      residentHears(RelayToResident.DisclosureStarted.class);
      walletFinishes();
      return this;
    }

    void says(StaffToCounter message) {
      counter.desk().received(with, client, TO.encode(message));
    }

    void residentSays(ResidentToRelay message) {
      counter.port().on(new RelayEvent.ResidentSaid(conversation, message));
    }

    <M extends CounterToStaff> M staffHears(Class<M> type) throws InterruptedException {
      return hears(client.heard, type);
    }

    <M extends RelayToResident> M residentHears(Class<M> type) throws InterruptedException {
      return hears(resident, type);
    }
  }

  /** The staff client's end of the socket. */
  private static final class Client implements SignalSocket {
    @Override
    public Sent sendBulk(String text) {
      return send(text);
    }

    private final BlockingQueue<CounterToStaff> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger counted = new AtomicInteger();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public Sent send(String text) {
      heard.add(
          assertInstanceOf(Decoded.Message.class, FROM.decode(text)).message()
                  instanceof CounterToStaff message
              ? message
              : null);
      return Sent.QUEUED;
    }

    @Override
    public Sent refuse(String text) {
      counted.incrementAndGet(); // before it is heard of
      return send(text);
    }

    @Override
    public void close(int code, String reason) {
      closed.complete(code);
    }
  }

  /** Everything that anything logs, at TRACE. */
  private static final class Log extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new ArrayList<>();
    private Level before = Level.DEBUG;

    void attach() {
      Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      before = root.getLevel();
      root.setLevel(Level.TRACE);
      setContext(root.getLoggerContext());
      start();
      root.addAppender(this);
    }

    void detach() {
      Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      root.detachAppender(this);
      root.setLevel(before);
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
      lines.add(
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + (event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage()));
    }

    synchronized String text() {
      return String.join("\n", lines);
    }
  }
}
