package nl.digitalebalie.desktop.view.call;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.call.Quality;
import nl.digitalebalie.desktop.fx.Overlay;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.fx.PictureView;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.call.CallModel.HangUp;
import nl.digitalebalie.desktop.view.call.CallModel.Medium;
import nl.digitalebalie.desktop.view.call.CallModel.Muted;
import nl.digitalebalie.desktop.view.call.CallModel.Next;
import nl.digitalebalie.desktop.view.call.CallModel.Over;
import nl.digitalebalie.desktop.view.call.CallModel.Retry;
import nl.digitalebalie.desktop.view.call.CallModel.Screen;
import nl.digitalebalie.desktop.view.call.CallModel.Tone;
import nl.digitalebalie.desktop.view.code.CodePresenter;
import nl.digitalebalie.desktop.view.code.CodeView;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Hold;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The nodes of the call: the picture, what lies over it, the controls. */
public final class CallView extends VBox {
  private static final PseudoClass OFF = PseudoClass.getPseudoClass("off");

  /** The self view's share of the picture: seen, and not in the way. */
  private static final double SELF_SHARE = 0.22;

  /** Whom we talk to stays on the picture, however large the text. */
  private static final double WHO_SHARE = 0.9;

  /** Nobody sees that their own picture is a thirtieth of a second old. */
  private static final int QUIET_PULSES = 2;

  private final CallPresenter presenter;
  private final Texts texts;
  private final Overlay overlay;
  private final PictureView remote;
  private final PictureView self;
  private final StackPane stage = new StackPane();
  private final VBox idle;
  private final Label idleTitle = Parts.heading("", "idle-title");
  private final Label idleHint = Parts.label("", "muted");
  private final Button acceptFirst;
  private final Label who = new Label("", Parts.icon(Feather.USER, "on-stage"));
  private final VBox over = Parts.column("over");
  private final Label speaksMuted;
  private final ToggleButton microphone;
  private final ToggleButton camera;
  private final ToggleButton hold;
  private final Button hangUp;
  private final Button retry;
  private final ProgressBar level = new ProgressBar(0);
  private final Label connection = Parts.label("", "connection");
  private final VBox bar;
  private final Button devices;
  private final Button channel;
  private final PhoneCard phone;
  private final CodeView code;
  private final Label levelWords;
  private final Label written = new Label("", Parts.icon(Feather.MESSAGE_CIRCLE));

  /** Since the last picture of oneself. */
  private int quietPulses;

  /** What lies outside the call and is reached from it. */
  public record Doors(Runnable openDevices, Runnable acceptFirst, Consumer<URI> telephone) {}

