package nl.digitalebalie.demo.irma;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The session result as JSON and as the signed JWT ({@code server/api.go}). */
final class SessionResult {
  private static final JsonMapper JSON = JsonMapper.shared();

  private SessionResult() {}

  static ObjectNode json(IrmaSession session) {
    ObjectNode result =
        JSON.createObjectNode()
            .put("token", session.requestorToken())
            .put("status", session.status().name())
            .put("type", "disclosing");
    session
        .disclosure()
        .ifPresent(disclosure -> {
          result.put("proofStatus", disclosure.proofStatus().name());
          result.set("disclosed", disclosed(disclosure.attributes()));
        });
    return result;
  }

  private static ArrayNode disclosed(List<List<IrmaSession.Disclosed>> outer) {
    ArrayNode lists = JSON.createArrayNode();
    for (List<IrmaSession.Disclosed> inner : outer) {
      ArrayNode list = lists.addArray();
      inner.forEach(one -> list.add(attribute(one)));
    }
    return lists;
  }

  private static ObjectNode attribute(IrmaSession.Disclosed one) {
    ObjectNode attribute = JSON.createObjectNode();
    if (one.value().isPresent()) {
      String raw = one.value().get();
      attribute.put("rawvalue", raw);
      attribute.putObject("value").put("", raw).put("en", raw).put("nl", raw);
    } else {
      attribute.putNull("rawvalue");
      attribute.putNull("value");
    }
    return attribute
        .put("id", one.identifier())
        .put("status", one.value().isPresent() ? "PRESENT" : "NULL")
        .put("issuancetime", one.issued().getEpochSecond());
  }

  /**
   * The fields of the result beside iss, sub, iat, exp; signed anew each time it is asked, so
   * {@code iat} says when it was fetched. There is no aud, no nonce and no kid.
   */
  static String jwt(IrmaSession session, RSAPrivateKey key, Instant now) {
    ObjectNode claims =
        json(session)
            .put("iss", "irmaserver")
            .put("sub", "disclosing_result")
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(session.request().validity()).getEpochSecond());
    JWSObject jws =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).build(),
            new Payload(claims.toString()));
    try {
      jws.sign(new RSASSASigner(key));
    } catch (JOSEException broken) {
      throw new IllegalStateException("the result key does not sign", broken);
    }
    return jws.serialize();
  }
}
