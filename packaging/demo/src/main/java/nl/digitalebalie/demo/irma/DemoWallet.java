package nl.digitalebalie.demo.irma;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.demo.people.Cards;
import nl.digitalebalie.demo.people.DemoWorld;

/**
 * What a person's cards answer to a request: the first alternative that they can meet, for each
 * place.
 */
final class DemoWallet {
  private DemoWallet() {}

  static IrmaSession.Disclosure disclose(
      DemoWorld.Person person, SessionRequest request, LocalDate today) {
    List<List<IrmaSession.Disclosed>> answers = new ArrayList<>();
    IrmaSession.ProofStatus status =
        Cards.expired(person) ? IrmaSession.ProofStatus.EXPIRED : IrmaSession.ProofStatus.VALID;
    for (List<List<SessionRequest.Asked>> alternatives : request.disclose()) {
      Optional<List<SessionRequest.Asked>> chosen =
          alternatives.stream()
              .sorted(
                  Comparator.comparing(
                      List::isEmpty)) // an optional question is answered when it can be
              .filter(conjunction -> meets(person, conjunction, today))
              .findFirst();
      if (chosen.isEmpty()) {
        status = IrmaSession.ProofStatus.MISSING_ATTRIBUTES;
      }
      answers.add(values(person, chosen.orElse(List.of()), today));
    }
    return new IrmaSession.Disclosure(status, answers);
  }

  private static boolean meets(
      DemoWorld.Person person, List<SessionRequest.Asked> conjunction, LocalDate today) {
    return conjunction.stream()
        .allMatch(asked -> {
          Optional<String> value = Cards.value(person, asked.identifier(), today);
          boolean presence =
              asked.presence() == SessionRequest.Presence.MAY_BE_NULL || value.isPresent();
          return presence && (asked.value().isEmpty() || asked.value().equals(value));
        });
  }

  private static List<IrmaSession.Disclosed> values(
      DemoWorld.Person person, List<SessionRequest.Asked> conjunction, LocalDate today) {
    Instant issued = Cards.issued(person, today);
    return conjunction.stream()
        .map(asked ->
            new IrmaSession.Disclosed(
                asked.identifier(), Cards.value(person, asked.identifier(), today), issued))
        .toList();
  }
}
