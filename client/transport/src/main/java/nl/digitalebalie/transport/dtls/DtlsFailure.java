package nl.digitalebalie.transport.dtls;

/** Why a handshake gave no keys; the names are stable codes. */
public enum DtlsFailure {
  /** The certificate seen is not the one announced in the SDP: somebody may be in the middle. */
  FINGERPRINT_MISMATCH,
  /** The peer showed no certificate at all. */
  CERTIFICATE_MISSING,
  /** The peer offers no SRTP profile that we accept. */
  NO_COMMON_SRTP_PROFILE,
  /**
   * The peer ended the handshake with a fatal alert, as it does when it refuses our certificate.
   */
  PEER_REFUSED,
  /** The handshake did not finish in time. */
  HANDSHAKE_TIMEOUT,
  /** The peer broke the protocol. */
  HANDSHAKE_FAILED
}
