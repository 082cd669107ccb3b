package nl.digitalebalie.rtc.net;

/** Which protocol a datagram claims to be by its first bytes (RFC 7983 section 7, RFC 5761). */
public enum DatagramKind {
  DTLS,
  RTP,
  RTCP,
  /** STUN and TURN belong to ICE and do not come this far; the rest is noise or an attack. */
  FOREIGN;

  /** A datagram on Ethernet has at most 1472 bytes; more was never sent by a WebRTC peer. */
  public static final int MAX_BYTES = 2_048;

  private static final int FIRST_DTLS = 20;
  private static final int LAST_DTLS = 63;
  private static final int FIRST_RTP = 128;
  private static final int LAST_RTP = 191;
  // RFC 5761 section 4: RTCP packet types as seen in the place of marker and payload type.
  private static final int FIRST_RTCP_TYPE = 192;
  private static final int LAST_RTCP_TYPE = 223;

  /** Looks at the first two bytes only. */
  public static DatagramKind of(byte[] datagram) {
    if (datagram.length < 2) {
      return FOREIGN;
    }
    int first = datagram[0] & 0xFF;
    if (first >= FIRST_DTLS && first <= LAST_DTLS) {
      return DTLS;
    }
    if (first < FIRST_RTP || first > LAST_RTP) {
      return FOREIGN;
    }
    int second = datagram[1] & 0xFF;
    return second >= FIRST_RTCP_TYPE && second <= LAST_RTCP_TYPE ? RTCP : RTP;
  }
}
