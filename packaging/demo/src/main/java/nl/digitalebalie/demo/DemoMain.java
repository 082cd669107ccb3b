package nl.digitalebalie.demo;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Command line program: starts the partners, the server and the staff client, prints and opens the
 * resident's link, and stops everything when the staff client is closed or on Ctrl-C.
 */
public final class DemoMain {
  private static final int WRONG_USE = 2;
  private static final int PUBLIC_PORT = 8080;
  private static final String STAFF_CLIENT = "nl.digitalebalie.desktop.Main";

  private DemoMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Optional<String> refusal = DemoWords.refusal(List.of(arguments));
    if (refusal.isPresent()) {
      System.err.println("demo: " + refusal.get());
      System.exit(WRONG_USE);
    }
    Path home =
        Path.of(Optional.ofNullable(System.getProperty("balie.home")).orElse("")).toAbsolutePath();
    DemoStage.Form form = DemoWords.form(List.of(arguments));
    Path data =
        home.resolve("target").resolve(form == DemoStage.Form.APART ? "demo-apart" : "demo");
    DemoStage stage = DemoStage.start(new DemoStage.Setting(home, data, PUBLIC_PORT, form));
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "demo-stop"));
    URI link = stage.link("voorbeeld", "bijstand");
    System.out.println("DEMO - fictieve personen");
    System.out.println("resident: " + link);
    System.out.println("          " + stage.link("voorbeeld", "wmo"));
    System.out.println("staff:    sign in with one of the demo colleagues (password balie-demo)");
    System.out.println("wallet:   " + stage.partners().walletLinkBase());
    System.out.println(
        "a case moves on while you look: curl -X POST "
            + stage.partners().cases()
            + "/demo/next/NUMBER-OF-THE-CASE");
    System.out.println("Ctrl-C stops everything.");
    if (GraphicsEnvironment.isHeadless()) {
      System.out.println("There is no display here: no staff client was started (try --headless).");
      Thread.currentThread().join();
    }
    open(link);
    System.exit(staffClient(stage.clientPolicy()).waitFor());
  }

  private static void open(URI link) {
    if (Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
      open(link, Desktop.getDesktop()::browse, System.out);
    }
  }

  /** A desktop that shows pages. */
  interface Browse {
    void open(URI link) throws IOException;
  }

  /** A desktop without a browser costs the resident's half of the demonstration nothing. */
  static void open(URI link, Browse desktop, PrintStream out) {
    try {
      desktop.open(link);
    } catch (IOException | RuntimeException refused) {
      out.println("The desktop opened no browser; open this yourself: " + link);
    }
  }

  /** A process of its own, as in real life; it dies with this one. */
  private static Process staffClient(Path policy) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dice4j.harvest.mapping.aws.enabled=false",
                    "-cp",
                    System.getProperty("java.class.path"),
                    STAFF_CLIENT,
                    "--policy",
                    policy.toString()))
            .inheritIO()
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "staff-client-stop"));
    return process;
  }
}
