package nl.digitalebalie.desktop.identity;

import nl.digitalebalie.protocol.identity.Rejection;

/** Leaves a check at the first thing that is wrong; never leaves this package. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Rejection reason;

  RefusedException(Rejection reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  Rejection reason() {
    return reason;
  }
}
