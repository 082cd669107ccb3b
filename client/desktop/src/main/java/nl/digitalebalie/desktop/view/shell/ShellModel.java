package nl.digitalebalie.desktop.view.shell;

import java.util.Optional;
import nl.digitalebalie.desktop.desk.Notice;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.protocol.signal.StaffPresence;

/** What the frame of the window shows. */
public final class ShellModel {
  final Shown<Screen> screen = new Shown<>(new Screen.SignedOut(Demo.NO));
  final Shown<String> clock = new Shown<>("");

  public Screen screen() {
    return screen.now();
  }

  /** One picture of the frame. */
  public sealed interface Screen {
    Demo demo();

    record SignedOut(Demo demo) implements Screen {}

    /**
     * At work.
     *
     * @param place the municipality of the talk, or all that this desk serves
     * @param trouble a sentence about a lost connection
     */
    record AtWork(
        Demo demo,
        String place,
        String staff,
        String role,
        StaffPresence presence,
        Optional<String> trouble,
        Optional<Line> notice,
        Middle middle)
        implements Screen {}
  }

  /** A line for the staff member. */
  public record Line(Notice.Kind kind, String words) {}

  /** Whether the band for fictional people is worn. */
  public enum Demo {
    NO,
    YES
  }

  /** What is in the middle. */
  public enum Middle {
    CALL,
    WRAP_UP
  }
}
