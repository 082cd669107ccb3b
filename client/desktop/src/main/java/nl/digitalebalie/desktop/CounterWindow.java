package nl.digitalebalie.desktop;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.fx.Overlay;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.call.CallPresenter;
import nl.digitalebalie.desktop.view.call.CallView;
import nl.digitalebalie.desktop.view.cases.CasesPresenter;
import nl.digitalebalie.desktop.view.cases.CasesRehearsal;
import nl.digitalebalie.desktop.view.cases.CasesView;
import nl.digitalebalie.desktop.view.cases.DocumentView;
import nl.digitalebalie.desktop.view.chat.ChatPresenter;
import nl.digitalebalie.desktop.view.chat.ChatView;
import nl.digitalebalie.desktop.view.code.CodePresenter;
import nl.digitalebalie.desktop.view.identity.IdentityPresenter;
import nl.digitalebalie.desktop.view.identity.IdentityView;
import nl.digitalebalie.desktop.view.login.LoginPresenter;
import nl.digitalebalie.desktop.view.login.LoginView;
import nl.digitalebalie.desktop.view.notes.NotesPresenter;
import nl.digitalebalie.desktop.view.notes.NotesView;
import nl.digitalebalie.desktop.view.notes.TalkTabs;
import nl.digitalebalie.desktop.view.notes.WrapUpView;
import nl.digitalebalie.desktop.view.queue.CallbacksModel;
import nl.digitalebalie.desktop.view.queue.CallbacksPresenter;
import nl.digitalebalie.desktop.view.queue.CallbacksView;
import nl.digitalebalie.desktop.view.queue.CallingView;
import nl.digitalebalie.desktop.view.queue.InvitationPresenter;
import nl.digitalebalie.desktop.view.queue.InvitationView;
import nl.digitalebalie.desktop.view.queue.InvitationView.Saved;
import nl.digitalebalie.desktop.view.queue.QueuePresenter;
import nl.digitalebalie.desktop.view.queue.QueueView;
import nl.digitalebalie.desktop.view.settings.SettingsPresenter;
import nl.digitalebalie.desktop.view.settings.SettingsView;
import nl.digitalebalie.desktop.view.shell.ShellPresenter;
import nl.digitalebalie.desktop.view.shell.ShellView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The presenters and views of one desk in one language and text size; made anew when those change.
 * Belongs to the toolkit's thread.
 */
final class CounterWindow {
  private static final Logger LOG = LoggerFactory.getLogger(CounterWindow.class);
  private static final String STYLES = "/nl/digitalebalie/desktop/fx/counter.css";

  /** What is left of the call while a document is read: a face, and the controls. */
  private static final double SMALL_CALL = 320;

  /** About what the right column of the window is wide. */
  private static final double PANEL_WIDTH = 360;

  private final Wiring wiring;
  private final Texts texts;
  private final Stage stage;
  private final InstantSource clock;
  private final CallPort call;
  private final LoginPresenter login;
  private final QueuePresenter queue;
  private final CallbacksPresenter callbacks;
  private final InvitationPresenter invitations;
  private final CallPresenter calling;
  private final IdentityPresenter identity;
  private final CasesPresenter cases;
  private final NotesPresenter notes;
  private final CodePresenter codes;
  private final ChatPresenter chat;
  private final TalkTabs tabs;
  private final ShellPresenter shell;
  private final SettingsPresenter settings;
  private final CallView callView;
  private final CasesView casesView;
  private final Overlay overlay;
  private Optional<SettingsView> openSettings = Optional.empty();
  private Optional<CallingView> openNumber = Optional.empty();

