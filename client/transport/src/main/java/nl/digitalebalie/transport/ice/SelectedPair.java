package nl.digitalebalie.transport.ice;

/**
 * The path in use, without addresses, which are personal data.
 *
 * @param localType kind of our candidate
 * @param remoteType kind of the peer's candidate
 * @param family internet protocol of the path
 */
public record SelectedPair(Type localType, Type remoteType, Family family) {

  /** Candidate kinds of RFC 8445 section 4. */
  public enum Type {
    HOST,
    SERVER_REFLEXIVE,
    PEER_REFLEXIVE,
    RELAYED
  }

  /** Internet protocol version. */
  public enum Family {
    IPV4,
    IPV6
  }
}