  public CallView(
      CallPresenter presenter,
      CodePresenter codes,
      Texts texts,
      CallPort call,
      Overlay overlay,
      Doors doors) {
    this.presenter = presenter;
    this.texts = texts;
    this.overlay = overlay;
    getStyleClass().add("call");
    remote =
        new PictureView(texts.text("call.remote"), call::remotePicture, PictureView.Mirror.AS_IS);
    remote.setId("remote-picture");
    self = new PictureView(texts.text("call.self"), call::ownPicture, PictureView.Mirror.MIRRORED);
    self.setId("self-picture");
    microphone = Parts.toggle("microphone", texts.text("call.microphone"), Feather.MIC, "control");
    camera = Parts.toggle("camera", texts.text("call.camera"), Feather.VIDEO, "control");
    hold = Parts.toggle("hold", texts.text("call.hold"), Feather.PAUSE, "control");
    hangUp =
        Parts.button("hang-up", texts.text("call.hangUp"), Feather.PHONE_OFF, "danger", "control");
    retry =
        Parts.button(
            "reconnect", texts.text("call.retry"), Feather.REFRESH_CW, "accent", "control");
    devices = Parts.button("devices", texts.text("call.devices"), Feather.SETTINGS, "control");
    devices.setOnAction(_ -> doors.openDevices().run());
    channel =
        Parts.button("channel", texts.text("channel.switch"), Feather.SHUFFLE, "small", "flat");
    channel.setOnAction(_ -> askForChannel());
    tip(channel, "Ctrl+Shift+W");
    phone = new PhoneCard(texts, doors.telephone());
    tip(microphone, "Ctrl+Shift+M");
    tip(camera, "Ctrl+Shift+K");
    tip(hold, "Ctrl+Shift+P");
    tip(hangUp, "Ctrl+Shift+H");
    microphone.setOnAction(_ -> presenter.toggleMicrophone());
    camera.setOnAction(_ -> presenter.toggleCamera());
    hold.setOnAction(_ -> presenter.toggleHold());
    hangUp.setOnAction(_ -> hangUp());
    retry.setOnAction(_ -> presenter.retry());
    levelWords = new Label(texts.text("call.level"));
    speaksMuted = Parts.label(texts.text("call.speaksMuted"), "over-line", "warning");
    speaksMuted.setGraphic(Parts.icon(Feather.MIC_OFF));
    speaksMuted.setId("speaks-muted");
    acceptFirst =
        Parts.button(
            "accept-first",
            texts.text("call.acceptFirst"),
            Feather.PHONE_INCOMING,
            "accent",
            "large");
    acceptFirst.setOnAction(_ -> doors.acceptFirst().run());
    tip(acceptFirst, "Ctrl+Shift+A");
    idle =
        Parts.column(
            "idle", Parts.icon(Feather.VIDEO, "idle-icon"), idleTitle, idleHint, acceptFirst);
    FlowPane controls = new FlowPane(microphone, camera, hold, devices, retry, hangUp);
    controls.getStyleClass().add("controls");
    code = new CodeView(codes, texts);
    bar = Parts.column("call-bar", controls, connectionRow(), code);
    dressStage();
    getChildren().addAll(stage, bar);
    VBox.setVgrow(stage, Priority.ALWAYS);
    level.progressProperty().bind(presenter.model().levelProperty().multiply(2.5));
    presenter.model().screen.render(this::render);
    presenter
        .model()
        .muted
        .render(muted -> Parts.visible(speaksMuted, muted == Muted.SPEAKS_MUTED));
  }

  /**
   * Shows the newest pictures; called once for each pulse. One's own picture goes along with the
   * other: it lies on top of it, so by itself it would have both drawn once more.
   */
  public void pulse() {
    long before = remote.shown();
    remote.pulse();
    quietPulses++;
    if (remote.shown() != before || quietPulses >= QUIET_PULSES) {
      quietPulses = 0;
      self.pulse();
    }
  }

  /** Asks once, unless the resident left; also for the keyboard shortcut. */
  public void hangUp() {
    if (presenter.model().screen() instanceof Screen.Talking talking) {
      if (talking.hangUp() == HangUp.AT_ONCE) {
        presenter.hangUp();
      } else {
        askToHangUp();
      }
    }
  }

  private void dressStage() {
    stage.getStyleClass().add("stage");
    self.getStyleClass().add("self");
    self.maxWidthProperty().bind(stage.widthProperty().multiply(SELF_SHARE));
    self.maxHeightProperty().bind(self.maxWidthProperty().multiply(0.75));
    StackPane.setAlignment(self, Pos.BOTTOM_RIGHT);
    who.getStyleClass().add("who");
    who.setId("resident");
    // In a row of its own it is as wide as its words and gives way where there is no room.
    HBox whoRow = new HBox(who);
    whoRow.setPickOnBounds(false);
    whoRow.setMaxHeight(Region.USE_PREF_SIZE);
    whoRow.maxWidthProperty().bind(stage.widthProperty().multiply(WHO_SHARE));
    StackPane.setAlignment(whoRow, Pos.TOP_LEFT);
    VBox lines = new VBox(over, speaksMuted);
    lines.getStyleClass().add("over-lines");
    lines.setPickOnBounds(false);
    lines.setMaxSize(Double.MAX_VALUE, Region.USE_PREF_SIZE);
    StackPane.setAlignment(lines, Pos.TOP_CENTER);
    // What lies under and over moving pictures would be drawn anew with each of them; without a
    // graphics card rounded corners are half of the work.
    Region floor = new Region();
    floor.getStyleClass().add("stage-floor");
    List.of(floor, who).forEach(still -> still.setCache(true));
    stage.getChildren().addAll(floor, remote, idle, phone, lines, whoRow, self);
  }

