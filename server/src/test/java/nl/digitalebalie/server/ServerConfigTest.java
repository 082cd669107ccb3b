package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.config.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path folder;
  private final Findings findings = new Findings();

  private ServerConfig read(String yaml) {
    ConfigSection root = ConfigSection.ofText(yaml, folder, findings, name -> Optional.empty());
    ServerConfig config =
        ServerConfig.read(
            root,
            new ServerConfig.Overrides(Optional.of(folder), Optional.empty(), Optional.empty()),
            NOW);
    root.refuseUnknownKeys();
    return config;
  }

  private List<String> errors() {
    return findings.all().stream()
        .filter(finding -> finding.grade() == Finding.Grade.ERROR)
        .map(Finding::path)
        .toList();
  }

  private static Path example() {
    Path fromModule = Path.of("../packaging/config/balie-example.yaml");
    return Files.exists(fromModule) ? fromModule : Path.of("packaging/config/balie-example.yaml");
  }

  @Test
  void the_example_is_usable() throws Exception {
    ServerConfig config = read(Files.readString(example()));
    assertEquals(List.of(), errors());
    assertEquals(2, config.municipalities().size());
    assertEquals(3, config.staff().size());
  }

  @Test
  void the_example_is_refused_in_production_for_each_of_its_reasons() throws Exception {
    read(Files.readString(example()).replace("mode: demo", "mode: production"));
    assertTrue(
        errors()
            .containsAll(
                List.of(
                    "http.publicUrl",
                    "http.tls",
                    "staff[0].password",
                    "staff[1].password",
                    "staff[2].password",
                    "policyFile",
                    "identity",
                    "cases")),
        errors().toString());
  }

  @Test
  void all_faults_are_named_at_once_with_their_paths() {
    read(
        TestServer.CONFIG
            .replace("HASH", "welkom01")
            .replace("port: 0}\nadmin", "port: 99999, colour: red}\nadmin")
            .replace("residentGrace: 60s", "residentGrace: soon")
            .replace("opening: always", "opening: {weekly: {monday: [\"9-12\"]}}")
            .replace("tel:14099", "javascript:alert(1)")
            .replace("municipalities: [voorbeeld]", "municipalities: [elders]"));
    assertEquals(
        java.util.Set.of(
            "http.port",
            "http.colour",
            "call.residentGrace",
            "municipalities[0].opening.weekly.monday",
            "municipalities[0].opening.weekly",
            "municipalities[0].contact.phoneHref",
            "staff[0].password",
            "staff[0].municipalities",
            "staff[1].password",
            "staff[1].municipalities"),
        java.util.Set.copyOf(errors()));
    assertFalse(findings.usable());
    assertTrue(findings.table().contains("right   mode"));
    assertFalse(findings.table().contains("welkom01"));
  }

  private static final String USABLE = TestServer.CONFIG.replace("HASH", TestServer.HASH);

  @Test
  void a_topic_is_offered_by_all_channels_unless_the_file_names_some() {
    List<Channel> offered = read(USABLE).municipalities().getFirst().topics().getFirst().channels();
    assertEquals(List.of(Channel.VIDEO, Channel.CHAT, Channel.PHONE), offered);

    String topic = "- {id: wmo, ";
    assertEquals(
        List.of(Channel.CHAT, Channel.PHONE),
        read(USABLE.replace(topic, topic + "channels: [phone, chat], "))
            .municipalities()
            .getFirst()
            .topics()
            .getFirst()
            .channels());
    read(USABLE.replace(topic, topic + "channels: [video, fax], "));
    assertEquals(List.of("municipalities[0].topics[0].channels"), errors());
  }

  @Test
  void what_residents_read_of_a_staff_member_fits_into_a_ticket() {
    read(
        USABLE
            .replace("displayName: F. Yilmaz", "displayName: " + "F".repeat(101))
            .replace("en: Adviser}, roles: [wmo]", "en: " + "A".repeat(101) + "}, roles: [wmo]"));
    assertEquals(List.of("staff[0].displayName", "staff[0].role"), errors());
  }

  @Test
  void a_file_that_is_no_mapping_is_one_plain_error() {
    ConfigSection.ofText("{{", folder, findings, name -> Optional.empty());
    ConfigSection.ofText("- a", folder, findings, name -> Optional.empty());
    ConfigSection.ofText("a: 1\na: 2", folder, findings, name -> Optional.empty());
    assertEquals(List.of("(file)", "(file)", "(file)"), errors());
  }

  private String openTlsKey(String mode) throws Exception {
    Path key = TestTls.keystore(folder);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--rw-"));
    return TestServer.CONFIG
        .replace("mode: demo", "mode: " + mode)
        .replace(
            "http: {port: 0}",
            "http: {port: 0, tls: {keystore: tls.p12, password: " + TestTls.PASSWORD + "}}");
  }

  private List<String> about(String path, Finding.Grade grade) {
    return findings.all().stream()
        .filter(finding -> finding.path().equals(path) && finding.grade() == grade)
        .map(Finding::sentence)
        .toList();
  }

  private static final List<String> OPEN_TO_ALL =
      List.of(
          "can be read by every user of this machine; take that right away",
          "can be changed by every user of this machine; take that right away");

  @Test
  void a_tls_key_that_everybody_may_read_or_change_is_refused_in_production() throws Exception {
    read(openTlsKey("production"));
    assertEquals(OPEN_TO_ALL, about("http.tls.keystore", Finding.Grade.ERROR));
  }

  @Test
  void a_tls_key_that_everybody_may_read_or_change_is_a_warning_in_a_demonstration()
      throws Exception {
    read(openTlsKey("demo"));
    assertEquals(OPEN_TO_ALL, about("http.tls.keystore", Finding.Grade.WARNING));
    assertEquals(List.of(), about("http.tls.keystore", Finding.Grade.ERROR));
  }

  @Test
  void a_ticket_key_in_the_data_directory_is_judged_like_the_others() throws Exception {
    Path key = folder.resolve(ServerConfig.TICKET_KEY);
    read(TestServer.CONFIG);
    assertEquals(List.of(), about("dataDirectory", Finding.Grade.ERROR));

    for (String damaged : List.of("", "{}", "{\"kty\":\"EC\"", PUBLIC_JWK)) {
      Files.writeString(key, damaged);
      read(TestServer.CONFIG);
      assertTrue(
          about("dataDirectory", Finding.Grade.ERROR)
              .getLast()
              .startsWith("holds a damaged ticket key"),
          damaged);
    }
    assertEquals(4, about("dataDirectory", Finding.Grade.ERROR).size());

    Files.delete(key);
    nl.digitalebalie.server.staff.StaffTickets.ofKeyFile(key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    read(TestServer.CONFIG);
    assertEquals(4, about("dataDirectory", Finding.Grade.ERROR).size());
    assertEquals(OPEN_TO_ALL.getFirst(), about("dataDirectory", Finding.Grade.WARNING).getLast());
  }

  /** RFC 7517 A.1, without its private half. */
  private static final String PUBLIC_JWK =
      "{\"kty\":\"EC\",\"crv\":\"P-256\","
          + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
          + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}";

  @Test
  void a_secret_in_a_file_that_everybody_may_read_is_a_warning() throws Exception {
    Path secret = Files.writeString(folder.resolve("turn"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    read(
        TestServer.CONFIG.replace(
            "call: {residentGrace: 60s}",
            "call: {iceServers: [{urls: [\"turn:turn.example.nl:3478\"], username: a,"
                + " credential: \"file:turn\"}]}"));
    assertEquals(
        List.of(OPEN_TO_ALL.getFirst()),
        about("call.iceServers[0].credential", Finding.Grade.WARNING));
    assertEquals(List.of(), about("call.iceServers[0].credential", Finding.Grade.ERROR));
  }

  @Test
  void an_unusable_tls_key_stops_the_start() throws Exception {
    Files.writeString(folder.resolve("cert.pem"), "nonsense");
    Files.writeString(folder.resolve("key.pem"), "nonsense");
    read(
        TestServer.CONFIG.replace(
            "http: {port: 0}", "http: {port: 0, tls: {certificate: cert.pem, key: key.pem}}"));
    assertTrue(errors().contains("http.tls.certificate"), errors().toString());
  }

  @Test
  void several_municipalities_say_whose_cases_are_their_own() throws Exception {
    String example = Files.readString(example());
    assertEquals(Optional.of("002220647"), read(example).municipalities().getFirst().rsin());
    assertEquals(List.of(), errors());
    read(example.replace("    rsin: \"001509962\"\n", ""));
    assertEquals(List.of("municipalities"), errors());
  }

  @Test
  void an_rsin_has_nine_digits() throws Exception {
    read(Files.readString(example()).replace("\"001509962\"", "\"1509962\""));
    assertEquals(List.of("municipalities[1].rsin"), errors());
  }

  @Test
  void a_municipality_promises_as_its_file_says() throws Exception {
    Instant asked = Instant.parse("2026-12-23T09:00:00Z");
    String example = Files.readString(example());
    ServerConfig usual = read(example);
    assertEquals(
        Instant.parse("2026-12-28T16:00:00Z"),
        usual.municipalities().getFirst().callbacks().orElseThrow().endFor(asked));
    ServerConfig own =
        read(
            example.replace(
                "callbacks: {within: 2, counted: working-days, until: \"17:00\"}",
                "callbacks: {within: 1, until: \"12:00\", closedDays: [\"2026-12-24\"]}"));
    assertEquals(
        Instant.parse("2026-12-28T11:00:00Z"),
        own.municipalities().getLast().callbacks().orElseThrow().endFor(asked));
    assertEquals(List.of(), errors());
  }

  @Test
  void a_promise_that_cannot_be_is_named_and_none_can_be_given() throws Exception {
    String example = Files.readString(example());
    String callbacks = "callbacks: {within: 2, counted: working-days, until: \"17:00\"}";
    ServerConfig none = read(example.replace(callbacks, "callbacks: none"));
    assertTrue(none.municipalities().getLast().callbacks().isEmpty());
    assertEquals(List.of(), errors());
    read(
        example.replace(
            callbacks, "callbacks: {within: 200, counted: moons, until: noon, closedDays: [x]}"));
    assertEquals(
        List.of(
            "municipalities[1].callbacks.closedDays",
            "municipalities[1].callbacks.within",
            "municipalities[1].callbacks.counted",
            "municipalities[1].callbacks.until"),
        errors());
  }
}
