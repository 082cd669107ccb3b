package nl.digitalebalie.desktop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.policy.PolicyFault;
import nl.digitalebalie.desktop.policy.PolicyFile;
import nl.digitalebalie.desktop.policy.PolicyResult;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.settings.SettingsFile;
import nl.digitalebalie.desktop.texts.Texts;
import org.kordamp.ikonli.feather.Feather;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the command line to a wiring, or to a window that says why not. */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final double WIDTH = 720;
  private static final double HEIGHT = 420;
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
    begin(policy, settings, stage, run);
  }

  private static void begin(Path policy, SettingsFile settings, Stage stage, Consumer<Wiring> run) {
    switch (PolicyFile.read(policy)) {
      case PolicyResult.Usable(var usable) -> run.accept(ProductionPorts.wire(usable, settings));
      case PolicyResult.Unusable(var faults) ->
          refuse(faults, settings.load(), stage, () -> begin(policy, settings, stage, run));
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

  private static void refuse(
      List<PolicyFault> faults, Settings settings, Stage stage, Runnable again) {
    Texts texts = Texts.of(settings.language());
    VBox list = Parts.column("form");
    for (PolicyFault fault : faults) {
      LOG.error("POLICY_{} {}", fault.code(), fault.where());
      Label line =
          Parts.label(
              texts.text("policy.fault", texts.word(fault.code()), fault.where(), fault.code()),
              "problem");
      line.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE, "danger-icon"));
      line.setMaxWidth(Double.MAX_VALUE);
      list.getChildren().add(line);
    }
    ScrollPane scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(texts.text("policy.title"));
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    Button retry =
        Parts.button("policy-again", texts.text("policy.again"), Feather.REFRESH_CW, "accent");
    retry.setDefaultButton(true);
    retry.setOnAction(_ -> again.run());
    Button close = Parts.button("policy-close", texts.text("policy.close"));
    close.setCancelButton(true);
    close.setOnAction(_ -> stage.close());
    VBox box =
        Parts.column(
            "refusal",
            Parts.heading(texts.text("policy.title"), "dialog-title"),
            Parts.label(texts.text("policy.intro")),
            scroll,
            Parts.row("dialog-buttons", Parts.spring(), close, retry));
    stage.setTitle(texts.text("app.name"));
    stage.setScene(new Scene(CounterWindow.dressed(box, settings), WIDTH, HEIGHT));
    stage.show();
    retry.requestFocus();
  }
}
