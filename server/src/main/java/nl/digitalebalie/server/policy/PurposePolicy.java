package nl.digitalebalie.server.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;

/**
 * All purposes of one policy file. {@code hash} is base64url SHA-256 of its canonical JSON, so that
 * comments and layout do not change it and every value does; it is in attestations and audit rows.
 */
public record PurposePolicy(String hash, List<Purpose> purposes) {
  public PurposePolicy {
    purposes = List.copyOf(purposes);
  }

  public Optional<Purpose> find(PurposeId id) {
    return purposes.stream().filter(purpose -> purpose.id().equals(id)).findFirst();
  }

  public List<Purpose> forRoles(Set<String> roles) {
    return purposes.stream().filter(purpose -> purpose.mayBeUsedBy(roles)).toList();
  }
}
