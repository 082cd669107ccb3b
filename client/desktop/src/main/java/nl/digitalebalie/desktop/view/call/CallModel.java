package nl.digitalebalie.desktop.view.call;

import java.util.List;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import nl.digitalebalie.desktop.call.Quality;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.media.pipeline.Switch;
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
     */
    record Talking(
        String who,
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
        over = List.copyOf(over);
      }
    }
  }

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
