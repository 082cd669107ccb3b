package nl.digitalebalie.acceptance.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.files.Scratch;
import nl.digitalebalie.acceptance.staff.ScriptedWiring;
import nl.digitalebalie.acceptance.staff.StaffClient;
import nl.digitalebalie.demo.DemoStage;

/** Sets the stage, plays the scenario, writes the report, and takes everything down again. */
public final class HeadlessRun {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final String REPORT = "report.json";

  /** What the staff member's speaker was given. */
  private static final String HEARD = "heard.wav";

  private HeadlessRun() {}

  /**
   * Plays once.
   *
   * @return the exit status: 0 only when every step happened
   * @throws IOException and whatever else keeps the stage from being set or taken down
   */
  public static int play(RunOptions options, Path home) throws IOException {
    Files.createDirectories(options.out());
    Report report = new Report();
    try {
      return onStage(options, home, report);
    } catch (IOException | RuntimeException | Error failed) {
      // else the report of an earlier run in the same folder would speak for this one
      report.failed("setting the stage or taking it down", String.valueOf(failed.getMessage()));
      report.write(options.out().resolve(REPORT));
      throw failed;
    }
  }

  private static int onStage(RunOptions options, Path home, Report report) throws IOException {
    StaffClient.startToolkit();
    try (Scratch data = Scratch.make("digitale-balie-demo");
        DemoStage stage =
            DemoStage.start(new DemoStage.Setting(home, data.folder(), 0, options.form()));
        Chromium chromium =
            Chromium.start(home, new Chromium.FakeDevices(options.video(), options.audio()));
        StaffClient staff =
            StaffClient.start(
                ScriptedWiring.recording(stage.clientPolicy(), data.folder().resolve(HEARD)));
        ResidentBrowser resident =
            new ResidentBrowser(chromium.browser(), stage.residentsServers())) {
      return play(
          new ScriptedRun(
              options, stage, chromium, staff, resident, data.folder().resolve(HEARD), report),
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
    int status = status(run, resident, report);
    report.write(options.out().resolve(REPORT));
    if (status != DONE) { // after the report: a window that failed may not let itself be drawn
      picture(() -> staff.screenshot(options.out().resolve("failed-staff.png")));
      picture(() -> resident.screenshot(options.out().resolve("failed-resident.png")));
    }
    System.out.println(report);
    return status;
  }

  private static int status(ScriptedRun run, ResidentBrowser resident, Report report) {
    try {
      run.play();
      return DONE;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      report.failed(run.step(), "interrupted");
    } catch (IOException | RuntimeException | Error failed) {
      report.failed(run.step(), String.valueOf(failed.getMessage()));
      System.err.println("FAILED at: " + run.step() + ": " + failed.getMessage());
      resident.troubles().forEach(System.err::println);
    }
    return FAILED;
  }

  private static void picture(Runnable taken) {
    try {
      taken.run();
    } catch (RuntimeException | Error untaken) {
      System.err.println("no picture of the failure: " + untaken.getMessage());
    }
  }
}
