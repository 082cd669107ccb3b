package nl.digitalebalie.rtc.receive;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import nl.digitalebalie.rtc.negotiate.Codec;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.packet.RtpPacket;

/**
 * Decides which agreed stream a packet belongs to (RFC 9143 section 9.2): by its payload type,
 * which is unique in our bundle, and its source, which is the one the description named or, when it
 * named none, the first that came.
 */
public final class Router {

  /** Where a packet goes. */
  public enum Route {
    AUDIO,
    VIDEO,
    RETRANSMISSION,
    UNKNOWN
  }

  private record Target(Route route, OptionalLong source) {}

  private final Map<Integer, Target> targets = new HashMap<>();
  private final Map<Route, Long> sources = new HashMap<>();

  public Router(Iterable<StreamAgreement> streams) {
    for (StreamAgreement stream : streams) {
      if (stream.direction().receives()) {
        Route route = stream.codec() == Codec.OPUS ? Route.AUDIO : Route.VIDEO;
        targets.put(stream.payloadType(), new Target(route, stream.namedSource()));
        if (stream.hasRetransmission()) {
          targets.put(
              stream.retransmissionType(),
              new Target(Route.RETRANSMISSION, stream.namedRetransmissionSource()));
        }
      }
    }
  }

  /** Where this packet goes. */
  public Route route(RtpPacket packet) {
    Target target = targets.get(packet.payloadType());
    if (target == null) {
      return Route.UNKNOWN;
    }
    long expected = target.source().orElse(packet.ssrc());
    long latched = sources.computeIfAbsent(target.route(), _ -> expected);
    return packet.ssrc() == latched ? target.route() : Route.UNKNOWN;
  }

  /** Every source that has sent something. */
  public Set<Long> heard() {
    return Set.copyOf(sources.values());
  }
}
