package nl.digitalebalie.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.server.policy.AskedGroup;
import nl.digitalebalie.server.policy.PolicyAttribute;
import nl.digitalebalie.server.policy.Purpose;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code POST /session}: the purpose's question as a condiscon with labels, authenticated as
 * configured.
 */
final class SessionRequest {
  /** Seconds until the result JWT expires; it is fetched at once. */
  private static final int RESULT_VALIDITY_SECONDS = 120;

  /** irma server has no leeway for {@code iat} in the future, and takes 300 s in the past. */
  private static final Duration BACKDATED = Duration.ofSeconds(5);

  private static final JsonMapper JSON = JsonMapper.shared();

  private SessionRequest() {}

  /** A body with the headers it needs. */
  record Written(String contentType, Optional<String> authorization, String body) {
    @Override
    public String toString() {
      return "Written[" + contentType + "]";
    }
  }

  static Written write(
      Purpose purpose, String callbackUrl, Duration walletMayTake, RequestorKey key, Instant now) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("validity", RESULT_VALIDITY_SECONDS);
    request.put("timeout", walletMayTake.toSeconds());
    request.put("callbackUrl", callbackUrl);
    request.put("request", disclosure(purpose));
    return switch (key) {
      case RequestorKey.Token(String token) ->
          new Written("application/json", Optional.of(token), JSON.writeValueAsString(request));
      case RequestorKey.Signed(String requestor, var privateKey) ->
          signed(requestor, request, JWSAlgorithm.RS256, new RSASSASigner(privateKey), now);
      case RequestorKey.Shared(String requestor, byte[] secret) ->
          signed(requestor, request, JWSAlgorithm.HS256, macSigner(secret), now);
    };
  }

  private static Map<String, Object> disclosure(Purpose purpose) {
    List<Object> disclose = new ArrayList<>();
    Map<String, Object> labels = new LinkedHashMap<>();
    for (AskedGroup group : purpose.asked()) {
      labels.put(Integer.toString(disclose.size()), group.label().byLanguage());
      disclose.add(
          group.alternatives().stream()
              .map(each -> each.stream().map(PolicyAttribute::identifier).toList())
              .toList());
    }
    return Map.of(
        "@context", "https://irma.app/ld/request/disclosure/v2",
        "disclose", disclose,
        "labels", labels);
  }

  private static Written signed(
      String requestor,
      Map<String, Object> request,
      JWSAlgorithm algorithm,
      JWSSigner signer,
      Instant now) {
    Map<String, Object> claims =
        Map.of(
            "iss",
            requestor,
            "iat",
            now.minus(BACKDATED).getEpochSecond(),
            "sub",
            "verification_request",
            "sprequest",
            request);
    JWSObject jwt =
        new JWSObject(new JWSHeader(algorithm), new Payload(JSON.writeValueAsString(claims)));
    try {
      jwt.sign(signer);
    } catch (JOSEException impossible) {
      throw new IllegalStateException("the requestor's key was checked at start", impossible);
    }
    return new Written("text/plain", Optional.empty(), jwt.serialize());
  }

  private static JWSSigner macSigner(byte[] secret) {
    try {
      return new MACSigner(secret);
    } catch (JOSEException impossible) {
      throw new IllegalStateException("the secret's length was checked at start", impossible);
    }
  }
}
