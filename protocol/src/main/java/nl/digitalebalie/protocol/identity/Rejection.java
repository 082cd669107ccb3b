package nl.digitalebalie.protocol.identity;

/**
 * Why a disclosure was not accepted. Stable codes: audited, counted, named in the documentation.
 */
public enum Rejection {
  TOKEN_MALFORMED,
  ALGORITHM_NOT_ALLOWED,
  SIGNATURE_INVALID,
  WRONG_ISSUER,
  WRONG_SUBJECT,
  EXPIRED,
  ISSUED_BEFORE_REQUEST,
  OTHER_SESSION,
  ALREADY_USED,
  NOT_DONE,
  PROOF_NOT_VALID,
  ATTRIBUTES_MISSING,
  ATTRIBUTES_NOT_ASKED,
  ATTRIBUTE_NOT_PRESENT,
  MIXED_CREDENTIALS,
  SCHEME_NOT_ALLOWED,
  BSN_INVALID,
  LEVEL_TOO_LOW,
  CHANNEL_TOO_LOW,
  DISCLOSER_TOO_LOW,
  EVIDENCE_MISMATCH,
  ATTESTATION_INVALID,
  CANCELLED,
  TIMED_OUT,
  /** It held, until nobody heard of the resident for too long. */
  AWAY_TOO_LONG,
  DECLINED,
  NO_WALLET,
  PROVIDER_UNAVAILABLE
}
