package nl.digitalebalie.desktop.view.identity;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.protocol.id.PurposeId;

/** What the identity panel shows; never a value that the resident showed. */
public final class IdentityModel {
  final Shown<Screen> screen =
      new Shown<>(
          new Screen(
              State.NO_TALK,
              "",
              List.of(),
              List.of(),
              Optional.empty(),
              Ask.NOT_NOW,
              "",
              Optional.empty()));

  public Screen screen() {
    return screen.now();
  }

  /**
   * One picture of the panel.
   *
   * @param title the state in words
   * @param lines what it means and what to do now
   * @param asked words for the data that the chosen purpose asks, and its legal basis
   * @param channel how sure it is that the resident's page and the person belong together
   */
  public record Screen(
      State state,
      String title,
      List<String> lines,
      List<Purpose> purposes,
      Optional<PurposeId> chosen,
      Ask ask,
      String asked,
      Optional<Sure> channel) {
    public Screen {
      lines = List.copyOf(lines);
      purposes = List.copyOf(purposes);
    }
  }

  /** How sure the channel is, in words. */
  public record Sure(Degree degree, String words) {}

  /** Sure or not; each has its icon. */
  public enum Degree {
    NOT_YET,
    SURE,
    CANNOT
  }

  /** A purpose to choose. */
  public record Purpose(PurposeId id, String title) {}

  /** The state; each has its icon and word, colour comes third. */
  public enum State {
    NO_TALK,
    NOT_SHOWN,
    ASKED,
    SHOWN,
    FAILED
  }

  /** What the panel's button does now. */
  public enum Ask {
    NOT_NOW,
    POSSIBLE,
    AGAIN,
    /** Reminded to make sure that the resident can speak freely; pressing again asks. */
    REMINDED,
    CANCEL
  }
}
