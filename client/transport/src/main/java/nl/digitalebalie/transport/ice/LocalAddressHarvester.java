package nl.digitalebalie.transport.ice;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import nl.digitalebalie.transport.ice.IcePolicy.Listening;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.socket.MultiplexingDatagramSocket;

/**
 * Opens one UDP socket on every local address the policy names.
 *
 * <p>Stands in for ice4j's own host harvester, which never listens on loopback and is configured
 * per process instead of per call.
 */
final class LocalAddressHarvester extends AbstractCandidateHarvester {
  /** A socket costs two threads; a desktop with VPN and virtual machines has fewer addresses. */
  static final int MAX_ADDRESSES = 10;

  // RFC 6544 section 4.5: an active candidate has the discard port, for it takes no connection.
  private static final int DISCARD_PORT = 9;

  private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

  private final Listening listening;
  private final TcpAnchor tcpAnchor;

  /** Whether ice4j needs something to hang a TCP connection to a TURN server on. */
  enum TcpAnchor {
    NEEDED,
    NOT_NEEDED
  }

  LocalAddressHarvester(Listening listening, TcpAnchor tcpAnchor) {
    this.listening = listening;
    this.tcpAnchor = tcpAnchor;
  }

  @Override
  public boolean isHostHarvester() {
    return true;
  }

  @Override
  public Collection<LocalCandidate> harvest(Component component) {
    List<LocalCandidate> candidates = new ArrayList<>();
    for (InetAddress address : addresses(listening)) {
      try {
        candidates.add(listenOn(address, component));
      } catch (IOException notBindable) {
        // An address that disappeared or is being configured; the others will do.
        continue;
      }
    }
    if (tcpAnchor == TcpAnchor.NEEDED) {
      candidates.stream().findFirst().ifPresent(first -> anchorTcp(first, component));
    }
    return candidates;
  }

  private static LocalCandidate listenOn(InetAddress address, Component component)
      throws IOException {
    MultiplexingDatagramSocket datagrams = new MultiplexingDatagramSocket(0, address);
    // A key frame arrives as a burst; the system gives as much of this as it allows.
    datagrams.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    IceUdpSocketWrapper socket = new IceUdpSocketWrapper(datagrams);
    HostCandidate candidate = new HostCandidate(socket, component, Transport.UDP);
    component.addLocalCandidate(candidate);
    candidate.getStunStack().addSocket(candidate.getStunSocket(null));
    component.getComponentSocket().add(socket);
    return candidate;
  }

  /** The TURN harvester replaces it by a connection to the server; it is never told to the peer. */
  private static void anchorTcp(LocalCandidate beside, Component component) {
    component.addLocalCandidate(
        new HostCandidate(
            new TransportAddress(
                beside.getTransportAddress().getAddress(), DISCARD_PORT, Transport.TCP),
            component));
  }

  static List<InetAddress> addresses(Listening listening) {
    Stream<InetAddress> loopback = Stream.of(InetAddress.ofLiteral("127.0.0.1"));
    return switch (listening) {
      case LOOPBACK -> loopback.toList();
      case INTERFACES -> ofInterfaces().limit(MAX_ADDRESSES).toList();
      case INTERFACES_AND_LOOPBACK ->
          Stream.concat(loopback, ofInterfaces()).limit(MAX_ADDRESSES).toList();
    };
  }

  private static Stream<InetAddress> ofInterfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(LocalAddressHarvester::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(LocalAddressHarvester::isUsable)
          // IPv4 first, so that the bound never leaves a call without it.
          .sorted(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1));
    } catch (SocketException noInterfaces) {
      return Stream.empty();
    }
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp() && !network.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }

  private static boolean isUsable(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress();
  }
}
