package nl.digitalebalie.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.server.parts.Mode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a result JWT of an irma server proves what was asked. The result has no audience
 * and no nonce, so a valid one of another conversation, purpose or department is refused by its
 * session token alone; "used once" is {@link ReplayGuard}'s, because it needs memory.
 *
 * <p>The key and the algorithm are configured for the issuer. The header of the token chooses
 * nothing: any parameter beside {@code alg} and {@code typ} is refused (RFC 8725 3.1, 3.10).
 */
public final class TokenVerifier {
  /** A result with every attribute of both municipal cards is below 8 KB. */
  static final int MAX_TOKEN_CHARS = 64 * 1024;

  /** RFC 7519 4.1.4: "some small leeway, usually no more than a few minutes". */
  static final Duration LEEWAY = Duration.ofSeconds(10);

  /** NIST SP 800-131A: the least that still counts as a signature. */
  public static final int MIN_KEY_BITS = 2_048;

  private static final Set<String> HEADERS = Set.of("alg", "typ");
  private static final int MAX_DEPTH = 8;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final RSASSAVerifier signature;
  private final String issuer;
  private final DisclosedAttributes attributes;

  /**
   * @param key pinned by the administrator, at least {@link #MIN_KEY_BITS}
   * @param issuer irma server's {@code jwt_issuer}
   */
  public TokenVerifier(RSAPublicKey key, String issuer, AssuranceWords levels, Mode mode) {
    if (key.getModulus().bitLength() < MIN_KEY_BITS) {
      throw new IllegalArgumentException("the irma server's key is shorter than 2048 bits");
    }
    this.signature = new RSASSAVerifier(key);
    this.issuer = issuer;
    this.attributes = new DisclosedAttributes(levels, mode);
  }

  public Verdict verify(String token, AskedDisclosure asked, Instant now) {
    try {
      JsonNode claims = authenticated(token);
      checkClaims(claims, asked, now);
      checkOutcome(claims);
      return attributes.read(claims.path("disclosed"), asked.purpose());
    } catch (Refusal refusal) {
      return new Verdict.Rejected(refusal.reason());
    }
  }

  private JsonNode authenticated(String token) throws Refusal {
    if (token.length() > MAX_TOKEN_CHARS) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    }
    // The header is judged before any JOSE code sees the token.
    JsonNode header = json(parts[0]);
    if (!JWSAlgorithm.RS256.getName().equals(header.path("alg").asString(""))) {
      throw new Refusal(Rejection.ALGORITHM_NOT_ALLOWED);
    }
    if (!HEADERS.containsAll(header.propertyNames())) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    }
    try {
      if (!JWSObject.parse(token).verify(signature)) {
        throw new Refusal(Rejection.SIGNATURE_INVALID);
      }
    } catch (ParseException malformed) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    } catch (JOSEException unverifiable) {
      throw new Refusal(Rejection.SIGNATURE_INVALID);
    }
    return json(parts[1]);
  }

  private static JsonNode json(String base64url) throws Refusal {
    try {
      JsonNode node = JSON.readTree(Base64.getUrlDecoder().decode(base64url));
      if (node instanceof ObjectNode) {
        return node;
      }
    } catch (IllegalArgumentException | JacksonException malformed) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    }
    throw new Refusal(Rejection.TOKEN_MALFORMED);
  }

  private void checkClaims(JsonNode claims, AskedDisclosure asked, Instant now) throws Refusal {
    if (!issuer.equals(text(claims, "iss"))) {
      throw new Refusal(Rejection.WRONG_ISSUER);
    }
    // irmago writes string(type) + "_result"; its documentation says otherwise
    if (!"disclosing_result".equals(text(claims, "sub"))
        || !"disclosing".equals(text(claims, "type"))) {
      throw new Refusal(Rejection.WRONG_SUBJECT);
    }
    Instant issuedAt = time(claims, "iat");
    if (!now.isBefore(time(claims, "exp").plus(LEEWAY)) || issuedAt.isAfter(now.plus(LEEWAY))) {
      throw new Refusal(Rejection.EXPIRED);
    }
    if (issuedAt.isBefore(asked.askedAt().minus(LEEWAY))) {
      throw new Refusal(Rejection.ISSUED_BEFORE_REQUEST);
    }
    if (!asked.sessionToken().sameAs(text(claims, "token"))) {
      throw new Refusal(Rejection.OTHER_SESSION);
    }
  }

  /** DONE does not imply a valid proof: irma server says DONE beside INVALID and EXPIRED too. */
  private static void checkOutcome(JsonNode claims) throws Refusal {
    switch (text(claims, "status")) {
      case "DONE" -> {}
      case "CANCELLED" -> throw new Refusal(Rejection.CANCELLED);
      case "TIMEOUT" -> throw new Refusal(Rejection.TIMED_OUT);
      default -> throw new Refusal(Rejection.NOT_DONE);
    }
    switch (text(claims, "proofStatus")) {
      case "VALID" -> {}
      case "MISSING_ATTRIBUTES" -> throw new Refusal(Rejection.ATTRIBUTES_MISSING);
      default -> throw new Refusal(Rejection.PROOF_NOT_VALID);
    }
  }

  private static String text(JsonNode claims, String name) {
    return claims.path(name).isString() ? claims.path(name).stringValue() : "";
  }

  private static Instant time(JsonNode claims, String name) throws Refusal {
    JsonNode seconds = claims.path(name);
    // the end of the year 9999; larger numbers overflow Instant
    if (!seconds.isIntegralNumber()
        || !seconds.canConvertToLong()
        || seconds.longValue() < 0
        || seconds.longValue() > 253_402_300_799L) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    }
    return Instant.ofEpochSecond(seconds.longValue());
  }
}
