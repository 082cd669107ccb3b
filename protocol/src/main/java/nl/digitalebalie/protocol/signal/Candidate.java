package nl.digitalebalie.protocol.signal;

/**
 * One trickled ICE candidate (RFC 8840) as the browser's RTCIceCandidate writes it: {@code line} is
 * the attribute without "a=", {@code mid} the media line's identification tag.
 */
public record Candidate(String line, String mid) {
  public Candidate {
    Shape.text(line, Shape.MAX_CANDIDATE_CHARS, "candidate");
    Shape.text(mid, Shape.MAX_MID_CHARS, "mid");
  }

  @Override
  public String toString() {
    return "Candidate[redacted]"; // holds an address
  }
}
