package nl.digitalebalie.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The files of a demonstration: the server's configuration (the example of the distribution,
 * pointed at the partners; one file, or one for each process) and the staff client's administrator
 * policy (the server, and the keys to believe).
 */
final class DemoFiles {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The published password of the example's accounts; the server refuses it in production. */
  private static final String PASSWORD = "balie-demo";

  static final String AUDIT_HEAD_KEY = "audit-head-key.pem";

  private DemoFiles() {}

  /** The ports that a demonstration asks for; 0 takes any free one. */
  record ServerPorts(int web, int admin) {}

  /** Where the staff client finds the two parts; the same address when they are one process. */
  record Addresses(URI relay, URI counter) {}

  static void writeServerConfig(
      Path example, Path file, Path data, ServerPorts ports, Partners partners, DemoKeys keys)
      throws IOException {
    ObjectNode config = common(example, data, ports);
    addCounterPart(config, data, partners, keys);
    write(file, config);
  }

  /** The counter part's file, of a server in two processes. */
  static void writeCounterConfig(
      Path example, Path file, Path data, URI relay, Path secret, Partners partners, DemoKeys keys)
      throws IOException {
    ObjectNode config = common(example, data, new ServerPorts(0, 0));
    config.remove(List.of("call", "invitations"));
    addCounterPart(config, data, partners, keys);
    config.putObject("link").put("relay", relay.toString()).put("secret", "file:" + secret);
    write(file, config);
  }

  /** The relay's file: no key, no account, no partner. */
  static void writeRelayConfig(
      Path example, Path file, Path data, URI relay, URI page, Path secret, Path gateKey)
      throws IOException {
    ObjectNode config = common(example, data, new ServerPorts(relay.getPort(), 0));
    config.remove("staff");
    config.withObject("/http").put("publicUrl", relay.toString());
    config.putObject("link").put("secret", "file:" + secret);
    ObjectNode site = config.putObject("site").put("page", page.toString());
    site.putArray("gateKeys").add(gateKey.toString());
    write(file, config);
  }

  private static ObjectNode common(Path example, Path data, ServerPorts ports) throws IOException {
    ObjectNode config = (ObjectNode) YAML.readTree(Files.readString(example));
    config.put("mode", "demo");
    config.put("dataDirectory", data.toString());
    config.withObject("/http").put("port", ports.web());
    config.withObject("/admin").put("port", ports.admin());
    return config;
  }

  private static void write(Path file, ObjectNode config) throws IOException {
    Files.writeString(file, YAML.writeValueAsString(config));
  }

  private static void addCounterPart(
      ObjectNode config, Path data, Partners partners, DemoKeys keys) {
    config.put("policyFile", "builtin:demo");
    ObjectNode identity = config.putObject("identity");
    identity.put("attestationKeyFile", attestationKey(data).toString());
    ObjectNode irma = identity.putObject("irma");
    irma.put("server", partners.irma().toString());
    irma.put("resultKeyFile", keys.file("irma-result.pub.pem").toString());
    irma.put("walletLink", partners.walletLinkBase());
    irma.putObject("requestor")
        .put("method", "publickey")
        .put("name", Partners.REQUESTOR)
        .put("keyFile", keys.file("irma-request.key.pem").toString());
    ObjectNode levels = irma.putObject("levels");
    levels.putArray("low").add("Basis");
    levels.putArray("substantial").add("Midden").add("Substantieel");
    levels.putArray("high").add("Hoog");
    ObjectNode cases = config.putObject("cases");
    cases
        .putObject("zgw")
        .put("zaken", partners.cases() + "/zaken/api/v1")
        .put("catalogi", partners.cases() + "/catalogi/api/v1")
        .put("documenten", partners.cases() + "/documenten/api/v1")
        .put("clientId", Partners.CLIENT_ID)
        .put("secret", "file:" + keys.file("zgw.secret"))
        .put("notificationSecret", "file:" + keys.file("zgw.secret"));
    ObjectNode brp =
        cases
            .putObject("brp")
            .put("url", partners.persons() + "/haalcentraal/api/brp")
            .put("apiKey", "file:" + keys.file("zgw.secret"))
            .put("staffHeader", "x-gebruiker");
    ObjectNode purpose = brp.putArray("purposes").addObject().put("id", "burgerzaken");
    purpose
        .putArray("headers")
        .addObject()
        .put("name", "x-doelbinding")
        .put("value", "BRPACT-Totaal");
    config
        .putObject("contacts")
        .put("url", partners.contacts() + "/klantinteracties/api/v1")
        .put("token", "file:" + keys.file("zgw.secret"))
        .putObject("team")
        .put("id", "kcc")
        .put("name", "Klantcontactcentrum");
    ObjectNode audit = config.putObject("audit");
    audit.put("subjectKeyFile", data.resolve("audit-subject.key").toString());
    // in a real installation the witness is a program of its own on another machine
    audit
        .putObject("witness")
        .put("keyFile", data.resolve(AUDIT_HEAD_KEY).toString())
        .put("file", data.resolve("witness").resolve("heads.jsonl").toString());
    config
        .putObject("processing")
        .put("keyFile", data.resolve("processing-subject.key").toString());
  }

  static Path attestationKey(Path data) {
    return data.resolve("attestation-key.pem");
  }

  /** What may leave the counter part's machine. */
  static Path attestationPublicKey(Path data) {
    Path key = attestationKey(data);
    return key.resolveSibling(key.getFileName() + ".pub");
  }

  /**
   * Written after the server made its attestation key; {@code example} names the accounts to offer.
   *
   * @param data the folder of the counter part, or of the only process
   */
  static void writeClientPolicy(Path example, Path file, Path data, Addresses server, DemoKeys keys)
      throws IOException {
    ObjectNode policy =
        JSON.createObjectNode()
            .put("server", server.relay().toString())
            .put("counter", server.counter().toString());
    policy.putArray("attestationKeys").add(Files.readString(attestationPublicKey(data)));
    policy
        .putObject("irma")
        .put("issuer", "irmaserver")
        .putArray("resultKeys")
        .add(keys.resultPublicPem());
    ArrayNode staff = policy.putObject("demo").putArray("staff");
    YAML.readTree(Files.readString(example))
        .path("staff")
        .forEach(account ->
            staff
                .addObject()
                .put("name", account.path("name").stringValue())
                .put("password", PASSWORD)
                .put("displayName", account.path("displayName").stringValue())
                .put("role", account.path("role").path("nl").stringValue()));
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(policy));
  }
}
