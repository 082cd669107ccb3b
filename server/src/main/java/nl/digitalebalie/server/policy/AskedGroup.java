package nl.digitalebalie.server.policy;

import java.util.List;
import java.util.Objects;
import nl.digitalebalie.protocol.signal.LocalText;

/**
 * One line of the question: the wallet answers it with one of the alternatives, each a list of
 * attributes of one card (the "discon" of an IRMA disclosure request).
 */
public record AskedGroup(LocalText label, List<List<PolicyAttribute>> alternatives) {
  public AskedGroup {
    Objects.requireNonNull(label);
    alternatives = alternatives.stream().map(List::copyOf).toList();
  }
}
