package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.settings.Settings.Theme;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Fx;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.DisclosureStep;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scenes of a day in both themes, at the size the window is made for and the smallest it works
 * at. In each the words of every button are whole and every button lies within the window.
 */
class ScenesTest {
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
  @CsvSource({"LIGHT, 1440, 900", "DARK, 1440, 900", "LIGHT, 1024, 700", "DARK, 1024, 700"})
  void no_button_is_cut_off_in_any_scene(Theme theme, int width, int height) {
    TestDesk desk = open(Settings.DEFAULT.withTheme(theme), width, height);
    String look = "scene-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width + "-";
    scene(look + "1-sign-in");
    run(desk::signIn);
    scene(look + "2-nobody-waits");
    run(() -> desk.server.say(new RelayToStaff.Queue(Examples.threeWaiting())));
    scene(look + "3-three-wait");
    run(() -> desk.server.say(Examples.callbacks(Examples.NOW, CounterToStaff.Holder.NOBODY)));
    scene(look + "3-three-to-call");
    run(() -> {
      desk.happens(new DeskEvent.AcceptWanted(Examples.FIRST));
      desk.hear(Examples.accepted(1));
      desk.bind();
      desk.hear(new RelayToStaff.Queue(Examples.threeWaiting().subList(1, 3)));
      desk.connect(1);
      desk.call.say(new CallNews.Secured(1));
      desk.call.flows();
    });
    scene(look + "4-locked");
    run(() -> {
      desk.asked();
      desk.hear(
          new CounterToStaff.DisclosureProgress(
              Examples.FIRST, Examples.DISCLOSURE, DisclosureStep.PAIRING_CODE_NEEDED));
    });
    scene(look + "5-asked");
    run(() -> desk.opened(desk.verified(), "Wilhelmina de Boer"));
    scene(look + "6-open");
    run(() -> desk.happens(new DeskEvent.HangUpWanted()));
    scene(look + "7-wrap-up");
    press("settings");
    scene(look + "8-settings");
  }

  // ---- what is looked at

  private void scene(String name) {
    Fx.settle();
    Fx.picture(app().scene(), name);
    assertTrue(Fx.call(this::saysDemo), () -> name + " does not say that it is a demonstration");
    assertEquals(
        List.of(),
        Fx.call(() -> {
          List<String> cut = new ArrayList<>();
          look(app().scene().getRoot(), Scrolled.NO, cut);
          return cut;
        }),
        name);
  }

  private boolean saysDemo() {
    return app().scene().lookup("#demo-band") instanceof Label band
        && band.isVisible()
        && band.getHeight() > 0
        && band.getText().startsWith("DEMO");
  }

  /** What lies in a scroll pane may lie below the window's edge. */
  private enum Scrolled {
    NO,
    YES
  }

  private void look(Node node, Scrolled scrolled, List<String> cut) {
    if (!node.isVisible()) {
      return;
    }
    if (node instanceof ButtonBase button
        && button.getText() != null
        && !button.getText().isEmpty()) {
      wholeWords(button, cut);
      if (scrolled == Scrolled.NO) {
        within(button, cut);
      }
    }
    boolean scrolls = node instanceof ScrollPane pane && !fits(pane);
    if (node instanceof Parent parent) {
      Scrolled inside = scrolls ? Scrolled.YES : scrolled;
      parent.getChildrenUnmodifiable().forEach(child -> look(child, inside, cut));
    }
  }

  private static boolean fits(ScrollPane pane) {
    return pane.getContent().getLayoutBounds().getHeight()
        <= pane.getViewportBounds().getHeight() + 1;
  }

  private static void wholeWords(ButtonBase button, List<String> cut) {
    if (button.lookup(".text") instanceof Text drawn
        && !drawn.getText().replace("\n", " ").equals(button.getText())) {
      cut.add(button.getId() + " shows only \"" + drawn.getText() + "\"");
    }
  }

  private void within(ButtonBase button, List<String> cut) {
    Bounds bounds = button.localToScene(button.getLayoutBounds());
    if (bounds.getMinX() < 0
        || bounds.getMaxX() > app().scene().getWidth() + 1
        || bounds.getMaxY() > app().scene().getHeight() + 1) {
      cut.add(button.getId() + " lies at " + bounds);
    }
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

  private void press(String id) {
    run(() -> {
      if (app().scene().lookup("#" + id) instanceof ButtonBase button) {
        button.fire();
      } else {
        throw new AssertionError("there is no button " + id);
      }
    });
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
}
