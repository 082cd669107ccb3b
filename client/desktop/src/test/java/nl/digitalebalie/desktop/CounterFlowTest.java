package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Reachable;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.settings.Settings.TextSize;
import nl.digitalebalie.desktop.settings.Settings.Theme;
import nl.digitalebalie.desktop.testkit.AccessibleNames;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Fx;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.DisclosureStep;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real window on the headless platform, clicked by node id against a server by hand. */
class CounterFlowTest {
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

  @Test
  void a_day_at_the_desk_from_sign_in_to_wrap_up() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    picture("01-sign-in");
    assertAccessible();
    click("#demo-staff-f-yilmaz");
    picture("02-nobody-waiting");
    run(() -> desk.server.say(new RelayToStaff.Queue(Examples.queue())));
    picture("03-queue");
    assertAccessible();

    run(() -> node("#queue").requestFocus());
    press("#queue", KeyCode.ENTER);
    run(() -> desk.hear(Examples.accepted(1)));
    run(desk::bind);
    run(() -> desk.offered(1));
    assertEquals(1, desk.server.lastRelay(StaffToRelay.Offer.class).epoch());
    picture("04-connecting");
    run(desk::answer);
    flows(desk);
    picture("05-locked");
    Region who = Fx.call(() -> (Region) node("#resident"));
    assertEquals(
        Fx.call(() -> who.prefWidth(-1)), Fx.call(who::getWidth), 1, "as wide as its words");
    assertAccessible();

    click("#ask-disclosure");
    run(() -> {
      desk.asked();
      desk.server.say(
          new CounterToStaff.DisclosureProgress(
              Examples.FIRST, Examples.DISCLOSURE, DisclosureStep.PAIRING_CODE_NEEDED));
    });
    picture("06-asked");
    assertEquals("Gevraagd", words("#identity-state"));
    run(() -> desk.opened(desk.verified(), "Wilhelmina de Boer"));
    assertEquals("Aangetoond", words("#identity-state"));
    assertEquals("Open", words("#panel-state"));
    assertTrue(onScreen("Moet nog teruggebeld worden"), "what is owed from before");
    picture("07-open");
    assertAccessible();

    click("#lock-panel");
    assertEquals("Op slot", words("#panel-state"));
    picture("08-locked-again");
    click("#open-panel");
    assertEquals(
        new StaffToCounter.OpenPanel(Examples.FIRST, 1),
        desk.server.lastCounter(StaffToCounter.OpenPanel.class));

