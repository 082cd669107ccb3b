package nl.digitalebalie.desktop.view.login;

import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.policy.ClientPolicy;
import nl.digitalebalie.desktop.policy.ClientPolicy.DemoStaff;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** Decides what the sign-in screen says. */
public final class LoginPresenter {
  private final ClientPolicy policy;
  private final Texts texts;
  private final Consumer<DeskEvent> desk;
  private final LoginModel model = new LoginModel();

  public LoginPresenter(ClientPolicy policy, Texts texts, Consumer<DeskEvent> desk) {
    this.policy = policy;
    this.texts = texts;
    this.desk = desk;
  }

  public LoginModel model() {
    return model;
  }

  public void show(Desk now) {
    Optional<String> problem =
        now.access() instanceof Access.SignedOut(Optional<Access.SignInFault> why)
            ? why.map(texts::word)
            : Optional.empty();
    LoginModel.Progress progress =
        now.access() instanceof Access.SigningIn
            ? LoginModel.Progress.WAITING
            : LoginModel.Progress.READY;
    model.screen.replace(
        new LoginModel.Screen(
            problem, progress, policy.server().getAuthority(), policy.demoStaff()));
  }

  /** An empty field is not worth a question to the server. */
  public boolean signIn(String name, String password) {
    if (name.isBlank() || password.isEmpty()) {
      return false;
    }
    desk.accept(new DeskEvent.SignInWanted(name.strip(), Sensitive.of(password)));
    return true;
  }

  public void signIn(DemoStaff staff) {
    desk.accept(new DeskEvent.SignInWanted(staff.name(), Sensitive.of(staff.password())));
  }
}