  CounterWindow(Wiring wiring, Texts texts, Settings chosen, Stage stage, Consumer<URI> telephone) {
    this.wiring = wiring;
    this.texts = texts;
    this.stage = stage;
    this.clock = wiring.ports().clock();
    this.call = wiring.ports().call();
    this.settings = wiring.settings();
    Consumer<DeskEvent> desk = wiring::happened;
    ZoneId zone = wiring.ports().zone();
    this.login = new LoginPresenter(wiring.ports().policy(), texts, desk);
    this.queue = new QueuePresenter(texts, zone, desk);
    this.callbacks = new CallbacksPresenter(texts, zone, desk);
    this.invitations = new InvitationPresenter(texts, zone, desk);
    this.calling = new CallPresenter(texts, desk);
    this.identity = new IdentityPresenter(texts, zone, desk);
    this.cases = new CasesPresenter(texts, zone, desk);
    this.notes = new NotesPresenter(texts, desk);
    this.codes = new CodePresenter(texts, desk);
    this.chat = new ChatPresenter(texts, zone, desk);
    this.shell = new ShellPresenter(wiring.ports().policy(), texts, zone, desk);
    show(wiring.desk().desk());

    // The overlay needs the frame and views need the overlay: the frame is put in last.
    javafx.scene.layout.StackPane content = new javafx.scene.layout.StackPane();
    this.overlay = new Overlay(content);
    this.callView =
        new CallView(
            calling,
            codes,
            texts,
            call,
            overlay,
            new CallView.Doors(this::openSettings, queue::acceptFirst, telephone));
    ChatFiles files = new ChatFiles(stage, texts, wiring.ports().deskThread(), desk);
    this.tabs =
        new TalkTabs(
            chat, new ChatView(chat, texts, files), new NotesView(notes, texts), texts, clock);
    DocumentView document = new DocumentView(cases, texts);
    VBox.setVgrow(document, javafx.scene.layout.Priority.ALWAYS);
    VBox middle = new VBox(callView, document, tabs);
    middle.getStyleClass().add("talk");
    readingMakesRoom(document);
    this.casesView = new CasesView(cases, texts, overlay);
    content
        .getChildren()
        .add(
            new ShellView(
                shell,
                texts,
                chosen.textSize().percent() / 100.0,
                new ShellView.Regions(
                    new LoginView(login, texts),
                    new QueueView(
                        queue, texts, new CallbacksView(callbacks, texts), this::openInvitations),
                    middle,
                    new WrapUpView(notes, texts),
                    new IdentityView(identity, texts),
                    casesView),
                this::openSettings));
    dress(overlay, chosen);
    callbacks.model().calling().property().addListener((_, _, now) -> showNumber(now));
  }

  /** The dialog with a number opens when the server sent it, and closes when it is not ours. */
  private void showNumber(Optional<CallbacksModel.Calling> now) {
    if (now.isEmpty()) {
      openNumber.ifPresent(_ -> overlay.close());
      return;
    }
    CallingView view = new CallingView(now.get(), callbacks, texts, overlay::close);
    overlay.open(
        scrolling(view),
        texts.text("callbacks.dialog"),
        view.first(),
        () -> {
          openNumber = Optional.empty();
          callbacks.closed();
        });
    openNumber = Optional.of(view);
  }

  /** While a document is read the resident stays in sight, smaller, and the tabs make room. */
  private void readingMakesRoom(DocumentView document) {
    document
        .visibleProperty()
        .subscribe(reading -> {
          Parts.visible(tabs, !reading);
          VBox.setVgrow(
              callView,
              reading ? javafx.scene.layout.Priority.NEVER : javafx.scene.layout.Priority.ALWAYS);
          callView.setMaxHeight(reading ? SMALL_CALL : Double.MAX_VALUE);
        });
  }

  /** A window of its own in the same clothes, for what is said before there is a desk. */
  static Region dressed(Region content, Settings chosen) {
    wear(chosen.theme());
    javafx.scene.layout.StackPane root = new javafx.scene.layout.StackPane(content);
    root.getStyleClass().add("overlay");
    dress(root, chosen);
    return root;
  }

  private static void dress(Region root, Settings chosen) {
    root.setStyle("-fx-font-size: " + chosen.textSize().pixels() + "px;");
    root.getStyleClass()
        .addAll(
            "text-" + chosen.textSize().name().toLowerCase(java.util.Locale.ROOT),
            switch (chosen.theme()) {
              case LIGHT -> "light";
              case DARK -> "dark";
            });
    root.getStylesheets()
        .add(Objects.requireNonNull(CounterWindow.class.getResource(STYLES)).toExternalForm());
  }

  static void wear(Settings.Theme theme) {
    Application.setUserAgentStylesheet(
        switch (theme) {
          case LIGHT -> new PrimerLight().getUserAgentStylesheet();
          case DARK -> new PrimerDark().getUserAgentStylesheet();
        });
  }

  Region root() {
    return overlay;
  }

  /** Lets the slowest part of the window happen once before it matters. */
  void rehearse() {
    new CasesRehearsal(texts, wiring.ports().zone(), PANEL_WIDTH, overlay).begin();
  }

