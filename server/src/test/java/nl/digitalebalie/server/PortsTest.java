package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.config.Finding.Grade;
import nl.digitalebalie.server.config.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path folder;
  private final Findings findings = new Findings();

  private void judge(String yaml, Grade whenTaken) {
    ConfigSection root = ConfigSection.ofText(yaml, folder, findings, name -> Optional.empty());
    ServerConfig config =
        ServerConfig.read(
            root,
            new ServerConfig.Overrides(Optional.of(folder), Optional.empty(), Optional.empty()),
            NOW);
    Ports.judge(config, whenTaken);
  }

  private List<String> about(Grade grade, String path) {
    return findings.all().stream()
        .filter(finding -> finding.grade() == grade && finding.path().equals(path))
        .map(Finding::sentence)
        .toList();
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  private static String ports(int web, int admin) {
    return TestServer.CONFIG
        .replace("http: {port: 0}", "http: {port: " + web + "}")
        .replace("admin: {port: 0}", "admin: {port: " + admin + "}");
  }

  @Test
  void a_taken_port_is_named_with_its_key_and_address() throws IOException {
    try (ServerSocket web = taken();
        ServerSocket admin = taken()) {
      judge(ports(web.getLocalPort(), admin.getLocalPort()), Grade.ERROR);

      String sentence = about(Grade.ERROR, "http.port").getFirst();
      assertTrue(sentence.startsWith("127.0.0.1:" + web.getLocalPort() + " cannot be opened"));
      assertEquals(1, about(Grade.ERROR, "admin.port").size());
    }
  }

  @Test
  void for_who_only_checks_a_taken_port_is_a_warning_because_the_server_may_be_running()
      throws IOException {
    try (ServerSocket web = taken()) {
      judge(ports(web.getLocalPort(), 0), Grade.WARNING);

      assertEquals(1, about(Grade.WARNING, "http.port").size());
      assertEquals(List.of(), about(Grade.ERROR, "http.port"));
    }
  }

  @Test
  void a_free_port_is_right_and_given_back() throws IOException {
    int free;
    try (ServerSocket found = taken()) {
      free = found.getLocalPort();
    }
    judge(ports(free, 0), Grade.ERROR);

    assertEquals(List.of("127.0.0.1:" + free + " is free"), about(Grade.RIGHT, "http.port"));
    new ServerSocket(free, 1, InetAddress.getByName("127.0.0.1")).close();
  }

  @Test
  void one_port_for_both_is_refused() throws IOException {
    int free;
    try (ServerSocket found = taken()) {
      free = found.getLocalPort();
    }
    judge(ports(free, free), Grade.WARNING);

    assertEquals(
        List.of("is the same as http.port; choose another"), about(Grade.ERROR, "admin.port"));
  }

  @Test
  void an_address_of_another_machine_is_named() {
    judge(
        TestServer.CONFIG.replace("http: {port: 0}", "http: {port: 0, listen: 192.0.2.1}"),
        Grade.WARNING);

    assertEquals(
        List.of("is no address of this machine: 192.0.2.1"), about(Grade.ERROR, "http.listen"));
  }

  @Test
  void a_start_on_a_taken_port_ends_with_the_table_and_takes_nothing() throws IOException {
    try (ServerSocket web = taken()) {
      Path file = folder.resolve("balie.yaml");
      Files.writeString(
          file,
          ports(web.getLocalPort(), 0).replace("HASH", TestServer.HASH) + "dataDirectory: data\n");

      IOException refused = assertThrows(IOException.class, () -> Server.start(file));

      assertTrue(refused.getMessage().contains("ERROR   http.port"), refused.getMessage());
      assertFalse(Files.exists(folder.resolve("data").resolve(Role.ALL.database())));
    }
  }
}
