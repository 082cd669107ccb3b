package nl.digitalebalie.desktop.view.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextFormatter;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.chat.Chat.Sharing;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.chat.ChatModel.FileAction;
import nl.digitalebalie.desktop.view.chat.ChatModel.Line;
import nl.digitalebalie.desktop.view.chat.ChatModel.Live;
import nl.digitalebalie.desktop.view.chat.ChatModel.Mark;
import nl.digitalebalie.desktop.view.chat.ChatModel.Screen;
import nl.digitalebalie.desktop.view.chat.ChatModel.Side;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The nodes of the chat. A line that did not change keeps its nodes, and its focus. */
public final class ChatView extends VBox {
  private static final PseudoClass OURS = PseudoClass.getPseudoClass("ours");
  private static final PseudoClass TROUBLE = PseudoClass.getPseudoClass("trouble");

  /** Long lines stay readable and both sides stay tellable apart. */
  private static final double BUBBLE_SHARE = 0.78;

  private final ChatPresenter presenter;
  private final Texts texts;
  private final Files files;
  private final VBox lines = Parts.column("chat-lines");
  private final ScrollPane scroll = new ScrollPane(lines);
  private final Label status = Parts.label("", "muted", "small", "chat-status");
  private final Label liveHead = Parts.label("", "chat-head");
  private final Label liveText = Parts.label("", "chat-text");
  private final HBox live;
  private final Label empty;
  private final TextArea message = new TextArea();
  private final CheckBox share;
  private Map<Key, Drawn> shown = Map.of();
  private int limit = Integer.MAX_VALUE;

  /** The other side chooses ids, and a line may be written twice: the n-th of this name. */
  private record Key(Side side, String id, int nth) {}

  private record Drawn(Line line, Node node) {}

  /** Where files come from and go to; the staff member chooses the place each time. */
  public interface Files {
    void choose();

    void save(ChatPresenter.Received received);
  }

  public ChatView(ChatPresenter presenter, Texts texts, Files files) {
    this.presenter = presenter;
    this.texts = texts;
    this.files = files;
    this.empty = Parts.label(texts.text("chat.empty"), "muted", "chat-empty");
    getStyleClass().add("chat");
    scroll.setId("chat-lines");
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(texts.text("chat.lines"));
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    // The newest line stays in sight as the text grows.
    lines.heightProperty().addListener((_, _, _) -> scroll.setVvalue(1));
    liveText.setId("chat-live-text");
    VBox bubble = Parts.column("bubble", liveHead, liveText);
    bubble.getStyleClass().add("live");
    bubble.maxWidthProperty().bind(lines.widthProperty().multiply(BUBBLE_SHARE));
    live = Parts.row("chat-line", bubble);
    status.setId("chat-status");
    share = new CheckBox(texts.text("chat.share"));
    share.setId("chat-share");
    share.setAccessibleText(texts.text("chat.share"));
    share.setAccessibleHelp(texts.text("chat.shareHelp"));
    share.setOnAction(_ -> presenter.share(share.isSelected() ? Sharing.ON : Sharing.OFF));
    getChildren().addAll(scroll, status, compose());
    presenter.model().screen.render(this::render);
  }

  public void focusMessage() {
    message.requestFocus();
  }

  private Node compose() {
    message.setId("chat-message");
    message.setWrapText(true);
    message.setPrefRowCount(2);
    message.setPromptText(texts.text("chat.prompt"));
    message.setAccessibleText(texts.text("chat.message"));
    message.setAccessibleHelp(texts.text("chat.messageHelp"));
    message.setTextFormatter(
        new TextFormatter<>(change ->
            change.getControlNewText().length() <= limit || change.getText().isEmpty()
                ? change
                : null));
    message.textProperty().bindBidirectional(presenter.model().draft);
    message.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    HBox.setHgrow(message, Priority.ALWAYS);
    Button send = Parts.button("chat-send", texts.text("chat.send"), Feather.SEND, "accent");
    send.setOnAction(_ -> presenter.send());
    send.setMinWidth(Region.USE_PREF_SIZE);
    Button file = Parts.button("chat-file", texts.text("chat.file"), Feather.PAPERCLIP);
    file.setAccessibleHelp(texts.text("chat.fileHelp"));
    file.setOnAction(_ -> files.choose());
    file.setMinWidth(Region.USE_PREF_SIZE);
    FlowPane tools = new FlowPane(share, file);
    tools.getStyleClass().add("chat-tools");
    return Parts.column("chat-compose", Parts.row("chat-write", message, send), tools);
  }

  /** Enter sends, Shift and Enter begin a line; Tab goes on, as in every field (WCAG 2.1.2). */
  private void onKey(KeyEvent key) {
    if (key.getCode() == KeyCode.ENTER && !key.isAltDown() && !key.isMetaDown()) {
      if (key.isShiftDown()) {
        message.insertText(message.getCaretPosition(), "\n");
      } else {
        presenter.send();
      }
      key.consume();
    } else if (key.getCode() == KeyCode.TAB && !key.isControlDown() && !key.isAltDown()) {
      message.requestFocusTraversal(
          key.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      key.consume();
    }
  }

  private void render(Screen screen) {
    switch (screen) {
      case Screen.Nothing _ -> {
        shown = Map.of();
        lines.getChildren().stream().filter(old -> old != empty).forEach(Parts::wipe);
        lines.getChildren().clear();
        renderLive(Optional.empty());
        status.setText("");
      }
      case Screen.Open open -> {
        limit = open.limit();
        renderLines(open);
        status.setText(open.status().orElse(""));
        Parts.visible(status, open.status().isPresent());
        share.setSelected(open.sharing() == Sharing.ON);
      }
    }
  }

  private void renderLines(Screen.Open open) {
    Map<Key, Drawn> next = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Line line : open.lines()) {
      Key key = free(next, line);
      Drawn drawn =
          Optional.ofNullable(shown.get(key))
              .filter(before -> before.line().equals(line))
              .orElseGet(() -> new Drawn(line, node(line)));
      next.put(key, drawn);
      nodes.add(drawn.node());
    }
    if (nodes.isEmpty() && open.live().isEmpty()) {
      nodes.add(empty);
    }
    shown = next;
    open.live().ifPresent(_ -> nodes.add(live));
    place(nodes);
    renderLive(open.live());
  }

