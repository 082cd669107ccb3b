package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Fx;
import nl.digitalebalie.desktop.testkit.Keyboard;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real window without a mouse: EN 301 549 11.2.1.1, 11.2.1.2, 11.2.4.3 and 11.2.4.7. */
class KeyboardFlowTest {
  private final TestDesk desk = TestDesk.with(Settings.DEFAULT);
  private Optional<CounterApp> running = Optional.empty();
  private Optional<Stage> stage = Optional.empty();
  private Optional<Keyboard> hands = Optional.empty();

  @BeforeAll
  static void toolkit() {
    Fx.start();
  }

  @BeforeEach
  void open() {
    run(() -> {
      Stage window = new Stage();
      CounterApp app = new CounterApp(desk.wiring);
      app.start(window);
      window.setWidth(1000);
      window.setHeight(900);
      window.requestFocus();
      stage = Optional.of(window);
      running = Optional.of(app);
    });
    hands = Optional.of(new Keyboard(stage.orElseThrow(), desk::settle));
  }

  @AfterEach
  void stop() {
    run(() -> {
      running.ifPresent(CounterApp::stop);
      stage.ifPresent(Stage::close);
    });
  }

  @Test
  void a_talk_from_sign_in_to_register_takes_no_mouse() {
    signIn();
    accept();
    keys().tabTo("ask-disclosure");
    keys().press(KeyCode.SPACE);
    assertEquals(
        Examples.PURPOSE.id(),
        desk.server.lastCounter(StaffToCounter.AskDisclosure.class).purpose());
    run(desk::opened);
    assertInstanceOf(PanelState.Open.class, panel());

    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.M);
    assertEquals("Microfoon uit", words("#microphone"));
    keys().press(KeyCode.CONTROL, KeyCode.L);
    assertInstanceOf(PanelState.Locked.class, panel());

    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.H);
    assertEquals("hang-up-confirm", keys().focused());
    keys().press(KeyCode.ENTER);
    assertInstanceOf(Talk.WrapUp.class, talk());

    assertEquals("wrap-up-note", keys().focused());
    keys().type("Aanvraag besproken");
    keys().tabTo("register");
    assertEquals("Aanvraag besproken", text("#wrap-up-note"), "Tab leaves the note as it is");
    keys().press(KeyCode.SPACE);
    assertEquals(
        "Aanvraag besproken",
        desk.server.lastCounter(StaffToCounter.RegisterContact.class).note().reveal());
    run(() -> desk.server.say(new CounterToStaff.ContactRegistered(Examples.FIRST, "KC-2026-17")));
    assertInstanceOf(Talk.Nobody.class, talk());
  }

  @Test
  void the_code_is_typed_checked_and_matched_without_a_mouse() {
    signIn();
    accept();
    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.C);
    assertEquals("code-digits", keys().focused());
    keys().type("12");
    keys().press(KeyCode.ENTER);
    assertEquals("Typ zes cijfers.", words("#code-state"));
    keys().press(KeyCode.BACK_SPACE);
    keys().press(KeyCode.BACK_SPACE);
    String wrong = desk.resident.wrongCode();
    keys().type(wrong);
    assertEquals(wrong.substring(0, 3) + " " + wrong.substring(3), text("#code-digits"));
    keys().press(KeyCode.ENTER);
    run(desk::exchange);
    assertEquals("", text("#code-digits"));
    assertEquals("code-digits", keys().focused(), "the second try needs no second way there");

    keys().type(desk.resident.code());
    keys().press(KeyCode.ENTER);
    run(desk::exchange);
    run(() ->
        desk.hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN)));
    assertEquals("Kanaal gecontroleerd", words("#code-state"));
    assertEquals(
        StaffToCounter.CodeResult.MATCHED,
        desk.server.lastCounter(StaffToCounter.CodeChecked.class).result());
  }

  @Test
  void a_chat_is_written_sent_and_left_without_a_mouse() {
    signIn();
    accept();
    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    assertEquals("chat-message", keys().focused());
    keys().type("Hallo daar");
    keys().press(KeyCode.SHIFT, KeyCode.ENTER);
    keys().type("welkom");
    assertEquals("Hallo daar\nwelkom", text("#chat-message"));
    keys().press(KeyCode.ENTER);
    run(desk::exchange);
    assertEquals("", text("#chat-message"));
    assertEquals(
        "Hallo daar\nwelkom",
        desk.resident.heard.stream()
            .filter(PeerMessage.Chat.class::isInstance)
            .map(message -> ((PeerMessage.Chat) message).text().reveal())
            .findFirst()
            .orElseThrow());

    keys().tabTo("chat-share");
    keys().press(KeyCode.SPACE);
    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    keys().type("d");
    run(() -> desk.passes(java.time.Duration.ofMillis(100)));
    run(desk::exchange);
    assertEquals(
        new PeerMessage.LiveText(1, Sensitive.of("d"), PeerMessage.LineState.OPEN),
        desk.resident.heard.getLast());
    keys().press(KeyCode.TAB);
    assertEquals("chat-send", keys().focused(), "Tab leaves the field");
  }

  @Test
  void a_file_is_accepted_and_refused_without_a_mouse() {
    signIn();
    accept();
    run(() -> {
      desk.residentSays(offer("file-of-the-talk-1"));
      desk.residentSays(offer("file-of-the-talk-2"));
    });
    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    keys().tabTo("file-accept-file-of-the-talk-1");
    keys().press(KeyCode.SPACE);
    keys().tabTo("file-decline-file-of-the-talk-2");
    keys().press(KeyCode.SPACE);
    run(desk::exchange);

    assertEquals(
        List.of(
            new PeerMessage.FileAnswer("file-of-the-talk-1", PeerMessage.FileDecision.ACCEPTED),
            new PeerMessage.FileAnswer("file-of-the-talk-2", PeerMessage.FileDecision.DECLINED)),
        desk.resident.heard.stream().filter(PeerMessage.FileAnswer.class::isInstance).toList());
  }

  @Test
  void the_channel_is_changed_without_a_mouse() {
    signIn();
    accept();
    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.W);
    assertEquals("channel-cancel", keys().focused());
    keys().tabTo("channel-phone");
    keys().press(KeyCode.SPACE);

    assertEquals(Channel.PHONE, desk.server.lastRelay(StaffToRelay.SwitchChannel.class).channel());
  }

  @Test
  void tab_reaches_every_control_of_an_open_chat_once() {
    signIn();
    accept();
    keys().press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    assertRound("invitations", "hang-up", "channel", "code-digits", "chat-message", "chat-send");
  }

  private static PeerMessage offer(String file) {
    return new PeerMessage.FileOffer(
        file, Sensitive.of("brief.pdf"), 100, "application/pdf", "A".repeat(43));
  }

  @Test
  void tab_reaches_every_control_of_a_locked_talk_once() {
    signIn();
    accept();
    assertRound("invitations", "microphone", "hang-up", "notes", "ask-disclosure");
  }

  @Test
  void tab_reaches_every_control_of_an_open_panel_once() {
    signIn();
    accept();
    run(desk::opened);
    assertRound("invitations", "microphone", "hang-up", "notes", "lock-panel", "extend-panel");
  }

  @Test
  void a_dialog_keeps_tab_and_a_chosen_no_is_a_no() {
    signIn();
    accept();
    keys().tabTo("hang-up");
    keys().press(KeyCode.SPACE);
    assertEquals(List.of("hang-up-cancel", "hang-up-confirm"), keys().round(KeyCode.TAB));
    keys().tabTo("hang-up-cancel");
    keys().press(KeyCode.ENTER);
    assertInstanceOf(Talk.Ongoing.class, talk());
    assertEquals("hang-up", keys().focused(), "the focus goes back to where it was");
    keys().press(KeyCode.SPACE);
    keys().press(KeyCode.ESCAPE);
    assertInstanceOf(Talk.Ongoing.class, talk());
    assertEquals("hang-up", keys().focused());
  }

  // ---- the scenario by keyboard

  private void signIn() {
    keys().tabTo("sign-in-name");
    keys().type("f.yilmaz");
    keys().press(KeyCode.TAB);
    keys().type("demo");
    keys().press(KeyCode.ENTER);
    run(() -> desk.server.say(new RelayToStaff.Queue(Examples.queue())));
  }

  private void accept() {
    keys().tabTo("queue");
    keys().press(KeyCode.ENTER);
    assertEquals(Examples.FIRST, desk.server.lastRelay(StaffToRelay.Accept.class).conversation());
    run(() -> {
      desk.hear(Examples.accepted(1));
      desk.bind();
      desk.connect(1);
      desk.call.say(new CallNews.Secured(1));
      desk.call.flows();
    });
    assertInstanceOf(Talk.Ongoing.class, talk());
  }

  /** Every control once, in the order of the scene, and the same way back. */
  private void assertRound(String... inOrder) {
    List<String> controls = keys().controls();
    keys().tabTo(controls.getLast());
    List<String> forward = keys().round(KeyCode.TAB);
    assertEquals(controls.size(), new HashSet<>(controls).size(), "names tell apart");
    assertEquals(controls, forward);
    List<String> known = new ArrayList<>(forward);
    known.retainAll(List.of(inOrder));
    assertEquals(List.of(inOrder), known);
    keys().tabTo(controls.getFirst());
    assertEquals(controls.reversed(), keys().round(KeyCode.SHIFT, KeyCode.TAB));
  }

  // ---- what is there

  private Keyboard keys() {
    return hands.orElseThrow();
  }

  private void run(Runnable action) {
    Fx.run(() -> {
      action.run();
      desk.settle();
    });
  }

  private Talk talk() {
    return Fx.call(() -> desk.desk().talk());
  }

  private PanelState panel() {
    return Fx.call(() -> desk.talk().panel());
  }

  private String words(String id) {
    return Fx.call(() -> ((Labeled) stage.orElseThrow().getScene().lookup(id)).getText());
  }

  private String text(String id) {
    return Fx.call(() -> ((TextInputControl) stage.orElseThrow().getScene().lookup(id)).getText());
  }
}
