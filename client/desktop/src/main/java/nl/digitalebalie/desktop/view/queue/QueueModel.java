package nl.digitalebalie.desktop.view.queue;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.Channel;

/** What the queue shows. */
public final class QueueModel {
  final Shown<Screen> screen =
      new Shown<>(new Screen(List.of(), List.of(), Acceptance.NOBODY_WAITS, false));

  public Screen screen() {
    return screen.now();
  }

  /**
   * One picture of the queue.
   *
   * @param arrived whether somebody arrived whom the staff member has not looked at yet
   */
  public record Screen(
      List<Row> waiting, List<Appointment> appointments, Acceptance acceptance, boolean arrived) {
    public Screen {
      waiting = List.copyOf(waiting);
      appointments = List.copyOf(appointments);
    }
  }

  /**
   * Somebody who waits; all in words.
   *
   * @param municipality only where this desk serves several
   */
  public record Row(
      ConversationId conversation,
      String topic,
      Optional<String> municipality,
      String waited,
      Wait norm,
      Channel channel,
      String channelWord,
      String languageWord,
      Optional<String> appointment,
      Optional<String> away,
      String spoken) {}

  /** Whether the topic's norm has passed. */
  public enum Wait {
    WITHIN_NORM,
    OVER_NORM
  }

  /** An open invitation with a start time. */
  public record Appointment(String time, String topic) {}

  /** Whether the next resident can be taken now, and if not, why. */
  public enum Acceptance {
    POSSIBLE,
    NOBODY_WAITS,
    IN_TALK,
    ON_BREAK,
    ASKED,
    OFFLINE
  }
}
