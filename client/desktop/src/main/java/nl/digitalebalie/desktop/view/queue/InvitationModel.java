package nl.digitalebalie.desktop.view.queue;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;

/** What the invitations dialog shows. */
public final class InvitationModel {
  final Shown<Screen> screen =
      new Shown<>(new Screen(List.of(), Optional.empty(), List.of(), Optional.empty()));

  public Screen screen() {
    return screen.now();
  }

  /**
   * One picture of the dialog.
   *
   * @param problem a sentence
   */
  public record Screen(
      List<Choice> choices, Optional<Made> made, List<Open> open, Optional<String> problem) {
    public Screen {
      choices = List.copyOf(choices);
      open = List.copyOf(open);
    }
  }

  /** A topic of a municipality that somebody can be invited for. */
  public record Choice(MunicipalityId municipality, TopicId topic, String words) {}

  /**
   * The link just made; it is a secret and shown once.
   *
   * @param saving a sentence when its appointment could not be saved
   */
  public record Made(String words, String link, String calendar, Optional<String> saving) {
    @Override
    public String toString() {
      return "Made";
    }
  }

  /** An invitation that was not used yet. */
  public record Open(InvitationId id, String words) {}
}
