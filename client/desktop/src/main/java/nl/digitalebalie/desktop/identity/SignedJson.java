package nl.digitalebalie.desktop.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.identity.Rejection;

/** A compact JWS (RFC 7515) whose algorithm is fixed beforehand, opened with pinned keys only. */
final class SignedJson {
  /** Twenty attributes with a signature take some 6 KB; more than this is not a result. */
  private static final int MAX_CHARS = 64 * 1024;

  private SignedJson() {}

  /**
   * The claims, if one of the keys signed them.
   *
   * @param type demanded {@code typ}, where tokens of one key must be told apart (RFC 8725 3.11)
   */
  static Map<String, Object> open(
      String compact,
      JWSAlgorithm algorithm,
      Optional<String> type,
      List<? extends JWSVerifier> keys,
      Rejection malformed)
      throws RefusedException {
    IdentityCheck.demand(compact.length() <= MAX_CHARS, malformed);
    JWSObject token = parse(compact, malformed);
    // RFC 8725 3.1: the algorithm is ours to choose, never the token's.
    IdentityCheck.demand(
        algorithm.equals(token.getHeader().getAlgorithm()), Rejection.ALGORITHM_NOT_ALLOWED);
    IdentityCheck.demand(
        type.isEmpty() || new JOSEObjectType(type.get()).equals(token.getHeader().getType()),
        malformed);
    IdentityCheck.demand(signed(token, keys), Rejection.SIGNATURE_INVALID);
    Map<String, Object> claims = token.getPayload().toJSONObject();
    IdentityCheck.demand(claims != null, malformed);
    return claims;
  }

  private static JWSObject parse(String compact, Rejection malformed) throws RefusedException {
    try {
      return JWSObject.parse(compact);
    } catch (ParseException | IllegalArgumentException notSigned) {
      // "alg":"none" ends here as well: it is no JWS for the library.
      throw new RefusedException(
          compact.startsWith("eyJhbGciOiJub25l") ? Rejection.ALGORITHM_NOT_ALLOWED : malformed);
    }
  }

  private static boolean signed(JWSObject token, List<? extends JWSVerifier> keys) {
    for (JWSVerifier key : keys) {
      try {
        if (token.verify(key)) {
          return true;
        }
      } catch (JOSEException unusable) {
        // A header that this key cannot verify (for instance "crit") counts as not signed by it.
        continue;
      }
    }
    return false;
  }
}