  private HBox connectionRow() {
    level.setId("level");
    level.setAccessibleText(texts.text("call.level"));
    level.setFocusTraversable(false);
    level.getStyleClass().add("level");
    connection.setId("connection");
    written.getStyleClass().add("strong");
    written.setMinWidth(Region.USE_PREF_SIZE);
    HBox.setHgrow(connection, Priority.ALWAYS);
    connection.setMaxWidth(Double.MAX_VALUE);
    levelWords.setGraphic(Parts.icon(Feather.MIC, "small-icon"));
    levelWords.getStyleClass().addAll("muted", "small");
    levelWords.setLabelFor(level);
    levelWords.setMinWidth(Region.USE_PREF_SIZE);
    channel.setMinWidth(Region.USE_PREF_SIZE);
    return Parts.row("connection-row", written, connection, channel, levelWords, level);
  }

  private void render(Screen screen) {
    switch (screen) {
      case Screen.Idle nobody -> renderIdle(nobody);
      case Screen.Talking talking -> renderTalking(talking);
    }
  }

  private void renderIdle(Screen.Idle nobody) {
    idleTitle.setText(nobody.title());
    idleHint.setText(nobody.hint());
    Parts.visible(acceptFirst, nobody.next() == Next.WAITS);
    stage.pseudoClassStateChanged(PseudoClass.getPseudoClass("live"), false);
    Parts.visible(idle, true);
    for (Node node : new Node[] {remote, self, who, over, bar, phone}) {
      Parts.visible(node, false);
    }
    Parts.visible(stage, true);
    VBox.setVgrow(this, Priority.ALWAYS);
    remote.clear();
    self.clear();
  }

  private void renderTalking(Screen.Talking talking) {
    Parts.visible(idle, false);
    for (Node node : new Node[] {who, over, bar}) {
      Parts.visible(node, true);
    }
    renderMedium(talking.medium());
    who.setText(talking.who());
    written.setText(talking.who());
    Parts.visible(channel, talking.ways().size() > 1);
    over.getChildren().setAll(talking.over().stream().map(CallView::overLine).toList());
    dress(microphone, talking.microphone(), "call.microphone", Feather.MIC, Feather.MIC_OFF);
    dress(camera, talking.camera(), "call.camera", Feather.VIDEO, Feather.VIDEO_OFF);
    boolean onHold = talking.hold() == Hold.ON_HOLD;
    hold.setSelected(onHold);
    hold.setText(texts.text(onHold ? "call.resume" : "call.hold"));
    hold.setAccessibleText(hold.getText());
    hold.setGraphic(Parts.icon(onHold ? Feather.PLAY : Feather.PAUSE));
    Parts.visible(retry, talking.retry() == Retry.OFFERED);
    connection.setText(talking.connection());
    connection.setGraphic(signal(talking.quality()));
  }

  /** Only what this way of talking has; a talk in writing leaves the middle to the chat. */
  private void renderMedium(Medium medium) {
    boolean picture = medium instanceof Medium.Picture;
    stage.pseudoClassStateChanged(PseudoClass.getPseudoClass("live"), picture);
    for (Node node :
        new Node[] {remote, self, microphone, camera, hold, devices, level, levelWords}) {
      Parts.visible(node, picture);
    }
    Parts.visible(stage, !(medium instanceof Medium.Writing));
    Parts.visible(written, medium instanceof Medium.Writing);
    VBox.setVgrow(this, medium instanceof Medium.Writing ? Priority.NEVER : Priority.ALWAYS);
    Parts.visible(phone, medium instanceof Medium.Telephone);
    if (medium instanceof Medium.Telephone telephone) {
      phone.show(telephone);
    }
    if (!picture) {
      remote.clear();
      self.clear();
    }
  }

