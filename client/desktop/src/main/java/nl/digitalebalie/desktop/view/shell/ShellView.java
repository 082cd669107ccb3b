package nl.digitalebalie.desktop.view.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableNumberValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.desk.Notice;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.shell.ShellModel.Demo;
import nl.digitalebalie.desktop.view.shell.ShellModel.Middle;
import nl.digitalebalie.desktop.view.shell.ShellModel.Screen;
import nl.digitalebalie.protocol.signal.StaffPresence;
import org.kordamp.ikonli.feather.Feather;

/** The frame: demo band, header, three columns. */
public final class ShellView extends BorderPane {
  /** Shares of the window and limits in pixels of normal text, so that 1024x700 stays usable. */
  private static final double LEFT_SHARE = 0.22;

  private static final double LEFT_MOST = 272;
  private static final double RIGHT_SHARE = 0.33;
  private static final double RIGHT_MOST = 392;

  private final ShellPresenter presenter;
  private final Texts texts;
  private final Label demoBand;
  private final HBox header;
  private final Label place = new Label();
  private final Label staff = new Label();
  private final ToggleButton available;
  private final ToggleButton onBreak;
  private final Label trouble = Parts.label("", "trouble");
  private final Label notice = Parts.label("", "notice");
  private final HBox noticeRow;
  private final Region login;
  private final BorderPane work = new BorderPane();
  private final Region call;
  private final Region wrapUp;

  /**
   * The window.
   *
   * @param textScale 1 for normal text; columns widen with it as far as their share allows
   */
  public ShellView(
      ShellPresenter presenter,
      Texts texts,
      double textScale,
      Regions regions,
      Runnable openSettings) {
    this.presenter = presenter;
    this.texts = texts;
    this.login = regions.login();
    this.call = regions.call();
    this.wrapUp = regions.wrapUp();
    getStyleClass().add("shell");
    demoBand = Parts.label(texts.text("demo.band"), "demo-band");
    demoBand.setId("demo-band");
    demoBand.setMaxWidth(Double.MAX_VALUE);
    available =
        presence("presence-available", StaffPresence.AVAILABLE, Feather.CHECK_CIRCLE, "left-pill");
    onBreak = presence("presence-break", StaffPresence.BREAK, Feather.COFFEE, "right-pill");
    ToggleGroup presences = new ToggleGroup();
    presences.getToggles().setAll(available, onBreak);
    header = header(openSettings);
    Button dismiss =
        Parts.iconButton("dismiss-notice", texts.text("notice.dismiss"), Feather.X, "flat");
    dismiss.setOnAction(_ -> presenter.dismiss());
    notice.setId("notice");
    notice.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(notice, Priority.ALWAYS);
    noticeRow = Parts.row("notice-row", notice, dismiss);
    trouble.setId("trouble");
    trouble.setGraphic(Parts.icon(Feather.WIFI_OFF));
    trouble.setMaxWidth(Double.MAX_VALUE);
    StackPane middle = new StackPane(call, wrapUp);
    middle.getStyleClass().add("middle");
    Region left = column(regions.queue());
    VBox panels = Parts.column("right", regions.identity(), regions.cases());
    Region right = column(panels);
    VBox.setVgrow(regions.cases(), Priority.ALWAYS);
    widths(left, widthProperty(), LEFT_SHARE, LEFT_MOST * textScale);
    widths(right, widthProperty(), RIGHT_SHARE, RIGHT_MOST * textScale);
    work.setLeft(left);
    work.setCenter(column(middle));
    work.setRight(right);
    setTop(new VBox(demoBand, header, trouble, noticeRow));
    presenter.model().screen.render(this::render);
  }

  /** The views that the frame holds. */
  public record Regions(
      Region login, Region queue, Region call, Region wrapUp, Region identity, Region cases) {}

  /** Fills the height there is; scrolls where large text needs more. */
  private static ScrollPane column(Region content) {
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().addAll("edge-to-edge", "column");
    return scroll;
  }

  private static void widths(
      Region column, ObservableNumberValue window, double share, double most) {
    var width = Bindings.min(Bindings.multiply(window, share), most);
    column.prefWidthProperty().bind(width);
    column.minWidthProperty().bind(width);
    column.maxWidthProperty().bind(width);
  }

  private HBox header(Runnable openSettings) {
    Label name = new Label(texts.text("app.name"), Parts.icon(Feather.VIDEO, "brand-icon"));
    name.getStyleClass().add("brand-name");
    name.setMinWidth(Region.USE_PREF_SIZE);
    place.getStyleClass().addAll("place");
    place.setId("place");
    staff.getStyleClass().add("staff");
    staff.setGraphic(Parts.icon(Feather.USER, "small-icon"));
    Label clock = new Label();
    clock.getStyleClass().add("clock");
    clock.setMinWidth(Region.USE_PREF_SIZE);
    presenter.model().clock.render(clock::setText);
    Button settings =
        Parts.iconButton("settings", texts.text("settings.title"), Feather.SETTINGS, "flat");
    settings.setOnAction(_ -> openSettings.run());
    Button signOut =
        Parts.iconButton("sign-out", texts.text("header.signOut"), Feather.LOG_OUT, "flat");
    signOut.setOnAction(_ -> presenter.signOut());
    HBox presence = Parts.row("presence", available, onBreak);
    presence.setMinWidth(Region.USE_PREF_SIZE);
    return Parts.row(
        "header", name, place, Parts.spring(), presence, staff, clock, settings, signOut);
  }

  private ToggleButton presence(String id, StaffPresence state, Feather glyph, String style) {
    ToggleButton button = Parts.toggle(id, texts.word(state), glyph, style);
    button.setOnAction(_ -> {
      button.setSelected(true); // one of the two always holds
      presenter.presence(state);
    });
    return button;
  }

  private void render(Screen screen) {
    Parts.visible(demoBand, screen.demo() == Demo.YES);
    switch (screen) {
      case Screen.SignedOut _ -> {
        Parts.visible(header, false);
        Parts.visible(trouble, false);
        Parts.visible(noticeRow, false);
        setCenter(login);
      }
      case Screen.AtWork work -> renderWork(work);
    }
  }

  private void renderWork(Screen.AtWork now) {
    Parts.visible(header, true);
    place.setText(now.place());
    staff.setText(texts.text("header.staff", now.staff(), now.role()));
    available.setSelected(now.presence() == StaffPresence.AVAILABLE);
    onBreak.setSelected(now.presence() == StaffPresence.BREAK);
    Parts.visible(trouble, now.trouble().isPresent());
    trouble.setText(now.trouble().orElse(""));
    Parts.visible(noticeRow, now.notice().isPresent());
    notice.setText(now.notice().map(ShellModel.Line::words).orElse(""));
    boolean warning =
        now.notice().map(ShellModel.Line::kind).filter(Notice.Kind.WARNING::equals).isPresent();
    notice.setGraphic(Parts.icon(warning ? Feather.ALERT_TRIANGLE : Feather.INFO));
    noticeRow.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("warning"), warning);
    Parts.visible(call, now.middle() == Middle.CALL);
    if (getCenter() != work) {
      setCenter(work);
    }
  }
}
