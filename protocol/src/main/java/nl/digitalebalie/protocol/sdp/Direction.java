package nl.digitalebalie.protocol.sdp;

/** Which way media flows, seen by the side that wrote the description (RFC 8866 section 6.7). */
public enum Direction {
  SEND_RECEIVE("sendrecv", true, true),
  SEND_ONLY("sendonly", true, false),
  RECEIVE_ONLY("recvonly", false, true),
  INACTIVE("inactive", false, false);

  private final String text;
  private final boolean sends;
  private final boolean receives;

  Direction(String text, boolean sends, boolean receives) {
    this.text = text;
    this.sends = sends;
    this.receives = receives;
  }

  /** As written in a description. */
  public String text() {
    return text;
  }

  /** Whether the writer of the description sends. */
  public boolean sends() {
    return sends;
  }

  /** Whether the writer of the description receives. */
  public boolean receives() {
    return receives;
  }
}
