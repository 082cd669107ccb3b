package nl.digitalebalie.desktop.view.notes;

import java.time.InstantSource;
import javafx.css.PseudoClass;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.chat.ChatModel.Place;
import nl.digitalebalie.desktop.view.chat.ChatModel.Screen;
import nl.digitalebalie.desktop.view.chat.ChatPresenter;
import nl.digitalebalie.desktop.view.chat.ChatPresenter.Attention;
import nl.digitalebalie.desktop.view.chat.ChatView;
import org.kordamp.ikonli.feather.Feather;

/** Chat and notes of the talk: under the picture, or in its place when the talk is a chat. */
public final class TalkTabs extends TabPane {
  private static final PseudoClass CHATTING = PseudoClass.getPseudoClass("chatting");
  private static final PseudoClass WHOLE = PseudoClass.getPseudoClass("whole");

  private final Texts texts;
  private final ChatView chatView;
  private final Tab chat;
  private Place place = Place.BESIDE_THE_TALK;

  public TalkTabs(
      ChatPresenter presenter,
      ChatView chatView,
      NotesView notes,
      Texts texts,
      InstantSource clock) {
    this.texts = texts;
    this.chatView = chatView;
    this.chat = new Tab(texts.text("chat.title"), chatView);
    setId("talk-tabs");
    getStyleClass().add("notes");
    setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
    setAccessibleText(texts.text("talk.tabs"));
    chat.setGraphic(Parts.icon(Feather.MESSAGE_CIRCLE, "small-icon"));
    chat.setId("chat-tab");
    notes.setId("notes-tab");
    getTabs().addAll(chat, notes);
    getSelectionModel().select(notes);
    getSelectionModel()
        .selectedItemProperty()
        .addListener((_, _, now) -> {
          pseudoClassStateChanged(CHATTING, now == chat);
          presenter.attend(now == chat ? Attention.HERE : Attention.ELSEWHERE, clock.instant());
        });
    presenter.model().unread().render(this::renderUnread);
    presenter.model().shown().render(this::render);
  }

  /** Opens the chat and lets the staff member write; also for the keyboard shortcut. */
  public void openChat() {
    getSelectionModel().select(chat);
    chatView.focusMessage();
  }

  private void renderUnread(int unread) {
    chat.setText(unread == 0 ? texts.text("chat.title") : texts.text("chat.titleUnread", unread));
    chat.getStyleClass().removeAll("unread");
    if (unread > 0) {
      chat.getStyleClass().add("unread");
    }
  }

  private void render(Screen screen) {
    Parts.visible(this, screen instanceof Screen.Open);
    Place now = screen instanceof Screen.Open open ? open.place() : Place.BESIDE_THE_TALK;
    VBox.setVgrow(this, now == Place.IS_THE_TALK ? Priority.ALWAYS : Priority.NEVER);
    pseudoClassStateChanged(WHOLE, now == Place.IS_THE_TALK);
    if (now != place) {
      place = now;
      getSelectionModel().select(now == Place.IS_THE_TALK ? 0 : 1);
    }
  }
}
