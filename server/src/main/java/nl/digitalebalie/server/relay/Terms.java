package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.util.List;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.IceServer;

/**
 * What the configuration says about conversations on one topic.
 *
 * @param placeKept how long the place in the waiting room of a disconnected resident is kept
 * @param residentGrace how long a call outlives the resident's connection
 * @param staffGrace how long a call outlives the staff member's connection
 */
public record Terms(
    String municipalityName,
    List<Channel> channels,
    int normSeconds,
    List<IceServer> iceServers,
    Duration placeKept,
    Duration residentGrace,
    Duration staffGrace) {
  public Terms {
    channels = List.copyOf(channels);
    iceServers = List.copyOf(iceServers);
  }
}
