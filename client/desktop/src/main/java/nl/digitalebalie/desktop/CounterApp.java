package nl.digitalebalie.desktop;

import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Duration;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.fx.ScreenLock;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.texts.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The staff client as a JavaFX application: one window, one desk.
 *
 * <p>It can be started within a process that runs it by script: {@code Platform.startup}, then on
 * the toolkit's thread {@code new CounterApp(wiring).start(stage)} with a {@link Wiring} of one's
 * own ports. {@link #desk()} is the whole state as an immutable value, {@link #call()} the media.
 *
 * <p>These node ids are stable, and a script may rely on them from the first pulse on:
 *
 * <ul>
 *   <li>before all: {@code #policy-again #policy-close} when the policy is not usable
 *   <li>sign in: {@code #sign-in-name #sign-in-password #sign-in #sign-in-problem}, demonstration
 *       {@code #demo-staff-NAME} (dots become dashes)
 *   <li>frame: {@code #demo-band #place #presence-available #presence-break #settings #sign-out
 *       #trouble #notice #dismiss-notice}
 *   <li>queue: {@code #queue} (Enter accepts the selected person), {@code #accept} (accepts the
 *       selected person, else the first), {@code #queue-count #invitations}
 *   <li>invitations: {@code #invitation-topic #invitation-day #invitation-time #invitation-create
 *       #invitation-link #invitation-copy #invitation-save #invitation-close}
 *   <li>call: {@code #accept-first #remote-picture #self-picture #resident #microphone #camera
 *       #hold #devices #hang-up #hang-up-confirm #hang-up-cancel #reconnect #level #speaks-muted
 *       #connection}
 *   <li>identity: {@code #identity-state #purpose #ask-disclosure #cancel-disclosure}
 *   <li>cases: {@code #panel-state #open-panel #lock-panel #countdown #extend-panel #extend-reason
 *       #extend-confirm}
 *   <li>notes and wrap-up: {@code #notes #wrap-up-note #outcome-answered #outcome-follow-up-needed
 *       #outcome-resident-left #register}
 *   <li>settings: {@code #settings-camera #settings-microphone #settings-speaker #device-test
 *       #speaker-test #settings-theme #settings-text-size #settings-language #settings-sound
 *       #settings-close}
 * </ul>
 */
public final class CounterApp extends Application {
  /** The window is made for this size and usable from {@link #MIN_WIDTH}x{@link #MIN_HEIGHT}. */
  public static final double WIDTH = 1440;

  public static final double HEIGHT = 900;
  static final double MIN_WIDTH = 1024;
  static final double MIN_HEIGHT = 700;

  private static final Duration TICK = Duration.millis(500);
  private static final Duration LISTEN = Duration.millis(100);

  private final Optional<Wiring> given;
  private @Nullable Running running;

  /** For the launcher: takes its wiring from the command line's policy file. */
  public CounterApp() {
    this.given = Optional.empty();
  }

  public CounterApp(Wiring wiring) {
    this.given = Optional.of(wiring);
  }

  @Override
  public void start(Stage stage) {
    if (given.isPresent()) {
      run(given.get(), stage);
    } else {
      Startup.start(
          getParameters().getRaw(),
          stage,
          wiring -> {
            run(wiring, stage);
            ScreenLock.watch(
                System.getProperty("os.name", ""),
                wiring.ports().deskThread(),
                () -> wiring.happened(new DeskEvent.ScreenLocked()));
          });
    }
  }

  /** The state of the desk now; on the toolkit's thread. */
  public Desk desk() {
    return started().wiring.desk().desk();
  }

  public CallPort call() {
    return started().wiring.ports().call();
  }

  public Scene scene() {
    return started().scene;
  }

  @Override
  public void stop() {
    if (running != null) {
      running.stop();
      running = null;
    }
  }

  private void run(Wiring wiring, Stage stage) {
    running = new Running(wiring, stage);
    running.start();
  }

  private Running started() {
    if (running == null) {
      throw new IllegalStateException("the application was not started");
    }
    return running;
  }

  /** One run: the window, and what beats in it. */
  private static final class Running {
    private final Wiring wiring;
    private final Stage stage;
    private final Timeline ticks;
    private final Timeline ears;
    private final AnimationTimer pulses;
    private CounterWindow window;
    private Scene scene;
    private Settings worn;

    Running(Wiring wiring, Stage stage) {
      this.wiring = wiring;
      this.stage = stage;
      this.worn = wiring.settings().model().settings();
      CounterWindow.wear(worn.theme());
      this.window = window(worn);
      this.scene = new Scene(window.root(), WIDTH, HEIGHT);
      window.shortcuts(scene);
      this.ticks = beat(TICK, this::tick);
      this.ears = beat(LISTEN, () -> window.hear());
      this.pulses =
          new AnimationTimer() {
            @Override
            public void handle(long now) {
              window.pulse();
            }
          };
    }

    void start() {
      wiring.ports().call().prewarm();
      wiring.desk().watch(desk -> window.show(desk));
      wiring.settings().model().shown().property().addListener((_, _, now) -> change(now));
      stage.setTitle(Texts.of(worn.language()).text("app.name"));
      stage.setMinWidth(MIN_WIDTH);
      stage.setMinHeight(MIN_HEIGHT);
      stage.setScene(scene);
      stage.sizeToScene(); // the window may have said before that the policy was not usable
      stage.show();
      ticks.play();
      ears.play();
      pulses.start();
      window.rehearse();
    }

    void stop() {
      ticks.stop();
      ears.stop();
      pulses.stop();
      wiring.happened(new DeskEvent.SignOutWanted());
      wiring.ports().call().close();
    }

    private void tick() {
      wiring
          .ports()
          .call()
          .stats()
          .ifPresent(stats ->
              wiring.happened(
                  new DeskEvent.EngineSaid(
                      new nl.digitalebalie.desktop.call.CallNews.Measured(stats))));
      wiring.happened(new DeskEvent.Ticked());
    }

    /** Language and text size need other nodes; a theme only another style sheet and class. */
    private void change(Settings next) {
      boolean look =
          next.language() != worn.language()
              || next.textSize() != worn.textSize()
              || next.theme() != worn.theme();
      worn = next;
      if (look) {
        String draft = window.draft();
        CounterWindow.wear(next.theme());
        window = window(next);
        window.restore(draft);
        scene.setRoot(window.root());
        scene.getAccelerators().clear();
        window.shortcuts(scene);
      }
    }

    private CounterWindow window(Settings settings) {
      return new CounterWindow(wiring, Texts.of(settings.language()), settings, stage);
    }

    private static Timeline beat(Duration every, Runnable action) {
      Timeline timeline = new Timeline(new KeyFrame(every, _ -> action.run()));
      timeline.setCycleCount(Timeline.INDEFINITE);
      return timeline;
    }
  }
}
