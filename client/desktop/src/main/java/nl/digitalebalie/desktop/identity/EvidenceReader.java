package nl.digitalebalie.desktop.identity;

import static nl.digitalebalie.desktop.identity.IdentityCheck.demand;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.desktop.identity.IrmaResult.DisclosedAttribute;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.AskedAttribute;
import org.jspecify.annotations.Nullable;

/** Reads the result JWT of an irma server and believes it only if everything about it is right. */
final class EvidenceReader {
  /** A desktop's clock may be somewhat off; a result is fresh for two minutes. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private final List<JWSVerifier> keys;
  private final String issuer;
  private final DemoSchemes demo;

  EvidenceReader(List<RSAPublicKey> keys, String issuer, DemoSchemes demo) {
    this.keys = keys.stream().<JWSVerifier>map(RSASSAVerifier::new).toList();
    this.issuer = issuer;
    this.demo = demo;
  }

  IrmaResult read(String jwt, Expected expected, Instant now) throws RefusedException {
    Map<String, Object> claims =
        SignedJson.open(jwt, JWSAlgorithm.RS256, Optional.empty(), keys, Rejection.TOKEN_MALFORMED);
    demand(issuer.equals(claims.get("iss")), Rejection.WRONG_ISSUER);
    demand("disclosing_result".equals(claims.get("sub")), Rejection.WRONG_SUBJECT);
    demand(
        now.minus(CLOCK_SKEW).isBefore(instant(claims, "exp"))
            && now.plus(CLOCK_SKEW).isAfter(instant(claims, "iat")),
        Rejection.EXPIRED);
    demand(answersAnnounced(claims, expected), Rejection.OTHER_SESSION);
    // irmago sets DONE also when the proof is not valid; only both together mean something.
    demand("DONE".equals(claims.get("status")), Rejection.NOT_DONE);
    demand("VALID".equals(claims.get("proofStatus")), Rejection.PROOF_NOT_VALID);
    return attributes(claims, expected.purpose().attributes());
  }

  private static boolean answersAnnounced(Map<String, Object> claims, Expected expected) {
    return claims.get("token") instanceof String token
        && MessageDigest.isEqual(
            Hashes.sha256(token.getBytes(StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII),
            expected.sessionTokenHash().getBytes(StandardCharsets.US_ASCII));
  }

  private IrmaResult attributes(Map<String, Object> claims, List<AskedAttribute> asked)
      throws RefusedException {
    List<DisclosedAttribute> shown = new ArrayList<>();
    Set<String> cardsBefore = new HashSet<>();
    for (Object group : list(claims.get("disclosed"))) {
      Set<String> cards = new HashSet<>();
      for (Object entry : list(group)) {
        DisclosedAttribute attribute = attribute(entry);
        demand(shown.size() < asked.size(), Rejection.ATTRIBUTES_NOT_ASKED);
        demand(
            attribute.identifier().equals(asked.get(shown.size()).identifier()),
            Rejection.ATTRIBUTES_NOT_ASKED);
        shown.add(attribute);
        cards.add(cardOf(attribute.identifier()));
      }
      // Within a group irmago takes one card; the same card in two groups may be two people's.
      for (String card : cards) {
        demand(cardsBefore.add(card), Rejection.MIXED_CREDENTIALS);
      }
    }
    demand(shown.size() == asked.size(), Rejection.ATTRIBUTES_MISSING);
    return new IrmaResult(shown);
  }

  private DisclosedAttribute attribute(Object entry) throws RefusedException {
    demand(entry instanceof Map<?, ?>, Rejection.ATTRIBUTES_MISSING);
    Map<?, ?> fields = (Map<?, ?>) entry;
    demand(!"EXTRA".equals(fields.get("status")), Rejection.ATTRIBUTES_NOT_ASKED);
    demand("PRESENT".equals(fields.get("status")), Rejection.ATTRIBUTE_NOT_PRESENT);
    if (!(fields.get("id") instanceof String identifier)
        || !(fields.get("rawvalue") instanceof String value)) {
      throw new RefusedException(Rejection.ATTRIBUTE_NOT_PRESENT);
    }
    demand(
        demo == DemoSchemes.ALLOWED || !identifier.startsWith("irma-demo."),
        Rejection.SCHEME_NOT_ALLOWED);
    demand(!identifier.endsWith(".bsn") || Bsn.parse(value).isPresent(), Rejection.BSN_INVALID);
    return new DisclosedAttribute(identifier, Sensitive.of(value));
  }

  private static String cardOf(String attribute) {
    int lastDot = attribute.lastIndexOf('.');
    return lastDot < 0 ? attribute : attribute.substring(0, lastDot);
  }

  private static List<?> list(@Nullable Object value) throws RefusedException {
    if (value instanceof List<?> values) {
      return values;
    }
    throw new RefusedException(Rejection.ATTRIBUTES_MISSING);
  }

  private static Instant instant(Map<String, Object> claims, String name) throws RefusedException {
    if (claims.get(name) instanceof Number seconds) {
      return Instant.ofEpochSecond(seconds.longValue());
    }
    throw new RefusedException(Rejection.TOKEN_MALFORMED);
  }
}
