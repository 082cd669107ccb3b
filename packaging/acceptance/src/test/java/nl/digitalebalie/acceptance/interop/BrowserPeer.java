package nl.digitalebalie.acceptance.interop;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.protocol.sdp.Candidate;

/** A page in a real browser that answers our offer; owned by the test's thread. */
final class BrowserPeer implements AutoCloseable {
  // Any address will do, nothing leaves the browser; on localhost a page may use the camera.
  private static final String ADDRESS = "http://localhost/answer";

  private final Page page;

  BrowserPeer(Chromium chromium) {
    page = chromium.browser().newPage();
    page.route(
        "**/*",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("text/html").setBody(answerPage())));
    page.navigate(ADDRESS);
  }

  private static String answerPage() {
    try (InputStream page = BrowserPeer.class.getResourceAsStream("answer.html")) {
      return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  String answer(String offer) {
    return (String) page.evaluate("offer => answer(offer)", offer);
  }

  List<Candidate> newCandidates() {
    List<?> lines = (List<?>) page.evaluate("() => takeCandidates()");
    return lines.stream().flatMap(line -> Candidate.parse((String) line).stream()).toList();
  }

  /** Waits a moment while the browser works on, then asks how it goes. */
  Progress progress() {
    page.waitForTimeout(100);
    return new Progress((Map<?, ?>) page.evaluate("() => progress()"));
  }

  /** What the browser's own statistics say, and the time code in the picture it shows. */
  record Progress(Map<?, ?> values) {
    long count(String name) {
      return ((Number) Objects.requireNonNull(values.get(name), name)).longValue();
    }

    double number(String name) {
      return ((Number) Objects.requireNonNull(values.get(name), name)).doubleValue();
    }

    String text(String name) {
      return (String) Objects.requireNonNull(values.get(name), name);
    }
  }

  @Override
  public void close() {
    page.close();
  }
}
