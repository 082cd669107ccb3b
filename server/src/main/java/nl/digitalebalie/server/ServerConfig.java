package nl.digitalebalie.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.IceServer;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.counter.CounterConfig;
import nl.digitalebalie.server.http.HttpSettings;
import nl.digitalebalie.server.http.TlsKeys;
import nl.digitalebalie.server.limit.TokenBucket;
import nl.digitalebalie.server.link.LinkClient;
import nl.digitalebalie.server.link.LinkSecret;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.relay.Municipality;
import nl.digitalebalie.server.relay.RelaySettings;
import nl.digitalebalie.server.retention.RetentionConfig;
import nl.digitalebalie.server.staff.StaffAccount;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.staff.StaffTickets;
import nl.digitalebalie.server.store.StoreAddress;

/**
 * The configuration file, read and checked as a whole. Usable only when its findings have no error.
 *
 * @param publicUrl the address of the page; empty in demo mode means localhost and the port
 * @param origins pages that may open sockets, beside the public address
 * @param counter empty in a demonstration of the waiting room alone, and where only the relay runs
 * @param retention how long what no purpose is about is kept
 * @param link what the relay and the counter part of two processes know of each other
 * @param web a folder with the built page; empty takes the one in the class path
 */
record ServerConfig(
    Role role,
    Mode mode,
    Path dataDirectory,
    StoreAddress store,
    HttpSettings http,
    Optional<URI> publicUrl,
    Set<String> origins,
    Optional<Path> web,
    List<Municipality> municipalities,
    List<StaffAccount> staff,
    List<IceServer> iceServers,
    Duration placeKept,
    Duration residentGrace,
    Duration staffGrace,
    Duration invitationLife,
    TokenBucket.Rate joinsPerAddress,
    Optional<CounterConfig> counter,
    RetentionConfig retention,
    SiteConfig site,
    Link link,
    ConfigSection root) {

  /** In the data directory; made at the first start. */
  static final String TICKET_KEY = "staff-ticket-key.jwk";

  private static final Duration EXPIRY_WARNING = Duration.ofDays(21);

  /** How this process is linked to the other part. */
  sealed interface Link {
    record None() implements Link {}

    /** The relay listens. */
    record Listening(LinkSecret secret) implements Link {}

    /** The counter part dials. */
    record Dialling(LinkClient.Settings settings) implements Link {}
  }

  /** What the command line may set in place of the file. */
  record Overrides(Optional<Path> dataDirectory, Optional<Integer> port, Optional<Integer> admin) {
    static Overrides none() {
      return new Overrides(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** Of a server in one process. */
  static ServerConfig read(ConfigSection root, Overrides overrides, Instant now) {
    return read(root, Role.ALL, overrides, now);
  }

  static ServerConfig read(ConfigSection root, Role role, Overrides overrides, Instant now) {
    Mode mode = root.choice("mode", Mode.class, Mode.PRODUCTION);
    root.right("mode", mode == Mode.DEMO ? "demo: fictional people only" : "production");
    ConfigSection http = root.section("http");
    Optional<URI> publicUrl = publicUrl(http, mode);
    List<Municipality> municipalities = MunicipalityConfig.readAll(root, mode);
    Call call = call(root, role, mode);
    RoleRules.judge(root, role);
    Path dataDirectory = dataDirectory(root, role, overrides, mode);
    return new ServerConfig(
        role,
        mode,
        dataDirectory,
        StoreConfig.read(root, role, dataDirectory, mode),
        httpSettings(root, http, overrides, mode, now),
        publicUrl,
        origins(http),
        web(http),
        municipalities,
        role == Role.RELAY ? List.of() : StaffConfig.readAll(root, mode, municipalities),
        call.iceServers,
        call.placeKept,
        call.residentGrace,
        call.staffGrace,
        root.optionalSection("invitations")
            .map(section ->
                section.duration(
                    "validFor", Duration.ofDays(7), Duration.ofMinutes(5), Duration.ofDays(60)))
            .orElse(Duration.ofDays(7)),
        joins(root),
        counter(root, role, mode),
        RetentionConfig.read(root),
        site(root, role, mode),
        link(root, role, mode),
        root);
  }

  private record Call(
      List<IceServer> iceServers, Duration placeKept, Duration residentGrace, Duration staffGrace) {
    static Call read(ConfigSection call, Mode mode) {
      Duration second = Duration.ofSeconds(1);
      Duration quarter = Duration.ofMinutes(15);
      return new Call(
          ServerConfig.iceServers(call, mode),
          call.duration("placeKept", Duration.ofSeconds(120), second, quarter),
          call.duration("residentGrace", Duration.ofSeconds(60), second, quarter),
          call.duration("staffGrace", Duration.ofSeconds(60), second, quarter));
    }
  }

  /** The counter part makes no calls; what its file says of them is for the relay. */
  private static Call call(ConfigSection root, Role role, Mode mode) {
    return role == Role.COUNTER && !root.has("call")
        ? new Call(List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO)
        : Call.read(root.section("call"), mode);
  }

  private static Link link(ConfigSection root, Role role, Mode mode) {
    return switch (role) {
      case ALL -> {
        LinkConfig.refuse(root);
        yield new Link.None();
      }
      case RELAY -> new Link.Listening(LinkConfig.ofRelay(root));
      case COUNTER -> new Link.Dialling(LinkConfig.ofCounter(root, mode));
    };
  }

  /** A relay that serves the page must say whom the page believes: it holds no key to tell. */
  private static SiteConfig site(ConfigSection root, Role role, Mode mode) {
    SiteConfig site = SiteConfig.read(root, mode);
    if (role == Role.RELAY && site.gateKeys().isEmpty()) {
      root.found(
          weight(mode), "site.gateKeys", "is missing: the page will believe no staff member");
    }
    return site;
  }

  /**
   * @param staff by id, as far as known, to find the staff member of a call after a restart
   */
  RelaySettings relay(String address, Map<StaffId, StaffPrincipal> staff) {
    return new RelaySettings(
        mode,
        address,
        municipalities,
        staff,
        iceServers,
        placeKept,
        residentGrace,
        staffGrace,
        invitationLife,
        joinsPerAddress);
  }

  Map<StaffId, StaffPrincipal> staffById() {
    return staff.stream()
        .map(StaffAccount::staff)
        .collect(Collectors.toUnmodifiableMap(StaffPrincipal::id, each -> each));
  }

  // The network

  private static Optional<URI> publicUrl(ConfigSection http, Mode mode) {
    Optional<URI> url = http.webAddress("publicUrl");
    if (mode == Mode.PRODUCTION) {
      if (!http.has("publicUrl")) {
        http.error("publicUrl", "is missing; links to residents are made of it");
      } else if (url.filter(each -> "http".equals(each.getScheme())).isPresent()) {
        http.error("publicUrl", "must begin with https: browsers give no camera without TLS");
      }
    }
    url.ifPresent(each -> http.right("publicUrl", each.toString()));
    return url;
  }

  private static HttpSettings httpSettings(
      ConfigSection root, ConfigSection http, Overrides overrides, Mode mode, Instant now) {
    Optional<ConfigSection> admin = root.optionalSection("admin");
    Optional<ConfigSection> limits = root.optionalSection("limits");
    String adminHost = admin.map(each -> each.text("listen", "127.0.0.1")).orElse("127.0.0.1");
    if (!Set.of("127.0.0.1", "::1", "localhost").contains(adminHost)) {
      root.warning("admin.listen", "opens the health port to other machines");
    }
    int adminPort = admin.map(each -> each.number("port", 8081, 0, 65_535)).orElse(8081);
    Set<String> proxies = Set.copyOf(http.texts("trustedProxies"));
    Optional<SSLContext> tls = tls(http, mode, now);
    if (tls.isEmpty() && mode == Mode.PRODUCTION) {
      if (proxies.isEmpty()) {
        http.error("tls", "is missing, and no trusted proxy is named that would end TLS");
      } else {
        http.warning("tls", "is missing: the trusted proxy must end TLS");
      }
    }
    return new HttpSettings(
        http.text("listen", "127.0.0.1"),
        overrides.port().orElse(http.number("port", 8080, 0, 65_535)),
        adminHost,
        overrides.admin().orElse(adminPort),
        tls,
        proxies,
        limits.map(each -> each.number("connections", 20_000, 10, 200_000)).orElse(20_000),
        limits.map(each -> each.number("socketsPerAddress", 500, 2, 200_000)).orElse(500));
  }

  private static Optional<SSLContext> tls(ConfigSection http, Mode mode, Instant now) {
    return http.optionalSection("tls").flatMap(section -> tlsOf(section, mode, now));
  }

  private static Optional<SSLContext> tlsOf(ConfigSection section, Mode mode, Instant now) {
    if (section.has("keystore")) {
      Optional<Path> file = section.existingFile("keystore");
      Optional<Sensitive<String>> password = section.secret("password");
      if (password.isEmpty()) {
        section.error("password", "is missing");
      }
      file.ifPresent(each -> section.judgeRights("keystore", each, weight(mode)));
      return file.isPresent() && password.isPresent()
          ? judged(
              section,
              "keystore",
              TlsKeys.ofKeystore(file.get(), password.get().reveal().toCharArray(), now),
              now)
          : Optional.empty();
    }
    Optional<Path> certificate = section.existingFile("certificate");
    Optional<Path> key = section.existingFile("key");
    if (!section.has("certificate") || !section.has("key")) {
      section.error("", "needs a keystore with password, or certificate and key");
    }
    key.ifPresent(each -> section.judgeRights("key", each, weight(mode)));
    return certificate.isPresent() && key.isPresent()
        ? judged(section, "certificate", TlsKeys.ofPem(certificate.get(), key.get(), now), now)
        : Optional.empty();
  }

  private static Optional<SSLContext> judged(
      ConfigSection section, String key, TlsKeys.Result result, Instant now) {
    return switch (result) {
      case TlsKeys.Result.Usable(SSLContext context, var certificate) -> {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(now.plus(EXPIRY_WARNING))) {
          section.warning(key, "the certificate expires soon, at " + end);
        } else {
          section.right(key, "usable until " + end);
        }
        yield Optional.of(context);
      }
      case TlsKeys.Result.Refused(String sentence) -> {
        section.error(key, sentence);
        yield Optional.empty();
      }
    };
  }

  private static Finding.Grade weight(Mode mode) {
    return mode == Mode.PRODUCTION ? Finding.Grade.ERROR : Finding.Grade.WARNING;
  }

  private static Set<String> origins(ConfigSection http) {
    Set<String> origins = new HashSet<>();
    for (String text : http.texts("origins")) {
      if (text.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
        origins.add(text);
      } else {
        http.error("origins", "must be a list of origins such as https://balie.example.nl");
      }
    }
    return origins;
  }

  private static Optional<Path> web(ConfigSection http) {
    Optional<Path> folder = http.file("web");
    if (folder.filter(each -> !Files.isRegularFile(each.resolve("index.html"))).isPresent()) {
      http.error("web", "names a folder without index.html: " + folder.get());
      return Optional.empty();
    }
    return folder;
  }

  // The rest

  /** In demo mode a server may run without a counter part, to try out the waiting room. */
  private static Optional<CounterConfig> counter(ConfigSection root, Role role, Mode mode) {
    if (role == Role.RELAY) {
      return Optional.empty();
    }
    boolean named =
        root.has("identity")
            | root.has("cases")
            | root.has("audit")
            | root.has("processing")
            | root.has("policyFile")
            | root.has("contacts");
    if (!named && mode == Mode.DEMO && role == Role.ALL) {
      root.warning(
          "identity",
          "is missing: residents can wait, but without a counter part no talk can begin");
      return Optional.empty();
    }
    return Optional.of(CounterConfig.read(root, mode));
  }

  private static Path dataDirectory(ConfigSection root, Role role, Overrides overrides, Mode mode) {
    Path configured = root.file("dataDirectory").orElse(Path.of("data").toAbsolutePath());
    Path folder = overrides.dataDirectory().orElse(configured).toAbsolutePath();
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        root.error("dataDirectory", "cannot be written: " + folder);
      } else {
        root.right("dataDirectory", folder.toString());
      }
      RoleRules.judge(root, role, folder);
      Path ticketKey = folder.resolve(TICKET_KEY);
      StaffTickets.faultOf(ticketKey).ifPresent(fault -> root.error("dataDirectory", fault));
      root.judgeRights("dataDirectory", ticketKey, weight(mode));
    } catch (IOException refused) {
      root.error("dataDirectory", "cannot be made: " + folder);
    }
    return folder;
  }

  private static List<IceServer> iceServers(ConfigSection call, Mode mode) {
    List<IceServer> servers = new ArrayList<>();
    for (ConfigSection section : call.sections("iceServers")) {
      List<String> urls = section.texts("urls");
      if (urls.isEmpty()
          || urls.stream().anyMatch(url -> !url.matches("(stun|turn)s?:[\\[\\]A-Za-z0-9.:?=-]+"))) {
        section.error("urls", "must list addresses such as turn:turn.example.nl:3478");
      } else {
        servers.add(
            new IceServer(
                urls,
                section.optionalText("username"),
                section.secret("credential").map(Sensitive::reveal)));
      }
    }
    boolean turn =
        servers.stream().flatMap(each -> each.urls().stream()).anyMatch(url -> url.startsWith("t"));
    if (!turn && mode == Mode.PRODUCTION) {
      call.warning("iceServers", "has no TURN server: some residents will get no connection");
    } else {
      call.right("iceServers", servers.size() + " configured");
    }
    return servers;
  }

  private static TokenBucket.Rate joins(ConfigSection root) {
    int perMinute =
        root.optionalSection("limits")
            .map(each -> each.number("joinsPerMinute", 30, 1, 100_000))
            .orElse(30);
    return new TokenBucket.Rate(
        Math.max(10, perMinute), Duration.ofMinutes(1).dividedBy(perMinute));
  }
}
