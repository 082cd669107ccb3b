package nl.digitalebalie.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.DisclosureProofClaims;
import nl.digitalebalie.protocol.identity.StaffTicketClaims;
import tools.jackson.databind.json.JsonMapper;

/** Signs ES256 with the gate's key (docs/protocol.md sections 3.0 and 4.3). */
public final class Attestor implements GateSigner {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JWSHeader ATTESTATION = header(AttestationClaims.TYPE);
  private static final JWSHeader TICKET = header(StaffTicketClaims.TYPE);
  private static final JWSHeader PROOF = header(DisclosureProofClaims.TYPE);
  private static final int COORDINATE_END = 33;

  private final ECDSASigner signer;

  /**
   * @param key on P-256; any other curve is refused
   */
  public Attestor(ECPrivateKey key) {
    try {
      this.signer = new ECDSASigner(key);
    } catch (JOSEException unsupported) {
      throw new IllegalArgumentException("the attestation key is not on P-256", unsupported);
    }
    if (!signer.supportedJWSAlgorithms().contains(JWSAlgorithm.ES256)) {
      throw new IllegalArgumentException("the attestation key is not on P-256");
    }
  }

  @Override
  public String attest(AttestationClaims claims) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("conversation", claims.conversation().value());
    fields.put("channelBinding", claims.channelBinding());
    fields.put("staff", claims.staff().value());
    fields.put("purpose", claims.purpose().value());
    fields.put("means", claims.means().name());
    fields.put("level", claims.level().name());
    fields.put("channel", claims.channel().name());
    fields.put("discloser", claims.discloser().name());
    fields.put("evidenceHash", claims.evidenceHash());
    fields.put("policyHash", claims.policyHash());
    fields.put("iat", claims.issuedAt().getEpochSecond());
    fields.put("exp", claims.expiresAt().getEpochSecond());
    return signed(ATTESTATION, fields);
  }

  @Override
  public String ticket(StaffTicketClaims claims) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("municipality", claims.municipality().value());
    fields.put("conversation", claims.conversation().value());
    fields.put("displayName", claims.displayName());
    fields.put("role", Map.of("nl", claims.role().in("nl"), "en", claims.role().in("en")));
    fields.put("cnf", Map.of("jwk", jwk(claims.counterKey())));
    fields.put("iat", claims.issuedAt().getEpochSecond());
    fields.put("exp", claims.expiresAt().getEpochSecond());
    return signed(TICKET, fields);
  }

  @Override
  public String proof(DisclosureProofClaims claims) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("conversation", claims.conversation().value());
    fields.put("channelBinding", claims.channelBinding());
    fields.put("disclosure", claims.disclosure().value());
    fields.put("sessionHash", claims.sessionHash());
    return signed(PROOF, fields);
  }

  /** RFC 7518 section 6.2.1. */
  private static Map<String, Object> jwk(PublicPoint key) {
    byte[] point = key.bytes();
    return Map.of(
        "kty",
        "EC",
        "crv",
        "P-256",
        "x",
        base64url(Arrays.copyOfRange(point, 1, COORDINATE_END)),
        "y",
        base64url(Arrays.copyOfRange(point, COORDINATE_END, point.length)));
  }

  private static String base64url(byte[] coordinate) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(coordinate);
  }

  private static JWSHeader header(String type) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type)).build();
  }

  private String signed(JWSHeader header, Map<String, Object> fields) {
    JWSObject jws = new JWSObject(header, new Payload(JSON.writeValueAsString(fields)));
    try {
      jws.sign(signer);
    } catch (JOSEException impossible) {
      throw new IllegalStateException("the gate's key was checked at start", impossible);
    }
    return jws.serialize();
  }
}
