package nl.digitalebalie.protocol.sdp;

/** The values of {@code a=setup:} (RFC 4145 section 4). */
public enum SetupRole {
  /** Begins the DTLS handshake: the DTLS client. */
  ACTIVE("active"),
  /** Waits for it: the DTLS server. */
  PASSIVE("passive"),
  /** An offerer that leaves the choice to the answerer. */
  ACTPASS("actpass"),
  /** No connection yet; never valid in WebRTC, kept so that it can be refused. */
  HOLDCONN("holdconn");

  private final String text;

  SetupRole(String text) {
    this.text = text;
  }

  /** As written in a description. */
  public String text() {
    return text;
  }
}
