package nl.digitalebalie.desktop.view.call;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import nl.digitalebalie.desktop.call.Quality;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Hold;

/** What the middle of the window shows about the call. */
public final class CallModel {
  final Shown<Screen> screen = new Shown<>(new Screen.Idle("", "", Next.NOBODY));
  final ReadOnlyDoubleWrapper level = new ReadOnlyDoubleWrapper();
  final Shown<Muted> muted = new Shown<>(Muted.QUIET);

  public Screen screen() {
    return screen.now();
  }

  /** Loudness of the staff member's own microphone, 0 to 1, for the meter. */
  public ReadOnlyDoubleProperty levelProperty() {
    return level.getReadOnlyProperty();
  }

  public Muted muted() {
    return muted.now();
  }

  /** One picture of the call; all in words. */
  public sealed interface Screen {

    /** No talk; {@code next} says whether one can begin now. */
    record Idle(String title, String hint, Next next) implements Screen {}

    /**
     * A talk.
     *
     * @param who topic and language of the resident
     * @param over sentences over the picture: away, on hold, camera off, connecting
     * @param connection the line about the connection
     * @param medium how the two talk
     * @param ways in which they may talk
     */
    record Talking(
        String who,
        Medium medium,
        List<Channel> ways,
        Switch microphone,
        Switch camera,
        Hold hold,
        Quality quality,
        String connection,
        List<Over> over,
        HangUp hangUp,
        Retry retry)
        implements Screen {
      public Talking {
        ways = List.copyOf(ways);
        over = List.copyOf(over);
      }
    }
  }

  /** How the two talk, as far as it shows. */
  public sealed interface Medium {
    record Picture() implements Medium {}

    /**
     * An ordinary telephone beside the page.
     *
     * @param number that the resident gave; empty when they may call themselves
     */
    record Telephone(String title, String hint, Optional<Number> number) implements Medium {}

    record Writing() implements Medium {}
  }

  /** A telephone number in words and as an address to call. */
  public record Number(String words, URI address) {}

  /** Whether somebody waits who can be taken at once. */
  public enum Next {
    NOBODY,
    WAITS
  }

  /** A sentence over the picture. */
  public record Over(Tone tone, String words) {}

  /** How much a sentence over the picture matters. */
  public enum Tone {
    CALM,
    WARNING
  }

  /** Whether hanging up asks first. */
  public enum HangUp {
    ASKS,
    AT_ONCE
  }

  /** Whether the staff member may ask for a new connection. */
  public enum Retry {
    NOT_NEEDED,
    OFFERED
  }

  /** Whether somebody speaks into a microphone that is off. */
  public enum Muted {
    QUIET,
    SPEAKS_MUTED
  }
}
