package nl.digitalebalie.server.counter;

import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.server.audit.AuditAnchor;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.AuditLog;
import nl.digitalebalie.server.audit.AuditWriter;
import nl.digitalebalie.server.audit.ReceiptDesk;
import nl.digitalebalie.server.audit.WitnessConfig;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.cases.BrpPersons;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.cases.ContactHistory;
import nl.digitalebalie.server.cases.PanelSources;
import nl.digitalebalie.server.cases.ZgwCases;
import nl.digitalebalie.server.contacts.ContactOutbox;
import nl.digitalebalie.server.contacts.SealedBodies;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.identity.Attestor;
import nl.digitalebalie.server.identity.IrmaAnswer;
import nl.digitalebalie.server.identity.IrmaClient;
import nl.digitalebalie.server.identity.IrmaDisclosures;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.identity.ReplayGuard;
import nl.digitalebalie.server.identity.TokenVerifier;
import nl.digitalebalie.server.parts.CounterContext;
import nl.digitalebalie.server.parts.CounterPart;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.processing.Processing;
import nl.digitalebalie.server.processing.ProcessingLog;
import nl.digitalebalie.server.processing.SubjectCipher;
import nl.digitalebalie.server.relay.CounterPort;
import nl.digitalebalie.server.retention.DateCheck;
import nl.digitalebalie.server.retention.ExpiringTable;
import nl.digitalebalie.server.retention.Retention;
import nl.digitalebalie.server.retention.RetentionRules;
import nl.digitalebalie.server.secret.Tokens;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.subject.ExpiringSalts;
import nl.digitalebalie.server.subject.SubjectKey;
import nl.digitalebalie.server.subject.SubjectSalts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the counter part together, by hand, and closes it in reverse. */
public final class CounterWiring implements CounterPart {
  private static final String CALLBACK = "/counter/irma/callback";
  private static final Duration HURRIED_POLL = Duration.ofMillis(50);

  /** A result JWT of irma server, and some room. */
  private static final int CALLBACK_BODY_BYTES = 128 * 1024;

  private static final int TRACE_ID_BYTES = 16; // W3C Trace Context 3.2.2.3
  private static final int REFERENCE_CHARS = 10;

