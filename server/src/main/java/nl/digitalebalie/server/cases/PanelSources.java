package nl.digitalebalie.server.cases;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a panel is made of: the cases, and beside them what the purpose reads of the
 * person in the population register. A register that does not answer leaves the panel without it.
 */
public final class PanelSources implements CaseSystem {
  /** Above what a call may take with its repetition; the register has limits of its own. */
  private static final Duration PERSON_MAY_TAKE = Duration.ofSeconds(65);

  private static final Logger LOG = LoggerFactory.getLogger(PanelSources.class);

  private final CaseSystem cases;
  private final PersonRegister persons;

  public PanelSources(CaseSystem cases, PersonRegister persons) {
    this.cases = cases;
    this.persons = persons;
  }

  @Override
  public Answer read(Scope scope, Reader reader, Places known, Consumer<Answer.Found> early) {
    if (scope.registerFields().isEmpty() || scope.subject().isEmpty()) {
      return cases.read(scope, reader, known, early);
    }
    try (Together together = new Together(PERSON_MAY_TAKE)) {
      Together.Part<PersonRegister.Answer> person =
          together.read(() ->
              persons.read(scope.subject().get(), scope.purpose(), scope.registerFields(), reader));
      return switch (cases.read(scope, reader, known, early)) {
        case Answer.Unavailable unavailable -> unavailable;
        case Answer.Found found -> with(found, person.get());
      };
    } catch (CallFailure late) {
      return new Answer.Unavailable(late.code());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("STOPPED");
    }
  }

  private static Answer with(Answer.Found found, PersonRegister.Answer person) {
    return switch (person) {
      case PersonRegister.Answer.Found(List<PersonField> fields) -> found.with(fields);
      case PersonRegister.Answer.Nobody() -> found;
      case PersonRegister.Answer.Unavailable(String code) -> {
        LOG.warn("the panel is shown without the population register: {}", code);
        yield new Answer.Found(found.cases(), Completeness.PARTIAL, found.places(), List.of());
      }
    };
  }
}
