package nl.digitalebalie.protocol.sdp;

import java.util.Optional;

/**
 * One place a peer may be reached (RFC 8839 section 5.1). Its addresses are personal data: they are
 * left out of {@link #toString()} so that no log can hold them.
 *
 * @param foundation groups candidates for freezing, 1 to 32 ice-chars
 * @param component 1 for RTP (and, with rtcp-mux, everything)
 * @param transport {@code udp} or {@code tcp} in lower case
 * @param priority 0 to 2^32-1 (0 is seen in the wild)
 * @param address an IPv4 or IPv6 address, or an mDNS name ending in {@code .local}
 * @param port 0 to 65535; 9 for active TCP
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 * @param extensions the rest of the line as written, such as {@code raddr 0.0.0.0 rport 0}; may be
 *     empty
 */
public record Candidate(
    String foundation,
    int component,
    String transport,
    long priority,
    String address,
    int port,
    String type,
    String extensions)
    implements Attribute {

  public Candidate {
    Text.requireToken(foundation, 32);
    Text.requireRange(component, 1, 256);
    Text.requireToken(transport, 16);
    Text.requireRange(priority, 0, 0xFFFF_FFFFL);
    Text.requireToken(address, 255);
    Text.requireRange(port, 0, 65_535);
    Text.requireToken(type, 16);
    Text.requireLine(extensions);
  }

  /**
   * Reads a candidate as trickled, {@code candidate:...}, with or without a leading {@code a=};
   * empty when it is malformed.
   */
  public static Optional<Candidate> parse(String text) {
    String line = text.startsWith("a=") ? text.substring(2) : text;
    if (!line.startsWith("candidate:") || line.length() > SdpLimits.MAX_LINE_CHARACTERS) {
      return Optional.empty();
    }
    return CandidateText.read(line.substring("candidate:".length()));
  }

  /** As trickled: {@code candidate:...} without {@code a=}. */
  public String toCandidateLine() {
    return "candidate:" + CandidateText.write(this);
  }

  @Override
  public String toString() {
    return "Candidate[" + type + "/" + transport + "]";
  }
}
