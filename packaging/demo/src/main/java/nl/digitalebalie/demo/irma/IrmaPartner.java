package nl.digitalebalie.demo.irma;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.Files;
import nl.digitalebalie.demo.http.Partner;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import nl.digitalebalie.demo.people.Cards;
import nl.digitalebalie.demo.people.DemoWorld;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The look-alike's HTTP interface: requestor side under {@code /session}, wallet and browser side
 * under {@code /irma}, the demo wallet page under {@code /wallet/}. Paths, bodies and errors follow
 * irma server 1.3.
 */
public final class IrmaPartner implements Partner, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final String PROTOCOL = "2.8";
  private static final String OPTIONS_REQUEST = "https://irma.app/ld/request/frontendoptions/v1";
  private static final String OPTIONS_ANSWER = "https://irma.app/ld/options/v1";
  private static final int SWEEP_SECONDS = 10;

  private final URI base;
  private final Settings settings;
  private final InstantSource clock;
  private final Tokens tokens;
  private final RequestGate gate;
  private final SessionDesk desk;

  /** Written by whoever handles the wallet's request, read by whoever measures. */
  private volatile Optional<Instant> lastDisclosure = Optional.empty();

  private final ResultCallback callback = new ResultCallback();
  private final ScheduledExecutorService cleaner =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("irma-cleaner").factory());
  private final Files page =
      Files.of(
          "/nl/digitalebalie/demo/wallet/",
          "index.html",
          "wallet.js",
          "wallet.css",
          "texts.nl.json",
          "texts.en.json");

  /** What the look-alike is configured with. */
  public record Settings(
      DemoWorld world,
      List<Requestor> requestors,
      RSAPrivateKey resultKey,
      RSAPublicKey resultPublicKey) {
    public Settings {
      requestors = List.copyOf(requestors);
    }
  }

  IrmaPartner(URI base, Settings settings, InstantSource clock, RandomGenerator random) {
    this.base = base;
    this.settings = settings;
    this.clock = clock;
    this.tokens = new Tokens(random);
    this.gate = new RequestGate(settings.requestors());
    this.desk = new SessionDesk(this::tellRequestor);
  }

  /** A started look-alike; closing it stops the server, the cleaner and the callback client. */
  public record Running(PartnerServer server, IrmaPartner partner) implements AutoCloseable {
    public URI base() {
      return server.base();
    }

    /** When a wallet last handed in its proofs, before anybody was told. */
    public Optional<Instant> lastDisclosure() {
      return partner.lastDisclosure;
    }

    /**
     * What the counter puts before the encoded session pointer to make the link that opens the
     * wallet.
     */
    public String walletLinkBase() {
      return server.base() + "/wallet/#";
    }

    @Override
    public void close() {
      server.close();
      partner.close();
    }
  }

  public static Running start(
      int port, Settings settings, InstantSource clock, RandomGenerator random) {
    IrmaPartner[] made = new IrmaPartner[1];
    PartnerServer server =
        PartnerServer.start(
            "irma-look-alike",
            port,
            base -> {
              made[0] = new IrmaPartner(base, settings, clock, random);
              return made[0];
            });
    made[0].startCleaner();
    return new Running(server, made[0]);
  }

  private void startCleaner() {
    var unused =
        cleaner.scheduleWithFixedDelay(
            () -> desk.sweep(clock.instant()), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    cleaner.shutdownNow();
    callback.close();
  }

  private void tellRequestor(IrmaSession session, Instant now) {
    if (session.status() == IrmaSession.Status.DONE) {
      lastDisclosure = Optional.of(now);
    }
    session
        .request()
        .callbackUrl()
        .ifPresent(
            url -> callback.post(url, SessionResult.jwt(session, settings.resultKey(), now)));
  }

  @Override
  public Reply answer(Call call) {
    if (call.method().equals("OPTIONS")) {
      return crossOrigin(Reply.empty(200));
    }
    String[] path = call.path().substring(1).split("/", -1);
    return crossOrigin(
        switch (path[0]) {
          case "session" -> requestorSide(call, path);
          case "irma" -> appSide(call, path);
          case "wallet" -> wallet(path);
          case "publickey" -> Reply.text(200, "text/plain", publicKeyPem());
          case "health" -> Reply.text(200, "text/plain", "OK");
          default -> Reply.empty(404);
        });
  }

  private static Reply crossOrigin(Reply reply) {
    return reply
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS")
        .with(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, X-IRMA-MinProtocolVersion, X-IRMA-MaxProtocolVersion");
  }

  // ---- requestor side

  private Reply requestorSide(Call call, String[] path) {
    boolean collection = path.length == 1 || (path.length == 2 && path[1].isEmpty());
    if (collection) {
      return call.method().equals("POST") ? startSession(call) : Reply.empty(405);
    }
    String token = path[1];
    if (path.length == 2) {
      return call.method().equals("DELETE") ? cancel(token) : Reply.empty(405);
    }
    Instant now = clock.instant();
    Optional<IrmaSession> session = desk.ofRequestor(token, now);
    if (session.isEmpty()) {
      return IrmaFault.SESSION_UNKNOWN.reply("");
    }
    return switch (path[2]) {
      case "status" -> Reply.text(200, "application/json", "\"" + session.get().status() + "\"");
      case "statusevents" -> IrmaFault.SSE_DISABLED.reply("");
      case "result" -> Reply.json(200, SessionResult.json(session.get()));
      case "result-jwt" ->
          Reply.text(
              200, "text/plain", SessionResult.jwt(session.get(), settings.resultKey(), now));
      default -> Reply.empty(404);
    };
  }

  private Reply startSession(Call call) {
    Instant now = clock.instant();
    return switch (gate.admit(call, now)) {
      case Answer.Refused<RequestGate.Permitted>(IrmaFault fault, String message) ->
          fault.reply(message);
      case Answer.Given<RequestGate.Permitted>(RequestGate.Permitted permitted) -> {
        IrmaSession session =
            IrmaSession.start(
                tokens.token(),
                tokens.token(),
                tokens.token(),
                permitted.requestor(),
                permitted.request(),
                now);
        yield switch (desk.add(session)) {
          case Answer.Refused<IrmaSession>(IrmaFault fault, String message) -> fault.reply(message);
          case Answer.Given<IrmaSession> ignored -> Reply.json(200, sessionPackage(session));
        };
      }
    };
  }

  private ObjectNode sessionPackage(IrmaSession session) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("sessionPtr")
        .put("u", base + "/irma/session/" + session.clientToken())
        .put("irmaqr", "disclosing");
    json.put("token", session.requestorToken());
    // pairingHint is left out: a plain disclosure never hints at pairing.
    json.putObject("frontendRequest")
        .put("authorization", session.frontendAuthorization())
        .put("minProtocolVersion", "1.0")
        .put("maxProtocolVersion", "1.1");
    return json;
  }

  private Reply cancel(String requestorToken) {
    Instant now = clock.instant();
    return reply(
        desk.moveOfRequestor(requestorToken, now, session -> Answer.given(session.cancel(now))),
        session -> Reply.empty(200));
  }

  // ---- wallet and browser side

  private Reply appSide(Call call, String[] path) {
    if (path.length < 3 || !path[1].equals("session")) {
      return Reply.empty(404);
    }
    String token = path[2];
    String action = path.length == 3 ? "" : String.join("/", List.of(path).subList(3, path.length));
    return switch (call.method() + " " + action) {
      case "GET " -> connect(token, call);
      case "DELETE " -> cancelByApp(token);
      case "GET status" ->
          read(
              token,
              session -> Reply.text(200, "application/json", "\"" + session.status() + "\""));
      case "GET request" -> request(token, call);
      case "POST proofs" -> proofs(token, call);
      case "GET statusevents", "GET frontend/statusevents" -> IrmaFault.SSE_DISABLED.reply("");
      case "GET frontend/status" ->
          frontend(token, call, session -> Reply.json(200, frontendStatus(session)));
      case "POST frontend/options" -> options(token, call);
      case "POST frontend/pairingcompleted" -> pairingCompleted(token, call);
      default -> Reply.empty(404);
    };
  }

  private Reply read(String clientToken, Function<IrmaSession, Reply> reply) {
    return desk.ofClient(clientToken, clock.instant())
        .map(reply)
        .orElseGet(() -> IrmaFault.SESSION_UNKNOWN.reply(""));
  }

  private Reply connect(String token, Call call) {
    if (call.header("x-irma-maxprotocolversion").map(IrmaPartner::tooOld).orElse(true)) {
      return IrmaFault.PROTOCOL_VERSION.reply("");
    }
    Instant now = clock.instant();
    String authorization = call.header("authorization").orElse("");
    return reply(
        desk.moveOfClient(token, now, session -> session.connect(authorization, now)),
        session -> Reply.json(200, clientRequest(session)));
  }

  private static boolean tooOld(String version) {
    return !version.replace("\"", "").matches("2\\.([89]|[1-9][0-9])|[3-9]\\.[0-9]+");
  }

  private ObjectNode clientRequest(IrmaSession session) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("@context", "https://irma.app/ld/request/client/v1")
            .put("protocolVersion", PROTOCOL);
    json.set("options", optionsJson(session));
    if (session.status() == IrmaSession.Status.CONNECTED) {
      json.set("request", session.request().wire());
    }
    json.set("demoRequestor", JSON.valueToTree(session.requestor().displayName()));
    return json;
  }

  private static ObjectNode optionsJson(IrmaSession session) {
    ObjectNode options =
        JSON.createObjectNode()
            .put("@context", OPTIONS_ANSWER)
            .put("pairingMethod", session.pairingCode().isPresent() ? "pin" : "none");
    session.pairingCode().ifPresent(code -> options.put("pairingCode", code));
    return options;
  }

  private Reply request(String token, Call call) {
    return read(
        token,
        session -> {
          if (!session.mayBeUsedBy(call.header("authorization").orElse(""))) {
            return IrmaFault.UNAUTHORIZED.reply("");
          }
          return switch (session.status()) {
            case CONNECTED -> Reply.json(200, session.request().wire());
            case PAIRING -> IrmaFault.PAIRING_REQUIRED.reply("");
            case INITIALIZED, DONE, CANCELLED, TIMEOUT -> IrmaFault.UNEXPECTED_REQUEST.reply("");
          };
        });
  }

  private Reply proofs(String token, Call call) {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZONE);
    Optional<DemoWorld.Person> person =
        json(call)
            .map(body -> body.path("demoCard").asString(""))
            .flatMap(settings.world()::person);
    if (person.isEmpty()) {
      return IrmaFault.INVALID_REQUEST.reply("demoCard names nobody");
    }
    String authorization = call.header("authorization").orElse("");
    return reply(
        desk.moveOfClient(
            token,
            now,
            session ->
                session.mayBeUsedBy(authorization)
                    ? session.disclose(
                        DemoWallet.disclose(person.get(), session.request(), today), now)
                    : Answer.refused(IrmaFault.UNAUTHORIZED, "")),
        session ->
            Reply.json(
                200,
                JSON.createObjectNode()
                    .put("sessionType", "disclosing")
                    .put("protocolVersion", PROTOCOL)
                    .put(
                        "proofStatus",
                        session.disclosure().map(d -> d.proofStatus().name()).orElse(""))));
  }

  private Reply cancelByApp(String token) {
    Instant now = clock.instant();
    return reply(
        desk.moveOfClient(token, now, session -> Answer.given(session.cancel(now))),
        session -> Reply.empty(200));
  }

  private Reply frontend(String token, Call call, Function<IrmaSession, Reply> reply) {
    return read(
        token,
        session ->
            call.header("authorization").filter(session.frontendAuthorization()::equals).isPresent()
                ? reply.apply(session)
                : IrmaFault.UNAUTHORIZED.reply(""));
  }

  private static ObjectNode frontendStatus(IrmaSession session) {
    return JSON.createObjectNode().put("status", session.status().name());
  }

  private Reply options(String token, Call call) {
    return frontend(
        token,
        call,
        known -> {
          String method =
              json(call)
                  .filter(body -> OPTIONS_REQUEST.equals(body.path("@context").asString("")))
                  .map(body -> body.path("pairingMethod").asString(""))
                  .orElse("");
          Optional<String> code =
              method.equals("pin") ? Optional.of(tokens.pairingCode()) : Optional.empty();
          if (code.isEmpty() && !method.equals("none")) {
            return IrmaFault.INVALID_REQUEST.reply("pairingMethod is pin or none");
          }
          return reply(
              desk.moveOfClient(token, clock.instant(), session -> session.withPairing(code)),
              session -> Reply.json(200, optionsJson(session)));
        });
  }

  private Reply pairingCompleted(String token, Call call) {
    Instant now = clock.instant();
    return frontend(
        token,
        call,
        known ->
            reply(
                desk.moveOfClient(token, now, session -> session.paired(now)),
                session -> Reply.empty(204)));
  }

  private static Optional<JsonNode> json(Call call) {
    try {
      return Optional.of(JSON.readTree(call.body().text()));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static Reply reply(Answer<IrmaSession> answer, Function<IrmaSession, Reply> given) {
    return switch (answer) {
      case Answer.Given<IrmaSession>(IrmaSession session) -> given.apply(session);
      case Answer.Refused<IrmaSession>(IrmaFault fault, String message) -> fault.reply(message);
    };
  }

  // ---- the wallet page

  private Reply wallet(String[] path) {
    if (path.length == 1) {
      return Reply.empty(302).with("Location", "/wallet/");
    }
    String file = path[1].isEmpty() ? "index.html" : path[1];
    if (file.equals("people.json")) {
      return Reply.json(200, people()).with("Cache-Control", "no-store");
    }
    return page.find(file).orElseGet(() -> Reply.empty(404));
  }

  private ArrayNode people() {
    ArrayNode people = JSON.createArrayNode();
    for (DemoWorld.Person person : settings.world().people()) {
      ObjectNode one =
          people
              .addObject()
              .put("id", person.id())
              .put("name", person.card().getOrDefault("fullname", person.id()));
      one.set("about", JSON.valueToTree(person.about()));
      one.set("values", values(person));
    }
    return people;
  }

  private ObjectNode values(DemoWorld.Person person) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
    ObjectNode values = JSON.createObjectNode();
    Cards.identifiers()
        .forEach(identifier ->
            Cards.value(person, identifier, today)
                .ifPresent(value -> values.put(identifier, value)));
    return values;
  }

  private String publicKeyPem() {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(settings.resultPublicKey().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }
}
