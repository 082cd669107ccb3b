package nl.digitalebalie.transport.ice;

import java.util.List;

/**
 * Where a call may listen, whom it may contact and what it tells about itself.
 *
 * @param listening the local addresses to open sockets on
 * @param contacting the peer addresses that may be sent to
 * @param disclosing the candidates told to the peer
 * @param servers STUN and TURN servers, at most {@value #MAX_SERVERS}
 */
public record IcePolicy(
    Listening listening, Contacting contacting, Disclosing disclosing, List<IceServer> servers) {
  /** Every server costs a socket and a thread on every local address. */
  public static final int MAX_SERVERS = 8;

  public IcePolicy {
    servers = List.copyOf(servers);
    if (servers.size() > MAX_SERVERS) {
      throw new IllegalArgumentException("more than " + MAX_SERVERS + " ICE servers");
    }
  }

  /** The ordinary policy: every network interface, no loopback, all candidates told. */
  public static IcePolicy standard(List<IceServer> servers) {
    return new IcePolicy(Listening.INTERFACES, Contacting.NETWORKS, Disclosing.ALL, servers);
  }

  /** Both ends on this machine, nothing else: tests, demonstrations, prewarming. */
  public static IcePolicy loopback() {
    return new IcePolicy(
        Listening.LOOPBACK, Contacting.NETWORKS_AND_LOOPBACK, Disclosing.ALL, List.of());
  }

  /** Both ends may be on this machine or on the network: the demonstration with a browser. */
  public static IcePolicy everywhere(List<IceServer> servers) {
    return new IcePolicy(
        Listening.INTERFACES_AND_LOOPBACK,
        Contacting.NETWORKS_AND_LOOPBACK,
        Disclosing.ALL,
        servers);
  }

  /** The local addresses to open sockets on. */
  public enum Listening {
    INTERFACES,
    LOOPBACK,
    INTERFACES_AND_LOOPBACK
  }

  /** The peer addresses that may be sent to; {@link PeerAddresses} refuses more in either case. */
  public enum Contacting {
    /** Public and private networks. */
    NETWORKS,
    /** This machine too. */
    NETWORKS_AND_LOOPBACK
  }

  /**
   * The candidates told to the peer; every one tells where a staff desktop is. This limits what is
   * told, not what is done: a check that we send to a candidate of the peer still shows it the
   * address that the check came from.
   */
  public enum Disclosing {
    ALL,
    /** The address the outside sees and relays, not the one inside the building. */
    REFLEXIVE_AND_RELAY,
    RELAY
  }
}
