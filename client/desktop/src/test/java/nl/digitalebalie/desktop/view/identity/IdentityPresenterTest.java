package nl.digitalebalie.desktop.view.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Ask;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import org.junit.jupiter.api.Test;

class IdentityPresenterTest {
  private final TestDesk desk = TestDesk.plain();
  private final IdentityPresenter presenter =
      new IdentityPresenter(Texts.of(Language.NL), ZoneOffset.UTC, desk.wiring.desk()::on);

  IdentityPresenterTest() {
    desk.wiring.desk().watch(presenter::show);
    desk.inTalk();
    desk.connect(1);
  }

  private boolean asked() {
    return desk.server.counterHeard.stream()
        .anyMatch(StaffToCounter.AskDisclosure.class::isInstance);
  }

  @Test
  void an_ordinary_purpose_is_asked_at_once() {
    presenter.choose(Examples.PURPOSE.id());

    presenter.ask();

    assertTrue(asked());
  }

  @Test
  void before_a_sensitive_one_the_staff_member_is_reminded_of_who_may_listen() {
    presenter.choose(Examples.YOUTH_CARE.id());
    assertEquals(Ask.POSSIBLE, presenter.model().screen().ask());

    presenter.ask();

    assertEquals(Ask.REMINDED, presenter.model().screen().ask());
    assertTrue(!asked(), "the reminder comes first");

    presenter.ask();

    assertTrue(asked());
    assertEquals(Ask.NOT_NOW, presenter.model().screen().ask());
  }

  @Test
  void who_cannot_speak_freely_is_not_asked() {
    presenter.choose(Examples.YOUTH_CARE.id());
    presenter.ask();

    presenter.cancel();

    assertEquals(Ask.POSSIBLE, presenter.model().screen().ask());
    assertTrue(!asked());
  }

  @Test
  void another_purpose_takes_the_reminder_back() {
    presenter.choose(Examples.YOUTH_CARE.id());
    presenter.ask();

    presenter.choose(Examples.PURPOSE.id());

    assertEquals(Ask.POSSIBLE, presenter.model().screen().ask());
  }
}
