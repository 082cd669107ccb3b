package nl.digitalebalie.acceptance.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.staff.ScriptedWiring;
import nl.digitalebalie.acceptance.staff.StaffClient;
import nl.digitalebalie.demo.DemoStage;

/** Sets the stage, plays the scenario, writes the report, and takes everything down again. */
public final class HeadlessRun {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  private HeadlessRun() {}

  /**
   * Plays once.
   *
   * @return the exit status: 0 only when every step happened
   */
  public static int play(RunOptions options, Path home) throws IOException {
    Files.createDirectories(options.out());
    Path data = Files.createTempDirectory("digitale-balie-demo");
    Report report = new Report();
    StaffClient.startToolkit();
    try (DemoStage stage = DemoStage.start(new DemoStage.Setting(home, data, 0, options.form()));
        Chromium chromium =
            Chromium.start(home, new Chromium.FakeDevices(options.video(), options.audio()));
        StaffClient staff = StaffClient.start(ScriptedWiring.of(stage.clientPolicy()));
        ResidentBrowser resident = new ResidentBrowser(chromium.browser())) {
      return play(
          new ScriptedRun(options, stage, chromium, staff, resident, report),
          options,
          staff,
          resident,
          report);
    }
  }

  private static int play(
      ScriptedRun run,
      RunOptions options,
      StaffClient staff,
      ResidentBrowser resident,
      Report report)
      throws IOException {
    int status = DONE;
    try {
      run.play();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      status = FAILED;
    } catch (IOException | RuntimeException failed) {
      status = FAILED;
      report.failed(run.step(), String.valueOf(failed.getMessage()));
      System.err.println("FAILED at: " + run.step() + ": " + failed.getMessage());
      resident.troubles().forEach(System.err::println);
      staff.screenshot(options.out().resolve("failed-staff.png"));
      resident.screenshot(options.out().resolve("failed-resident.png"));
    }
    report.write(options.out().resolve("report.json"));
    System.out.println(report);
    return status;
  }
}
