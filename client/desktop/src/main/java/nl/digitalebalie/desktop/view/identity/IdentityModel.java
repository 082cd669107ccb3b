package nl.digitalebalie.desktop.view.identity;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.protocol.id.PurposeId;

/** What the identity panel shows; never a value that the resident showed. */
public final class IdentityModel {
  final Shown<Screen> screen =
      new Shown<>(
          new Screen(State.NO_TALK, "", List.of(), List.of(), Optional.empty(), Ask.NOT_NOW, ""));

  public Screen screen() {
    return screen.now();
  }

  /**
   * One picture of the panel.
   *
   * @param title the state in words
   * @param lines what it means and what to do now
   * @param asked words for the data that the chosen purpose asks, and its legal basis
   */
  public record Screen(
      State state,
      String title,
      List<String> lines,
      List<Purpose> purposes,
      Optional<PurposeId> chosen,
      Ask ask,
      String asked) {
    public Screen {
      lines = List.copyOf(lines);
      purposes = List.copyOf(purposes);
    }
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
    CANCEL
  }
}
