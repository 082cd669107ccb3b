package nl.digitalebalie.desktop.view.cases;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.cases.CaseNotes;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.protocol.cases.PanelContent;
import org.junit.jupiter.api.Test;

class SearchTest {
  private final PanelContent.Case one = Examples.panel("Renée van Dijk").cases().getFirst();

  private boolean finds(String words) {
    return Search.holds(words, one, Optional.empty());
  }

  @Test
  void all_words_count_in_any_order_without_capitals_and_accents() {
    assertTrue(finds(""));
    assertTrue(finds("HUISHOUDEN renee"));
    assertTrue(finds("wmo verslag"), "case type and the title of a document");
    assertTrue(finds("0000481"), "part of a number");
    assertTrue(finds("onderzoek"), "a milestone");
    assertFalse(finds("huishouden rolstoel"));
  }

  @Test
  void notes_that_were_read_are_searched_as_well() {
    CaseNotes notes =
        new CaseNotes(List.of(Examples.note("Mevrouw belt maandag")), CaseNotes.Phase.READ);

    assertFalse(finds("maandag"));
    assertTrue(Search.holds("maandag", one, Optional.of(notes)));
  }
}
