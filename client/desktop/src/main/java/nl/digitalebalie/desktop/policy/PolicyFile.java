package nl.digitalebalie.desktop.policy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.desktop.identity.PinnedKeys;
import nl.digitalebalie.desktop.policy.ClientPolicy.Demo;
import nl.digitalebalie.desktop.policy.ClientPolicy.DemoStaff;
import nl.digitalebalie.desktop.policy.PolicyFault.Code;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the administrator's policy file:
 *
 * <pre>{@code
 * {
 *   "server": "https://balie.example.nl",
 *   "counter": "https://balie-binnen.example.nl",
 *   "attestationKeys": ["-----BEGIN PUBLIC KEY-----\n…", {"kty":"EC","crv":"P-256", …}],
 *   "irma": {"issuer": "irmaserver", "resultKeys": ["-----BEGIN PUBLIC KEY-----\n…"]},
 *   "demo": {"staff": [{"name":"…","password":"…","displayName":"…","role":"…"}]}
 * }
 * }</pre>
 *
 * {@code counter} may be left out where the server runs in one part. Keys are PEM texts (SPKI) or
 * JWK objects. {@code irma.issuer} may be left out (irmago's default {@code irmaserver}). Without
 * {@code demo} the demonstration is forbidden. Plain {@code http} is accepted for this machine
 * only.
 */
public final class PolicyFile {
  /** A dozen keys take some 10 KB. */
  private static final long MAX_BYTES = 256 * 1024;

  private static final String DEFAULT_IRMA_ISSUER = "irmaserver";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<PolicyFault> faults = new ArrayList<>();

  private PolicyFile() {}

  /** The folder that only an administrator can write, for the operating system at hand. */
  public static Path usualPlace(String osName, Optional<String> programData) {
    String name = "client-policy.json";
    if (osName.startsWith("Windows")) {
      return Path.of(programData.orElse("C:\\ProgramData"), "Digitale balie", name);
    }
    return osName.startsWith("Mac")
        ? Path.of("/Library/Application Support/Digitale balie", name)
        : Path.of("/etc/digitale-balie", name);
  }

  public static PolicyResult read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        return unusable(Code.FILE_UNREADABLE, file.toString());
      }
      return parse(Files.readString(file));
    } catch (NoSuchFileException missing) {
      return unusable(Code.FILE_MISSING, file.toString());
    } catch (IOException unreadable) {
      return unusable(Code.FILE_UNREADABLE, file.toString());
    }
  }

  public static PolicyResult parse(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode root
          ? new PolicyFile().policy(root)
          : unusable(Code.NOT_JSON, "");
    } catch (JacksonException notJson) {
      return unusable(Code.NOT_JSON, "");
    }
  }

  private static PolicyResult unusable(Code code, String where) {
    return new PolicyResult.Unusable(List.of(new PolicyFault(code, where)));
  }

  private PolicyResult policy(ObjectNode root) {
    only(root, "", Set.of("server", "counter", "attestationKeys", "irma", "demo"));
    Optional<URI> server = address(root, "server");
    Optional<URI> counter = root.has("counter") ? address(root, "counter") : server;
    List<ECPublicKey> attestation =
        keys(root.get("attestationKeys"), "attestationKeys", KeyText::attestationKey);
    JsonNode irma = root.path("irma");
    only(irma, "irma.", Set.of("issuer", "resultKeys"));
    List<RSAPublicKey> irmaResult =
        keys(irma.get("resultKeys"), "irma.resultKeys", KeyText::irmaKey);
    String issuer = irma.path("issuer").asString(DEFAULT_IRMA_ISSUER);
    Demo demo = demo(root.get("demo"));
    return faults.isEmpty() && server.isPresent() && counter.isPresent()
        ? new PolicyResult.Usable(
            new ClientPolicy(
                server.get(), counter.get(), new PinnedKeys(attestation, irmaResult, issuer), demo))
        : new PolicyResult.Unusable(faults);
  }

  /** A misspelt field must not silently fall back to something weaker. */
  private void only(JsonNode object, String prefix, Set<String> known) {
    object.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> fault(Code.FIELD_UNKNOWN, prefix + name));
  }

  private Optional<URI> address(ObjectNode root, String field) {
    String text = root.path(field).asString("");
    if (text.isBlank()) {
      fault(Code.FIELD_MISSING, field);
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (!web || uri.getHost() == null) {
        fault(Code.SERVER_NOT_A_URL, field);
      } else if ("http".equals(uri.getScheme()) && !LOOPBACK.contains(uri.getHost())) {
        fault(Code.SERVER_NOT_ENCRYPTED, field);
      }
      return Optional.of(uri);
    } catch (URISyntaxException notUrl) {
      fault(Code.SERVER_NOT_A_URL, field);
      return Optional.empty();
    }
  }

  private <K> List<K> keys(@Nullable JsonNode node, String where, KeyText.Reader<K> reader) {
    List<K> keys = new ArrayList<>();
    if (node == null || !node.isArray() || node.isEmpty()) {
      fault(Code.FIELD_MISSING, where);
      return keys;
    }
    for (int place = 0; place < node.size(); place++) {
      String at = where + "[" + place + "]";
      JsonNode entry = node.get(place);
      switch (reader.read(entry.isString() ? entry.stringValue() : entry.toString())) {
        case KeyText.Read.Key<K>(K key) -> keys.add(key);
        case KeyText.Read.Unreadable<K> _ -> fault(Code.KEY_UNREADABLE, at);
        case KeyText.Read.Weak<K> _ -> fault(Code.KEY_TOO_WEAK, at);
      }
    }
    return keys;
  }

  private Demo demo(@Nullable JsonNode node) {
    if (node == null) {
      return new Demo.Forbidden();
    }
    only(node, "demo.", Set.of("staff"));
    List<DemoStaff> staff = new ArrayList<>();
    for (JsonNode entry : node.path("staff")) {
      only(entry, "demo.staff.", Set.of("name", "password", "displayName", "role"));
      staff.add(
          new DemoStaff(
              demanded(entry, "name"),
              demanded(entry, "password"),
              demanded(entry, "displayName"),
              demanded(entry, "role")));
    }
    return new Demo.Allowed(staff);
  }

  private String demanded(JsonNode entry, String field) {
    String text = entry.path(field).asString("");
    if (text.isBlank()) {
      fault(Code.FIELD_MISSING, "demo.staff." + field);
    }
    return text;
  }

  private void fault(Code code, String where) {
    faults.add(new PolicyFault(code, where));
  }
}
