package nl.digitalebalie.rtc.protect;

/**
 * SRTP and SRTCP (RFC 3711) with the keys of one DTLS association.
 *
 * <p>Owned by the session's loop. Input to {@code unprotect} is hostile: an implementation answers
 * {@link Unprotected.Rejected} and never throws. An array handed in is not changed and not kept; an
 * array handed out is not used again by the implementation.
 */
public interface PacketProtection {

  /** Encrypts one RTP packet. */
  byte[] protectRtp(byte[] packet);

  /** Encrypts one RTCP packet, compound or reduced-size. */
  byte[] protectRtcp(byte[] packet);

  /** Authenticates and decrypts one SRTP packet. */
  Unprotected unprotectRtp(byte[] packet);

  /** Authenticates and decrypts one SRTCP packet. */
  Unprotected unprotectRtcp(byte[] packet);
}
