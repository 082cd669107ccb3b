package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.IceServer;
import nl.digitalebalie.server.limit.TokenBucket;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.staff.StaffPrincipal;

/**
 * What the configuration says to the relay.
 *
 * @param publicUrl without a trailing slash; links are made of it, never of a request's Host
 * @param staff by id, to find the staff member of a call again after a restart
 */
public record RelaySettings(
    Mode mode,
    String publicUrl,
    List<Municipality> municipalities,
    Map<StaffId, StaffPrincipal> staff,
    List<IceServer> iceServers,
    Duration placeKept,
    Duration residentGrace,
    Duration staffGrace,
    Duration invitationLife,
    TokenBucket.Rate joinsPerAddress) {
  public RelaySettings {
    municipalities = List.copyOf(municipalities);
    staff = Map.copyOf(staff);
    iceServers = List.copyOf(iceServers);
  }
}
