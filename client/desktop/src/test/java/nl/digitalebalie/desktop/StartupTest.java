package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.testkit.Fx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window that says why there is no desk. */
class StartupTest {
  @TempDir Path folder;

  private final AtomicInteger runs = new AtomicInteger();
  private Optional<Stage> stage = Optional.empty();

  @BeforeAll
  static void toolkit() {
    Fx.start();
  }

  @AfterEach
  void close() {
    Fx.run(() -> stage.ifPresent(Stage::close));
  }

  private void start(Path policy) {
    Fx.run(() -> {
      Stage window = new Stage();
      stage = Optional.of(window);
      Startup.start(List.of("--policy", policy.toString()), window, _ -> runs.incrementAndGet());
    });
  }

  @Test
  void a_missing_policy_is_named_and_may_be_tried_again_without_a_restart() throws IOException {
    Path policy = folder.resolve("policy.json");
    start(policy);
    assertTrue(words().contains("FILE_MISSING"), words());
    Fx.picture(stage.orElseThrow().getScene(), "60-policy-missing");

    Files.writeString(policy, "no json");
    press("policy-again");
    assertTrue(words().contains("NOT_JSON"), words());
    assertFalse(words().contains("FILE_MISSING"), words());
    assertEquals(0, runs.get(), "nothing starts on a policy that is not usable");
  }

  @Test
  void the_button_that_gives_up_closes_the_window() {
    start(folder.resolve("policy.json"));

    press("policy-close");

    assertFalse(Fx.call(() -> stage.orElseThrow().isShowing()));
    assertEquals(0, runs.get());
  }

  private void press(String id) {
    Fx.run(() -> {
      if (stage.orElseThrow().getScene().lookup("#" + id) instanceof Button button) {
        button.fire();
      } else {
        throw new AssertionError("there is no button " + id);
      }
    });
  }

  private String words() {
    return Fx.call(() -> {
      stage.orElseThrow().getScene().getRoot().applyCss();
      stage.orElseThrow().getScene().getRoot().layout();
      List<String> words = new ArrayList<>();
      collect(stage.orElseThrow().getScene().getRoot(), words);
      return String.join(" | ", words);
    });
  }

  private static void collect(Node node, List<String> words) {
    if (node instanceof Labeled labeled) {
      words.add(labeled.getText());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, words));
    }
  }
}
