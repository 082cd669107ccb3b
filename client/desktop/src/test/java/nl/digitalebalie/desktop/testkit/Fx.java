package nl.digitalebalie.desktop.testkit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import nl.digitalebalie.desktop.fx.FxLog;

/** The toolkit without a screen: run on its thread, wait for pulses, take pictures. */
public final class Fx {
  private static final long PATIENCE_SECONDS = 60;
  private static final int PATIENCE_PULSES = 300;
  private static boolean started;

  private Fx() {}

  public static synchronized void start() {
    if (started) {
      return;
    }
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    FxLog.expectClassPath();
    CountDownLatch up = new CountDownLatch(1);
    Platform.startup(up::countDown);
    Platform.setImplicitExit(false);
    try {
      if (!up.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the toolkit does not start");
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    started = true;
  }

  public static <T> T call(Callable<T> action) {
    FutureTask<T> task = new FutureTask<>(action);
    Platform.runLater(task);
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    } catch (InterruptedException | TimeoutException stuck) {
      throw new AssertionError(stuck);
    }
  }

  public static void run(Runnable action) {
    call(() -> {
      action.run();
      return true;
    });
    settle();
  }

  /** Lets everything that was posted so far happen, and what that posts. */
  public static void settle() {
    for (int round = 0; round < 4; round++) {
      call(() -> true);
    }
  }

  /**
   * Waits, pulse by pulse, until the toolkit's thread sees this hold: what a scene let go of is
   * still held by the drawing of the pulse before.
   *
   * @return whether it came to hold
   */
  public static boolean eventually(Callable<Boolean> holds) {
    for (int pulse = 0; pulse < PATIENCE_PULSES; pulse++) {
      if (call(holds)) {
        return true;
      }
      nextPulse();
    }
    return false;
  }

  /** What waits for a pulse of the application happens between two of ours. */
  public static void pulses() {
    nextPulse();
    nextPulse();
  }

  private static void nextPulse() {
    CountDownLatch passed = new CountDownLatch(1);
    AnimationTimer timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            stop();
            passed.countDown();
          }
        };
    Platform.runLater(timer::start);
    try {
      if (!passed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the toolkit draws no more");
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  /** Writes the scene as it is drawn now to {@code target/pictures/NAME.png}. */
  public static void picture(Scene scene, String name) {
    WritableImage image =
        call(() -> {
          scene.getRoot().applyCss();
          scene.getRoot().layout();
          return scene.snapshot(null);
        });
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    try {
      Path folder = Files.createDirectories(Path.of("target", "pictures"));
      ImageIO.write(picture, "png", folder.resolve(name + ".png").toFile());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
