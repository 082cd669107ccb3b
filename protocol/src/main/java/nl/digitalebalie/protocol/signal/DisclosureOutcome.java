package nl.digitalebalie.protocol.signal;

/** How a disclosure ended. */
public enum DisclosureOutcome {
  VERIFIED,
  REJECTED,
  CANCELLED,
  TIMED_OUT,
  DECLINED,
  NO_WALLET,
  UNAVAILABLE
}
