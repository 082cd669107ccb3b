package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.store.StoreAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each process may be told, and the page for a third place. */
class RoleConfigTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String MUNICIPALITIES =
      TestServer.CONFIG.substring(TestServer.CONFIG.indexOf("municipalities:\n"));
  private static final String RELAY =
      """
      mode: demo
      http: {port: 0}
      call: {}
      link: {secret: "file:link.secret"}
      site: {gateKeys: [gate.pub]}
      """
          + MUNICIPALITIES;

  @TempDir private Path folder;
  private final Findings findings = new Findings();

  @BeforeEach
  void files() throws Exception {
    KeyPair gate = Keys.ecPair(new SecureRandom());
    Files.writeString(folder.resolve("gate.pub"), Keys.publicPem(gate.getPublic()));
    Files.writeString(folder.resolve("gate.pem"), Keys.pem(gate));
    Files.writeString(folder.resolve("link.secret"), "x".repeat(43));
    Files.writeString(folder.resolve("short.secret"), "too short");
  }

  private ConfigSection root(String yaml) {
    return ConfigSection.ofText(yaml, folder, findings, name -> Optional.empty());
  }

  private ServerConfig read(String yaml, Role role) {
    ConfigSection root = root(yaml);
    ServerConfig config =
        ServerConfig.read(
            root,
            role,
            new ServerConfig.Overrides(
                Optional.of(folder.resolve("data")), Optional.empty(), Optional.empty()),
            NOW);
    root.refuseUnknownKeys();
    return config;
  }

  private Set<String> errors() {
    return findings.all().stream()
        .filter(finding -> finding.grade() == Finding.Grade.ERROR)
        .map(Finding::path)
        .collect(Collectors.toSet());
  }

  @Test
  void a_relay_needs_its_own_part_only() {
    ServerConfig config = read(RELAY, Role.RELAY);
    assertEquals(Set.of(), errors());
    assertInstanceOf(ServerConfig.Link.Listening.class, config.link());
    assertEquals(List.of(), config.staff());
    assertEquals(Optional.empty(), config.counter());
    assertEquals(
        "relay.sqlite",
        assertInstanceOf(StoreAddress.File.class, config.store()).file().getFileName().toString());
  }

  private static String example(String name) throws Exception {
    Path fromModule = Path.of("../packaging/config").resolve(name);
    return Files.readString(
        Files.exists(fromModule) ? fromModule : Path.of("packaging/config").resolve(name));
  }

  @Test
  void the_examples_lack_only_what_each_administrator_must_make() throws Exception {
    read(example("balie-relay-example.yaml"), Role.RELAY);
    assertEquals(Set.of(), errors());
    read(example("balie-counter-example.yaml"), Role.COUNTER);
    assertEquals(
        Set.of("identity.irma.requestor.keyFile", "cases.zgw.secret"), errors(), findings.table());
  }

  @Test
  void a_relay_with_keys_of_the_counter_part_does_not_start_and_names_each() {
    read(
        RELAY
            + """
            staff: []
            policyFile: builtin:demo
            identity: {}
            cases: {}
            audit: {}
            """,
        Role.RELAY);
    assertEquals(Set.of("staff", "policyFile", "identity", "cases", "audit"), errors());
  }

  @Test
  void a_relay_does_not_start_in_a_folder_with_what_is_the_counter_parts() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data").resolve(ServerConfig.TICKET_KEY), "{}");
    read(RELAY, Role.RELAY);
    assertEquals(Set.of("dataDirectory"), errors());
    assertTrue(findings.table().contains("staff-ticket-key.jwk of the counter part"));
  }

  @Test
  void a_file_with_the_private_key_of_the_gate_is_refused_where_its_public_key_belongs() {
    read(RELAY.replace("gate.pub", "gate.pem"), Role.RELAY);
    assertEquals(Set.of("site.gateKeys"), errors());
    assertTrue(findings.table().contains("take the .pub file"));
  }

  @Test
  void a_secret_is_long_and_not_in_the_file_itself() {
    read(RELAY.replace("file:link.secret", "x".repeat(43)), Role.RELAY);
    assertEquals(Set.of("link.secret"), errors());
    assertFalse(findings.table().contains("xxxx"));
  }

  @Test
  void a_short_secret_and_a_missing_one_are_refused() {
    read(RELAY.replace("link.secret", "short.secret"), Role.RELAY);
    assertEquals(Set.of("link.secret"), errors());
    read(RELAY.replace("link: {secret: \"file:link.secret\"}\n", ""), Role.RELAY);
    assertTrue(errors().containsAll(Set.of("link", "link.secret")), errors().toString());
  }

  @Test
  void a_server_in_one_process_has_no_link() {
    read(TestServer.CONFIG.replace("HASH", TestServer.HASH) + "link: {}\n", Role.ALL);
    assertEquals(Set.of("link"), errors());
  }

  @Test
  void the_counter_part_dials_an_encrypted_relay_in_production() {
    String link =
        """
        link: {relay: "http://relay.example.nl", secret: "file:link.secret", trust: gate.pub}
        """;
    read("mode: production\nhttp: {publicUrl: \"https://b.example\"}\n" + link, Role.COUNTER);
    assertTrue(errors().contains("link.relay"), errors().toString());
    assertTrue(errors().contains("link.trust"), errors().toString());
    assertFalse(errors().contains("call"), "the counter part makes no calls");
  }

  private static Path page(Path folder) throws Exception {
    Path web = Files.createDirectories(folder.resolve("web"));
    Files.writeString(web.resolve("index.html"), "<!doctype html>");
    Files.createDirectories(web.resolve("assets"));
    Files.writeString(web.resolve("assets").resolve("a.js"), "1");
    return web;
  }

  private static final String SITE =
      """
      mode: production
      http: {port: 0, publicUrl: "https://relay.example.nl", web: web}
      site: {page: "https://www.example.nl", gateKeys: [gate.pub]}
      link: {secret: "file:link.secret"}
      """
          + MUNICIPALITIES;

  @Test
  void the_page_for_a_third_place_names_the_relay_the_municipalities_and_the_gates_key()
      throws Exception {
    page(folder);
    Path out = folder.resolve("out");

    SiteCommand.Outcome outcome = SiteCommand.run(root(SITE), out);

    assertInstanceOf(SiteCommand.Written.class, outcome, findings.table());
    assertTrue(Files.exists(out.resolve("public/index.html")));
    assertTrue(Files.exists(out.resolve("public/assets/a.js")));
    JsonNode site = JsonMapper.shared().readTree(Files.readString(out.resolve("public/site.json")));
    assertEquals("https://relay.example.nl", site.get("relay").asString());
    assertFalse(site.get("demo").asBoolean());
    JsonNode municipality = site.get("municipalities").get(0);
    assertEquals("voorbeeld", municipality.get("id").asString());
    JsonNode contact = municipality.get("contact");
    assertEquals(
        Set.of("phone", "phoneHref", "visit", "hours", "website"), contact.propertyNames());
    assertEquals("tel:14099", contact.get("phoneHref").asString());
    assertTrue(contact.get("visit").has("nl"));
    JsonNode key = site.get("gateKeys").get(0);
    assertEquals("P-256", key.get("crv").asString());
    assertEquals(43, key.get("x").asString().length());
    assertEquals(43, key.get("y").asString().length());
    String headers = Files.readString(out.resolve(SiteCommand.HEADERS));
    assertTrue(
        headers.contains("connect-src 'self' https://relay.example.nl wss://relay.example.nl;"),
        headers);
    assertTrue(headers.contains("Strict-Transport-Security"));
  }

  @Test
  void a_folder_with_something_in_it_is_left_alone() throws Exception {
    page(folder);
    assertInstanceOf(SiteCommand.Refused.class, SiteCommand.run(root(SITE), folder));
  }

  @Test
  void a_page_for_nowhere_is_not_written() throws Exception {
    page(folder);
    SiteCommand.run(
        root(
            SITE.replaceAll("(?m)^site: .*\n", "")
                .replace("publicUrl: \"https://relay.example.nl\", ", "")),
        folder.resolve("out"));
    assertEquals(Set.of("http.publicUrl", "site.page", "site.gateKeys"), errors());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void links_point_to_the_page_and_its_origin_may_open_sockets() {
    ServerConfig config = read(SITE, Role.RELAY);
    assertEquals(
        "https://www.example.nl",
        Wiring.page(config, java.net.URI.create("https://relay.example.nl")).toString());
    assertTrue(
        Wiring.origins(config, java.net.URI.create("https://relay.example.nl"), 443)
            .contains("https://www.example.nl"));
  }
}
