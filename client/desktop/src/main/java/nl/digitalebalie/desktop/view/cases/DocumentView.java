package nl.digitalebalie.desktop.view.cases;

import java.nio.ByteBuffer;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.Possible;
import nl.digitalebalie.desktop.view.cases.CasesModel.Reader;
import nl.digitalebalie.desktop.viewer.PagePicture;
import org.kordamp.ikonli.feather.Feather;

/**
 * One document, page by page, below the resident's picture: the talk goes on while it is read.
 * Closed, it holds no pixel and no word of it.
 */
public final class DocumentView extends VBox {
  private final CasesPresenter presenter;
  private final Texts texts;
  private final Label title = Parts.label("", "strong");
  private final Label place = Parts.label("");
  private final Label zoomWords = Parts.label("", "muted", "small");
  private final Label shared = Parts.label("", "muted", "small");
  private final Button back;
  private final Button on;
  private final Button smaller;
  private final Button larger;
  private final Button show;
  private final Button close;
  private final FlowPane tools;
  private final ImageView page = new ImageView();
  private final ScrollPane paper = new ScrollPane();
  private final VBox message = Parts.column("document-message");

  public DocumentView(CasesPresenter presenter, Texts texts) {
    this.presenter = presenter;
    this.texts = texts;
    getStyleClass().addAll("card", "document-view");
    setId("document-view");
    back = Parts.iconButton("page-back", texts.text("document.back"), Feather.CHEVRON_LEFT, "flat");
    on = Parts.iconButton("page-on", texts.text("document.on"), Feather.CHEVRON_RIGHT, "flat");
    smaller =
        Parts.iconButton("page-smaller", texts.text("document.smaller"), Feather.ZOOM_OUT, "flat");
    larger =
        Parts.iconButton("page-larger", texts.text("document.larger"), Feather.ZOOM_IN, "flat");
    show = Parts.button("page-show", texts.text("document.show"), Feather.SHARE, "small");
    close = Parts.button("document-close", texts.text("document.close"), Feather.X, "small");
    back.setOnAction(_ -> turn(-1));
    on.setOnAction(_ -> turn(1));
    smaller.setOnAction(_ -> page().ifPresent(now -> presenter.zoom(now.zoom().out())));
    larger.setOnAction(_ -> page().ifPresent(now -> presenter.zoom(now.zoom().in())));
    show.setOnAction(_ -> presenter.showResident());
    close.setOnAction(_ -> presenter.closeDocument());
    place.setId("document-place");
    title.setId("document-title");
    tools = new FlowPane(back, place, on, smaller, zoomWords, larger, show, shared);
    tools.getStyleClass().add("document-tools");
    StackPane middle = new StackPane(page);
    middle.getStyleClass().add("paper");
    paper.setId("document-page");
    paper.setContent(middle);
    paper.setFitToWidth(true);
    paper.getStyleClass().addAll("edge-to-edge", "paper-scroll");
    page.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    title.setMaxWidth(Double.MAX_VALUE);
    javafx.scene.layout.HBox.setHgrow(title, Priority.ALWAYS);
    VBox.setVgrow(paper, Priority.ALWAYS);
    VBox.setVgrow(message, Priority.ALWAYS);
    getChildren().addAll(Parts.row("document-head", title, close), tools, message, paper);
    // a filter: the scroll pane would take the arrows, and Escape closes before anything else does
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    presenter.model().reader.render(this::render);
  }

  private void render(Reader reader) {
    boolean wasOpen = isVisible();
    Parts.visible(this, !(reader instanceof Reader.Closed));
    Parts.visible(tools, reader instanceof Reader.Page);
    Parts.visible(paper, reader instanceof Reader.Page);
    Parts.visible(message, !(reader instanceof Reader.Page));
    message.getChildren().forEach(Parts::wipe);
    message.getChildren().clear();
    switch (reader) {
      case Reader.Closed _ -> clear();
      case Reader.Coming(String name, String words, double share) -> {
        named(name);
        ProgressBar bar = new ProgressBar(share);
        bar.setAccessibleText(words);
        message.getChildren().setAll(Parts.label(words, "muted"), bar);
      }
      case Reader.Failed(String name, String words) -> {
        named(name);
        Label why = Parts.label(words);
        why.setId("document-failed");
        why.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "warning-icon"));
        message.getChildren().setAll(why);
        page.setImage(null);
      }
      case Reader.Page shown -> draw(shown);
    }
    if (!wasOpen && isVisible()) {
      close.requestFocus();
    }
  }

  private void clear() {
    title.setText("");
    place.setText("");
    shared.setText("");
    page.setImage(null);
    page.setAccessibleText(null);
    paper.setAccessibleText(null);
    setAccessibleText(null);
  }

  private void named(String name) {
    title.setText(name);
    setAccessibleText(texts.text("document.spoken", name));
  }

  private void draw(Reader.Page shown) {
    named(shown.title());
    place.setText(shown.place());
    zoomWords.setText(shown.zoomWords());
    back.setDisable(shown.page() <= 1);
    on.setDisable(shown.page() >= shown.pages());
    smaller.setDisable(shown.zoom() == shown.zoom().out());
    larger.setDisable(shown.zoom() == shown.zoom().in());
    show.setDisable(shown.sharing().possible() == Possible.NO || shown.picture().isEmpty());
    shared.setText(shown.sharing().words());
    String spoken = texts.text("document.page", shown.title(), shown.place());
    page.setAccessibleText(spoken);
    paper.setAccessibleText(spoken);
    page.setImage(shown.picture().map(DocumentView::image).orElse(null));
    page.setFitWidth(shown.zoom().width());
    page.setPreserveRatio(true);
    page.setSmooth(true);
  }

  /** On the picture's own pixels: wiping those empties the screen as well. */
  private static WritableImage image(PagePicture picture) {
    PixelBuffer<ByteBuffer> pixels =
        new PixelBuffer<>(
            picture.width(),
            picture.height(),
            picture.pixels(),
            PixelFormat.getByteBgraPreInstance());
    return new WritableImage(pixels);
  }

  private void key(KeyEvent event) {
    boolean plain = !event.isShortcutDown() && !event.isAltDown();
    switch (event.getCode()) {
      case ESCAPE -> presenter.closeDocument();
      case RIGHT, PAGE_DOWN -> turn(1);
      case LEFT, PAGE_UP -> turn(-1);
      case HOME -> page().ifPresent(_ -> presenter.turnTo(1));
      case END -> page().ifPresent(now -> presenter.turnTo(now.pages()));
      case PLUS, ADD, EQUALS -> page().ifPresent(now -> presenter.zoom(now.zoom().in()));
      case MINUS, SUBTRACT -> page().ifPresent(now -> presenter.zoom(now.zoom().out()));
      default -> {
        return;
      }
    }
    if (plain) {
      event.consume();
    }
  }

  private void turn(int by) {
    page().ifPresent(now -> presenter.turnTo(now.page() + by));
  }

  private Optional<Reader.Page> page() {
    return presenter.model().reader() instanceof Reader.Page page
        ? Optional.of(page)
        : Optional.empty();
  }
}