  /** Contacts are registered in the language of the counter. */
  private static final ResourceBundle TEXTS =
      ResourceBundle.getBundle(
          "texts.server",
          Locale.of("nl"),
          ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

  private final AuditWriter audit;
  private final Optional<AuditAnchor> anchor;
  private static final Logger LOG = LoggerFactory.getLogger(CounterWiring.class);

  private final IrmaClient irma;
  private final IrmaDisclosures disclosures;
  private final ZgwCases cases;
  private final Optional<BrpPersons> persons;
  private final Optional<ContactOutbox> outbox;
  private final CounterDesk desk;
  private final Optional<CaseHints> hints;
  private final CounterFigures figures;
  private final ECPublicKey attestationKey;
  private final ProcessingLog processingLog;
  private final DateCheck date;
  private final Retention retention;
  private final SubjectSalts subjects;

  private CounterWiring(CounterContext context, CounterConfig config) throws StartFailure {
    SecureRandom random = context.random();
    InstantSource clock = context.clock();
    KeyPair attestation = KeyFiles.attestation(config.attestationKeyFile(), random);
    SubjectKey subjectKey = KeyFiles.subject(config.subjectKeyFile(), random);
    this.subjects = new SubjectSalts(subjectKey, context.store(), random);
    prepare(subjects, config, clock);
    SubjectCipher cipher = KeyFiles.processing(config.processing().keyFile(), random);
    this.attestationKey = (ECPublicKey) attestation.getPublic();
    Tokens tokens = new Tokens(random);
    CounterConfig.Irma settings = config.irma();
    IrmaClient client =
        new IrmaClient(settings.server(), settings.walletSide(), settings.requestor(), clock);
    TokenVerifier verifier =
        new TokenVerifier(
            resultKey(settings, client, context.mode()),
            settings.issuer(),
            settings.levels(),
            context.mode());
    this.irma = client;
    this.disclosures =
        new IrmaDisclosures(
            client,
            verifier,
            new ReplayGuard(context.store(), clock),
            new IrmaDisclosures.Settings(
                settings.callback().orElse(context.publicUrl()) + CALLBACK,
                settings.poll(),
                HURRIED_POLL),
            clock,
            random);
    this.cases = new ZgwCases(config.zgw(), config.zgwTimeout(), clock);
    this.persons = config.brp().map(brp -> new BrpPersons(brp, config.zgwTimeout()));
    this.audit = new AuditWriter(config.auditChain(), context.store());
    this.anchor =
        config.witness().isPresent()
            ? Optional.of(anchor(context, config.auditChain(), config.witness().get(), audit))
            : Optional.empty();
    this.figures = new CounterFigures();
    Rules rules =
        new Rules(
            config.policy(),
            () -> new DisclosureId(tokens.id()),
            new Attestor((ECPrivateKey) attestation.getPrivate()),
            subjects,
            settings.walletLink());
    this.processingLog = config.processing().open(context.store(), clock);
    Processing processing =
        new Processing(
            processingLog,
            subjects,
            cipher,
            purpose -> config.policy().find(purpose).orElseThrow().registerEntry(),
            clock,
            random);
    Optional<ReceiptDesk> receipts =
        anchor.map(heads -> new ReceiptDesk(config.auditChain(), context.store(), heads));
    this.date = new DateCheck(context.store(), config.retention().confirmed());
    this.retention = retention(context.store(), config, subjects, clock);
    SealedBodies bodies = new SealedBodies(subjectKey.derive("contacts"), random);
    this.outbox =
        config
            .contacts()
            .map(each -> new ContactOutbox(each, context.store(), bodies, clock, figures::count));
    ContactRegister contacts = new ContactRegister(context.store(), outbox, context.offices());
    Supplier<String> newReference = () -> "C-" + tokens.id().substring(0, REFERENCE_CHARS);
    this.desk =
        new CounterDesk(
            config.policy(),
            new CounterMachine(rules),
            clock,
            (about, to) ->
                new ConversationWork(
                    about,
                    traceId(random),
                    new ConversationWork.Doors(
                        to,
                        context.residents(),
                        audit,
                        disclosures,
                        sources(),
                        cases.documents(),
                        cases.notes(),
                        contacts,
                        to.callbacks(),
                        newReference,
                        figures,
                        clock,
                        processing,
                        receipts,
                        id -> context.municipalityNames().getOrDefault(id, id.value()),
                        id ->
                            Optional.ofNullable(context.offices().get(id))
                                .flatMap(CounterContext.Office::rsin))),
            tell ->
                new CallbackDesk(
                    new CallbackDesk.Doors(
                        context.store(),
                        context.offices(),
                        outbox,
                        audit,
                        figures,
                        tell,
                        () -> new CallbackId(tokens.id()),
                        newReference,
                        () -> traceId(random),
                        TEXTS.getString("callback.promise"),
                        clock),
                    new CallbackRows(bodies)),
            (who, conversation, denied) -> {
              figures.count(denied);
              audit.append(
                  new AuditEntry(
                      clock.instant(), Optional.of(who), conversation, traceId(random), denied));
            });
    this.hints = config.notifications().map(secret -> new CaseHints(secret, desk::caseChanged));
  }

  /** Whoever adds a table with data of people adds its line here. */
  private Retention retention(
      Store store, CounterConfig config, SubjectSalts subjects, InstantSource clock) {
    RetentionRules rules = config.retentionRules();
    RetentionRules withoutPurpose = RetentionRules.fixed(config.retention().withoutPurpose());
    return new Retention(
        store,
        List.of(
            ExpiringTable.ofConversation(
                "contact-notes", "contact", "reference", "registered_at", "conversation", rules),
            ExpiringTable.ofPurpose(
                "processing-records", "processing_record", "span_id", "ended_at", "purpose", rules),
            ExpiringTable.ofConversation(
                "extension-reasons", "audit_words", "id", "at", "conversation", rules),
            ExpiringTable.plain("call-backs", "callback", "id", "done_at", withoutPurpose),
            ExpiringTable.unfinished(
                "call-backs-never-kept", "callback", "id", "asked_at", "done_at", withoutPurpose),
            ExpiringTable.plain("contacts-sent", "contact_outbox", "id", "done_at", withoutPurpose),
            ExpiringTable.unfinished(
                "contacts-never-sent",
                "contact_outbox",
                "id",
                "made_at",
                "done_at",
                withoutPurpose),
            ExpiringTable.plain(
                "processing-records-never-confirmed",
                "processing_waiting",
                "span_id",
                "since",
                rules.ofTheLongest()),
            new ExpiringSalts(subjects, rules)),
        counts ->
            switch (date.judge(clock.instant())) {
              case BELIEVED -> said(new AuditEvent.RetentionApplied(counts), clock);
              case IN_DOUBT -> Retention.Said.DATE_IN_DOUBT;
            },
        clock);
  }

  private Retention.Said said(AuditEvent event, InstantSource clock) {
    return switch (audit.append(AuditEntry.ofSystem(clock.instant(), event)).join()) {
      case AuditLog.Appended.Durable durable -> Retention.Said.DURABLY;
      case AuditLog.Appended.Failed failed -> Retention.Said.NOT;
    };
  }

  private static void prepare(SubjectSalts subjects, CounterConfig config, InstantSource clock)
      throws StartFailure {
    Optional<String> refused =
        subjects.prepare(
            config.policy().purposes().stream().map(Purpose::id).toList(), clock.instant());
    if (refused.isPresent()) {
      throw new StartFailure("the salts of the logs cannot be written: " + refused.get());
    }
  }

  /** Register and earlier contacts are read beside the cases where there are any. */
  private CaseSystem sources() {
    return new PanelSources(cases, persons, outbox.<ContactHistory>map(box -> box::earlier));
  }

  /** Starts the counter part; in demo mode without a pinned key the irma server must answer now. */
  public static CounterWiring start(CounterContext context, CounterConfig config)
      throws StartFailure {
    CounterWiring wiring = new CounterWiring(context, config);
    // the first resident of the day does not wait for connections and code that the second finds
    // ready
    wiring.cases.prepare(
        config.policy().purposes().stream()
            .flatMap(purpose -> purpose.caseTypes().stream())
            .distinct()
            .toList());
    Thread.ofVirtual().name("prepare").start(() -> wiring.prepare(config));
    wiring.retention.started(wiring.salts(config, context.clock()));
    wiring.outbox.ifPresent(ContactOutbox::start);
    wiring.desk.callbacks().start();
    return wiring;
  }

  /** Those of the next month, in time. */
  private Runnable salts(CounterConfig config, InstantSource clock) {
    return () ->
        subjects
            .prepare(config.policy().purposes().stream().map(Purpose::id).toList(), clock.instant())
            .ifPresent(code -> LOG.warn("the salts of the next month are not made: {}", code));
  }

  private void prepare(CounterConfig config) {
    if (config.irma().resultKey().isPresent()
        && irma.publicKey() instanceof IrmaAnswer.Given<String>(String pem)
        && !isKey(pem, config.irma().resultKey().get())) {
      // the pinned key stays the only one that counts
      LOG.warn("the irma server signs with another key than identity.irma.resultKeyFile");
    }
  }

  private static boolean isKey(String pem, RSAPublicKey pinned) {
    try {
      return Keys.rsaPublic(pem).equals(pinned);
    } catch (IllegalArgumentException notAKey) {
      return false;
    }
  }

  /** PEM of the key that attestations verify with: for the staff clients' administrator policy. */
  public String attestationPublicKey() {
    return Keys.publicPem(attestationKey);
  }

  @Override
  public List<ECPublicKey> gateKeys() {
    return List.of(attestationKey);
  }

  public CounterFigures figures() {
    return figures;
  }

  @Override
  public CounterPort port() {
    return desk;
  }

  @Override
  public CallbackDoor callbacks() {
    return desk.callbacks();
  }

  @Override
  public SocketDesk<StaffPrincipal> desk() {
    return desk;
  }

  @Override
  public List<Route> routes() {
    // irma server appends a slash to whatever address it was given
    List<Route> routes = new ArrayList<>();
    routes.add(callback(CALLBACK + "/{secret}"));
    routes.add(callback(CALLBACK + "/{secret}/"));
    hints.ifPresent(known -> routes.addAll(known.routes()));
    return routes;
  }

  @Override
  public List<HealthCheck> checks() {
    List<HealthCheck> checks = new ArrayList<>(List.of(audit, processingLog));
    anchor.ifPresent(checks::add);
    outbox.ifPresent(checks::add);
    checks.add(desk.callbacks());
    checks.add(date);
    return checks;
  }

  @Override
  public void close() {
    retention.close();
    desk.close();
    desk.callbacks().close();
    outbox.ifPresent(ContactOutbox::close);
    disclosures.close();
    cases.close();
    persons.ifPresent(BrpPersons::close);
    processingLog.close();
    audit.close();
    anchor.ifPresent(AuditAnchor::close);
  }

  private static AuditAnchor anchor(
      CounterContext context, String chain, WitnessConfig config, AuditWriter audit)
      throws StartFailure {
    KeyPair key = KeyFiles.pair(config.keyFile(), "audit.witness.keyFile", context.random());
    try {
      return AuditAnchor.start(
          chain,
          context.store(),
          audit,
          (ECPrivateKey) key.getPrivate(),
          config.open(chain, (ECPublicKey) key.getPublic(), context.clock()),
          config.every(),
          context.clock());
    } catch (IOException unusable) {
      throw new StartFailure("audit.witness.file: " + unusable.getMessage());
    }
  }

  private Route callback(String pattern) {
    return new Route(
        "POST",
        pattern,
        CALLBACK_BODY_BYTES,
        call ->
            switch (disclosures.hint(call.pathParameters().getOrDefault("secret", ""))) {
              case TAKEN -> HttpAnswer.empty(200);
              case UNKNOWN -> HttpAnswer.empty(404);
            });
  }

  private static RSAPublicKey resultKey(CounterConfig.Irma irma, IrmaClient client, Mode mode)
      throws StartFailure {
    if (irma.resultKey().isPresent()) {
      return irma.resultKey().get();
    }
    if (mode == Mode.PRODUCTION) {
      throw new StartFailure("identity.irma.resultKeyFile is needed in production");
    }
    if (client.publicKey() instanceof IrmaAnswer.Given<String>(String pem)) {
      try {
        return Keys.rsaPublic(pem);
      } catch (IllegalArgumentException notAKey) {
        throw new StartFailure("identity.irma.server answers no RSA key at /publickey");
      }
    }
    throw new StartFailure(
        "identity.irma.server does not answer at " + irma.server() + "/publickey; start it first");
  }

  private static String traceId(SecureRandom random) {
    byte[] bytes = new byte[TRACE_ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
