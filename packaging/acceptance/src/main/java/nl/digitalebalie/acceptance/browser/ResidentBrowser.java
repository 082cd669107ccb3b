package nl.digitalebalie.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * The resident in Chromium: clicks what a resident clicks, and measures what arrives. Belongs to
 * the thread that made it, as all of Playwright.
 */
public final class ResidentBrowser implements AutoCloseable {
  private static final double PATIENCE_MILLIS = Duration.ofSeconds(60).toMillis();
  private static final double CARRY_MILLIS = 10;
  private static final int PICTURE_WIDTH = 320;
  private static final int PICTURE_HEIGHT = 240;

  private final BrowserContext context;
  private final Page page;
  private final Troubles troubles;
  private final List<String> frames = new ArrayList<>();

  /**
   * Opens an empty page.
   *
   * @param servers the only ones that the page may turn to
   */
  public ResidentBrowser(Browser browser, List<URI> servers) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(768, 1024)
                .setLocale("nl-NL")
                .setPermissions(List.of("camera", "microphone")));
    context.addInitScript(probe());
    context.setDefaultTimeout(PATIENCE_MILLIS);
    troubles = Troubles.of(context, servers);
    page = context.newPage();
    page.onWebSocket(socket -> {
      socket.onFrameSent(frame -> frames.add(frame.text()));
      socket.onFrameReceived(frame -> frames.add(frame.text()));
    });
  }

  private static String probe() {
    try (InputStream in =
        ResidentBrowser.class.getResourceAsStream(
            "/nl/digitalebalie/acceptance/browser/probe.js")) {
      if (in == null) {
        throw new IllegalStateException("probe.js is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Somebody between the page and the relay: answers each text frame with those that go on. */
  public interface Between {
    List<String> toPage(String frame);

    List<String> toRelay(String frame);
  }

  /** Puts somebody between; before the page is opened. */
  public void putBetween(Between between) {
    page.routeWebSocket(
        "**/relay/resident*",
        socket -> {
          WebSocketRoute relay = socket.connectToServer();
          socket.onMessage(frame -> between.toRelay(frame.text()).forEach(relay::send));
          relay.onMessage(frame -> between.toPage(frame.text()).forEach(socket::send));
        });
  }

  /** Lets whoever is between carry what waits; it is carried on the thread of this browser only. */
  public void carry() {
    page.waitForTimeout(CARRY_MILLIS);
  }

  /** The reference on the last screen. */
  public String reference() {
    return page.locator("[data-role='reference']").first().innerText();
  }

  /** What the browser measured. {@code audioEnergy} grows with every sound that is not silence. */
  public record Stats(
      long framesDecoded,
      long freezes,
      double audioLevel,
      double audioEnergy,
      String srtpCipher,
      String pair) {}

  public void open(String link) {
    page.navigate(link);
  }

  /** Clicks the button that the page names so. */
  public void press(String action) {
    button(action).click();
  }

  /** Whether the page offers this button now. */
  public boolean offers(String action) {
    return button(action).isVisible();
  }

  public void awaitButton(String action) {
    button(action).waitFor();
  }

  /** Waits until the button that the page names so reads so. */
  public void awaitButton(String action, String words) {
    button(action).filter(new Locator.FilterOptions().setHasText(words)).waitFor();
  }

  /** Waits until the page shows this, and nothing is about to change. */
  public void await(String selector) {
    page.locator(selector).first().waitFor();
  }

  public void awaitGone(String selector) {
    page.locator(selector)
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }

  private Locator button(String action) {
    return page.locator("[data-action='" + action + "']").first();
  }

  public String title() {
    return page.locator("h1").first().innerText();
  }

  public String text() {
    return page.locator("body").innerText();
  }

  /** The address that the wallet button or the link under the QR code leads to. */
  public String walletLink() {
    // Beside the QR code it is folded away, so it is there without being visible.
    button("open-wallet")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    String link = button("open-wallet").getAttribute("href");
    if (link == null) {
      throw new IllegalStateException("the page offers no link to the wallet");
    }
    return link;
  }

  public void typePairingCode(String code) {
    page.locator("#code").fill(code);
    press("send-code");
  }

  /** The six digits that the page shows for saying aloud. */
  public String spokenCode() {
    return page.locator("[data-role='spoken-code'] [aria-hidden]")
        .first()
        .innerText()
        .replaceAll("[^0-9]", "");
  }

  /** Writes a chat message and sends it. */
  public void chat(String words) {
    openChat();
    page.locator("#draft").fill(words);
    press("send-chat");
  }

  /** Unfolds the chat beside the picture. */
  public void openChat() {
    if (!page.locator("#draft").isVisible()) {
      press("chat");
    }
  }

  /** Ticks a box. */
  public void tick(String action) {
    button(action).check();
  }

  /** The file that a button hands out. */
  public Path download(String action) {
    return page.waitForDownload(() -> press(action)).path();
  }

  /** Asks to be called back, by the form that stands below every screen. */
  public void askToBeCalled(String name, String phone) {
    press("callback");
    page.locator("#callback-name").fill(name);
    page.locator("#callback-phone").fill(phone);
    press("send-callback");
    page.locator("[data-action='send-callback']")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }

  /** Chooses how to talk, on the first screen. */
  public void choose(Channel way) {
    page.locator("input[name='channel'][value='" + way.name() + "']").check();
  }

  /** Types one key into the chat. */
  public void key(String key) {
    page.locator("#draft").press(key);
  }

  /** Waits until what the staff member is typing reads so. */
  public void awaitLiveText(String words) {
    page.waitForFunction(
        "words => [...document.querySelectorAll(\"[data-role='live']\")]"
            + ".some(node => node.textContent.includes(words))",
        words);
  }

  /** Picks a file to send, as with the file dialog. */
  public void pickFile(String name, String mediaType, byte[] content) {
    page.locator("[data-action='pick-file']")
        .setInputFiles(new FilePayload(name, mediaType, content));
  }

  /** Whether these words stand anywhere on the page. */
  public boolean shows(String words) {
    return page.locator("body").innerText().contains(words);
  }

  /** Waits until these words stand on the page. */
  public void awaitWords(String words) {
    page.getByText(words).first().waitFor();
  }

  /** Every text frame that the page sent to the relay or got from it. */
  public List<String> frames() {
    page.evaluate("() => 0"); // lets the driver hand over what has arrived
    return List.copyOf(frames);
  }

  public OptionalLong firstRemoteFrameAtMillis() {
    long at = ((Number) page.evaluate("() => balieProbe.firstRemoteFrameAtMs")).longValue();
    return at == 0 ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** What the page spent in the browser's cryptography so far. */
  public double cryptoMillis() {
    return ((Number) page.evaluate("() => balieProbe.cryptoMs")).doubleValue();
  }

  public Stats stats() {
    Map<?, ?> values = (Map<?, ?>) page.evaluate("() => balieProbe.stats()");
    return new Stats(
        number(values, "framesDecoded").longValue(),
        number(values, "freezes").longValue(),
        number(values, "audioLevel").doubleValue(),
        number(values, "audioEnergy").doubleValue(),
        String.valueOf(values.get("srtpCipher")),
        String.valueOf(values.get("pair")));
  }

  private static Number number(Map<?, ?> values, String name) {
    return values.get(name) instanceof Number value ? value : 0;
  }

  /** The pixels of the element that shows the staff member; empty while it shows nothing. */
  public Optional<Picture> remotePicture() {
    String base64 =
        (String)
            page.evaluate(
                "([w, h]) => balieProbe.picture(w, h)", List.of(PICTURE_WIDTH, PICTURE_HEIGHT));
    if (base64.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = Base64.getDecoder().decode(base64);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
    direct.put(0, bytes);
    return Optional.of(
        new Picture(PixelFormat.BGRA, PICTURE_WIDTH, PICTURE_HEIGHT, direct, new MonoTime(0), 1));
  }

  public void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  /** What the page did so far that it must not. */
  public List<String> troubles() {
    return troubles.found();
  }

  @Override
  public void close() {
    context.close();
  }
}
