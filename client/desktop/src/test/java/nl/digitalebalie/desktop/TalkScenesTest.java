package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.chat.FileBytes;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Reachable;
import nl.digitalebalie.desktop.fx.PictureView;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.settings.Settings.Theme;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Fx;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.LineState;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The code under the picture, the chat beside it, the telephone in its place: in the real window.
 */
class TalkScenesTest {
  private Optional<CounterApp> running = Optional.empty();
  private Optional<TestDesk> at = Optional.empty();
  private Optional<Stage> stage = Optional.empty();

  @BeforeAll
  static void toolkit() {
    Fx.start();
  }

  @AfterEach
  void stop() {
    run(() -> {
      running.ifPresent(CounterApp::stop);
      stage.ifPresent(Stage::close);
    });
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1440, 900", "DARK, 1440, 900", "LIGHT, 1024, 700"})
  void a_talk_by_video_telephone_and_chat(Theme theme, int width, int height) {
    TestDesk desk = open(Settings.DEFAULT.withTheme(theme), width, height);
    String look = "talk-" + theme.name().toLowerCase(Locale.ROOT) + "-" + width + "-";
    talking(desk, Examples.accepted(1));
    picture(look + "1-code");
    assertTrue(shown("#code-digits"));
    run(() -> desk.types(desk.resident.wrongCode()));
    assertTrue(words("#code-state").contains("nog één keer"), words("#code-state"));
    picture(look + "2-code-wrong-once");
    run(desk::matched);
    assertEquals("Kanaal gecontroleerd", words("#code-state"));
    assertFalse(shown("#code-digits"));
    assertTrue(words("#channel-assurance").contains("de code klopt"));
    picture(look + "3-code-matched");

    run(() -> written(desk));
    accelerate("Shortcut+Shift+B");
    picture(look + "4-chat");
    accelerate("Shortcut+Shift+W");
    picture(look + "5-channel");
    click("#channel-phone");
    assertEquals(Channel.PHONE, desk.server.lastRelay(StaffToRelay.SwitchChannel.class).channel());
    run(() -> {
      desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.PHONE, 2));
      desk.answer();
      desk.residentSays(new PeerMessage.PhoneNumber(Sensitive.of("06 1234 5678")));
    });
    assertTrue(shown("#code-digits"), "the same code is asked over the telephone");
    assertEquals("06 1234 5678", words("#phone-number"));
    picture(look + "6-phone");
    run(() -> {
      desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.CHAT, 3));
      desk.answer();
    });
    picture(look + "7-chat-only");
    assertFalse(shown("#code-state"));
    assertTrue(shown("#chat-message"));
  }

  @Test
  void ones_own_picture_moves_while_the_other_stands_still() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    assertTrue(Fx.eventually(() -> view("#self-picture").shown() > 0));
    long before = Fx.call(() -> view("#self-picture").shown());
    long others = Fx.call(() -> view("#remote-picture").shown());
    run(desk.call::seesItself);
    assertTrue(Fx.eventually(() -> view("#self-picture").shown() == before + 1));
    assertEquals(others, Fx.call(() -> view("#remote-picture").shown()));
  }

  private PictureView view(String selector) {
    return (PictureView) app().scene().lookup(selector);
  }

  @Test
  void the_same_person_is_confirmed_after_a_reload() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    run(() -> {
      desk.hear(
          new CounterToStaff.Welcome(
              List.of(Examples.demanding(ChannelAssurance.SPOKEN, DiscloserAssurance.PAIRED)),
              Examples.POLICY_HASH,
              Optional.empty(),
              desk.now));
      desk.asked();
    });
    run(desk::identifiedUnderDemand);
    picture("talk-8-what-is-missing");
    run(() -> {
      desk.matched();
      desk.hear(desk.anew(2));
      desk.connect(2);
    });
    assertTrue(
        Fx.call(() -> app().scene().lookup("#open-panel") == null),
        "nobody recognises a person in a picture that stands still");
    run(() -> {
      desk.call.say(new CallNews.Secured(2));
      desk.call.flows();
    });
    picture("talk-9-same-person");
    assertEquals("Ja, open de zaken", words("#open-panel"));
    click("#open-panel");
    assertEquals(
        new StaffToCounter.OpenPanel(Examples.FIRST, 2),
        desk.server.lastCounter(StaffToCounter.OpenPanel.class));
  }

  @Test
  void nothing_that_was_written_is_left_after_the_talk() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    run(() -> written(desk));
    accelerate("Shortcut+Shift+B");
    type("#chat-message", "halve gedachte");
    assertTrue(reachable().contains("uitkeringsspecificatie"), "the check sees an open chat");

    run(() -> desk.happens(new DeskEvent.HangUpWanted()));
    desk.resident.heard.clear(); // the other side's memory hangs on the test's desk

    for (String secret :
        List.of("uitkeringsspecificatie", "halve gedachte", "Goedemiddag", "06 1234 5678")) {
      assertTrue(
          Fx.eventually(() -> !strings().contains(secret)),
          () -> secret + ": " + Fx.call(() -> Reachable.way(secret, roots())));
    }
  }

  @Test
  void an_unread_message_is_counted_on_the_tab_until_somebody_looks() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    run(() -> desk.residentSays(chat("aaaaaaaaaaaaaaaa", "Hoort u mij?")));

    assertEquals("Chat (1 nieuw)", tab());
    accelerate("Shortcut+Shift+B");
    assertEquals("Chat", tab());
    run(() -> desk.residentSays(chat("bbbbbbbbbbbbbbbb", "Nu wel?")));
    assertEquals("Chat", tab());
  }

  @Test
  void the_live_text_of_the_resident_names_its_speaker() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    accelerate("Shortcut+Shift+B");
    run(() ->
        desk.residentSays(new PeerMessage.LiveText(1, Sensitive.of("Ik wil gra"), LineState.OPEN)));

    assertTrue(
        Fx.eventually(() ->
            app().scene().lookup("#chat-live-text") instanceof Labeled typed
                && typed.getText().equals("Ik wil gra")));
    assertEquals(
        "Inwoner typt nu: Ik wil gra", Fx.call(() -> node("#chat-live-text").getAccessibleText()));
  }

  @Test
  void a_line_keeps_its_nodes_while_others_come_and_go() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    accelerate("Shortcut+Shift+B");
    run(() -> desk.residentSays(chat("aaaaaaaaaaaaaaaa", "Eerste")));
    assertTrue(Fx.eventually(() -> lines().size() == 1 && bubble(0)));
    Node first = Fx.call(() -> lines().getFirst());
    run(() -> {
      desk.happens(new DeskEvent.ChatWanted(Sensitive.of("Tweede")));
      desk.exchange();
      desk.residentSays(new PeerMessage.LiveText(1, Sensitive.of("Der"), LineState.OPEN));
    });
    assertTrue(Fx.eventually(() -> lines().size() == 3));
    run(() -> {
      desk.residentSays(new PeerMessage.LiveText(1, Sensitive.of("Derde"), LineState.DONE));
      // a page that begins anew counts its lines from 1 again
      desk.hear(desk.anew(2));
      desk.connect(2);
      desk.residentSays(new PeerMessage.LiveText(1, Sensitive.of("Vierde"), LineState.DONE));
    });
    assertTrue(Fx.eventually(() -> lines().size() == 4));

    assertEquals(first, Fx.call(() -> lines().getFirst()));
    assertTrue(reachable().contains("Derde") && reachable().contains("Vierde"));
  }

  @Test
  void the_dialog_offers_only_the_ways_of_the_topic() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1, List.of(Channel.VIDEO, Channel.CHAT)));
    accelerate("Shortcut+Shift+W");
    picture("talk-10-ways-of-the-topic");

    assertTrue(shown("#channel-video") && shown("#channel-chat"));
    assertTrue(Fx.call(() -> app().scene().lookup("#channel-phone") == null));
  }

  @Test
  void where_there_is_one_way_only_nobody_is_asked_for_another() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1, List.of(Channel.VIDEO)));
    accelerate("Shortcut+Shift+W");

    assertFalse(shown("#channel"));
    assertTrue(Fx.call(() -> app().scene().lookup("#channel-chat") == null));
  }

  @Test
  void without_the_counter_the_code_waits_with_words() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    run(() -> desk.loses(Line.Which.COUNTER));
    picture("talk-11-counter-away");

    assertFalse(shown("#code-digits"));
    assertTrue(words("#code-state").contains("verbinding met de balie"), words("#code-state"));
  }

  @Test
  void a_page_that_floods_is_told_in_words() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    talking(desk, Examples.accepted(1));
    run(() -> flood(desk));
    picture("talk-12-flood");
    assertTrue(words("#notice").contains("meer dan iemand kan lezen"), words("#notice"));
    assertTrue(shown("#remote-picture"), "the call goes on");

    run(() -> desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.CHAT, 2)));
    run(desk::answer);
    run(() -> flood(desk));
    picture("talk-13-flood-in-a-chat");
    assertTrue(shown("#reconnect"));
  }

  // ---- the scenario

  private static void flood(TestDesk desk) {
    for (int count = 0; count < 900; count++) {
      desk.hear(desk.resident.says(new PeerMessage.LiveText(1, Sensitive.of("a"), LineState.OPEN)));
    }
  }

  private void talking(TestDesk desk, RelayToStaff.Accepted accepted) {
    run(() -> desk.inTalk(accepted));
    run(() -> {
      desk.connect(1);
      desk.call.say(new CallNews.Secured(1));
      desk.call.flows();
    });
  }

  private static void written(TestDesk desk) {
    desk.happens(new DeskEvent.ChatWanted(Sensitive.of("Goedemiddag, waarmee kan ik u helpen?")));
    desk.exchange();
    desk.residentSays(chat("cccccccccccccccc", "Ik heb een vraag over mijn huishoudelijke hulp."));
    desk.residentSays(new PeerMessage.Received(3));
    desk.happens(
        new DeskEvent.ChatWanted(
            Sensitive.of("Kunt u mij uw laatste brief sturen? Een foto is goed.")));
    desk.exchange();
    desk.residentSays(
        new PeerMessage.FileOffer(
            "dddddddddddddddd",
            Sensitive.of("brief gemeente.jpg"),
            1_400_000,
            "image/jpeg",
            "A".repeat(43)));
    FileBytes bytes = FileBytes.of(new byte[200_000]);
    desk.happens(
        new DeskEvent.FileChosen(
            new FileRules.Chosen(
                Sensitive.of("uitkeringsspecificatie.pdf"), FileKind.PDF, bytes, bytes.sha256())));
    desk.exchange();
    desk.residentSays(
        new PeerMessage.LiveText(1, Sensitive.of("Moment, ik zoek hem ev"), LineState.OPEN));
    desk.passes(Duration.ofMillis(500));
  }

  private static PeerMessage chat(String id, String text) {
    return new PeerMessage.Chat(id, Sensitive.of(text));
  }

  // ---- the robot

  private TestDesk open(Settings settings, double width, double height) {
    TestDesk desk = TestDesk.with(settings);
    at = Optional.of(desk);
    run(() -> {
      Stage window = new Stage();
      CounterApp app = new CounterApp(desk.wiring);
      app.start(window);
      window.setWidth(width);
      window.setHeight(height);
      stage = Optional.of(window);
      running = Optional.of(app);
    });
    return desk;
  }

  private void run(Runnable action) {
    Fx.run(() -> {
      action.run();
      at.ifPresent(TestDesk::settle);
    });
  }

  private CounterApp app() {
    return running.orElseThrow();
  }

  private Node node(String id) {
    assertTrue(Platform.isFxApplicationThread(), "a style pass belongs to the toolkit");
    app().scene().getRoot().applyCss();
    app().scene().getRoot().layout();
    Node node = app().scene().lookup(id);
    if (node == null) {
      throw new AssertionError("there is no " + id);
    }
    return node;
  }

  private boolean shown(String id) {
    return Fx.call(() -> {
      for (Node node = node(id); node != null; node = node.getParent()) {
        if (!node.isVisible()) {
          return false;
        }
      }
      return true;
    });
  }

  private void click(String id) {
    run(() -> ((ButtonBase) node(id)).fire());
  }

  private void type(String id, String text) {
    run(() -> ((TextInputControl) node(id)).setText(text));
  }

  private String words(String id) {
    return Fx.call(() -> ((Labeled) node(id)).getText());
  }

  private String tab() {
    return Fx.call(() -> ((TabPane) node("#talk-tabs")).getTabs().getFirst().getText());
  }

  private void accelerate(String keys) {
    run(() ->
        app().scene().getAccelerators().get(javafx.scene.input.KeyCombination.valueOf(keys)).run());
  }

  private List<Node> lines() {
    return ((Parent) ((ScrollPane) node("#chat-lines")).getContent()).getChildrenUnmodifiable();
  }

  private boolean bubble(int line) {
    return lines().get(line).lookup(".bubble") != null;
  }

  private void picture(String name) {
    Fx.settle();
    Fx.pulses();
    Fx.picture(app().scene(), name);
  }

  private String reachable() {
    Fx.settle();
    return Fx.call(this::strings);
  }

  private String strings() {
    app().scene().getRoot().applyCss();
    app().scene().getRoot().layout();
    return Reachable.strings(roots());
  }

  private Object[] roots() {
    return new Object[] {app().scene(), app().desk(), app()};
  }
}
