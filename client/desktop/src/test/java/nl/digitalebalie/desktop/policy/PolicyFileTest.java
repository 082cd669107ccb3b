package nl.digitalebalie.desktop.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import nl.digitalebalie.desktop.identity.DemoSchemes;
import nl.digitalebalie.desktop.policy.PolicyFault.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PolicyFileTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final PublicKey EC = ec("secp256r1");
  private static final PublicKey RSA = rsa(2048);

  @Test
  void keys_as_pem_or_jwk_make_a_usable_policy_without_demonstration() {
    ObjectNode file = good();
    file.withArray("attestationKeys")
        .add(
            JSON.readTree(new ECKey.Builder(Curve.P_256, (ECPublicKey) EC).build().toJSONString()));
    file.withObject("irma")
        .withArray("resultKeys")
        .add(JSON.readTree(new RSAKey.Builder((RSAPublicKey) RSA).build().toJSONString()));

    ClientPolicy policy =
        assertInstanceOf(PolicyResult.Usable.class, PolicyFile.parse(file.toString())).policy();
    assertEquals(2, policy.keys().attestation().size());
    assertEquals(2, policy.keys().irmaResult().size());
    assertEquals("irmaserver", policy.keys().irmaIssuer());
    assertEquals(DemoSchemes.REFUSED, policy.schemes());
  }

  @Test
  void the_counter_part_is_where_the_server_is_unless_it_runs_apart() {
    ClientPolicy one =
        assertInstanceOf(PolicyResult.Usable.class, PolicyFile.parse(good().toString())).policy();
    assertEquals(one.server(), one.counter());

    ObjectNode apart = good().put("counter", "https://balie-binnen.example.nl");
    ClientPolicy two =
        assertInstanceOf(PolicyResult.Usable.class, PolicyFile.parse(apart.toString())).policy();
    assertEquals("https://balie-binnen.example.nl", two.counter().toString());
    assertEquals(one.server(), two.server());

    ObjectNode plain = good().put("counter", "http://balie-binnen.example.nl");
    assertEquals(
        List.of(new PolicyFault(Code.SERVER_NOT_ENCRYPTED, "counter")),
        assertInstanceOf(PolicyResult.Unusable.class, PolicyFile.parse(plain.toString())).faults());
  }

  @Test
  void only_a_demo_section_allows_the_demonstration() {
    ObjectNode file = good();
    file.putObject("demo")
        .putArray("staff")
        .addObject()
        .put("name", "f.yilmaz")
        .put("password", "demo")
        .put("displayName", "F. Yilmaz")
        .put("role", "Wmo-consulent");

    ClientPolicy policy =
        assertInstanceOf(PolicyResult.Usable.class, PolicyFile.parse(file.toString())).policy();
    assertEquals(DemoSchemes.ALLOWED, policy.schemes());
    assertEquals("F. Yilmaz", policy.demoStaff().getFirst().displayName());
  }

  @Test
  void a_missing_file_is_named(@TempDir Path folder) {
    assertEquals(
        List.of(Code.FILE_MISSING), codes(PolicyFile.read(folder.resolve("client-policy.json"))));
  }

  @Test
  void what_is_not_json_is_refused() {
    assertEquals(List.of(Code.NOT_JSON), codes(PolicyFile.parse("server: x")));
    assertEquals(List.of(Code.NOT_JSON), codes(PolicyFile.parse("[]")));
    assertEquals(List.of(Code.NOT_JSON), codes(PolicyFile.parse(good() + "{}")));
  }

  @Test
  void a_policy_without_keys_or_server_names_everything_that_is_missing() {
    assertEquals(
        List.of(Code.FIELD_MISSING, Code.FIELD_MISSING, Code.FIELD_MISSING),
        codes(PolicyFile.parse("{}")));
  }

  @Test
  void a_misspelt_field_is_refused_rather_than_ignored() {
    ObjectNode file = good();
    file.put("attestationkey", "x");

    assertEquals(List.of(Code.FIELD_UNKNOWN), codes(PolicyFile.parse(file.toString())));
  }

  @Test
  void an_unencrypted_server_is_accepted_on_this_machine_only() {
    ObjectNode file = good();
    file.put("server", "http://balie.example.nl");
    assertEquals(List.of(Code.SERVER_NOT_ENCRYPTED), codes(PolicyFile.parse(file.toString())));
    file.put("server", "http://localhost:8080");
    assertInstanceOf(PolicyResult.Usable.class, PolicyFile.parse(file.toString()));
    file.put("server", "ftp://localhost");
    assertEquals(List.of(Code.SERVER_NOT_A_URL), codes(PolicyFile.parse(file.toString())));
  }

  @Test
  void weak_unreadable_and_exchanged_keys_are_refused() {
    assertEquals(List.of(Code.KEY_TOO_WEAK), codes(withAttestationKey(pem(ec("secp384r1")))));
    assertEquals(List.of(Code.KEY_UNREADABLE), codes(withAttestationKey(pem(RSA))));
    assertEquals(List.of(Code.KEY_UNREADABLE), codes(withAttestationKey("nonsense")));
    ObjectNode file = good();
    file.withObject("irma").putArray("resultKeys").add(pem(rsa(1024)));
    assertEquals(List.of(Code.KEY_TOO_WEAK), codes(PolicyFile.parse(file.toString())));
  }

  @Test
  void the_usual_place_is_one_that_users_cannot_write() {
    assertEquals(
        Path.of("/etc/digitale-balie/client-policy.json"),
        PolicyFile.usualPlace("Linux", java.util.Optional.empty()));
    assertTrue(
        PolicyFile.usualPlace("Mac OS X", java.util.Optional.empty())
            .startsWith("/Library/Application Support"));
  }

  private static PolicyResult withAttestationKey(String key) {
    ObjectNode file = good();
    file.putArray("attestationKeys").add(key);
    return PolicyFile.parse(file.toString());
  }

  private static ObjectNode good() {
    ObjectNode root = JSON.createObjectNode().put("server", "https://balie.example.nl");
    root.putArray("attestationKeys").add(pem(EC));
    root.putObject("irma").putArray("resultKeys").add(pem(RSA));
    return root;
  }

  private static List<Code> codes(PolicyResult result) {
    return assertInstanceOf(PolicyResult.Unusable.class, result).faults().stream()
        .map(PolicyFault::code)
        .toList();
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static PublicKey ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair().getPublic();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static PublicKey rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair().getPublic();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
