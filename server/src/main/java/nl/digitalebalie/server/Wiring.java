package nl.digitalebalie.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.Period;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digitalebalie.server.callback.Promise;
import nl.digitalebalie.server.counter.CounterWiring;
import nl.digitalebalie.server.counter.StartFailure;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.http.SocketEndpoint;
import nl.digitalebalie.server.http.StaticSite;
import nl.digitalebalie.server.http.WebServer;
import nl.digitalebalie.server.parts.CounterContext;
import nl.digitalebalie.server.parts.CounterPart;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.relay.Municipality;
import nl.digitalebalie.server.relay.RelayPart;
import nl.digitalebalie.server.relay.ResidentPort;
import nl.digitalebalie.server.retention.ExpiringTable;
import nl.digitalebalie.server.retention.Retention;
import nl.digitalebalie.server.retention.RetentionRules;
import nl.digitalebalie.server.staff.StaffDoor;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.staff.StaffTickets;
import nl.digitalebalie.server.store.Store;

/** Puts the parts together and takes them apart again, in order. */
final class Wiring implements AutoCloseable {
  /**
   * Name and number stand readable at the relay, and a promise counts in days: what the counter
   * part did not take in a month nobody keeps any more.
   */
  private static final Period LONGEST_REQUEST = Period.ofDays(30);

  private final WebServer web;
  private final URI publicUrl;
  private final List<Runnable> closing;

  /**
   * @param closing closes every part but the web server, in this order
   */
  Wiring(WebServer web, URI publicUrl, List<Runnable> closing) {
    this.web = web;
    this.publicUrl = publicUrl;
    this.closing = List.copyOf(closing);
  }

  static Wiring start(ServerConfig config, InstantSource clock, SecureRandom random)
      throws IOException, StartFailure {
    Files.createDirectories(config.dataDirectory());
    Deque<AutoCloseable> started = new ArrayDeque<>();
    try {
      return start(config, clock, random, started);
    } catch (StartFailure | RuntimeException failed) {
      closeAll(started);
      throw failed;
    }
  }

  private static Wiring start(
      ServerConfig config, InstantSource clock, SecureRandom random, Deque<AutoCloseable> started)
      throws StartFailure {
    return switch (config.link()) {
      case ServerConfig.Link.None one -> oneProcess(config, clock, random, started);
      case ServerConfig.Link.Listening relay ->
          RelayProcess.start(config, relay.secret(), clock, random, started);
      case ServerConfig.Link.Dialling counter ->
          CounterProcess.start(config, counter.settings(), clock, random, started);
    };
  }

  private static Wiring oneProcess(
      ServerConfig config, InstantSource clock, SecureRandom random, Deque<AutoCloseable> started)
      throws StartFailure {
    Store store = openStore(config);
    started.push(store);
    WebServer web = WebServer.bind(config.http(), clock);
    started.push(web);
    URI address = address(config, web.port());
    StaffTickets tickets =
        StaffTickets.ofKeyFile(config.dataDirectory().resolve(ServerConfig.TICKET_KEY));
    StaffDoor door = new StaffDoor(config.mode(), config.staff(), tickets, store, clock, random);
    RelayPart relay =
        new RelayPart(
            config.relay(page(config, address).toString(), config.staffById()),
            call -> door.principal(call, StaffTickets.Door.RELAY),
            store,
            clock,
            random);
    started.push(relay);
    CounterPart counter =
        counter(config, context(config, address, store, relay.residentPort(), clock, random));
    started.push(counter);
    relay.start(counter.port(), counter.callbacks());
    web.serve(content(config, address, web.port(), door, relay, counter, store));
    Retention retention = relayRetention(config, store, clock).started(() -> {});
    return new Wiring(
        web, address, List.of(retention::close, relay::close, counter::close, store::close));
  }

  static Store openStore(ServerConfig config) throws StartFailure {
    try {
      return config.store().open(config.role().tables());
    } catch (RuntimeException refused) { // of Flyway or the driver; their words name no password
      throw new StartFailure("the database cannot be opened: " + refused.getMessage());
    }
  }

  static CounterContext context(
      ServerConfig config,
      URI address,
      Store store,
      ResidentPort residents,
      InstantSource clock,
      SecureRandom random) {
    return new CounterContext(
        config.mode(),
        address.toString(),
        config.municipalities().stream()
            .collect(Collectors.toMap(Municipality::id, Municipality::name)),
        config.municipalities().stream()
            .collect(Collectors.toMap(Municipality::id, Wiring::office)),
        store,
        residents,
        clock,
        random);
  }

  private static CounterContext.Office office(Municipality municipality) {
    return new CounterContext.Office(
        municipality.callbacks().orElseGet(Promise::usual),
        municipality.topics().stream()
            .collect(Collectors.toMap(Municipality.Topic::id, topic -> topic.title().in("nl"))),
        municipality.rsin());
  }

