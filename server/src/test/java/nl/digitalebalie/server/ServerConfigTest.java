package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  @Test
  void a_file_that_is_no_mapping_is_one_plain_error() {
    ConfigSection.ofText("{{", folder, findings, name -> Optional.empty());
    ConfigSection.ofText("- a", folder, findings, name -> Optional.empty());
    ConfigSection.ofText("a: 1\na: 2", folder, findings, name -> Optional.empty());
    assertEquals(List.of("(file)", "(file)", "(file)"), errors());
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
}
