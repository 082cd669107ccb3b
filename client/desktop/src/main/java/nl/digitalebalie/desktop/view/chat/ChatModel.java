package nl.digitalebalie.desktop.view.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import nl.digitalebalie.desktop.chat.Chat.Sharing;
import nl.digitalebalie.desktop.fx.Shown;

/** What the chat shows; replacing it with nothing is the wiping. */
public final class ChatModel {
  final StringProperty draft = new SimpleStringProperty("");
  final Shown<Screen> screen = new Shown<>(new Screen.Nothing());
  final Shown<Integer> unread = new Shown<>(0);

  public Screen screen() {
    return screen.now();
  }

  /** Entries of the resident that the staff member has not looked at. */
  public Shown<Integer> unread() {
    return unread;
  }

  public Shown<Screen> shown() {
    return screen;
  }

  public StringProperty draftProperty() {
    return draft;
  }

  /** One picture of the chat. */
  public sealed interface Screen {
    record Nothing() implements Screen {}

    /**
     * A talk.
     *
     * @param lines oldest first
     * @param live what the resident types at this moment, letter by letter
     * @param status who writes, or what keeps messages
     * @param limit characters that one message may have
     */
    record Open(
        Place place,
        List<Line> lines,
        Optional<Live> live,
        Optional<String> status,
        Sharing sharing,
        int limit)
        implements Screen {
      public Open {
        lines = List.copyOf(lines);
        Objects.requireNonNull(live);
        Objects.requireNonNull(status);
      }

      @Override
      public String toString() {
        return "Open[" + lines.size() + "]"; // what people write is nobody's business in a log
      }
    }
  }

  /** Where the chat stands. */
  public enum Place {
    BESIDE_THE_TALK,
    IS_THE_TALK
  }

  /** Live text; {@code spoken} names the speaker for those who do not see where it stands. */
  public record Live(String who, String text, String spoken) {}

  /** Whose it is; each has its side, its words and its colour. */
  public enum Side {
    STAFF,
    RESIDENT
  }

  /** One entry. */
  public sealed interface Line {
    String id();

    Side side();

    /**
     * A message.
     *
     * @param head who and when
     * @param state where it is, in words; empty for one of theirs
     * @param spoken all of it in one sentence
     */
    record Message(
        String id, Side side, String head, String text, String state, Mark mark, String spoken)
        implements Line {}

    /**
     * A file.
     *
     * @param progress 0 to 1 while it is under way
     */
    record FileCard(
        String id,
        Side side,
        String head,
        String name,
        String facts,
        String state,
        Mark mark,
        OptionalDouble progress,
        List<FileAction> actions)
        implements Line {
      public FileCard {
        actions = List.copyOf(actions);
      }
    }
  }

  /** The icon of a state; never the only sign. */
  public enum Mark {
    NONE,
    WAITS,
    UNDER_WAY,
    ARRIVED,
    TROUBLE
  }

  /** What the staff member can do with a file now. */
  public enum FileAction {
    ACCEPT,
    DECLINE,
    CANCEL,
    SAVE
  }
}
