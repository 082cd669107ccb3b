package nl.digitalebalie.server.identity;

import java.util.Objects;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** How one attempt at a disclosure ended. */
public sealed interface Conclusion {
  /**
   * Verified, claimed as its first use, and the session at the irma server is gone: the evidence
   * may be released.
   *
   * @param evidenceHash base64url SHA-256 of the result JWT
   */
  record Verified(Verdict.Accepted verdict, Sensitive<String> resultJwt, String evidenceHash)
      implements Conclusion {
    public Verified {
      Objects.requireNonNull(verdict);
      Objects.requireNonNull(resultJwt);
      Objects.requireNonNull(evidenceHash);
    }
  }

  record Rejected(Rejection reason) implements Conclusion {
    public Rejected {
      Objects.requireNonNull(reason);
    }
  }
}
