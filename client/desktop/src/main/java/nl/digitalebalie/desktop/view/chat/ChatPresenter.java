package nl.digitalebalie.desktop.view.chat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.chat.Chat;
import nl.digitalebalie.desktop.chat.Chat.Sharing;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.chat.Entry;
import nl.digitalebalie.desktop.chat.Entry.FileState;
import nl.digitalebalie.desktop.chat.Entry.SharedFile;
import nl.digitalebalie.desktop.chat.Entry.Speaker;
import nl.digitalebalie.desktop.chat.FileBytes;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.chat.ChatModel.FileAction;
import nl.digitalebalie.desktop.view.chat.ChatModel.Line;
import nl.digitalebalie.desktop.view.chat.ChatModel.Live;
import nl.digitalebalie.desktop.view.chat.ChatModel.Mark;
import nl.digitalebalie.desktop.view.chat.ChatModel.Place;
import nl.digitalebalie.desktop.view.chat.ChatModel.Screen;
import nl.digitalebalie.desktop.view.chat.ChatModel.Side;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Presence;

/** Puts the chat into words; what was written leaves with the talk. */
public final class ChatPresenter {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
  private static final int KILOBYTE = 1024;

  private final Texts texts;
  private final ZoneId zone;
  private final Consumer<DeskEvent> desk;
  private final ChatModel model = new ChatModel();
  private Optional<ConversationId> about = Optional.empty();
  private Attention attention = Attention.ELSEWHERE;
  private int seen;
  private Desk last = Desk.EMPTY;
  private Instant lastAt = Instant.EPOCH;
  private Drawing drawing = Drawing.AS_TOLD;

  /** Lines as they were drawn last, by the very entry that they show. */
  private Map<Entry, Line> lines = Map.of();

  /** Whether something was told since the last drawing. */
  private enum Drawing {
    AS_TOLD,
    DUE
  }

  /** Whether the staff member looks at the chat. */
  public enum Attention {
    HERE,
    ELSEWHERE
  }

  /** A received file that may be written. */
  public record Received(String id, String name, FileBytes bytes) {}

  public ChatPresenter(Texts texts, ZoneId zone, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.zone = zone;
    this.desk = desk;
    model.draft.addListener((_, _, text) -> typed(text));
  }

  public ChatModel model() {
    return model;
  }

  /**
   * Another talk, or none, shows at once; what is said within one waits for the next {@link
   * #pulse}, so that nobody can make this desk draw more often than it can be seen.
   */
  public void show(Desk now, Instant at) {
    last = now;
    lastAt = at;
    Optional<Talk.Ongoing> talk = now.talk().ongoing();
    Optional<ConversationId> conversation = talk.map(Talk.Ongoing::conversation);
    if (!conversation.equals(about)) {
      about = conversation;
      seen = 0;
      model.draft.set("");
    }
    int received = talk.map(ongoing -> ongoing.chat().received()).orElse(0);
    if (attention == Attention.HERE) {
      seen = received;
    }
    model.unread.replace(received - seen);
    drawing = Drawing.DUE;
    if (!(model.screen() instanceof Screen.Open open)
        || talk.filter(ongoing -> place(ongoing) == open.place()).isEmpty()) {
      draw();
    }
  }

  /** Once for each pulse of the toolkit. */
  public void pulse() {
    if (drawing == Drawing.DUE) {
      draw();
    }
  }

  private void draw() {
    drawing = Drawing.AS_TOLD;
    Optional<Talk.Ongoing> talk = last.talk().ongoing();
    if (talk.isEmpty()) {
      lines = Map.of();
    }
    model.screen.replace(
        talk.<Screen>map(ongoing -> open(ongoing, lastAt)).orElseGet(Screen.Nothing::new));
  }

  /** What is looked at is read. */
  public void attend(Attention to, Instant at) {
    attention = to;
    show(last, at);
  }

  public void send() {
    String text = model.draft.get();
    if (!text.isBlank()) {
      desk.accept(new DeskEvent.ChatWanted(Sensitive.of(text)));
      model.draft.set("");
    }
  }

  public void share(Sharing wanted) {
    desk.accept(new DeskEvent.SharingWanted(wanted));
  }

  public void act(String file, FileAction action) {
    switch (action) {
      case ACCEPT -> desk.accept(new DeskEvent.FileAccepted(file));
      case DECLINE -> desk.accept(new DeskEvent.FileDeclined(file));
      case CANCEL -> desk.accept(new DeskEvent.FileCancelled(file));
      case SAVE -> throw new IllegalStateException("a place to save to is chosen first");
    }
  }

  /** The bytes of a complete file, for whoever writes them. */
  public Optional<Received> received(String file) {
    return last.talk()
        .ongoing()
        .map(Talk.Ongoing::chat)
        .flatMap(chat ->
            chat.file(file)
                .filter(shared -> shared.state() instanceof FileState.Complete)
                .flatMap(shared ->
                    Optional.ofNullable(chat.bytes().get(file))
                        .map(bytes -> new Received(file, shared.name().reveal(), bytes))));
  }

