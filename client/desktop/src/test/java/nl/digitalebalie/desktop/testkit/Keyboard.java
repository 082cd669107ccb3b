package nl.digitalebalie.desktop.testkit;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;

/**
 * Hands on the keyboard and nothing else. TestFX presses the keys, as the platform would; it stays
 * behind this class because the library is thinly maintained.
 */
public final class Keyboard {
  /** More Tabs than any screen has controls: a round that is longer never comes back. */
  private static final int LONGEST_ROUND = 80;

  private static final PseudoClass FOCUSED = PseudoClass.getPseudoClass("focused");
  private static final PseudoClass FOCUS_VISIBLE = PseudoClass.getPseudoClass("focus-visible");

  private final FxRobot robot = new FxRobot();
  private final Stage stage;
  private final Runnable settle;

  /**
   * @param settle does what the keys led to; runs on the toolkit's thread
   */
  public Keyboard(Stage stage, Runnable settle) {
    this.stage = stage;
    this.settle = settle;
    robot.targetWindow(stage);
  }

  /** Presses the keys together, the modifiers first, and lets go of them. */
  public void press(KeyCode... keys) {
    robot.push(keys);
    Fx.run(settle);
  }

  public void type(String words) {
    robot.write(words, 0);
    Fx.run(settle);
  }

  /** What has the focus: its id, or its kind and accessible name when it has none. */
  public String focused() {
    // a window that was just shown gives the focus to its first control at a pulse
    Fx.eventually(() -> scene().getFocusOwner() != null);
    return Fx.call(() -> name(owner()));
  }

  /** Presses Tab until the control has the focus. */
  public void tabTo(String id) {
    List<String> passed = new ArrayList<>();
    for (int tabs = 0; tabs < LONGEST_ROUND; tabs++) {
      if (focused().equals(id)) {
        return;
      }
      passed.add(focused());
      press(KeyCode.TAB);
    }
    throw new AssertionError("Tab does not reach " + id + " but only " + passed);
  }

  /**
   * One round of the key from where the focus is, in the order of the focus. Fails where a control
   * gets the focus without showing it.
   */
  public List<String> round(KeyCode... key) {
    List<Node> passed = new ArrayList<>();
    // The first press makes the focus one that the keyboard moved, which is what has to be seen.
    press(key);
    Node first = Fx.call(this::owner);
    for (Node at = first; passed.isEmpty() || at != first; at = Fx.call(this::owner)) {
      assertShown(at);
      passed.add(at);
      if (passed.size() > LONGEST_ROUND || passed.indexOf(at) < passed.size() - 1) {
        throw new AssertionError("the focus goes in a circle: " + names(passed));
      }
      press(key);
    }
    return names(passed);
  }

  /** Every control that can have the focus now, in the order of the scene. */
  public List<String> controls() {
    return Fx.call(() -> {
      // What lies in panes that fold and scroll joins the scene with the first style pass.
      scene().getRoot().applyCss();
      scene().getRoot().layout();
      List<Node> found = new ArrayList<>();
      collect(scene().getRoot(), found);
      return found.stream().map(Keyboard::name).toList();
    });
  }

  private static void collect(Node node, List<Node> found) {
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    if (node.isFocusTraversable()) {
      found.add(node);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }

  private static void assertShown(Node node) {
    boolean shown =
        Fx.call(() ->
            node.getPseudoClassStates().contains(FOCUSED)
                && node.getPseudoClassStates().contains(FOCUS_VISIBLE));
    if (!shown) {
      throw new AssertionError(name(node) + " has the focus and does not show it");
    }
  }

  private Scene scene() {
    return stage.getScene();
  }

  private Node owner() {
    Node owner = scene().getFocusOwner();
    if (owner == null) {
      throw new AssertionError("nothing has the focus");
    }
    return owner;
  }

  private static List<String> names(List<Node> nodes) {
    return Fx.call(() -> nodes.stream().map(Keyboard::name).toList());
  }

  private static String name(Node node) {
    return node.getId() == null
        ? node.getClass().getSimpleName() + " " + node.getAccessibleText()
        : node.getId();
  }
}
