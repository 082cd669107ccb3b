package nl.digitalebalie.acceptance.staff;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import nl.digitalebalie.desktop.CounterApp;
import nl.digitalebalie.desktop.Wiring;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.fx.FxLog;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.rtc.time.MonoTime;
import org.jspecify.annotations.Nullable;

/**
 * The real staff client in this process. Methods may be called from any thread but the toolkit's.
 */
public final class StaffClient implements AutoCloseable {
  private static final Duration FX_PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MILLIS = 2;

  private static boolean toolkitRuns;

  private final Wiring wiring;
  private final CounterApp app;
  private final Stage stage;

  private StaffClient(Wiring wiring, CounterApp app, Stage stage) {
    this.wiring = wiring;
    this.app = app;
    this.stage = stage;
  }

  public static StaffClient start(Wiring wiring) {
    return onToolkit(() -> {
      StaffClient client = new StaffClient(wiring, new CounterApp(wiring), new Stage());
      try {
        client.app.start(client.stage);
      } catch (RuntimeException | Error broken) {
        client.stop(); // nobody else has it to close it
        throw broken;
      }
      return client;
    });
  }

  /** Starts the toolkit; a process has one, and a second call finds it running. */
  public static synchronized void startToolkit() {
    if (toolkitRuns) {
      return;
    }
    toolkitRuns = true;
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    FxLog.expectClassPath();
    Platform.startup(() -> started.complete(true));
    waitFor(started);
    Platform.setImplicitExit(false);
  }