  private static Key free(Map<Key, Drawn> taken, Line line) {
    int nth = 0;
    Key key = new Key(line.side(), line.id(), nth);
    while (taken.containsKey(key)) {
      nth++;
      key = new Key(line.side(), line.id(), nth);
    }
    return key;
  }

  /** Nodes that stay are not touched: taking one out and in again would style it anew. */
  private void place(List<Node> nodes) {
    Set<Node> stay = Collections.newSetFromMap(new IdentityHashMap<>());
    stay.addAll(nodes);
    List<Node> gone = lines.getChildren().stream().filter(old -> !stay.contains(old)).toList();
    gone.stream().filter(old -> old != empty).forEach(Parts::wipe);
    lines.getChildren().removeAll(gone);
    for (int place = 0; place < nodes.size(); place++) {
      boolean there =
          place < lines.getChildren().size() && lines.getChildren().get(place) == nodes.get(place);
      if (!there) {
        lines.getChildren().add(place, nodes.get(place));
      }
    }
  }

  /** The letters change many times in a second: one node whose words change. */
  private void renderLive(Optional<Live> typed) {
    liveHead.setText(typed.map(Live::who).orElse(""));
    liveText.setText(typed.map(Live::text).orElse(""));
    liveText.setAccessibleText(typed.map(Live::spoken).orElse(""));
    liveText.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  private Node node(Line line) {
    VBox bubble =
        switch (line) {
          case Line.Message said -> message(said);
          case Line.FileCard file -> file(file);
        };
    bubble.pseudoClassStateChanged(OURS, line.side() == Side.STAFF);
    bubble.maxWidthProperty().bind(lines.widthProperty().multiply(BUBBLE_SHARE));
    return line.side() == Side.STAFF
        ? Parts.row("chat-line", Parts.spring(), bubble)
        : Parts.row("chat-line", bubble, Parts.spring());
  }

  private VBox message(Line.Message said) {
    Label text = Parts.label(said.text(), "chat-text");
    text.setAccessibleText(said.spoken());
    VBox bubble = Parts.column("bubble", Parts.label(said.head(), "chat-head"), text);
    if (!said.state().isEmpty()) {
      bubble.getChildren().add(state(said.state(), said.mark()));
    }
    return bubble;
  }

  private VBox file(Line.FileCard file) {
    Label name = Parts.label(file.name(), "strong");
    name.setGraphic(Parts.icon(Feather.FILE));
    VBox bubble =
        Parts.column(
            "bubble",
            Parts.label(file.head(), "chat-head"),
            name,
            Parts.label(file.facts(), "muted", "small"));
    file.progress().ifPresent(share -> bubble.getChildren().add(progress(file, share)));
    bubble.getChildren().add(state(file.state(), file.mark()));
    if (!file.actions().isEmpty()) {
      FlowPane buttons = new FlowPane();
      buttons.getStyleClass().add("chat-actions");
      file.actions().forEach(action -> buttons.getChildren().add(button(file, action)));
      bubble.getChildren().add(buttons);
    }
    return bubble;
  }

  private static ProgressBar progress(Line.FileCard file, double share) {
    ProgressBar bar = new ProgressBar(share);
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(file.state());
    bar.setFocusTraversable(false);
    return bar;
  }

  private Button button(Line.FileCard file, FileAction action) {
    String words = texts.word(action);
    Button button =
        Parts.button(
            "file-" + action.name().toLowerCase(Locale.ROOT) + "-" + file.id(),
            words,
            sign(action),
            action == FileAction.ACCEPT || action == FileAction.SAVE ? "accent" : "button");
    button.setAccessibleText(texts.text("chat.file.action", words, file.name()));
    button.setOnAction(_ -> act(file.id(), action));
    return button;
  }

  private void act(String file, FileAction action) {
    if (action == FileAction.SAVE) {
      presenter.received(file).ifPresent(files::save);
    } else {
      presenter.act(file, action);
    }
  }

  private static Feather sign(FileAction action) {
    return switch (action) {
      case ACCEPT -> Feather.CHECK;
      case DECLINE, CANCEL -> Feather.X;
      case SAVE -> Feather.DOWNLOAD;
    };
  }

  private static Label state(String words, Mark mark) {
    Label label = Parts.label(words, "small", "chat-state");
    label.pseudoClassStateChanged(TROUBLE, mark == Mark.TROUBLE);
    sign(mark).ifPresent(label::setGraphic);
    return label;
  }

  private static Optional<FontIcon> sign(Mark mark) {
    return switch (mark) {
      case NONE -> Optional.empty();
      case WAITS -> Optional.of(Parts.icon(Feather.CLOCK, "small-icon"));
      case UNDER_WAY -> Optional.of(Parts.icon(Feather.ARROW_UP_RIGHT, "small-icon"));
      case ARRIVED -> Optional.of(Parts.icon(Feather.CHECK, "small-icon"));
      case TROUBLE -> Optional.of(Parts.icon(Feather.ALERT_TRIANGLE, "warning-icon"));
    };
  }
}
