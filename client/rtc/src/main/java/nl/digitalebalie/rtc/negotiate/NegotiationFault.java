package nl.digitalebalie.rtc.negotiate;

/** Why a description was refused; the names are stable and may be shown and counted. */
public enum NegotiationFault {
  /** No {@code a=fingerprint} at all: media could not be bound to its sender. */
  FINGERPRINT_MISSING,
  /** Several different fingerprints, or one m-line with another than the rest. */
  FINGERPRINT_AMBIGUOUS,
  /** Another hash function than SHA-256. */
  FINGERPRINT_HASH_REFUSED,
  /** Keys in the signalling (SDES, RFC 4568), which RFC 8827 section 6.5 forbids. */
  SDES_REFUSED,
  /** A media profile without DTLS-SRTP. */
  PROFILE_REFUSED,
  /** An m-line outside the BUNDLE group. */
  BUNDLE_MISSING,
  /** An m-line without {@code a=rtcp-mux}. */
  RTCP_MUX_MISSING,
  /** No or no matching {@code a=setup}. */
  SETUP_REFUSED,
  /** No ICE credentials, or different ones inside the bundle. */
  ICE_CREDENTIALS_MISSING,
  /** The answer's m-lines are not those of the offer. */
  MEDIA_MISMATCH,
  /** A codec we did not offer, or no codec in common. */
  CODEC_REFUSED,
  /** An answer while there is no offer of ours, or a second one. */
  ANSWER_WITHOUT_OFFER,
  /** An offer while one is already under way. */
  UNEXPECTED_OFFER
}
