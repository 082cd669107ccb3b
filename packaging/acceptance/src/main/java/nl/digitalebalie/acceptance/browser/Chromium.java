package nl.digitalebalie.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The system's own Chromium with fake devices, driven by Playwright, which downloads nothing. */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * What the fake camera shows and the fake microphone hears; without files they are the browser's
   * own.
   */
  public record FakeDevices(Optional<Path> video, Optional<Path> audio) {
    public static final FakeDevices BROWSERS_OWN =
        new FakeDevices(Optional.empty(), Optional.empty());
  }

  public static Chromium start(Path home, FakeDevices devices) {
    System.setProperty(
        "playwright.cli.dir", home.resolve("packaging/acceptance/node_modules").toString());
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    environment.put("PLAYWRIGHT_NODEJS_PATH", onPath(List.of("node", "node.exe")).toString());
    Path executable = executable();
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable)
                      .setHeadless(true)
                      .setArgs(flags(devices)));
      return new Chromium(playwright, browser);
    } catch (PlaywrightException failed) { // its words are a log of many lines
      playwright.close();
      throw new IllegalStateException("the browser does not start: " + executable, failed);
    } catch (RuntimeException failed) {
      playwright.close();
      throw failed;
    }
  }

  private static List<String> flags(FakeDevices devices) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--no-sandbox", // Debian's Chromium as root, in containers
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream=fps=30"));
    devices
        .video()
        .ifPresent(file -> flags.add("--use-file-for-fake-video-capture=" + file.toAbsolutePath()));
    devices
        .audio()
        .ifPresent(file -> flags.add("--use-file-for-fake-audio-capture=" + file.toAbsolutePath()));
    return flags;
  }

  /** Where Chromium is; {@code BALIE_CHROMIUM} names another one. */
  private static Path executable() {
    return Optional.ofNullable(System.getenv("BALIE_CHROMIUM"))
        .map(Path::of)
        .orElseGet(() -> onPath(NAMES));
  }

  private static Path onPath(List<String> names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(File.pathSeparator, -1)) {
      for (String name : names) {
        Path candidate = Path.of(folder, name);
        if (Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    throw new IllegalStateException("none of " + names + " is on the PATH");
  }

  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    try {
      browser.close();
    } finally {
      playwright.close();
    }
  }
}
