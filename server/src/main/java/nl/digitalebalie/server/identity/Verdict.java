package nl.digitalebalie.server.identity;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.Rejection;

/** What a result proved. */
public sealed interface Verdict {
  /** The purpose's attributes, in the order of asking. */
  record Accepted(List<Attribute> attributes, Optional<Bsn> bsn, AssuranceLevel level)
      implements Verdict {
    public Accepted {
      attributes = List.copyOf(attributes);
      Objects.requireNonNull(bsn);
      Objects.requireNonNull(level);
    }
  }

  record Rejected(Rejection reason) implements Verdict {
    public Rejected {
      Objects.requireNonNull(reason);
    }
  }
}