  /** Says what a change means before it happens: the panel shuts, and how it opens again. */
  public void askForChannel() {
    if (!(presenter.model().screen() instanceof Screen.Talking talking)
        || talking.ways().size() < 2) {
      return;
    }
    VBox ways = Parts.column("ways");
    for (Channel way : talking.ways()) {
      Button button = Parts.button(wayId(way), texts.word(way), sign(way), "way");
      button.setMaxWidth(Double.MAX_VALUE);
      button.setDisable(way == channelOf(talking.medium()));
      button.setAccessibleHelp(texts.text("channel.to." + way.name()));
      button.setOnAction(_ -> {
        overlay.close();
        presenter.switchTo(way);
      });
      Label words = Parts.label(texts.text("channel.to." + way.name()), "muted", "small");
      ways.getChildren().add(Parts.column("way-box", button, words));
    }
    Button no = Parts.button("channel-cancel", texts.text("dialog.cancel"));
    no.setOnAction(_ -> overlay.close());
    Node dialog =
        Parts.column(
            "dialog",
            Parts.heading(texts.text("channel.title"), "dialog-title"),
            Parts.label(texts.text("channel.text")),
            ways,
            Parts.row("dialog-buttons", Parts.spring(), no));
    overlay.open(dialog, texts.text("channel.title"), no, () -> {});
  }

  /** The field for the code, also for the keyboard shortcut. */
  public void focusCode() {
    code.focusDigits();
  }

  private static String wayId(Channel way) {
    return "channel-" + way.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Channel channelOf(Medium medium) {
    return switch (medium) {
      case Medium.Picture _ -> Channel.VIDEO;
      case Medium.Telephone _ -> Channel.PHONE;
      case Medium.Writing _ -> Channel.CHAT;
    };
  }

  private static Feather sign(Channel way) {
    return switch (way) {
      case VIDEO -> Feather.VIDEO;
      case PHONE -> Feather.PHONE;
      case CHAT -> Feather.MESSAGE_CIRCLE;
    };
  }

  private void dress(ToggleButton button, Switch state, String key, Feather on, Feather off) {
    boolean isOn = state == Switch.ON;
    button.setSelected(isOn);
    button.pseudoClassStateChanged(OFF, !isOn);
    button.setText(texts.text(isOn ? key + ".on" : key + ".off"));
    button.setAccessibleText(button.getText());
    button.setGraphic(Parts.icon(isOn ? on : off));
  }

  private static FontIcon signal(Quality quality) {
    return switch (quality) {
      case GOOD -> Parts.icon(Feather.WIFI, "success-icon");
      case FAIR -> Parts.icon(Feather.WIFI, "warning-icon");
      case CONNECTING -> Parts.icon(Feather.LOADER, "muted-icon");
      case POOR -> Parts.icon(Feather.ALERT_TRIANGLE, "warning-icon");
      case GONE, FAILED -> Parts.icon(Feather.WIFI_OFF, "danger-icon");
    };
  }

  private static Label overLine(Over line) {
    Label label = Parts.label(line.words(), "over-line");
    if (line.tone() == Tone.WARNING) {
      label.getStyleClass().add("warning");
      label.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE));
    }
    return label;
  }

  private void askToHangUp() {
    Button yes =
        Parts.button("hang-up-confirm", texts.text("call.hangUpYes"), Feather.PHONE_OFF, "danger");
    Button no = Parts.button("hang-up-cancel", texts.text("call.hangUpNo"));
    yes.setDefaultButton(true);
    yes.setOnAction(_ -> {
      overlay.close();
      presenter.hangUp();
    });
    no.setOnAction(_ -> overlay.close());
    Node dialog =
        Parts.column(
            "dialog",
            Parts.heading(texts.text("call.hangUpTitle"), "dialog-title"),
            Parts.label(texts.text("call.hangUpText")),
            Parts.row("dialog-buttons", Parts.spring(), no, yes));
    overlay.open(dialog, texts.text("call.hangUpTitle"), yes, () -> {});
  }

  private void tip(javafx.scene.control.Control control, String shortcut) {
    control.setTooltip(new Tooltip(texts.text("shortcut", shortcut)));
    control.setAccessibleHelp(texts.text("shortcut", shortcut));
  }
}