    type("#notes", "Aanvraag besproken.");
    click("#hang-up");
    picture("09-hang-up");
    assertAccessible();
    click("#hang-up-confirm");
    picture("10-wrap-up");
    assertAccessible();
    assertEquals("Aanvraag besproken.", text("#wrap-up-note"));
    click("#outcome-follow-up-needed");
    click("#register");
    run(() -> desk.server.say(new CounterToStaff.ContactRegistered(Examples.FIRST, "KC-2026-17")));
    assertInstanceOf(Talk.Nobody.class, Fx.call(() -> app().desk().talk()));
    assertEquals("", text("#wrap-up-note"));
    picture("11-registered");
  }

  @Test
  void a_promise_is_taken_called_and_noted_and_a_new_one_is_made_in_the_wrap_up() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    run(desk::inTalk);
    run(() -> desk.hear(Examples.callbacks(Examples.NOW, CounterToStaff.Holder.NOBODY)));
    assertTrue(onScreen("Te laat: "), "a broken promise says so");
    assertTrue(onScreen("1 keer niet bereikt"), "what was tried");
    assertAccessible();

    run(() -> node("#callbacks").requestFocus());
    press("#callbacks", KeyCode.ENTER);
    assertEquals(
        Examples.CALLBACK, desk.server.lastCounter(StaffToCounter.TakeCallback.class).callback());
    assertFalse(onScreen("06 12 34 56 78"), "not before the server said so");
    run(() -> {
      desk.hear(Examples.callbacks(Examples.NOW, CounterToStaff.Holder.YOU));
      desk.hear(
          new CounterToStaff.CallbackTaken(
              Examples.CALLBACK,
              new CallbackWish(
                  Sensitive.of("S. Berg"),
                  Sensitive.of("06 12 34 56 78"),
                  Optional.of(Sensitive.of("Over mijn aanvraag")))));
    });
    picture("12-call-back");
    assertEquals("06 12 34 56 78", text("#callback-number"));
    assertAccessible();
    type("#callback-note", "Gesproken over het besluit.");
    click("#callback-done");
    StaffToCounter.FinishCallback done =
        desk.server.lastCounter(StaffToCounter.FinishCallback.class);
    assertEquals(StaffToCounter.CallbackResult.DONE, done.result());
    assertEquals("Gesproken over het besluit.", done.note().reveal());
    run(() -> desk.hear(new CounterToStaff.Callbacks(List.of(), 0)));
    assertFalse(onScreen("S. Berg"), "who was called is gone from the screen");

    run(() -> desk.happens(new DeskEvent.HangUpWanted()));
    click("#wish-wanted");
    picture("13-promise");
    assertAccessible();
    type("#wish-name", "S. Berg");
    type("#wish-phone", "bel mij");
    click("#register");
    assertTrue(onScreen("Vul een naam en een telefoonnummer in."), "nobody can call that");
    type("#wish-phone", "0612345678");
    click("#register");
    assertEquals(
        "0612345678",
        desk.server.lastCounter(StaffToCounter.PromiseCallback.class).wish().phone().reveal());
    assertEquals(
        Examples.FIRST,
        desk.server.lastCounter(StaffToCounter.RegisterContact.class).conversation());
  }

  @Test
  void a_secret_address_is_shown_to_who_asks_for_it_only() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    String address = "Stille Hoek 9";
    run(desk::inTalk);
    run(desk::asked);
    run(() -> desk.opened(desk.verified(), Examples.secretAddress(address)));
    assertFalse(onScreen(address), "nobody asked");
    assertTrue(onScreen("Geheim"), "the warning stands there at once");
    picture("12-secret-address");
    assertAccessible();

    click("#person-secret-1");
    assertTrue(onScreen(address));

    run(() -> desk.happens(new DeskEvent.LockWanted()));
    assertTrue(Fx.eventually(() -> !strings().contains(address)), "and gone with the panel");
  }

  private boolean onScreen(String words) {
    Fx.settle();
    return Fx.call(() -> {
      app().scene().getRoot().applyCss();
      app().scene().getRoot().layout();
      return app().scene().getRoot().lookupAll(".label").stream()
          .anyMatch(
              node -> node instanceof Labeled one && String.valueOf(one.getText()).contains(words));
    });
  }

  @Test
  void after_locking_no_value_of_a_case_is_left_in_the_window_or_the_state() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    String reason = "Mevrouw zoekt nog een brief";
    String[] secrets = {
      "Wilhelmina de Boer",
      "4 maart 1956",
      "ZAAK-2026-0000481",
      "Traplift",
      "Wmo-melding en onderzoek",
      "Gesprek thuis",
      "Toegekend",
      reason
    };
    run(() -> {
      desk.inTalk();
      desk.connect(1); // and the page confirms nothing of what it is sent
    });
    List<Runnable> closings =
        List.of(
            () -> desk.happens(new DeskEvent.LockWanted()),
            () ->
                desk.hear(new CounterToStaff.PanelLocked(Examples.FIRST, LockReason.RESIDENT_LOST)),
            () -> desk.passes(Duration.ofMinutes(16)),
            () -> desk.happens(new DeskEvent.ScreenLocked()),
            () -> desk.loses(Line.Which.COUNTER),
            () -> {
              desk.server.welcome(Line.Which.COUNTER, Optional.empty());
              desk.happens(new DeskEvent.HangUpWanted());
            });
    for (Runnable closing : closings) {
      run(() -> {
        desk.server.welcome(Line.Which.COUNTER, Optional.empty());
        desk.settle();
        desk.asked();
      });
      run(() -> desk.opened(desk.verified(), "Wilhelmina de Boer"));
      for (String secret : secrets) {
        assertTrue(
            secret.equals(reason) || reachable().contains(secret),
            () -> "the check sees an open panel: " + app().desk());
      }
      click("#extend-panel");
      type("#extend-reason", reason);
      assertTrue(reachable().contains(reason), "and what is typed about it");
      run(closing);
      assertTrue(
          Fx.call(() -> app().scene().lookup("#extend-reason") == null),
          "nobody can ask for more time of a panel that is shut");
      for (String secret : secrets) {
        assertTrue(
            Fx.eventually(() -> !strings().contains(secret)),
            () -> secret + ": " + Fx.call(() -> Reachable.way(secret, roots())));
      }
    }
  }

  @Test
  void trouble_is_told_in_words_and_a_way_on() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    run(desk::inTalk);
    flows(desk);
    run(() -> {
      desk.hear(new RelayToStaff.ResidentPresenceChanged(Examples.FIRST, Presence.AWAY));
      desk.call.say(
          new CallNews.DeviceFailed(
              nl.digitalebalie.media.pipeline.DeviceTrouble.CAMERA_UNAVAILABLE));
      desk.asked();
      desk.rejected(Rejection.NO_WALLET);
    });
    picture("20-away-no-camera-no-wallet");
    assertEquals("Niet gelukt", words("#identity-state"));
    click("#microphone");
    run(() -> {
      desk.loses(Line.Which.RELAY);
      desk.loses(Line.Which.COUNTER);
    });
    assertTrue(words("#trouble").contains("niet bereikbaar"));
    picture("21-server-unreachable");
    click("#hang-up");
    assertInstanceOf(
        Talk.WrapUp.class,
        Fx.call(() -> app().desk().talk()),
        "no question when the resident is away");
    run(() -> desk.passes(Duration.ofHours(9)));
    assertTrue(words("#sign-in-problem").contains("verlopen"));
    picture("22-session-expired");
  }

  @Test
  void invitations_and_settings_are_dialogs_that_keep_the_focus() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    click("#demo-staff-f-yilmaz");
    click("#invitations");
    click("#invitation-create");
    run(() -> {
      var made = desk.server.lastRelay(StaffToRelay.CreateInvitation.class);
      var invitation =
          new RelayToStaff.Invitation(
              new InvitationId("aW52aXRhdGlvbi0wMDAx"),
              made.municipality(),
              made.topic(),
              Optional.of(desk.now.plusSeconds(7200)),
              desk.now.plusSeconds(86_400));
      desk.server.say(
          new RelayToStaff.InvitationCreated(
              made.request(),
              invitation,
              "https://balie.example.nl/u#c2VjcmV0",
              "BEGIN:VCALENDAR"));
      desk.server.say(new RelayToStaff.Invitations(List.of(invitation)));
    });
    assertEquals("https://balie.example.nl/u#c2VjcmV0", text("#invitation-link"));
    picture("30-invitations");
    assertAccessible();
    click("#invitation-close");
    assertTrue(Fx.eventually(() -> !strings().contains("c2VjcmV0")), "the link is shown once");
    click("#settings");
    picture("31-settings");
    assertAccessible();
    press("#settings-close", KeyCode.ESCAPE);
    assertTrue(Fx.call(() -> app().scene().lookup("#settings-close") == null));
  }

  @Test
  void whoever_is_free_takes_the_first_resident_from_the_middle_of_the_window() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    click("#demo-staff-f-yilmaz");
    assertFalse(Fx.call(() -> shown(node("#accept-first"))), "nobody waits");
    run(() -> desk.server.say(new RelayToStaff.Queue(Examples.threeWaiting())));
    click("#presence-break");
    assertFalse(Fx.call(() -> shown(node("#accept-first"))), "in a break nobody is offered");
    click("#presence-available");
    click("#accept-first");
    assertEquals(Examples.FIRST, desk.server.lastRelay(StaffToRelay.Accept.class).conversation());
    assertFalse(Fx.call(() -> shown(node("#accept-first"))), "asked once");
  }

  @Test
  void what_can_be_pressed_looks_like_it() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    run(desk::inTalk);
    flows(desk);
    run(desk::opened);
    for (String id : List.of("#extend-panel", "#lock-panel", "#devices", "#invitations")) {
      Region button = Fx.call(() -> (Region) node(id));
      assertFalse(button.getStyleClass().contains("flat"), id);
      assertTrue(
          Fx.call(() -> button.getBackground().getFills().size()) > 1, id + " has no border");
    }
  }

  @Test
  void the_note_after_the_talk_has_room_and_goes_on_where_it_stopped() {
    TestDesk desk = open(Settings.DEFAULT, 1024, 700);
    run(desk::inTalk);
    type("#notes", "Aanvraag besproken.");
    run(() -> desk.happens(new DeskEvent.HangUpWanted()));
    Fx.settle();
    TextInputControl note = Fx.call(() -> (TextInputControl) node("#wrap-up-note"));
    assertTrue(Fx.call(note::getHeight) > 200, "only " + Fx.call(note::getHeight) + " high");
    assertEquals("Aanvraag besproken.".length(), Fx.call(note::getCaretPosition));
    assertOnScreen("#register");
  }

  @Test
  void the_window_works_in_dark_at_the_smallest_size() {
    TestDesk desk = open(Settings.DEFAULT.withTheme(Theme.DARK), 1024, 700);
    picture("40-dark-sign-in");
    run(desk::inTalk);
    flows(desk);
    picture("41-dark-locked");
    run(desk::opened);
    picture("42-dark-open");
    assertOnScreen("#hang-up", "#microphone", "#lock-panel", "#extend-panel", "#notes", "#accept");
  }

  @Test
  void the_window_works_in_dark_at_its_usual_size() {
    TestDesk desk = open(Settings.DEFAULT.withTheme(Theme.DARK), 1440, 900);
    run(desk::inTalk);
    flows(desk);
    run(desk::opened);
    picture("43-dark-open-large");
  }

  @Test
  void the_window_works_with_text_twice_as_large() {
    TestDesk desk = open(Settings.DEFAULT.withTextSize(TextSize.LARGEST), 1440, 900);
    run(desk::inTalk);
    flows(desk);
    run(desk::opened);
    picture("50-text-200");
    Region who = Fx.call(() -> (Region) node("#resident"));
    Region remote = Fx.call(() -> (Region) node("#remote-picture").getParent());
    assertTrue(
        Fx.call(() -> who.getBoundsInParent().getMaxX() <= remote.getWidth()),
        "within the picture");
    assertOnScreen("#hang-up", "#microphone", "#lock-panel");
  }

  @Test
  void another_language_and_theme_take_effect_at_once() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    run(desk::inTalk);
    type("#notes", "blijft");
    run(() ->
        desk.wiring
            .settings()
            .change(Settings.DEFAULT.withLanguage(nl.digitalebalie.protocol.signal.Language.EN)));

    assertEquals("Not shown yet", words("#identity-state"));
    assertEquals("blijft", text("#notes"));
  }

  @Test
  void the_shortcut_locks_and_the_microphone_tells_its_state() {
    TestDesk desk = open(Settings.DEFAULT, 1440, 900);
    run(desk::inTalk);
    run(desk::opened);
    accelerate("Shortcut+Shift+M");
    assertEquals("Microfoon uit", words("#microphone"));
    accelerate("Shortcut+L");
    assertInstanceOf(
        PanelState.Locked.class,
        Fx.call(() -> app().desk().talk().ongoing().orElseThrow().panel()));
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

  /** Does it on the toolkit's thread, which is the desk's, and what follows from it. */
  private void run(Runnable action) {
    Fx.run(() -> {
      action.run();
      at.ifPresent(TestDesk::settle);
    });
  }

  private CounterApp app() {
    return running.orElseThrow();
  }

  private void flows(TestDesk desk) {
    run(() -> {
      desk.call.say(new CallNews.Secured(1));
      desk.call.flows();
    });
  }

  private Node node(String id) {
    assertTrue(Platform.isFxApplicationThread(), "a style pass belongs to the toolkit");
    // What lies in tabs and scroll panes joins the scene with the first style pass.
    app().scene().getRoot().applyCss();
    app().scene().getRoot().layout();
    Node node = app().scene().lookup(id);
    if (node == null) {
      throw new AssertionError("there is no " + id);
    }
    return node;
  }

  private void click(String id) {
    run(() -> {
      ButtonBase button = (ButtonBase) node(id);
      assertFalse(button.isDisabled(), id + " is disabled");
      assertTrue(shown(button), id + " is not shown");
      button.fire();
    });
  }

  private void press(String id, KeyCode key) {
    run(() ->
        Event.fireEvent(
            node(id), new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false)));
  }

  private void accelerate(String keys) {
    run(() ->
        app().scene().getAccelerators().get(javafx.scene.input.KeyCombination.valueOf(keys)).run());
  }

  private void type(String id, String words) {
    run(() -> ((TextInputControl) node(id)).setText(words));
  }

  private String text(String id) {
    return Fx.call(() -> ((TextInputControl) node(id)).getText());
  }

  private String words(String id) {
    return Fx.call(() -> ((Labeled) node(id)).getText());
  }

  private void picture(String name) {
    Fx.settle();
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

  private static boolean shown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private void assertOnScreen(String... ids) {
    Fx.settle();
    for (String id : ids) {
      run(() -> {
        var bounds = node(id).localToScene(node(id).getBoundsInLocal());
        assertTrue(
            bounds.getMinX() >= 0
                && bounds.getMaxX() <= app().scene().getWidth() + 1
                && bounds.getMaxY() <= app().scene().getHeight() + 1
                && bounds.getWidth() > 8,
            id + " lies at " + bounds);
      });
    }
  }

  private void assertAccessible() {
    assertEquals(List.of(), Fx.call(() -> AccessibleNames.missing(app().scene().getRoot())));
  }
}
