package nl.digitalebalie.demo.zgw;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.Reply;

/**
 * Open Zaak's JWT rules: HS256 with the client's secret, {@code iat} required, an hour old at most,
 * no leeway.
 */
final class TokenCheck {
  /** Open Zaak's JWT_EXPIRY. */
  private static final Duration MAX_AGE = Duration.ofHours(1);

  private final List<Application> applications;

  TokenCheck(List<Application> applications) {
    this.applications = List.copyOf(applications);
  }

  sealed interface Outcome {
    record Known(Application application) implements Outcome {}

    record Refused(Reply reply) implements Outcome {}
  }

  Outcome check(Call call, Instant now) {
    Optional<String> bearer =
        call.header("authorization")
            .filter(value -> value.startsWith("Bearer "))
            .map(value -> value.substring(7));
    if (bearer.isEmpty()) {
      return refused("not_authenticated", "Authenticatiegegevens zijn niet opgegeven.");
    }
    try {
      return check(SignedJWT.parse(bearer.get()), now);
    } catch (ParseException | JOSEException unreadable) {
      return refused("jwt-not-valid", "Het token kan niet worden gelezen.");
    }
  }

  private Outcome check(SignedJWT jwt, Instant now) throws ParseException, JOSEException {
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    Optional<Application> application =
        applications.stream()
            .filter(one -> one.clientId().equals(claims.getClaims().get("client_id")))
            .findFirst();
    if (application.isEmpty()) {
      return refused("invalid-client-identifier", "Client identifier bestaat niet.");
    }
    if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
        || !jwt.verify(new MACVerifier(application.get().secret()))) {
      return refused("invalid-jwt-signature", "Client credentials zijn niet geldig.");
    }
    Optional<Instant> issued = Optional.ofNullable(claims.getIssueTime()).map(Date::toInstant);
    if (issued.isEmpty()) {
      return refused("jwt-missing-iat-claim", "De iat-claim ontbreekt.");
    }
    Optional<Instant> expires =
        Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
    if (issued.get().plus(MAX_AGE).isBefore(now)
        || expires.filter(end -> !end.isAfter(now)).isPresent()) {
      return refused("jwt-expired", "Het token is verlopen.");
    }
    if (issued.get().isAfter(now)) {
      return refused("jwt-not-valid", "Het token is nog niet geldig.");
    }
    return new Outcome.Known(application.get());
  }

  private static Outcome refused(String code, String detail) {
    return new Outcome.Refused(Problem.forbidden(code, detail));
  }
}
