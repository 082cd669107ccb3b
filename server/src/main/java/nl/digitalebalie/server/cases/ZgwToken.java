package nl.digitalebalie.server.cases;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.digitalebalie.server.canonical.CanonicalJson;
import nl.digitalebalie.server.cases.CaseSystem.Reader;

/**
 * The token of one request: an HS256 JWT in the name of the real staff member, who thereby stands
 * in the case system's own trail. Short-lived and never handed to anybody but the case system.
 */
final class ZgwToken {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Open Zaak allows no clock drift by default. */
  private static final Duration BACKDATED = Duration.ofSeconds(60);

  private final String clientId;
  private final SecretKeySpec key;

  ZgwToken(String clientId, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < ZgwSettings.MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the ZGW secret is shorter than " + ZgwSettings.MIN_SECRET_BYTES + " bytes");
    }
    this.clientId = clientId;
    this.key = new SecretKeySpec(bytes, "HmacSHA256");
  }

  String mint(Reader reader, Instant now) {
    String header = encoded(Map.of("typ", "JWT", "alg", "HS256"));
    String claims =
        encoded(
            Map.of(
                "iss", clientId,
                "client_id", clientId,
                "iat", now.minus(BACKDATED).getEpochSecond(),
                "user_id", reader.id(),
                "user_representation", reader.displayName()));
    String signed = header + "." + claims;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }

  private static String encoded(Map<String, Object> json) {
    return BASE64.encodeToString(CanonicalJson.bytes(json));
  }
}
