package nl.digitalebalie.server.cases;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.cases.PanelContent.EarlierContact;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Purpose.EarlierContacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a panel is made of: the cases, and beside them what the purpose reads of the
 * person in the population register, and the contacts of before. What does not answer leaves the
 * panel without it.
 */
public final class PanelSources implements CaseSystem {
  /** Above what a call may take with its repetition; the register has limits of its own. */
  private static final Duration PERSON_MAY_TAKE = Duration.ofSeconds(65);

  /** The cases are what the panel is for: they do not wait longer for the contacts of before. */
  private static final Duration HISTORY_MAY_TAKE = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(PanelSources.class);

  private final CaseSystem cases;
  private final Optional<? extends PersonRegister> persons;
  private final Optional<ContactHistory> history;

  public PanelSources(
      CaseSystem cases,
      Optional<? extends PersonRegister> persons,
      Optional<ContactHistory> history) {
    this.cases = cases;
    this.persons = persons;
    this.history = history;
  }

  @Override
  public Answer read(Scope scope, Reader reader, Places known, Consumer<Answer.Found> early) {
    if (scope.subject().isEmpty()) {
      return cases.read(scope, reader, known, early);
    }
    try (Together together = new Together(PERSON_MAY_TAKE);
        Together quickly = new Together(HISTORY_MAY_TAKE)) {
      Bsn subject = scope.subject().get();
      Optional<Together.Part<PersonRegister.Answer>> person =
          persons
              .filter(register -> !scope.registerFields().isEmpty())
              .map(register ->
                  together.read(() ->
                      register.read(subject, scope.purpose(), scope.registerFields(), reader)));
      Optional<Together.Part<List<EarlierContact>>> earlier =
          history
              .filter(_ -> scope.earlierContacts() == EarlierContacts.SHOWN)
              .map(contacts -> quickly.read(() -> contacts.earlier(subject)));
      return switch (cases.read(scope, reader, known, early)) {
        case Answer.Unavailable unavailable -> unavailable;
        case Answer.Found found -> {
          Answer.Found whole = person.isPresent() ? with(found, person.get().get()) : found;
          yield earlier.isPresent() ? following(whole, earlier.get()) : whole;
        }
      };
    } catch (CallFailure late) {
      return new Answer.Unavailable(late.code());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("STOPPED");
    }
  }

  private static Answer.Found following(
      Answer.Found found, Together.Part<List<EarlierContact>> earlier) throws InterruptedException {
    try {
      return found.following(earlier.get());
    } catch (CallFailure unknown) {
      LOG.warn("the panel is shown without earlier contacts: {}", unknown.code());
      return found.partly();
    }
  }

  private static Answer.Found with(Answer.Found found, PersonRegister.Answer person) {
    return switch (person) {
      case PersonRegister.Answer.Found(List<PersonField> fields) -> found.with(fields);
      case PersonRegister.Answer.Nobody() -> found;
      case PersonRegister.Answer.Unavailable(String code) -> {
        LOG.warn("the panel is shown without the population register: {}", code);
        yield found.partly();
      }
    };
  }
}
