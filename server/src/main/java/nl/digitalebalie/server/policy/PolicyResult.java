package nl.digitalebalie.server.policy;

import java.util.List;

/** What became of reading a policy file. */
public sealed interface PolicyResult {
  record Loaded(PurposePolicy policy) implements PolicyResult {}

  /** Every fault, so that an administrator mends the file once. */
  record Invalid(List<PolicyFault> faults) implements PolicyResult {
    public Invalid {
      faults = List.copyOf(faults);
    }
  }
}
