package nl.digitalebalie.desktop.policy;

import java.util.List;

/** What became of a policy file. */
public sealed interface PolicyResult {
  record Usable(ClientPolicy policy) implements PolicyResult {}

  /** The client does not start; every fault is named at once. */
  record Unusable(List<PolicyFault> faults) implements PolicyResult {
    public Unusable {
      faults = List.copyOf(faults);
    }
  }
}
