package nl.digitalebalie.server.identity;

import java.time.Instant;
import java.util.Objects;
import nl.digitalebalie.server.policy.Purpose;

/**
 * The pending request that a result must answer.
 *
 * @param sessionToken the irma session's requestor token, a bearer secret that stays here
 * @param askedAt when the session was started; no result is older
 */
public record AskedDisclosure(SessionToken sessionToken, Purpose purpose, Instant askedAt) {
  public AskedDisclosure {
    Objects.requireNonNull(sessionToken);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(askedAt);
  }
}
