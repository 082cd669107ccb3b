package nl.digitalebalie.protocol.sdp;

/** Why a session description was refused; the names are stable and may be shown and counted. */
public enum SdpFault {
  /** More characters than {@link SdpLimits#MAX_CHARACTERS}, or a line that is too long. */
  TOO_LARGE,
  /** A control character (NUL, a lone CR, ...) where text belongs: an injection attempt. */
  FORBIDDEN_CHARACTER,
  /** A line that is not {@code x=value}, or a section in the wrong order. */
  MALFORMED_LINE,
  /** No {@code v=0}, {@code o=} or {@code s=} line. */
  MISSING_LINE,
  /** A number that is negative, too large or no number at all. */
  BAD_NUMBER,
  /** An attribute we understand whose value does not follow its grammar. */
  BAD_ATTRIBUTE,
  /** More m-lines than {@link SdpLimits#MAX_MEDIA}. */
  TOO_MANY_MEDIA,
  /** More candidates than {@link SdpLimits#MAX_CANDIDATES}. */
  TOO_MANY_CANDIDATES,
  /** More attributes or formats than the limits allow. */
  TOO_MANY_ATTRIBUTES
}
