package nl.digitalebalie.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.DisclosureProofClaims;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.identity.StaffTicketClaims;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.TestKeys;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AttestorTest {
  private static final AttestationClaims CLAIMS =
      new AttestationClaims(
          new ConversationId("conversation-000001"),
          "b".repeat(43),
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
    assertEquals("b".repeat(43), claims.get("channelBinding"));
    assertEquals(12, claims.size());
  }

  @Test
  void a_staff_ticket_names_the_staff_member_and_holds_their_conversation_key() throws Exception {
    KeyPair pair = Keys.ecPair(new SecureRandom());
    String ticket =
        new Attestor((ECPrivateKey) pair.getPrivate())
            .ticket(
                new StaffTicketClaims(
                    new MunicipalityId("voorbeeld"),
                    new ConversationId("conversation-000001"),
                    "F. Yilmaz",
                    LocalText.of("Consulent", "Adviser"),
                    TestKeys.point(TestKeys.COUNTER),
                    Instant.ofEpochSecond(1_000),
                    Instant.ofEpochSecond(44_200)));

    JWSObject jws = JWSObject.parse(ticket);
    assertTrue(jws.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic())));
    assertEquals(JWSAlgorithm.ES256, jws.getHeader().getAlgorithm());
    assertEquals("balie-counter+jwt", jws.getHeader().getType().getType());
    Map<String, Object> claims = jws.getPayload().toJSONObject();
    assertEquals(
        Set.of("municipality", "conversation", "displayName", "role", "cnf", "iat", "exp"),
        claims.keySet());
    assertEquals("voorbeeld", claims.get("municipality"));
    assertEquals("conversation-000001", claims.get("conversation"));
    assertEquals("F. Yilmaz", claims.get("displayName"));
    assertEquals(Map.of("nl", "Consulent", "en", "Adviser"), claims.get("role"));
    assertEquals(44_200L, claims.get("exp"));
    ECKey jwk =
        ECKey.parse(
            JsonMapper.shared().writeValueAsString(((Map<?, ?>) claims.get("cnf")).get("jwk")));
    assertEquals(TestKeys.COUNTER.getPublic(), jwk.toECPublicKey());
    assertFalse(jwk.isPrivate());
    assertTrue(ticket.length() < 2_000);
  }

  @Test
  void a_proof_of_a_disclosure_is_of_a_type_of_its_own() throws Exception {
    KeyPair pair = Keys.ecPair(new SecureRandom());
    JWSObject jws =
        JWSObject.parse(
            new Attestor((ECPrivateKey) pair.getPrivate())
                .proof(
                    new DisclosureProofClaims(
                        new ConversationId("conversation-000001"),
                        "b".repeat(43),
                        new DisclosureId("disclosure-00000001"),
                        "pointer-hash")));

    assertTrue(jws.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic())));
    assertEquals("balie-disclosure+jwt", jws.getHeader().getType().getType());
    assertEquals(
        Map.of(
            "conversation", "conversation-000001",
            "channelBinding", "b".repeat(43),
            "disclosure", "disclosure-00000001",
            "sessionHash", "pointer-hash"),
        jws.getPayload().toJSONObject());
  }

  @Test
  void a_key_on_another_curve_is_refused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();

    assertThrows(IllegalArgumentException.class, () -> new Attestor(key));
  }
}