  /** The note being written survives a change of language or text size. */
  String draft() {
    return notes.model().draftProperty().get();
  }

  void restore(String draft) {
    notes.model().draftProperty().set(draft);
  }

  void show(Desk desk) {
    Instant now = clock.instant();
    login.show(desk);
    queue.show(desk, now);
    callbacks.show(desk, now);
    invitations.show(desk);
    calling.show(desk, now);
    identity.show(desk);
    cases.show(desk, now);
    notes.show(desk);
    codes.show(desk);
    chat.show(desk, now);
    settings.show(desk);
    shell.show(desk, now);
  }

  /** Newest pictures and words; for each pulse. */
  void pulse() {
    callView.pulse();
    chat.pulse();
    openSettings.ifPresent(SettingsView::pulse);
  }

  /** The level meter; some ten times a second. */
  void hear() {
    calling.hear(
        call.stats().map(CallStats::microphoneLevel).map(level -> level.rms()).orElse(0.0));
  }

  void shortcuts(Scene scene) {
    shortcut(scene, "Shortcut+Shift+M", calling::toggleMicrophone);
    shortcut(scene, "Shortcut+Shift+K", calling::toggleCamera);
    shortcut(scene, "Shortcut+Shift+P", calling::toggleHold);
    shortcut(scene, "Shortcut+Shift+H", callView::hangUp);
    shortcut(scene, "Shortcut+Shift+A", queue::acceptFirst);
    shortcut(scene, "Shortcut+Shift+C", callView::focusCode);
    shortcut(scene, "Shortcut+Shift+B", tabs::openChat);
    shortcut(scene, "Shortcut+Shift+W", callView::askForChannel);
    shortcut(scene, "Shortcut+Shift+I", identity::ask);
    shortcut(scene, "Shortcut+L", cases::lock);
    shortcut(scene, "Shortcut+F", casesView::focusSearch);
  }

  private void shortcut(Scene scene, String keys, Runnable action) {
    scene
        .getAccelerators()
        .put(
            KeyCodeCombination.valueOf(keys),
            () -> {
              // A dialog is answered first, except that a lock never waits.
              if (!overlay.isOpen() || keys.equals("Shortcut+L")) {
                action.run();
              }
            });
  }

  private void openSettings() {
    call.findDevices(found -> wiring.ports().deskThread().execute(() -> settings.opened(found)));
    SettingsView view =
        new SettingsView(settings, texts, call, calling.model().levelProperty(), overlay::close);
    openSettings = Optional.of(view);
    overlay.open(
        scrolling(view),
        texts.text("settings.title"),
        view.first(),
        () -> {
          settings.stopTest();
          openSettings = Optional.empty();
        });
  }

  private void openInvitations() {
    InvitationView view =
        new InvitationView(invitations, texts, new WindowOutlets(), overlay::close);
    overlay.open(scrolling(view), texts.text("invitation.title"), view.first(), invitations::done);
  }

  /** The staff member chose the place, so one that cannot be written to is theirs to know. */
  static Saved write(File file, String content) {
    try {
      Files.writeString(file.toPath(), content);
      return Saved.DONE;
    } catch (IOException | InvalidPathException unwritable) {
      LOG.info("APPOINTMENT_NOT_SAVED {}", unwritable.getClass().getSimpleName());
      return Saved.NOT_POSSIBLE;
    }
  }

  private static ScrollPane scrolling(Region dialog) {
    ScrollPane scroll = new ScrollPane(dialog);
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().addAll("dialog-scroll", "edge-to-edge");
    // As high as what it holds; only a small window makes it scroll.
    scroll.prefViewportHeightProperty().bind(dialog.heightProperty());
    scroll.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    return scroll;
  }

  private final class WindowOutlets implements InvitationView.Outlets {
    @Override
    public void copy(String text) {
      ClipboardContent content = new ClipboardContent();
      content.putString(text);
      Clipboard.getSystemClipboard().setContent(content);
    }

    @Override
    public Saved save(String fileName, String content) {
      FileChooser chooser = new FileChooser();
      chooser.setInitialFileName(fileName);
      return Optional.ofNullable(chooser.showSaveDialog(stage))
          .map(file -> write(file, content))
          .orElse(Saved.NOT_CHOSEN);
    }

    @Override
    public Instant now() {
      return clock.instant();
    }
  }
}
