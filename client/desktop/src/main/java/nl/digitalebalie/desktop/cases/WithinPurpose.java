package nl.digitalebalie.desktop.cases;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;

/**
 * What of a panel's content the purpose allows: the gate lets nothing else through, and this client
 * holds nothing else. Words are compared as they are written, and an empty list allows nothing, as
 * on the server. The card says nothing of earlier contacts: those stay as they were told.
 *
 * @param content without anything beyond the purpose
 * @param dropped how many fields, cases and documents were beyond it; a case counts as one
 */
public record WithinPurpose(PanelContent content, int dropped) {
  public WithinPurpose {
    Objects.requireNonNull(content);
  }

  public static WithinPurpose of(PanelContent told, PurposeCard purpose) {
    Set<String> fields = Set.copyOf(purpose.personFields());
    Set<String> caseTypes = Set.copyOf(purpose.caseTypes());
    Set<String> documentTypes = Set.copyOf(purpose.documentTypes());
    List<PersonField> person =
        told.person().stream().filter(field -> fields.contains(field.key())).toList();
    List<PanelContent.Case> allowed =
        told.cases().stream()
            .filter(one -> caseTypes.contains(one.caseTypeIdentification()))
            .toList();
    List<PanelContent.Case> cases =
        allowed.stream().map(one -> within(one, documentTypes)).toList();
    int dropped =
        told.person().size()
            - person.size()
            + told.cases().size()
            - cases.size()
            + documents(allowed)
            - documents(cases);
    return new WithinPurpose(
        new PanelContent(person, cases, told.completeness(), told.earlier()), dropped);
  }

  private static PanelContent.Case within(PanelContent.Case one, Set<String> documentTypes) {
    return one.with(
        one.documents().stream()
            .filter(document -> documentTypes.contains(document.documentType()))
            .toList());
  }

  private static int documents(List<PanelContent.Case> cases) {
    return cases.stream().mapToInt(one -> one.documents().size()).sum();
  }
}
