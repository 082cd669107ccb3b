package nl.digitalebalie.rtc.negotiate;

import java.util.List;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.Fingerprint;

/**
 * What the peer's description says about its transport.
 *
 * @param iceUfrag the peer's
 * @param icePwd the peer's
 * @param fingerprint the certificate the DTLS handshake must show, always SHA-256
 * @param candidates known so far; more may trickle in
 */
public record RemoteTransport(
    String iceUfrag, String icePwd, Fingerprint fingerprint, List<Candidate> candidates) {
  public RemoteTransport {
    candidates = List.copyOf(candidates);
  }

  /** Leaves the password out: it authenticates connectivity checks. */
  @Override
  public String toString() {
    return "RemoteTransport[" + iceUfrag + ", " + candidates.size() + " candidates]";
  }
}
