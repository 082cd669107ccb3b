package nl.digitalebalie.server.gate;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.server.policy.PolicyAttribute;
import nl.digitalebalie.server.policy.Purpose;

/**
 * The enterprise for which somebody proved to act: its number in the trade register, and where the
 * card tells them the RSIN of the legal entity and the number of one branch.
 */
public record Enterprise(String kvkNumber, Optional<String> rsin, Optional<String> branchNumber) {
  private static final String KVK = "[0-9]{8}";
  private static final String RSIN = "[0-9]{9}";
  private static final String BRANCH = "[0-9]{12}";

  public Enterprise {
    if (!kvkNumber.matches(KVK)
        || rsin.filter(number -> !number.matches(RSIN)).isPresent()
        || branchNumber.filter(number -> !number.matches(BRANCH)).isPresent()) {
      throw new IllegalArgumentException("not a number of the trade register");
    }
  }

  /**
   * What a purpose asked and the resident showed; empty when there is no number that can be one.
   */
  public static Optional<Enterprise> shown(Purpose purpose, List<Attribute> shown) {
    return value(purpose, shown, PolicyAttribute.KVK, KVK)
        .map(kvk ->
            new Enterprise(
                kvk,
                value(purpose, shown, PolicyAttribute.RSIN, RSIN),
                value(purpose, shown, PolicyAttribute.BRANCH, BRANCH)));
  }

  private static Optional<String> value(
      Purpose purpose, List<Attribute> shown, String key, String pattern) {
    return purpose
        .attribute(key)
        .flatMap(asked ->
            shown.stream()
                .filter(has -> has.identifier().equals(asked.identifier()))
                .map(has -> has.value().reveal())
                .filter(text -> text.matches(pattern))
                .findFirst());
  }

  @Override
  public String toString() {
    return "Enterprise[...]"; // a sole trader's number leads to a person
  }
}
