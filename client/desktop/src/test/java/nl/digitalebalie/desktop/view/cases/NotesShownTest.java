package nl.digitalebalie.desktop.view.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.Notes;
import nl.digitalebalie.desktop.view.cases.CasesModel.Screen;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.Language;
import org.junit.jupiter.api.Test;

/** A purpose without notes shows no place for them. */
class NotesShownTest {
  private final TestDesk desk = TestDesk.plain();
  private final CasesPresenter presenter =
      new CasesPresenter(
          Texts.of(Language.NL), ZoneId.of("Europe/Amsterdam"), desk.wiring.desk()::on);

  NotesShownTest() {
    desk.wiring.desk().watch(now -> presenter.show(now, desk.now));
  }

  @Test
  void where_the_purpose_has_notes_each_case_offers_them() {
    assertEquals(new Notes.Closed(), notes(NotesShown.SHOWN));
  }

  @Test
  void where_the_purpose_has_none_no_case_does() {
    assertEquals(new Notes.NotShown(), notes(NotesShown.HIDDEN));
  }

  private Notes notes(NotesShown shown) {
    desk.inTalk();
    desk.hear(
        new CounterToStaff.Welcome(
            List.of(card(shown)), Examples.POLICY_HASH, Optional.empty(), desk.now));
    desk.connect(1);
    desk.opened();
    return assertInstanceOf(Screen.Open.class, presenter.model().screen())
        .running()
        .getFirst()
        .notes();
  }

  private static PurposeCard card(NotesShown notes) {
    PurposeCard purpose = Examples.PURPOSE;
    return new PurposeCard(
        purpose.id(),
        purpose.title(),
        purpose.legalBasis(),
        purpose.attributes(),
        purpose.minimumLevel(),
        purpose.channel(),
        purpose.discloser(),
        purpose.sensitivity(),
        notes,
        purpose.caseTypes(),
        purpose.personFields(),
        purpose.documentTypes(),
        purpose.timeBoxMinutes());
  }
}
