package nl.digitalebalie.desktop.view.queue;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.signal.CounterToStaff.Urgency;

/** The promises to call back, and the one that is being called. */
public final class CallbacksModel {
  final Shown<Screen> screen = new Shown<>(new Screen(List.of(), Optional.empty()));
  final Shown<Optional<Calling>> calling = new Shown<>(Optional.empty());

  public Screen screen() {
    return screen.now();
  }

  public Shown<Optional<Calling>> calling() {
    return calling;
  }

  /**
   * One picture of the list.
   *
   * @param more in words, when there are more than are shown
   */
  public record Screen(List<Row> rows, Optional<String> more) {
    public Screen {
      rows = List.copyOf(rows);
    }
  }

  /**
   * One promise; all in words.
   *
   * @param note who has it, or how often nobody answered
   */
  public record Row(
      CallbackId id,
      String topic,
      Optional<String> municipality,
      String promise,
      Urgency urgency,
      Take take,
      Optional<String> note,
      String spoken) {}

  /** What can be done with a promise. */
  public enum Take {
    FREE,
    YOURS,
    TAKEN
  }

  /** Whom to call now. */
  public record Calling(
      CallbackId id, String name, String phone, Optional<String> words, String about) {
    @Override
    public String toString() {
      return "Calling[" + id + "]"; // the rest is a person's
    }
  }
}