  private static CounterPart counter(ServerConfig config, CounterContext context)
      throws StartFailure {
    return config.counter().isPresent()
        ? CounterWiring.start(context, config.counter().get())
        : new RelayOnly();
  }

  private static void closeAll(Deque<AutoCloseable> started) {
    for (AutoCloseable part : started) {
      try {
        part.close();
      } catch (Exception unclosable) { // AutoCloseable's own declaration
        throw new IllegalStateException("a part did not close after a failed start", unclosable);
      }
    }
  }

  private static WebServer.Content content(
      ServerConfig config,
      URI address,
      int port,
      StaffDoor door,
      RelayPart relay,
      CounterPart counter,
      Store store) {
    List<Route> routes = new ArrayList<>(relay.routes());
    routes.addAll(door.routes());
    routes.addAll(counter.routes());
    routes.add(SiteJson.here(config, counter.gateKeys()).route());
    List<SocketEndpoint<?>> endpoints = new ArrayList<>(relay.endpoints());
    endpoints.add(
        new CounterEndpoint(call -> door.principal(call, StaffTickets.Door.COUNTER), counter));
    List<HealthCheck> checks = new ArrayList<>(counter.checks());
    checks.add(new DatabaseCheck(store));
    return new WebServer.Content(
        address, origins(config, address, port), site(config), routes, endpoints, checks);
  }

  /** What the relay's tables keep, whichever process they are in. */
  static Retention relayRetention(ServerConfig config, Store store, InstantSource clock) {
    RetentionRules links = RetentionRules.fixed(config.retention().invitations());
    return new Retention(
        store,
        List.of(
            ExpiringTable.byHour(
                "feedback",
                "feedback",
                "hour",
                RetentionRules.fixed(config.retention().feedback())),
            ExpiringTable.plain(
                "call-back-requests",
                "callback_request",
                "id",
                "asked_at",
                RetentionRules.fixed(LONGEST_REQUEST)),
            ExpiringTable.plain("invitations", "invitation", "id", "expires_at", links),
            ExpiringTable.plain(
                "feedback-tickets", "feedback_ticket", "ticket_hash", "expires_at", links)),
        counts -> Retention.Said.DURABLY, // the log of the job says it: the relay has no audit log
        clock);
  }

  static StaticSite site(ServerConfig config) {
    return config.web().map(StaticSite::ofFolder).orElseGet(StaticSite::ofClassPath);
  }

  static URI address(ServerConfig config, int port) {
    String scheme = config.http().tls().isPresent() ? "https" : "http";
    return config.publicUrl().orElseGet(() -> URI.create(scheme + "://localhost:" + port));
  }

  /** Where links to residents point. */
  static URI page(ServerConfig config, URI address) {
    return config.site().page().orElse(address);
  }

  static Set<String> origins(ServerConfig config, URI address, int port) {
    Set<String> origins = new HashSet<>(config.origins());
    origins.add(origin(address));
    origins.add(origin(page(config, address)));
    if (config.mode() == Mode.DEMO) {
      origins.add("http://localhost:" + port);
      origins.add("http://127.0.0.1:" + port);
    }
    return origins;
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  record CounterEndpoint(Function<HttpCall, Optional<StaffPrincipal>> tickets, CounterPart counter)
      implements SocketEndpoint<StaffPrincipal> {
    /** A panel with cases is one large frame; signalling frames are small. */
    private static final int PANEL_BYTES = 8 * 1024 * 1024;

    @Override
    public String path() {
      return "/counter/staff";
    }

    @Override
    public Audience audience() {
      return Audience.PROGRAM;
    }

    @Override
    public Optional<StaffPrincipal> authenticate(HttpCall upgrade) {
      return tickets.apply(upgrade);
    }

    @Override
    public String connectionKey(StaffPrincipal staff) {
      return staff.id().value();
    }

    /** One for each part of a document: a scan of 25 MB has more than five hundred. */
    private static final String RECEIVED = "{\"v\":1,\"type\":\"document-received\"";

    private static final int RECEIVED_CHARS = 200;

    @Override
    public Weight weigh(String frame) {
      return weight(frame);
    }

    static Weight weight(String frame) {
      return frame.length() <= RECEIVED_CHARS && frame.startsWith(RECEIVED)
          ? Weight.BULK
          : Weight.SIGNAL;
    }

    @Override
    public SocketDesk<StaffPrincipal> desk() {
      return counter.desk();
    }

    @Override
    public int maxQueuedBytes() {
      return PANEL_BYTES;
    }
  }

  record DatabaseCheck(Store store) implements HealthCheck {
    @Override
    public String name() {
      return "database";
    }

    @Override
    public Status look() {
      return store.probe().fold(done -> Status.UP, code -> Status.DOWN);
    }
  }

  URI publicUrl() {
    return publicUrl;
  }

  int port() {
    return web.port();
  }

  int adminPort() {
    return web.adminPort();
  }

  @Override
  public void close() {
    web.close();
    closing.forEach(Runnable::run);
  }
}
