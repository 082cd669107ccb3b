package nl.digitalebalie.desktop.view.login;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.policy.ClientPolicy.DemoStaff;
import nl.digitalebalie.desktop.texts.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of the sign-in screen. */
public final class LoginView extends StackPane {
  private final LoginPresenter presenter;
  private final Texts texts;
  private final TextField name = new TextField();
  private final PasswordField password = new PasswordField();
  private final Button signIn;
  private final Label problem = Parts.label("", "problem");
  private final VBox demo = Parts.column("demo-staff");

  public LoginView(LoginPresenter presenter, Texts texts) {
    this.presenter = presenter;
    this.texts = texts;
    getStyleClass().add("login");
    name.setId("sign-in-name");
    password.setId("sign-in-password");
    signIn = Parts.button("sign-in", texts.text("login.signIn"), "accent", "large");
    signIn.setDefaultButton(true);
    signIn.setMaxWidth(Double.MAX_VALUE);
    signIn.setOnAction(_ -> submit());
    problem.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "danger-icon"));
    problem.setId("sign-in-problem");
    ScrollPane scroll = new ScrollPane(new StackPane(card()));
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("edge-to-edge");
    getChildren().add(scroll);
    presenter.model().screen.render(this::render);
  }

  private VBox card() {
    VBox card =
        Parts.column(
            "login-card",
            Parts.row(
                "brand",
                Parts.icon(Feather.VIDEO, "brand-icon"),
                Parts.heading(texts.text("app.name"), "login-title")),
            Parts.label(texts.text("login.intro"), "muted"),
            problem,
            Parts.field(texts.text("login.name"), name),
            Parts.field(texts.text("login.password"), password),
            signIn,
            demo);
    card.setMaxHeight(Region.USE_PREF_SIZE);
    return card;
  }

  private void render(LoginModel.Screen screen) {
    Parts.visible(problem, screen.problem().isPresent());
    problem.setText(screen.problem().orElse(""));
    boolean waiting = screen.progress() == LoginModel.Progress.WAITING;
    signIn.setDisable(waiting);
    demo.setDisable(waiting);
    signIn.setText(texts.text(waiting ? "login.waiting" : "login.signIn"));
    signIn.setAccessibleText(signIn.getText());
    Parts.visible(demo, !screen.demoStaff().isEmpty());
    if (demo.getChildren().isEmpty() && !screen.demoStaff().isEmpty()) {
      demo.getChildren().add(Parts.label(texts.text("login.demoStaff"), "section-label"));
      screen.demoStaff().stream().map(this::demoButton).forEach(demo.getChildren()::add);
    }
  }

  private Node demoButton(DemoStaff staff) {
    String words = texts.text("login.signInAs", staff.displayName(), staff.role());
    Button button = Parts.button(idOf(staff), "", "demo-person");
    button.setAccessibleText(words);
    button.setGraphic(
        Parts.row(
            "demo-person-row",
            Parts.icon(Feather.USER),
            new VBox(oneLine(staff.displayName(), "strong"), oneLine(staff.role(), "muted"))));
    button.setMaxWidth(Double.MAX_VALUE);
    button.setOnAction(_ -> presenter.signIn(staff));
    return button;
  }

  /**
   * A button asks its graphic for a height without a width: words that wrap would answer a tower.
   */
  private static Label oneLine(String words, String style) {
    Label label = Parts.label(words, style);
    label.setWrapText(false);
    return label;
  }

  /** A dot in an id would read as a style class in a selector. */
  private static String idOf(DemoStaff staff) {
    return "demo-staff-" + staff.name().replaceAll("[^A-Za-z0-9_-]", "-");
  }

  private void submit() {
    if (presenter.signIn(name.getText(), password.getText())) {
      password.clear();
    } else if (name.getText().isBlank()) {
      name.requestFocus();
    } else {
      password.requestFocus();
    }
  }
}
