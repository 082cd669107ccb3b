package nl.digitalebalie.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import java.security.interfaces.ECPrivateKey;
import java.util.LinkedHashMap;
import java.util.Map;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import tools.jackson.databind.json.JsonMapper;

/** Signs what the gate attests (docs/protocol.md section 4.3), ES256 with the gate's key. */
public final class Attestor {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JWSHeader HEADER =
      new JWSHeader.Builder(JWSAlgorithm.ES256)
          .type(new JOSEObjectType(AttestationClaims.TYPE))
          .build();

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

  public String attest(AttestationClaims claims) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("conversation", claims.conversation().value());
    claims.channelBinding().ifPresent(binding -> fields.put("channelBinding", binding));
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
    JWSObject jws = new JWSObject(HEADER, new Payload(JSON.writeValueAsString(fields)));
    try {
      jws.sign(signer);
    } catch (JOSEException impossible) {
      throw new IllegalStateException("the attestation key was checked at start", impossible);
    }
    return jws.serialize();
  }
}