  private static <T> T onToolkit(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error broken) {
        result.completeExceptionally(broken);
      }
    });
    return waitFor(result);
  }

  private static <T> T waitFor(CompletableFuture<T> result) {
    try {
      return result.get(FX_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException broken) {
      throw new IllegalStateException("the staff client failed", broken.getCause());
    } catch (TimeoutException stuck) {
      throw new IllegalStateException("the toolkit does not answer", stuck);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  public Desk desk() {
    return onToolkit(app::desk);
  }

  /** Shows every state of the desk from now on, on the toolkit's thread. */
  public void watch(Consumer<Desk> watcher) {
    onToolkit(() -> {
      wiring.desk().watch(watcher);
      return true;
    });
  }

  /** When the server accepted the identity that the window shows now. */
  public Instant verifiedAt() {
    return desk()
        .talk()
        .ongoing()
        .map(Talk.Ongoing::identity)
        .filter(IdentityState.Shown.class::isInstance)
        .map(shown -> ((IdentityState.Shown) shown).identity().verifiedAt())
        .orElseThrow(() -> new IllegalStateException("nobody is identified"));
  }

  public Optional<CallStats> stats() {
    return app.call().stats();
  }

  /** Fires the button with this id, which must be there and enabled. */
  public void press(String id) {
    onToolkit(() -> {
      ButtonBase button = (ButtonBase) node(id);
      if (button.isDisabled()) {
        throw new IllegalStateException("#" + id + " is disabled");
      }
      button.fire();
      return true;
    });
  }

  public void type(String id, String text) {
    onToolkit(() -> {
      ((TextInputControl) node(id)).setText(text);
      return true;
    });
  }

  /** Whether a button could be pressed now. */
  public boolean canPress(String id) {
    return onToolkit(() -> {
      Node found = app.scene().lookup("#" + id);
      return found instanceof ButtonBase && !found.isDisabled() && shown(found);
    });
  }

  /** Turns to the first tab, the second, and so on. */
  public void openTab(String id, int place) {
    onToolkit(() -> {
      ((TabPane) node(id)).getSelectionModel().select(place);
      return true;
    });
  }

  /** Ticks a box, as a click does. */
  public void select(String id) {
    onToolkit(() -> {
      CheckBox box = (CheckBox) node(id);
      if (!box.isSelected()) {
        box.fire();
      }
      return true;
    });
  }

  /** The id of the first button that begins so and can be pressed. */
  public Optional<String> pressable(String idBegins) {
    return onToolkit(() ->
        app.scene().getRoot().lookupAll(".button").stream()
            .filter(node -> node.getId() != null && node.getId().startsWith(idBegins))
            .filter(node -> !node.isDisabled() && shown(node))
            .map(Node::getId)
            .findFirst());
  }

  /** Whether the window shows this node now. */
  public boolean shows(String id) {
    return onToolkit(() -> {
      Node found = app.scene().lookup("#" + id);
      return found != null && !found.isDisabled() && shown(found);
    });
  }

  private Node node(String id) {
    Node found = app.scene().lookup("#" + id);
    if (found == null) {
      throw new IllegalStateException("the window has no #" + id);
    }
    return found;
  }

  private static boolean shown(@Nullable Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return true;
  }

  /** Every text that the window shows. */
  public List<String> texts() {
    return onToolkit(this::textsNow);
  }

  private List<String> textsNow() {
    List<String> texts = new ArrayList<>();
    collect(app.scene().getRoot(), texts);
    return texts;
  }

  private static void collect(Node node, List<String> texts) {
    if (!node.isVisible()) {
      return;
    }
    switch (node) {
      case Labeled labeled -> texts.add(Optional.ofNullable(labeled.getText()).orElse(""));
      case TextInputControl input -> texts.add(Optional.ofNullable(input.getText()).orElse(""));
      case javafx.scene.text.Text text -> texts.add(text.getText());
      default -> {
        // shows no text of its own
      }
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
    }
  }

  /**
   * Waits until the desk shows what is looked for.
   *
   * @throws IllegalStateException with {@code what} when it takes too long
   */
  public <T> T await(String what, Duration patience, Function<Desk, Optional<T>> look) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> seen = look.apply(desk());
      if (seen.isPresent()) {
        return seen.get();
      }
      pause();
    }
    throw new IllegalStateException("the staff client did not get to: " + what);
  }

  /**
   * Watches every pulse of the window, so that looking costs the client nothing in between.
   *
   * @return completed with the moment of the first pulse whose layout holds what is looked for
   */
  public CompletableFuture<Instant> whenLaidOut(
      Predicate<Desk> state, Predicate<List<String>> texts) {
    CompletableFuture<Instant> seen = new CompletableFuture<>();
    Runnable look =
        () -> {
          if (!seen.isDone() && state.test(app.desk()) && texts.test(textsNow())) {
            seen.complete(Instant.now());
          }
        };
    onToolkit(() -> {
      app.scene().addPostLayoutPulseListener(look);
      return true;
    });
    seen.whenComplete(
        (_, _) -> Platform.runLater(() -> app.scene().removePostLayoutPulseListener(look)));
    return seen;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  public void screenshot(Path file) {
    BufferedImage image =
        onToolkit(() -> SwingFXUtils.fromFXImage(app.scene().snapshot(null), null));
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(image, 0, 0, null);
    try {
      ImageIO.write(opaque, "png", file.toFile());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /**
   * The pixels of the resident's picture as the window shows them now; empty while it shows none.
   */
  public Optional<Picture> remotePicture() {
    return onToolkit(() ->
        view(node("remote-picture"))
            .filter(view -> view.getImage() != null && view.getImage().getWidth() > 1)
            .map(view -> pixels(view.snapshot(null, null))));
  }

  private static Optional<ImageView> view(Node node) {
    if (node instanceof ImageView view) {
      return Optional.of(view);
    }
    if (node instanceof Parent parent) {
      return parent.getChildrenUnmodifiable().stream()
          .map(StaffClient::view)
          .flatMap(Optional::stream)
          .findFirst();
    }
    return Optional.empty();
  }

  private static Picture pixels(WritableImage image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    byte[] bytes = new byte[4 * width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getByteBgraInstance(), bytes, 0, 4 * width);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
    direct.put(0, bytes);
    return new Picture(
        nl.digitalebalie.media.frame.PixelFormat.BGRA, width, height, direct, new MonoTime(0), 1);
  }

  @Override
  public void close() {
    onToolkit(() -> {
      stop();
      return true;
    });
  }

  private void stop() {
    app.stop();
    stage.close();
  }
}
