package nl.digitalebalie.desktop.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.Test;

class WithinPurposeTest {
  @Test
  void what_is_within_the_purpose_stays_as_it_was_told() {
    PanelContent told = Examples.panel("W. de Boer");
    assertEquals(new WithinPurpose(told, 0), WithinPurpose.of(told, Examples.PURPOSE));
  }

  @Test
  void fields_cases_and_documents_beyond_it_are_counted_and_a_case_counts_as_one() {
    PanelContent told =
        new PanelContent(
            List.of(new PersonField("salary", Sensitive.of("3100 euro"))),
            List.of(
                Examples.beyond("case-1", "Ondertoezichtstelling"),
                Examples.withDocuments("case-2", "Offerte", "Diagnose")),
            Completeness.PARTIAL);
    WithinPurpose within = WithinPurpose.of(told, Examples.PURPOSE);

    assertEquals(3, within.dropped());
    assertEquals(Completeness.PARTIAL, within.content().completeness());
  }

  @Test
  void a_purpose_that_names_nothing_allows_nothing() {
    PanelContent told = Examples.panel("W. de Boer");
    WithinPurpose within = WithinPurpose.of(told, Examples.GENERAL);

    assertEquals(
        List.of("fullName"), within.content().person().stream().map(PersonField::key).toList());
    assertEquals(List.of(), within.content().cases());
    assertEquals(told.earlier(), within.content().earlier());
    assertEquals(4, within.dropped());
  }
}
