package nl.digitalebalie.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The two files of a demonstration: the server's configuration (the example of the distribution,
 * pointed at the partners) and the staff client's administrator policy (the server, and the keys to
 * believe).
 */
final class DemoFiles {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The published password of the example's accounts; the server refuses it in production. */
  private static final String PASSWORD = "balie-demo";

  private DemoFiles() {}

  /** The ports that a demonstration asks for; 0 takes any free one. */
  record ServerPorts(int web, int admin) {}

  static void writeServerConfig(
      Path example, Path file, Path data, ServerPorts ports, Partners partners, DemoKeys keys)
      throws IOException {
    ObjectNode config = (ObjectNode) YAML.readTree(Files.readString(example));
    config.put("mode", "demo");
    config.put("dataDirectory", data.toString());
    config.put("policyFile", "builtin:demo");
    config.withObject("/http").put("port", ports.web());
    config.withObject("/admin").put("port", ports.admin());
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
        .put("secret", "file:" + keys.file("zgw.secret"));
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
    config.putObject("audit").put("subjectKeyFile", data.resolve("audit-subject.key").toString());
    Files.writeString(file, YAML.writeValueAsString(config));
  }

  static Path attestationKey(Path data) {
    return data.resolve("attestation-key.pem");
  }

  /**
   * Written after the server made its attestation key; {@code example} names the accounts to offer.
   */
  static void writeClientPolicy(Path example, Path file, Path data, String server, DemoKeys keys)
      throws IOException {
    ObjectNode policy = JSON.createObjectNode().put("server", server);
    Path attestation = attestationKey(data);
    policy
        .putArray("attestationKeys")
        .add(Files.readString(attestation.resolveSibling(attestation.getFileName() + ".pub")));
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
