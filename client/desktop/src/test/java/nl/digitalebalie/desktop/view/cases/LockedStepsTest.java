package nl.digitalebalie.desktop.view.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.Opening;
import nl.digitalebalie.desktop.view.cases.CasesModel.Progress;
import nl.digitalebalie.desktop.view.cases.CasesModel.Screen;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import org.junit.jupiter.api.Test;

/** A locked panel says step by step what is missing; a purpose with case data wants the code. */
class LockedStepsTest {
  private static final String TALK = "De inwoner is in gesprek met u";
  private static final String COUNTER = "De verbinding met de balie werkt";
  private static final String IDENTITY = "De inwoner laat zien wie hij of zij is";
  private static final String CODE = "De code van de inwoner klopt";
  private static final String NOT_IN_CHAT = "De code noemen, via video of telefoon";
  private static final String PERSON = "U ziet of hoort dat het dezelfde persoon is";
  private static final String GATE = "De balie controleert en geeft de zaken vrij";

  private final TestDesk desk = TestDesk.plain();
  private final CasesPresenter presenter =
      new CasesPresenter(
          Texts.of(Language.NL), ZoneId.of("Europe/Amsterdam"), desk.wiring.desk()::on);

  LockedStepsTest() {
    desk.wiring.desk().watch(now -> presenter.show(now, desk.now));
  }

  @Test
  void identification_and_code_are_both_missing_at_the_beginning() {
    demanding();

    steps(done(TALK), done(COUNTER), now(IDENTITY), now(CODE), later(GATE));
    opening(Opening.NOT_YET);
  }

  @Test
  void after_the_code_identification_is_missing() {
    demanding();
    desk.matched();

    steps(done(TALK), done(COUNTER), now(IDENTITY), done(CODE), later(GATE));
  }

  @Test
  void after_identification_the_code_is_missing_and_asking_is_not_possible() {
    demanding();
    desk.asked();
    desk.verified();

    steps(done(TALK), done(COUNTER), done(IDENTITY), now(CODE), later(GATE));
    opening(Opening.NOT_YET);
  }

  @Test
  void after_both_the_panel_may_be_asked_for() {
    demanding();
    desk.asked();
    desk.verified();
    desk.matched();

    steps(done(TALK), done(COUNTER), done(IDENTITY), done(CODE), now(GATE));
    opening(Opening.POSSIBLE);
  }

  @Test
  void after_a_new_connection_the_person_is_missing_and_seen_only_while_media_flows() {
    demanding();
    desk.asked();
    desk.verified();
    desk.matched();
    desk.hear(desk.anew(2));
    desk.connect(2);
    steps(done(TALK), done(COUNTER), done(IDENTITY), done(CODE), later(PERSON), later(GATE));
    opening(Opening.NOT_YET);
    desk.call.say(new CallNews.Secured(2));
    desk.call.flows();
    desk.settle();

    steps(done(TALK), done(COUNTER), done(IDENTITY), done(CODE), now(PERSON), later(GATE));
    opening(Opening.CONFIRM);
  }

  @Test
  void in_a_chat_the_code_cannot_be_said() {
    demanding();
    desk.matched();
    desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.CHAT, 2));
    desk.answer();

    steps(done(TALK), done(COUNTER), now(IDENTITY), later(NOT_IN_CHAT), later(GATE));
  }

  @Test
  void over_the_telephone_the_code_and_then_the_person_are_missing() {
    demanding();
    desk.asked();
    desk.verified();
    desk.matched();
    desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.PHONE, 2));
    desk.answer();
    steps(done(TALK), done(COUNTER), done(IDENTITY), now(CODE), later(PERSON), later(GATE));
    opening(Opening.NOT_YET);
    desk.matched();

    steps(done(TALK), done(COUNTER), done(IDENTITY), done(CODE), now(PERSON), later(GATE));
    opening(Opening.CONFIRM);
  }

  @Test
  void a_purpose_that_wants_no_code_speaks_of_none() {
    desk.inTalk();
    desk.connect(1);

    steps(done(TALK), done(COUNTER), now(IDENTITY), later(GATE));
  }

  private void demanding() {
    desk.inTalk();
    desk.hear(
        new CounterToStaff.Welcome(
            List.of(Examples.demanding(ChannelAssurance.SPOKEN, DiscloserAssurance.PAIRED)),
            Examples.POLICY_HASH,
            Optional.empty(),
            desk.now));
    desk.connect(1);
  }

  private void steps(CasesModel.Step... expected) {
    assertEquals(List.of(expected), locked().steps());
  }

  private void opening(Opening expected) {
    assertEquals(expected, locked().opening());
  }

  private Screen.Locked locked() {
    return assertInstanceOf(Screen.Locked.class, presenter.model().screen());
  }

  private static CasesModel.Step done(String words) {
    return new CasesModel.Step(Progress.DONE, words);
  }

  private static CasesModel.Step now(String words) {
    return new CasesModel.Step(Progress.NOW, words);
  }

  private static CasesModel.Step later(String words) {
    return new CasesModel.Step(Progress.LATER, words);
  }
}
