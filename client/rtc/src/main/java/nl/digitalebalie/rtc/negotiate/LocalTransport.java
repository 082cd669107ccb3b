package nl.digitalebalie.rtc.negotiate;

import java.util.List;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.Fingerprint;

/**
 * What the transport has to say in our description.
 *
 * @param iceUfrag ours
 * @param icePwd ours
 * @param fingerprint of our certificate, SHA-256
 * @param candidates known so far; the rest is trickled by the transport
 */
public record LocalTransport(
    String iceUfrag, String icePwd, Fingerprint fingerprint, List<Candidate> candidates) {
  public LocalTransport {
    candidates = List.copyOf(candidates);
  }

  /** Leaves the password out: it authenticates connectivity checks. */
  @Override
  public String toString() {
    return "LocalTransport[" + iceUfrag + ", " + candidates.size() + " candidates]";
  }
}
