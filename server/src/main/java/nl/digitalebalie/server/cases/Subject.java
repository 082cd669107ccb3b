package nl.digitalebalie.server.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import tools.jackson.databind.JsonNode;

/** Whose cases are read: which filters find them, and which role in a case is theirs. */
sealed interface Subject {
  /** One search each; a case that several find counts once. None when nothing can find them. */
  List<Map<String, String>> filters();

  boolean isIn(JsonNode role);

  /** Empty when the scope names nobody. A person goes before an enterprise: they are the closer. */
  static Optional<Subject> of(Scope scope, ZgwSettings.Enterprises enterprises) {
    Optional<Subject> person = scope.subject().map(Person::new);
    return person.or(() -> scope.enterprise().map(one -> new Enterprise(one, enterprises)));
  }

  record Person(Bsn bsn) implements Subject {
    @Override
    public List<Map<String, String>> filters() {
      return List.of(
          Map.of("rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn", bsn.reveal()));
    }

    @Override
    public boolean isIn(JsonNode role) {
      String number = Fields.text(role.path("betrokkeneIdentificatie"), "inpBsn");
      return Bsn.parse(number).filter(bsn::equals).isPresent();
    }
  }

  /**
   * An enterprise. The trade register's own number is a filter of Open Zaak alone; RSIN and branch
   * are filters of both specifications.
   */
  record Enterprise(
      nl.digitalebalie.server.gate.Enterprise numbers, ZgwSettings.Enterprises searched)
      implements Subject {
    @Override
    public List<Map<String, String>> filters() {
      List<Map<String, String>> filters = new ArrayList<>();
      if (searched == ZgwSettings.Enterprises.BY_KVK) {
        filters.add(
            Map.of(
                "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer",
                numbers.kvkNumber()));
      }
      numbers
          .rsin()
          .ifPresent(rsin ->
              filters.add(
                  Map.of("rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId", rsin)));
      numbers
          .branchNumber()
          .ifPresent(branch ->
              filters.add(
                  Map.of("rol__betrokkeneIdentificatie__vestiging__vestigingsNummer", branch)));
      return filters;
    }

    /**
     * A role names an enterprise by one number or by several. Each number that is known on both
     * sides must be the same, and one must be: a branch that moved to another owner, or another
     * branch of the same owner, is not this enterprise.
     */
    @Override
    public boolean isIn(JsonNode role) {
      JsonNode who = role.path("betrokkeneIdentificatie");
      List<Match> matches =
          List.of(
              Match.of(Optional.of(numbers.kvkNumber()), Fields.text(who, "kvkNummer")),
              Match.of(numbers.rsin(), Fields.text(who, "innNnpId")),
              Match.of(numbers.branchNumber(), Fields.text(who, "vestigingsNummer")));
      return matches.contains(Match.SAME) && !matches.contains(Match.OTHER);
    }

    private enum Match {
      SAME,
      OTHER,
      /** One of the two sides does not say it. */
      NOT_KNOWN;

      static Match of(Optional<String> ours, String theirs) {
        if (ours.isEmpty() || theirs.isBlank()) {
          return NOT_KNOWN;
        }
        return ours.get().equals(theirs) ? SAME : OTHER;
      }
    }

    @Override
    public String toString() {
      return "Enterprise[...]";
    }
  }
}
