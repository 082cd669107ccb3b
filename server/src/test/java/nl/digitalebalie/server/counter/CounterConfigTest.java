package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.server.TestTls;
import nl.digitalebalie.server.cases.BrpSettings;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.contacts.ContactsSettings;
import nl.digitalebalie.server.identity.KeyPairFile;
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
      processing:
        keyFile: processing.key
      """;

  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;
  private final Findings findings = new Findings();

  @BeforeEach
  void files() throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), TestPolicies.text("example.yaml"));
    Files.writeString(folder.resolve("demo.yaml"), TestPolicies.text("demo.yaml"));
    Files.writeString(
        folder.resolve("irma.pem"), Keys.publicPem(ResultTokens.IRMA_KEY.getPublic()));
    secret("attestation.pem", Keys.pem(Keys.ecPair(RANDOM)));
    secret("subject.key", base64(32));
    secret("processing.key", base64(32));
    secret("token", "requestor-token\n");
  }

  private void secret(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
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
  void enterprises_that_nothing_can_be_searched_by_are_a_warning() {
    read(PRODUCTION + "\n", Mode.PRODUCTION);
    assertFalse(findings.table().contains("enterprises"));

    read(
        PRODUCTION.replace("clientId: balie", "clientId: balie\n    enterprises: by-rsin"),
        Mode.PRODUCTION);
    assertTrue(findings.usable(), findings.table());
    assertTrue(findings.table().contains("cases.zgw.enterprises"), findings.table());
    assertTrue(findings.table().contains("ondernemer"), findings.table());
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
  void a_client_certificate_for_the_register_is_opened_before_the_start() throws Exception {
    Path keystore = TestTls.keystore(folder);
    Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString("rw-------"));
    secret("right", TestTls.PASSWORD);
    secret("wrong", "another");
    String given = BRP + "    clientKeystore: tls.p12\n    clientPassword: \"file:%s\"\n";

    assertTrue(
        read(withRegister(given.formatted("right")), Mode.PRODUCTION)
            .brp()
            .orElseThrow()
            .tls()
            .isPresent());
    assertTrue(findings.usable(), findings.table());
    assertEquals(
        List.of("cases.brp.clientKeystore"),
        errors(withRegister(given.formatted("wrong")), Mode.PRODUCTION));
    assertTrue(
        errors(withRegister(BRP + "    clientKeystore: tls.p12\n"), Mode.PRODUCTION)
            .contains("cases.brp.clientPassword"));
    assertTrue(
        errors(withRegister(BRP + "    trust: right\n"), Mode.PRODUCTION)
            .contains("cases.brp.trust"));
  }

  private static String withProcessing(String more) {
    return PRODUCTION + more.indent(2);
  }

  @Test
  void records_of_processing_go_over_tls_to_another_machine_and_to_ours_without_a_section()
      throws Exception {
    assertTrue(read(PRODUCTION, Mode.PRODUCTION).processing().keepsThem());
    assertTrue(findings.usable(), findings.table());
    assertFalse(
        read(
                withProcessing(
                    """
                    otlp: https://logboek.example.nl/v1/traces
                    timeout: 2s
                    headers: [{name: x-api-key, value: "file:token"}]
                    """),
                Mode.PRODUCTION)
            .processing()
            .keepsThem());
    read(withProcessing("otlp: http://127.0.0.1:4318/v1/traces\n"), Mode.PRODUCTION);
    assertTrue(findings.usable(), findings.table());
    assertTrue(
        read(PRODUCTION.replaceAll("processing:\n.*\n", ""), Mode.DEMO)
            .processing()
            .keyFile()
            .endsWith("processing-subject.key"));

    secret("processing.key", base64(31));
    assertEquals(
        List.of("processing.otlp", "processing.trust", "processing.headers[0].name"),
        errors(
                withProcessing(
                    """
                    otlp: http://logboek.example.nl/v1/traces
                    trust: subject.key
                    headers: [{name: Content-Length, value: "1"}]
                    """),
                Mode.DEMO)
            .stream()
            .filter(path -> path.startsWith("processing"))
            .filter(path -> !path.equals("processing.keyFile"))
            .toList());
    assertEquals(
        List.of("holds a key of 31 bytes; it needs 32"),
        sentences(Finding.Grade.ERROR, "processing.keyFile"));
    assertTrue(
        errors(PRODUCTION.replaceAll("processing:\n.*\n", ""), Mode.PRODUCTION)
            .contains("processing"));
  }

  private static final String BRP =
      """
        brp:
          url: https://gateway.example/haalcentraal/api/brp/
          apiKey: a-key
          staffHeader: x-gebruiker
          headers: [{name: x-origin-oin, value: "00000001234567890000"}]
          purposes: [{id: burgerzaken, headers: [{name: x-doelbinding, value: BRPACT-Totaal}]}]
      """;

  private static String withRegister(String section) {
    return PRODUCTION.replace("audit:\n", section.stripTrailing() + "\naudit:\n");
  }

  @Test
  void the_population_register_is_taken_with_the_headers_of_each_purpose() {
    BrpSettings brp = read(withRegister(BRP), Mode.PRODUCTION).brp().orElseThrow();

    assertTrue(findings.usable(), findings.table());
    assertEquals(
        Map.of("x-doelbinding", "BRPACT-Totaal"),
        brp.byPurpose().get(new PurposeId("burgerzaken")));
    assertEquals(Map.of("x-origin-oin", "00000001234567890000"), brp.headers());
    assertEquals("https://gateway.example/haalcentraal/api/brp", brp.base().toString());
  }

  @Test
  void a_purpose_that_reads_the_register_must_be_listed_and_a_header_must_be_one() {
    List<String> errors =
        errors(
            withRegister(
                BRP.replace("id: burgerzaken", "id: wmo")
                    .replace("x-origin-oin", "\"x origin\"")
                    .replace("https://gateway", "http://gateway")),
            Mode.PRODUCTION);

    assertTrue(
        errors.containsAll(List.of("cases.brp.purposes", "cases.brp.url")), findings.table());
    assertTrue(
        errors.stream().anyMatch(path -> path.startsWith("cases.brp.headers")), findings.table());
  }

  @Test
  void without_the_register_a_purpose_that_reads_it_is_a_warning() {
    read(PRODUCTION, Mode.PRODUCTION);

    assertTrue(
        findings.all().stream()
            .anyMatch(finding ->
                finding.path().equals("cases.brp") && finding.grade() == Finding.Grade.WARNING),
        findings.table());
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

  private List<String> sentences(Finding.Grade grade, String path) {
    return findings.all().stream()
        .filter(finding -> finding.grade() == grade && finding.path().equals(path))
        .map(Finding::sentence)
        .toList();
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits, RANDOM);
    return generator.generateKeyPair();
  }

  @Test
  void a_usable_attestation_and_subject_key_are_named_as_right() {
    read(PRODUCTION, Mode.PRODUCTION);
    assertEquals(
        List.of("P-256 key pair"), sentences(Finding.Grade.RIGHT, "identity.attestationKeyFile"));
    assertEquals(List.of("32 bytes"), sentences(Finding.Grade.RIGHT, "audit.subjectKeyFile"));
  }

  @Test
  void an_attestation_key_of_another_kind_is_refused_before_the_start() throws Exception {
    KeyPair one = Keys.ecPair(RANDOM);
    KeyPair two = Keys.ecPair(RANDOM);
    for (String other :
        List.of(
            "nonsense",
            Keys.publicPem(one.getPublic()),
            Keys.pem(pair("EC", 384)),
            Keys.pem(pair("RSA", 2048)),
            Keys.pem(new KeyPair(one.getPublic(), two.getPrivate())))) {
      secret("attestation.pem", other);
      read(PRODUCTION, Mode.PRODUCTION);
      assertTrue(
          sentences(Finding.Grade.ERROR, "identity.attestationKeyFile")
              .getLast()
              .startsWith("holds no P-256 key pair"));
    }
    assertEquals(5, sentences(Finding.Grade.ERROR, "identity.attestationKeyFile").size());
    String table = findings.table();
    assertFalse(table.contains("PRIVATE KEY-----"));
  }

  @Test
  void a_subject_key_that_is_short_or_no_base64_is_refused_before_the_start() throws Exception {
    secret("subject.key", base64(31));
    read(PRODUCTION, Mode.PRODUCTION);
    secret("subject.key", "not base64!");
    read(PRODUCTION, Mode.PRODUCTION);
    assertEquals(
        List.of(
            "holds a key of 31 bytes; it needs 32",
            "holds no base64; it needs 32 random bytes as base64"),
        sentences(Finding.Grade.ERROR, "audit.subjectKeyFile"));
  }

  @Test
  void a_requestor_key_that_is_short_or_of_another_kind_is_refused() throws Exception {
    String yaml =
        PRODUCTION.replace(
            "method: token, token: \"file:token\"",
            "method: publickey, name: counter, keyFile: requestor.pem");
    secret("requestor.pem", Keys.pem(pair("RSA", 1024)));
    assertTrue(errors(yaml, Mode.PRODUCTION).contains("identity.irma.requestor.keyFile"));
    int before = sentences(Finding.Grade.ERROR, "identity.irma.requestor.keyFile").size();
    secret("requestor.pem", Keys.pem(Keys.ecPair(RANDOM)));
    read(yaml, Mode.PRODUCTION);
    assertEquals(
        2 * before, sentences(Finding.Grade.ERROR, "identity.irma.requestor.keyFile").size());
    secret("requestor.pem", Keys.pem(pair("RSA", 2048)));
    read(yaml, Mode.PRODUCTION);
    assertEquals(
        2 * before, sentences(Finding.Grade.ERROR, "identity.irma.requestor.keyFile").size());
  }

  @Test
  void a_folder_in_place_of_a_key_is_said_to_be_unreadable() throws Exception {
    Files.createDirectories(folder.resolve("keys"));
    read(
        PRODUCTION
            .replace("attestation.pem", "keys")
            .replace("subject.key", "keys")
            .replace("irma.pem", "keys"),
        Mode.PRODUCTION);
    for (String path :
        List.of(
            "identity.attestationKeyFile", "audit.subjectKeyFile", "identity.irma.resultKeyFile")) {
      assertTrue(
          sentences(Finding.Grade.ERROR, path).stream()
              .anyMatch(sentence -> sentence.startsWith("cannot be read")),
          path);
    }
  }

  @Test
  void keys_that_everybody_may_read_are_errors_in_production_and_warnings_in_a_demonstration()
      throws Exception {
    String yaml =
        PRODUCTION.replace(
            "method: token, token: \"file:token\"",
            "method: publickey, name: counter, keyFile: requestor.pem");
    secret("requestor.pem", Keys.pem(pair("RSA", 2048)));
    List<String> paths =
        List.of(
            "identity.attestationKeyFile",
            "audit.subjectKeyFile",
            "identity.irma.requestor.keyFile");
    for (String name : List.of("attestation.pem", "subject.key", "requestor.pem")) {
      Files.setPosixFilePermissions(
          folder.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
    }
    List<String> open = List.of("can be read by every user of this machine; take that right away");

    read(yaml, Mode.PRODUCTION);
    paths.forEach(path -> assertEquals(open, sentences(Finding.Grade.ERROR, path), path));
    read(yaml.replace("policyFile: policy.yaml", "policyFile: demo.yaml"), Mode.DEMO);
    paths.forEach(path -> assertEquals(open, sentences(Finding.Grade.WARNING, path), path));
    paths.forEach(path -> assertEquals(open, sentences(Finding.Grade.ERROR, path), path));
  }

  @Test
  void keys_that_a_demonstration_makes_are_said_to_be_made_and_only_where_that_is_possible()
      throws Exception {
    Files.writeString(folder.resolve("a-file"), "");
    read(
        PRODUCTION
            .replace("attestation.pem", "new/attestation.pem")
            .replace("subject.key", "a-file/subject.key"),
        Mode.DEMO);

    assertTrue(
        sentences(Finding.Grade.RIGHT, "identity.attestationKeyFile")
            .getFirst()
            .startsWith("is made at the first start"));
    assertTrue(
        sentences(Finding.Grade.ERROR, "audit.subjectKeyFile")
            .getFirst()
            .startsWith("is not there and cannot be made"));
    assertFalse(Files.exists(folder.resolve("new"))); // judged, not made
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
    assertEquals(first, Files.readString(KeyPairFile.publicFile(key)));
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  private static final String CONTACTS =
      PRODUCTION
          + """
          contacts:
            url: https://klant.example/klantinteracties/api/v1
            token: "file:token"
            team: {kind: department, id: burgerzaken, name: Burgerzaken}
            channels: {video: Videogesprek}
            metadata: left-out
            mailDomain: gemeente.example
          """;

  @Test
  void contacts_go_where_the_file_says_under_the_names_it_gives() {
    CounterConfig config = read(CONTACTS, Mode.PRODUCTION);

    assertTrue(findings.usable(), findings.table());
    ContactsSettings contacts = config.contacts().orElseThrow();
    assertEquals("Videogesprek", contacts.channels().get(Channel.VIDEO));
    assertEquals("Telefoon", contacts.channels().get(Channel.PHONE));
    assertEquals(ContactsSettings.Metadata.LEFT_OUT, contacts.metadata());
    assertEquals(ContactsSettings.Kind.DEPARTMENT, contacts.team().kind());
    assertEquals("requestor-token", contacts.token().reveal());
  }

  @Test
  void every_fault_of_the_contacts_is_named() {
    assertEquals(
        List.of(
            "contacts.token",
            "contacts.team.name",
            "contacts.channels.video",
            "contacts.url",
            "contacts.mailDomain",
            "contacts.colour"),
        errors(
                CONTACTS
                        .replace("token: \"file:token\"\n  team", "token: short\n  team")
                        .replace(", name: Burgerzaken", "")
                        .replace("Videogesprek", "x".repeat(51))
                        .replace("https://klant", "http://klant")
                        .replace("mailDomain: gemeente.example", "mailDomain: gemeente")
                    + "  colour: blue\n",
                Mode.PRODUCTION)
            .stream()
            .sorted(
                java.util.Comparator.comparing(
                    List.of(
                            "contacts.token",
                            "contacts.team.name",
                            "contacts.channels.video",
                            "contacts.url",
                            "contacts.mailDomain",
                            "contacts.colour")
                        ::indexOf))
            .toList());
  }
}
