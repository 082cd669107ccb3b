package nl.digitalebalie.server.identity;

import nl.digitalebalie.protocol.identity.Rejection;

/** Ends a verification early; never leaves the package, and carries no value of the token. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final Rejection reason;

  Refusal(Rejection reason) {
    // no stack trace: it is an answer, and hostile tokens come in numbers
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  Rejection reason() {
    return reason;
  }
}
