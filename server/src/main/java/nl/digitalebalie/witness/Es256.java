package nl.digitalebalie.witness;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compact JWS with ES256; the type keeps one kind of statement from being taken for another. */
final class Es256 {
  /** A head has some 300. */
  private static final int MAX_CHARS = 2_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              tools.jackson.core.json.JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Es256() {}

  static String sign(ECPrivateKey key, String type, ObjectNode payload) {
    JWSObject jws =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type)).build(),
            new Payload(JSON.writeValueAsString(payload)));
    try {
      jws.sign(new ECDSASigner(key));
    } catch (JOSEException otherCurve) {
      throw new IllegalStateException("keys are checked to be on P-256 when read", otherCurve);
    }
    return jws.serialize();
  }

  /** What was signed; empty for another key, another type, or anything that is not such a JWS. */
  static Optional<JsonNode> verified(ECPublicKey key, String type, String compact) {
    return parsed(type, compact)
        .filter(jws -> holds(key, jws))
        .flatMap(jws -> json(jws.getPayload().toString()));
  }

  /** What it says without saying who signed it: to find whose key must fit. */
  static Optional<JsonNode> unverified(String type, String compact) {
    return parsed(type, compact).flatMap(jws -> json(jws.getPayload().toString()));
  }

  private static Optional<JWSObject> parsed(String type, String compact) {
    if (compact.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      JWSObject jws = JWSObject.parse(compact);
      JWSHeader header = jws.getHeader();
      return JWSAlgorithm.ES256.equals(header.getAlgorithm())
              && new JOSEObjectType(type).equals(header.getType())
              && header.getCriticalParams() == null
          ? Optional.of(jws)
          : Optional.empty();
    } catch (ParseException notJws) {
      return Optional.empty();
    }
  }

  private static boolean holds(ECPublicKey key, JWSObject jws) {
    try {
      return jws.verify(new ECDSAVerifier(key));
    } catch (JOSEException unusable) {
      return false;
    }
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
