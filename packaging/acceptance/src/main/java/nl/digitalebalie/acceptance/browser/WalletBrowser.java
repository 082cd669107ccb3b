package nl.digitalebalie.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The resident's telephone: the demo wallet in a browser context that shares nothing with the
 * resident's page.
 */
public final class WalletBrowser implements AutoCloseable {
  private static final double PATIENCE_MILLIS = Duration.ofSeconds(60).toMillis();
  private final BrowserContext context;
  private final Troubles troubles;
  private final Page page;

  /** Opens the link; the wallet may turn to the server of the link only. */
  public WalletBrowser(Browser browser, String link) {
    context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(390, 844).setLocale("nl-NL"));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    troubles = Troubles.of(context, List.of(URI.create(link)));
    page = context.newPage();
    page.navigate(link);
  }

  public String pairingCode() {
    return page.locator("#pairing-code").innerText();
  }

  public void choose(String person) {
    page.locator("#card-" + person).check();
  }

  public void share() {
    page.locator("#share").click();
  }

  public void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  /** What the wallet's page did so far that it must not. */
  public List<String> troubles() {
    return troubles.found();
  }

  @Override
  public void close() {
    context.close();
  }
}
