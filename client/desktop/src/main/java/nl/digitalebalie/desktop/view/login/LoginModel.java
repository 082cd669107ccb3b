package nl.digitalebalie.desktop.view.login;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.desktop.policy.ClientPolicy.DemoStaff;

/** What the sign-in screen shows. */
public final class LoginModel {
  final Shown<Screen> screen =
      new Shown<>(new Screen(Optional.empty(), Progress.READY, "", List.of()));

  public Screen screen() {
    return screen.now();
  }

  /** One picture of the screen; {@code problem} is a sentence. */
  public record Screen(
      Optional<String> problem, Progress progress, String server, List<DemoStaff> demoStaff) {
    public Screen {
      demoStaff = List.copyOf(demoStaff);
    }
  }

  /** Whether an answer is awaited. */
  public enum Progress {
    READY,
    WAITING
  }
}
