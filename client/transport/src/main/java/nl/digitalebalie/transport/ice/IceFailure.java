package nl.digitalebalie.transport.ice;

/** Why there is no path; the names are stable codes. */
public enum IceFailure {
  /** No local address to listen on. */
  NO_LOCAL_ADDRESS,
  /** Every pair of candidates was tried in vain. */
  NO_PATH,
  /** The peer stopped consenting to receive (RFC 7675): gone, or its network is. */
  CONSENT_LOST
}
