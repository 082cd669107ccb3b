package nl.digitalebalie.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import org.junit.jupiter.api.Test;

class AttestorTest {
  private static final AttestationClaims CLAIMS =
      new AttestationClaims(
          new ConversationId("conversation-000001"),
          Optional.empty(),
          new StaffId("anna"),
          new PurposeId("wmo"),
          IdentificationMeans.IRMA,
          AssuranceLevel.SUBSTANTIAL,
          ChannelAssurance.NONE,
          DiscloserAssurance.PAIRED,
          "evidence-hash",
          "policy-hash",
          Instant.ofEpochSecond(1_000),
          Instant.ofEpochSecond(2_800));

  @Test
  void an_attestation_has_the_type_and_claims_of_the_protocol_and_verifies() throws Exception {
    KeyPair pair = Keys.ec(Keys.pem(Keys.ecPair(new SecureRandom())));

    JWSObject jws = JWSObject.parse(new Attestor((ECPrivateKey) pair.getPrivate()).attest(CLAIMS));

    assertTrue(jws.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic())));
    assertEquals(JWSAlgorithm.ES256, jws.getHeader().getAlgorithm());
    assertEquals("balie-attestation+jwt", jws.getHeader().getType().getType());
    Map<String, Object> claims = jws.getPayload().toJSONObject();
    assertEquals("conversation-000001", claims.get("conversation"));
    assertEquals("anna", claims.get("staff"));
    assertEquals("wmo", claims.get("purpose"));
    assertEquals("PAIRED", claims.get("discloser"));
    assertEquals(1_000L, claims.get("iat"));
    assertEquals(2_800L, claims.get("exp"));
    assertFalse(claims.containsKey("channelBinding"));
    assertEquals(11, claims.size());
  }

  @Test
  void a_key_on_another_curve_is_refused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();

    assertThrows(IllegalArgumentException.class, () -> new Attestor(key));
  }
}
