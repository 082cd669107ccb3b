package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.identity.RequestorKey;
import nl.digitalebalie.server.identity.ResultTokens;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.TestPolicies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterConfigTest {
  private static final String PRODUCTION =
      """
      policyFile: policy.yaml
      identity:
        attestationKeyFile: attestation.pem
        irma:
          server: https://irma.example
          issuer: irmaserver
          resultKeyFile: irma.pem
          requestor: {method: token, token: "file:token"}
          levels: {low: [Basis], substantial: [Substantieel], high: [Hoog]}
      cases:
        zgw:
          zaken: https://zaken.example/zaken/api/v1/
          catalogi: https://zaken.example/catalogi/api/v1
          documenten: https://zaken.example/documenten/api/v1
          clientId: balie
          secret: a-secret-of-more-than-thirty-two-bytes
          timeout: 3s
      audit:
        subjectKeyFile: subject.key
      """;

  @TempDir Path folder;
  private final Findings findings = new Findings();

  @BeforeEach
  void files() throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), TestPolicies.text("example.yaml"));
    Files.writeString(folder.resolve("demo.yaml"), TestPolicies.text("demo.yaml"));
    Files.writeString(
        folder.resolve("irma.pem"), Keys.publicPem(ResultTokens.IRMA_KEY.getPublic()));
    Files.writeString(folder.resolve("attestation.pem"), "checked at start");
    Files.writeString(folder.resolve("subject.key"), "checked at start");
    Files.writeString(folder.resolve("token"), "requestor-token\n");
  }

  private CounterConfig read(String yaml, Mode mode) {
    ConfigSection root = ConfigSection.ofText(yaml, folder, findings, name -> Optional.empty());
    CounterConfig config = CounterConfig.read(root, mode);
    root.refuseUnknownKeys();
    return config;
  }

  private List<String> errors(String yaml, Mode mode) {
    read(yaml, mode);
    return findings.all().stream()
        .filter(finding -> finding.grade() == Finding.Grade.ERROR)
        .map(Finding::path)
        .toList();
  }

  @Test
  void a_complete_production_configuration_is_taken() {
    CounterConfig config = read(PRODUCTION, Mode.PRODUCTION);

    assertTrue(findings.usable(), findings.table());
    assertEquals(new RequestorKey.Token("requestor-token"), config.irma().requestor());
    assertEquals("https://zaken.example/zaken/api/v1", config.zgw().zaken().toString());
    assertEquals(3, config.zgwTimeout().toSeconds());
  }

  @Test
  void production_refuses_the_demonstrations_policy_and_plain_http_and_missing_keys() {
    assertTrue(
        errors(
                PRODUCTION
                    .replace("policyFile: policy.yaml", "policyFile: demo.yaml")
                    .replace("https://irma.example", "http://irma.example")
                    .replace("    resultKeyFile: irma.pem\n", "")
                    .replace("attestation.pem", "nowhere.pem"),
                Mode.PRODUCTION)
            .containsAll(
                List.of(
                    "policyFile",
                    "identity.irma.server",
                    "identity.irma.resultKeyFile",
                    "identity.attestationKeyFile")));
  }

  @Test
  void weak_secrets_and_keys_and_misspelt_names_are_named() {
    List<String> errors =
        errors(
            PRODUCTION
                .replace("a-secret-of-more-than-thirty-two-bytes", "short")
                .replace("resultKeyFile: irma.pem", "resultKeyFile: token")
                .replace("timeout: 3s", "timeOut: 3s")
                .replace(
                    "method: token, token: \"file:token\"",
                    "method: hmac, name: Counter, secret: c2hvcnQ="),
            Mode.PRODUCTION);

    assertTrue(
        errors.containsAll(
            List.of(
                "cases.zgw.secret",
                "identity.irma.resultKeyFile",
                "cases.zgw.timeOut",
                "identity.irma.requestor.name",
                "identity.irma.requestor.secret")),
        errors.toString());
  }

  @Test
  void an_empty_configuration_is_a_list_of_errors_and_no_exception() {
    assertTrue(errors("mode: demo\n", Mode.DEMO).size() >= 5);
  }

  @Test
  void in_a_demonstration_keys_are_made_at_first_start_and_kept() throws Exception {
    Path key = folder.resolve("new/attestation.pem");
    java.security.SecureRandom random = new java.security.SecureRandom();

    String first = Keys.publicPem(KeyFiles.attestation(key, random).getPublic());
    String second = Keys.publicPem(KeyFiles.attestation(key, random).getPublic());

    assertEquals(first, second);
    assertEquals(first, Files.readString(KeyFiles.publicFile(key)));
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }
}
