package nl.digitalebalie.rtc.protect;

/** What decrypting one packet gave. */
public sealed interface Unprotected {

  /** The packet was authentic and new. */
  record Plain(byte[] packet) implements Unprotected {}

  /** The packet was refused, is dropped and counted. */
  record Rejected(Reason reason) implements Unprotected {}

  /** Why a packet was refused; the names are stable and counted in the statistics. */
  enum Reason {
    /** Too short or otherwise no SRTP packet at all. */
    MALFORMED,
    /** The authentication tag is wrong: not from our peer, or changed on the way. */
    NOT_AUTHENTIC,
    /** Seen before (RFC 3711 section 3.3.2). */
    REPLAYED,
    /** Older than the replay window. */
    TOO_OLD,
    /** Authentic, but from one source more than a call may have. */
    TOO_MANY_SOURCES
  }
}
