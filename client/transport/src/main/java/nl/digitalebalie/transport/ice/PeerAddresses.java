package nl.digitalebalie.transport.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.transport.ice.IcePolicy.Contacting;

/**
 * Decides whether a candidate of the peer may be contacted. Pure; never asks DNS.
 *
 * <p>A hostile peer names candidates to make the staff desktop send datagrams where it pleases: at
 * a cloud metadata service, at multicast groups, at services on the desktop itself.
 */
final class PeerAddresses {
  private static final int NAT64_WELL_KNOWN = 0x0064;
  private static final int NAT64_SECOND = 0xff9b;
  private static final int SIX_TO_FOUR = 0x2002;

  private PeerAddresses() {}

  /** What becomes of a remote candidate. */
  sealed interface Verdict {
    record Contact(InetAddress address) implements Verdict {}

    record Refuse(Refusal why) implements Verdict {}
  }

  /** Why a remote candidate is dropped; counted. */
  enum Refusal {
    /** A name for multicast DNS; dropped, the peer's own checks reach us (peer-reflexive). */
    MDNS,
    /** Any other name: resolving it would let the peer steer our DNS queries. */
    NAME,
    /** Not UDP: we offer no TCP candidates, so none can pair with it. */
    TRANSPORT,
    /** Not the component that carries everything (rtcp-mux), or no usable port. */
    COMPONENT_OR_PORT,
    /** An address that no honest peer has. */
    FORBIDDEN_ADDRESS,
    /** More candidates than a call may have. */
    TOO_MANY
  }

  static Verdict judge(Candidate candidate, Contacting policy) {
    if (!candidate.transport().equals("udp")) {
      return new Verdict.Refuse(Refusal.TRANSPORT);
    }
    if (candidate.component() != 1 || candidate.port() == 0) {
      return new Verdict.Refuse(Refusal.COMPONENT_OR_PORT);
    }
    if (candidate.address().toLowerCase(Locale.ROOT).endsWith(".local")) {
      return new Verdict.Refuse(Refusal.MDNS);
    }
    return judgeLiteral(candidate.address(), policy);
  }

  private static Verdict judgeLiteral(String text, Contacting policy) {
    InetAddress address;
    try {
      // Reads literals only: a name throws, it is not looked up. "::ffff:a.b.c.d" becomes IPv4.
      address = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException name) {
      return new Verdict.Refuse(Refusal.NAME);
    }
    return mayContact(address, policy)
        ? new Verdict.Contact(address)
        : new Verdict.Refuse(Refusal.FORBIDDEN_ADDRESS);
  }

  static boolean mayContact(InetAddress address, Contacting policy) {
    if (address.isLoopbackAddress()) {
      return policy == Contacting.NETWORKS_AND_LOOPBACK;
    }
    // Link-local holds 169.254.169.254, where clouds answer with credentials.
    boolean special =
        address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress();
    return !special
        && switch (address) {
          case Inet4Address four -> !isReserved(four);
          default -> !isReserved(address.getAddress());
        };
  }

  private static boolean isReserved(Inet4Address address) {
    int first = address.getAddress()[0] & 0xFF;
    // 0/8 "this network" (RFC 791) and 240/4, the limited broadcast address included (RFC 1112).
    return first == 0 || first >= 240;
  }

  private static boolean isReserved(byte[] six) {
    int first = (six[0] & 0xFF) << 8 | (six[1] & 0xFF);
    int second = (six[2] & 0xFF) << 8 | (six[3] & 0xFF);
    // Translators would turn these into IPv4 addresses that were never judged (RFC 6052, RFC 3056).
    boolean embedsIpv4 =
        first == SIX_TO_FOUR || (first == NAT64_WELL_KNOWN && second == NAT64_SECOND);
    return embedsIpv4 || isIpv4Compatible(six) || isMetadata(six);
  }

  // RFC 4291 section 2.5.5.1, deprecated: ::a.b.c.d.
  private static boolean isIpv4Compatible(byte[] six) {
    for (int i = 0; i < 12; i++) {
      if (six[i] != 0) {
        return false;
      }
    }
    return true;
  }

  // fd00:ec2::254 is the IPv6 door of a cloud's metadata service.
  private static boolean isMetadata(byte[] six) {
    return (six[0] & 0xFF) == 0xfd
        && six[1] == 0
        && (six[2] & 0xFF) == 0x0e
        && (six[3] & 0xFF) == 0xc2;
  }
}