  private void typed(String text) {
    if (about.isPresent()) {
      desk.accept(new DeskEvent.ChatTyped(Sensitive.of(text)));
    }
  }

  private Screen open(Talk.Ongoing talk, Instant at) {
    Chat chat = talk.chat();
    Sharing sharing = chat.ours().sharing();
    Map<Entry, Line> drawn = new IdentityHashMap<>();
    chat.entries()
        .forEach(entry ->
            drawn.put(entry, Optional.ofNullable(lines.get(entry)).orElseGet(() -> line(entry))));
    lines = drawn;
    return new Screen.Open(
        place(talk),
        chat.entries().stream().map(drawn::get).toList(),
        chat.theirs().line().map(line -> live(line.reveal())),
        status(talk, at),
        sharing,
        sharing == Sharing.ON ? PeerMessage.MAX_LINE_CHARS : PeerMessage.MAX_CHAT_CHARS);
  }

  private static Place place(Talk.Ongoing talk) {
    return talk.channel() == Channel.CHAT ? Place.IS_THE_TALK : Place.BESIDE_THE_TALK;
  }

  private Live live(String text) {
    return new Live(texts.text("chat.liveWho"), text, texts.text("chat.liveSpoken", text));
  }

  private Optional<String> status(Talk.Ongoing talk, Instant at) {
    if (talk.call().presence() == Presence.AWAY) {
      return Optional.of(texts.text("chat.away"));
    }
    if (talk.lane() == Lane.DOWN) {
      return Optional.of(texts.text("chat.waits"));
    }
    return talk.chat().typing(at) ? Optional.of(texts.text("chat.typing")) : Optional.empty();
  }

  private Line line(Entry entry) {
    return switch (entry) {
      case Entry.Said said -> message(said);
      case SharedFile file -> file(file);
    };
  }

  private Line message(Entry.Said said) {
    String head = head(said);
    String text = said.text().reveal();
    String state = said.speaker() == Speaker.STAFF ? texts.word(said.delivery()) : "";
    return new Line.Message(
        said.id(),
        side(said),
        head,
        text,
        state,
        switch (said.delivery()) {
          case WAITING -> Mark.WAITS;
          case SENDING, RESENT -> Mark.UNDER_WAY;
          case DELIVERED -> Mark.ARRIVED;
          case FAILED, WITHHELD -> Mark.TROUBLE;
          case RECEIVED -> Mark.NONE;
        },
        texts.text("chat.spoken", head, text, state).strip());
  }

  private String head(Entry entry) {
    return texts.text(
        entry.speaker() == Speaker.STAFF ? "chat.you" : "chat.resident",
        CLOCK.format(entry.at().atZone(zone)));
  }

  private static Side side(Entry entry) {
    return switch (entry.speaker()) {
      case STAFF -> Side.STAFF;
      case RESIDENT -> Side.RESIDENT;
    };
  }

  private Line file(SharedFile file) {
    int kilobytes = Math.max(1, file.bytes() / KILOBYTE);
    return new Line.FileCard(
        file.id(),
        side(file),
        head(file),
        file.isNameless() ? texts.text("chat.file.page") : file.name().reveal(),
        texts.text("chat.file.facts", texts.word(file.kind()), kilobytes),
        state(file),
        mark(file),
        file.state() instanceof FileState.Running running
            ? OptionalDouble.of((double) running.arrived() / running.of())
            : OptionalDouble.empty(),
        actions(file));
  }

  private String state(SharedFile file) {
    boolean ours = file.speaker() == Speaker.STAFF;
    return switch (file.state()) {
      case FileState.Offered _ ->
          texts.text(ours ? "chat.file.offeredOurs" : "chat.file.offeredTheirs");
      case FileState.Running running ->
          texts.text(
              ours ? "chat.file.sending" : "chat.file.receiving",
              100 * running.arrived() / running.of());
      case FileState.Complete _ ->
          texts.text(ours ? "chat.file.completeOurs" : "chat.file.completeTheirs");
      case FileState.Saved _ -> texts.text("chat.file.saved");
      case FileState.Ended(Entry.FileEnd why) -> texts.word(why);
    };
  }

  private static Mark mark(SharedFile file) {
    return switch (file.state()) {
      case FileState.Offered _ -> Mark.WAITS;
      case FileState.Running _ -> Mark.UNDER_WAY;
      case FileState.Complete _, FileState.Saved _ -> Mark.ARRIVED;
      case FileState.Ended(Entry.FileEnd why) ->
          switch (why) {
            case BROKEN, INTERRUPTED -> Mark.TROUBLE;
            case DECLINED, CANCELLED -> Mark.NONE;
          };
    };
  }

  private static List<FileAction> actions(SharedFile file) {
    boolean ours = file.speaker() == Speaker.STAFF;
    return switch (file.state()) {
      case FileState.Offered _ ->
          ours ? List.of(FileAction.CANCEL) : List.of(FileAction.ACCEPT, FileAction.DECLINE);
      case FileState.Running _ -> List.of(FileAction.CANCEL);
      case FileState.Complete _ -> ours ? List.of() : List.of(FileAction.SAVE);
      case FileState.Saved _, FileState.Ended _ -> List.of();
    };
  }
}
