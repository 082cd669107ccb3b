package nl.digitalebalie.acceptance.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.files.Scratch;
import nl.digitalebalie.acceptance.staff.ScriptedWiring;
import nl.digitalebalie.acceptance.staff.StaffClient;
import nl.digitalebalie.demo.DemoStage;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.protocol.signal.Channel;

/**
 * The whole product for a benchmark: real server, staff client and page. One conversation after the
 * other, each with its spoken code checked.
 */
final class BenchTalk implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final DemoStage stage;
  final StaffClient staff;
  final ResidentBrowser resident;

  private final Opened opened;

  private BenchTalk(Opened opened, DemoStage stage, StaffClient staff, ResidentBrowser resident) {
    this.opened = opened;
    this.stage = stage;
    this.staff = staff;
    this.resident = resident;
  }

  /** Starts everything and signs the staff member in. */
  static BenchTalk start(Path home) throws IOException {
    Opened opened = new Opened();
    try {
      BenchTalk talk = start(home, opened);
      talk.signIn();
      return talk;
    } catch (IOException | RuntimeException | Error failed) {
      opened.closeAfter(failed);
      throw failed;
    }
  }

  private static BenchTalk start(Path home, Opened opened) throws IOException {
    StaffClient.startToolkit();
    Scratch data = Scratch.make("digitale-balie-bench");
    opened.add(data::close);
    DemoStage stage =
        DemoStage.start(new DemoStage.Setting(home, data.folder(), 0, DemoStage.Form.TOGETHER));
    opened.add(stage::close);
    Chromium chromium = Chromium.start(home, Chromium.FakeDevices.BROWSERS_OWN);
    opened.add(chromium::close);
    StaffClient staff = StaffClient.start(ScriptedWiring.of(stage.clientPolicy()));
    opened.add(staff::close);
    ResidentBrowser resident = new ResidentBrowser(chromium.browser(), stage.residentsServers());
    opened.add(resident::close);
    return new BenchTalk(opened, stage, staff, resident);
  }

  private void signIn() {
    await("the sign-in screen", _ -> staff.canPress("demo-staff-joris"));
    staff.press("demo-staff-joris");
    await(
        "a signed-in desk",
        desk -> desk.access() instanceof Access.SignedIn && !desk.shift().purposes().isEmpty());
  }

  /** A resident in the waiting room. */
  void arrive() {
    resident.open(stage.link("voorbeeld", "bijstand").toString());
    resident.press("start");
    resident.press("ask-both");
    resident.press("ready");
    await("somebody in the queue", desk -> !desk.shift().queue().isEmpty());
  }

  /** An ordinary telephone call beside the page, and a code that matched: no picture anywhere. */
  void telephone() {
    resident.open(stage.link("voorbeeld", "bijstand").toString());
    resident.choose(Channel.PHONE);
    resident.press("start");
    await("somebody in the queue", desk -> !desk.shift().queue().isEmpty());
    staff.press("accept");
    sayCode();
  }

  /** A call with pictures, and a code that matched. */
  void call() {
    arrive();
    staff.press("accept");
    await(
        "a picture of the resident",
        _ -> staff.stats().filter(stats -> stats.framesDecoded() > 0).isPresent());
    sayCode();
  }

  private void sayCode() {
    await("a code to type", _ -> staff.shows("code-digits"));
    staff.type("code-digits", resident.spokenCode());
    staff.press("code-check");
    resident.awaitGone("[data-role='spoken-code']");
  }

  void hangUp() {
    staff.press("hang-up");
    await("the question whether to hang up", _ -> staff.canPress("hang-up-confirm"));
    staff.press("hang-up-confirm");
    // a page that is opened again before it heard of the end goes on with this talk
    resident.awaitGone("[data-action='hang-up']");
    await("the wrap-up", desk -> desk.talk() instanceof Talk.WrapUp && staff.canPress("register"));
    staff.press("register");
    await("an empty desk", desk -> desk.talk() instanceof Talk.Nobody);
  }

  static <T> T awaited(String what, CompletableFuture<T> seen) throws InterruptedException {
    try {
      return seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("it did not get to: " + what, late);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void await(String what, Predicate<Desk> holds) {
    staff.await(what, PATIENCE, desk -> holds.test(desk) ? Optional.of(true) : Optional.empty());
  }

  @Override
  public void close() {
    opened.close();
  }
}
