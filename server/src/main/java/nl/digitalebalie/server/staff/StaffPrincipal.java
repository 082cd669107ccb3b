package nl.digitalebalie.server.staff;

import java.util.Objects;
import java.util.Set;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.LocalText;

/**
 * A signed-in staff member, as the ticket of their connection says.
 *
 * @param displayName a name or an alias; the only name a resident ever sees
 * @param role in words, for residents and colleagues
 * @param roles the ids that the policy and the topics name, such as {@code wmo}
 * @param municipalities whose residents this staff member may take
 */
public record StaffPrincipal(
    StaffId id,
    String displayName,
    LocalText role,
    Set<String> roles,
    Set<MunicipalityId> municipalities) {
  public StaffPrincipal {
    Objects.requireNonNull(id);
    Objects.requireNonNull(displayName);
    Objects.requireNonNull(role);
    roles = Set.copyOf(roles);
    municipalities = Set.copyOf(municipalities);
  }
}
