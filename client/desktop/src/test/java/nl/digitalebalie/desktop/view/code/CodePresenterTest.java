package nl.digitalebalie.desktop.view.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import nl.digitalebalie.desktop.channel.CodeState;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Reachable;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.code.CodeModel.Screen;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodePresenterTest {
  private final TestDesk desk = TestDesk.plain();
  private final CodePresenter presenter =
      new CodePresenter(Texts.of(Language.NL), desk.wiring.desk()::on);

  CodePresenterTest() {
    desk.wiring.desk().watch(presenter::show);
  }

  @ParameterizedTest
  @CsvSource({
    "482173, 482 173",
    "482 173, 482 173",
    "482-173, 482 173",
    "' 4 8 2 1 7 3 ', 482 173",
    "de code is 482173!, 482 173",
    "4821739999, 482 173",
    "482, 482",
    "4821, 482 1",
    "geen cijfers, ''",
    "'', ''",
  })
  void whatever_is_typed_or_pasted_becomes_six_digits(String typed, String shown) {
    assertEquals(shown, CodePresenter.readable(typed));
  }

  @Test
  void outside_a_talk_and_in_a_chat_there_is_no_field() {
    assertInstanceOf(Screen.Hidden.class, presenter.model().screen());
    desk.inTalk(Examples.accepted(1, Channel.CHAT));
    desk.answer();
    assertInstanceOf(Screen.Hidden.class, presenter.model().screen());
  }

  @Test
  void the_row_follows_the_run_of_the_code() {
    desk.inTalk();
    assertInstanceOf(Screen.NotYet.class, presenter.model().screen());
    desk.connect(1);
    assertEquals(Optional.empty(), entry().problem());
    assertTrue(entry().hint().contains("Gebaren"));
    type(desk.resident.wrongCode());
    assertTrue(entry().problem().orElseThrow().contains("nog één keer"));
    type(desk.resident.code());
    assertEquals(
        new Screen.NotYet("De code klopt. De balie heeft dat nog niet bevestigd."),
        presenter.model().screen());
    desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));

    assertEquals(new Screen.Matched("Kanaal gecontroleerd"), presenter.model().screen());
  }

  @Test
  void too_few_digits_cost_no_try() {
    desk.inTalk();
    desk.connect(1);
    type("48217");

    assertEquals(Optional.of("Typ zes cijfers."), entry().problem());
    assertEquals(CodeState.AWAITED, desk.talk().bond().code());
    assertTrue(
        desk.server.counterHeard.stream().noneMatch(StaffToCounter.CodeChecked.class::isInstance));
    presenter.model().digitsProperty().set("482173");
    assertEquals(Optional.empty(), entry().problem(), "forgotten with the next digit");
  }

  @Test
  void while_the_counter_is_away_it_says_so_and_takes_no_digits() {
    desk.inTalk();
    desk.connect(1);
    desk.loses(Line.Which.COUNTER);
    assertEquals(
        new Screen.NotYet(
            "De verbinding met de balie is even weg. Controleer de code als zij terug is."),
        presenter.model().screen());
    desk.server.welcome(Line.Which.COUNTER, Optional.empty());
    desk.settle();

    assertInstanceOf(Screen.Entry.class, presenter.model().screen());
  }

  @Test
  void over_the_telephone_the_hint_speaks_of_the_telephone() {
    desk.inTalk(Examples.accepted(1, Channel.PHONE));
    desk.answer();

    assertTrue(entry().hint().contains("telefoon"));
  }

  @Test
  void the_code_is_never_among_what_is_shown() {
    desk.inTalk();
    desk.connect(1);
    String code = desk.resident.code();
    type(code);

    String shown =
        Reachable.strings(presenter.model().screen())
            + presenter.model().digitsProperty().get()
            + desk.talk().bond();
    assertTrue(!shown.contains(code) && !shown.contains(CodePresenter.readable(code)), shown);
  }

  private void type(String digits) {
    presenter.model().digitsProperty().set(CodePresenter.readable(digits));
    presenter.enter();
    desk.exchange();
  }

  private Screen.Entry entry() {
    return assertInstanceOf(Screen.Entry.class, presenter.model().screen());
  }
}
