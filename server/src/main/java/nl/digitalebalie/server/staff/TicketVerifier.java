package nl.digitalebalie.server.staff;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.LocalText;

/** Checks tickets of signed-in staff with the public key alone: it can make none. */
public final class TicketVerifier {
  /** Ours are below 1 KB; a longer one is not worth parsing. */
  private static final int MAX_CHARS = 4_096;

  private final JWSVerifier verifier;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  TicketVerifier(ECKey key) {
    try {
      this.verifier = new ECDSAVerifier(key);
    } catch (JOSEException unusable) {
      throw new IllegalArgumentException("the ticket key is no P-256 key", unusable);
    }
  }

  /**
   * @throws IllegalArgumentException when the coordinates are no point of P-256
   */
  public static TicketVerifier of(TicketKey key) {
    try {
      return new TicketVerifier(
          new ECKey.Builder(Curve.P_256, new Base64URL(key.x()), new Base64URL(key.y())).build());
    } catch (IllegalStateException notOnTheCurve) {
      throw new IllegalArgumentException("the ticket key is no point of P-256", notOnTheCurve);
    }
  }

  /** Empty for anything but a live ticket of ours for this door. */
  public Optional<StaffTickets.Accepted> check(String text, StaffTickets.Door door, Instant now) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      SignedJWT ticket = SignedJWT.parse(text);
      // The algorithm is ours to fix (RFC 8725 3.1); the verifier refuses others too.
      boolean signed =
          JWSAlgorithm.ES256.equals(ticket.getHeader().getAlgorithm())
              && StaffTickets.TYPE.equals(ticket.getHeader().getType())
              && ticket.verify(verifier);
      return signed ? accepted(ticket.getJWTClaimsSet(), door, now) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Optional<StaffTickets.Accepted> accepted(
      JWTClaimsSet claims, StaffTickets.Door door, Instant now) throws ParseException {
    Date expires = claims.getExpirationTime();
    String session = claims.getJWTID();
    if (!StaffTickets.ISSUER.equals(claims.getIssuer())
        || !List.of(door.name()).equals(claims.getAudience())
        || expires == null
        || !now.isBefore(expires.toInstant())
        || session == null
        || revoked.contains(session)) {
      return Optional.empty();
    }
    return Optional.of(new StaffTickets.Accepted(staff(claims), session, expires.toInstant()));
  }

  private static StaffPrincipal staff(JWTClaimsSet claims) throws ParseException {
    Map<String, Object> words = claims.getJSONObjectClaim("role");
    return new StaffPrincipal(
        new StaffId(claims.getSubject()),
        claims.getStringClaim("name"),
        new LocalText(
            words.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, word -> (String) word.getValue()))),
        Set.copyOf(claims.getStringListClaim("roles")),
        claims.getStringListClaim("municipalities").stream()
            .map(MunicipalityId::new)
            .collect(Collectors.toSet()));
  }

  /** Both tickets of this sign-in are dead from now on. */
  public void revoke(String session) {
    revoked.add(session);
  }
}
