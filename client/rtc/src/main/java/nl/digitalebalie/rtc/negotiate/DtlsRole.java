package nl.digitalebalie.rtc.negotiate;

/** Our part in the DTLS handshake (RFC 8842 section 5). */
public enum DtlsRole {
  /** We send the ClientHello. */
  CLIENT,
  /** We wait for it. */
  SERVER
}
