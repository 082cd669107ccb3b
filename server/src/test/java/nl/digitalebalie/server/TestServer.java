package nl.digitalebalie.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.counter.StartFailure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server on free ports, with a client for its HTTP interface. */
final class TestServer implements AutoCloseable {
  /** The demo password at the least work that a hash may have, so that tests are quick. */
  static final String HASH =
      "pbkdf2-sha256$100000$AAAAAAAAAAAAAAAAAAAAAA$eoEtMmkajzLdc8zFgKyXmROEnD8eQ0TrF6fGMIa3dgk";

  static final String CONFIG =
      """
      mode: demo
      http: {port: 0}
      admin: {port: 0}
      limits: {joinsPerMinute: 600}
      call: {residentGrace: 60s}
      staff:
        - {name: fatma, displayName: F. Yilmaz, role: {nl: Consulent, en: Adviser}, roles: [wmo],
           municipalities: [voorbeeld], password: "HASH"}
        - {name: joris, displayName: J. van den Berg, role: {nl: Consulent, en: Adviser},
           roles: [wmo], municipalities: [voorbeeld], password: "HASH"}
      municipalities:
        - id: voorbeeld
          name: Gemeente Voorbeeld
          opening: always
          contact: {phone: 14 099, phoneHref: "tel:14099", visit: {nl: a, en: a},
                    hours: {nl: b, en: b}, website: "https://voorbeeld.example"}
          topics:
            - {id: wmo, title: {nl: Wmo, en: Care}, description: {nl: d, en: d},
               bring: {nl: e, en: e}}
      """;

  final HttpClient http = HttpClient.newHttpClient();
  private final Wiring wiring;

  private TestServer(Wiring wiring) {
    this.wiring = wiring;
  }

  static TestServer start(Path data) {
    return start(CONFIG, data);
  }

  static TestServer start(String yaml, Path data) {
    return start(yaml, data, Clock.systemUTC());
  }

  static TestServer start(String yaml, Path data, InstantSource clock) {
    return start(yaml, data, clock, Role.ALL);
  }

  static TestServer start(String yaml, Path data, InstantSource clock, Role role) {
    Findings findings = new Findings();
    ConfigSection root =
        ConfigSection.ofText(yaml.replace("HASH", HASH), data, findings, name -> Optional.empty());
    ServerConfig config =
        ServerConfig.read(
            root,
            role,
            new ServerConfig.Overrides(Optional.of(data), Optional.empty(), Optional.empty()),
            clock.instant());
    if (!findings.usable()) {
      throw new IllegalStateException(findings.table());
    }
    try {
      return new TestServer(Wiring.start(config, clock, new SecureRandom()));
    } catch (IOException | StartFailure failed) {
      throw new IllegalStateException(failed);
    }
  }

  int port() {
    return wiring.port();
  }

  String origin() {
    return "http://localhost:" + port();
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(origin() + path)).build());
  }

  HttpResponse<String> admin(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + wiring.adminPort() + path))
            .build());
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(origin() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      try {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
      } catch (IOException closed) {
        // RFC 9110 15.5.14: the server closes on a body that is too large, and the answer can be
        // lost
        return http.send(request, HttpResponse.BodyHandlers.ofString());
      }
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  /** The ticket of a resident who redeemed the walk-in link. */
  String walkIn() {
    return json(post("/api/conversations", "{\"municipality\":\"voorbeeld\",\"topic\":\"wmo\"}"))
        .get("ticket")
        .asString();
  }

  JsonNode signIn(String name) {
    return json(
        post("/counter/sign-in", "{\"name\":\"" + name + "\",\"password\":\"balie-demo\"}"));
  }

  TestSocket resident(String ticket) {
    return TestSocket.open(
        http,
        "ws://localhost:" + port() + "/relay/resident",
        builder -> builder.header("Origin", origin()).subprotocols("balie.v1", "ticket." + ticket));
  }

  TestSocket staff(String ticket) {
    return TestSocket.open(
        http,
        "ws://localhost:" + port() + "/relay/staff",
        builder -> builder.header("Authorization", "Bearer " + ticket));
  }

  TestSocket counter(String ticket) {
    return TestSocket.open(
        http,
        "ws://localhost:" + port() + "/counter/staff",
        builder -> builder.header("Authorization", "Bearer " + ticket));
  }

  @Override
  public void close() {
    http.shutdownNow();
    wiring.close();
  }
}
