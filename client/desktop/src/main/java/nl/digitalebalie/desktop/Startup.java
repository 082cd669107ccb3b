package nl.digitalebalie.desktop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.policy.PolicyFault;
import nl.digitalebalie.desktop.policy.PolicyFile;
import nl.digitalebalie.desktop.policy.PolicyResult;
import nl.digitalebalie.desktop.settings.SettingsFile;
import nl.digitalebalie.desktop.texts.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the command line to a wiring, or to a window that says why not. */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final String POLICY_PROPERTY = "balie.policy";

  private Startup() {}

  static void start(List<String> arguments, Stage stage, Consumer<Wiring> run) {
    Path home = Path.of(System.getProperty("user.home", "."));
    String osName = System.getProperty("os.name", "");
    SettingsFile settings =
        new SettingsFile(SettingsFile.usualPlace(System.getenv(), home, osName));
    Path policy =
        policyPath(
            arguments,
            Optional.ofNullable(System.getProperty(POLICY_PROPERTY)),
            osName,
            System.getenv());
    switch (PolicyFile.read(policy)) {
      case PolicyResult.Usable(var usable) -> run.accept(ProductionPorts.wire(usable, settings));
      case PolicyResult.Unusable(var faults) ->
          refuse(faults, Texts.of(settings.load().language()), stage);
    }
  }

  /** {@code --policy FILE}, else the system property {@code balie.policy}, else the usual place. */
  static Path policyPath(
      List<String> arguments,
      Optional<String> property,
      String osName,
      Map<String, String> environment) {
    int option = arguments.indexOf("--policy");
    if (option >= 0 && option + 1 < arguments.size()) {
      return Path.of(arguments.get(option + 1));
    }
    return property
        .map(Path::of)
        .orElseGet(() ->
            PolicyFile.usualPlace(osName, Optional.ofNullable(environment.get("ProgramData"))));
  }

  private static void refuse(List<PolicyFault> faults, Texts texts, Stage stage) {
    VBox box = Parts.column("refusal", Parts.heading(texts.text("policy.title"), "dialog-title"));
    box.getChildren().add(Parts.label(texts.text("policy.intro")));
    for (PolicyFault fault : faults) {
      LOG.error("POLICY_{} {}", fault.code(), fault.where());
      box.getChildren()
          .add(
              Parts.label(
                  texts.text(
                      "policy.fault", texts.word(fault.code()), fault.where(), fault.code())));
    }
    CounterWindow.wear(nl.digitalebalie.desktop.settings.Settings.Theme.LIGHT);
    box.setStyle("-fx-padding: 32px; -fx-spacing: 12px;");
    stage.setTitle(texts.text("app.name"));
    stage.setScene(new Scene(box, 720, 360));
    stage.show();
  }
}
