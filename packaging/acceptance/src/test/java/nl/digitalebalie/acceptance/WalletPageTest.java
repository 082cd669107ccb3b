package nl.digitalebalie.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.demo.DemoKeys;
import nl.digitalebalie.demo.irma.IrmaPartner;
import nl.digitalebalie.demo.irma.Requestor;
import nl.digitalebalie.demo.people.DemoWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo wallet in a real browser, the size of a telephone. */
class WalletPageTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String REQUEST =
      """
      {"@context":"https://irma.app/ld/request/disclosure/v2","disclose":[[[
        "irma-demo.gemeente.personalData.fullname","irma-demo.gemeente.personalData.bsn"]]]}\
      """;
  private static Chromium chromium;
  private static IrmaPartner.Running irma;
  private static HttpClient http;

  private BrowserContext phone;
  private Page page;
  private JsonNode session;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    DemoKeys keys = DemoKeys.generate(folder, new SecureRandom());
    Requestor requestor =
        new Requestor(
            "counter",
            new Requestor.Authentication.Token("token"),
            List.of("*"),
            Map.of("nl", "Gemeente Voorbeeld", "en", "Municipality of Voorbeeld"));
    irma =
        IrmaPartner.start(
            0,
            new IrmaPartner.Settings(
                DemoWorld.load(), List.of(requestor), keys.resultKey(), keys.resultPublicKey()),
            InstantSource.system(),
            new SecureRandom());
    http = HttpClient.newHttpClient();
    chromium = Chromium.start(Home.find(), Chromium.FakeDevices.BROWSERS_OWN);
  }

  @AfterAll
  static void stop() {
    chromium.close();
    irma.close();
    http.close();
  }

  @BeforeEach
  void open() throws Exception {
    phone =
        chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(390, 844));
    page = phone.newPage();
    page.onPageError(error -> {
      throw new AssertionError(error);
    });
    session = JSON.readTree(send("/session", REQUEST, "token").body());
  }

  @AfterEach
  void close() {
    phone.close();
  }

  @Test
  void a_resident_types_the_code_elsewhere_chooses_a_card_by_keyboard_and_shares()
      throws Exception {
    String frontend = session.path("frontendRequest").path("authorization").stringValue();
    String pointer = pointer();
    JsonNode options =
        JSON.readTree(
            send(
                    pointer + "/frontend/options",
                    "{\"@context\":\"https://irma.app/ld/request/frontendoptions/v1\",\"pairingMethod\":\"pin\"}",
                    frontend)
                .body());
    openWallet();
    assertEquals(
        options.path("pairingCode").stringValue(), page.locator("#pairing-code").innerText());
    send(pointer + "/frontend/pairingcompleted", "", frontend);
    page.getByRole(AriaRole.HEADING, heading("Gemeente Voorbeeld vraagt om uw gegevens")).waitFor();
    page.getByRole(AriaRole.RADIO).first().focus();
    page.keyboard().press("ArrowDown");
    assertTrue(page.locator("#shares").innerText().contains("999990639"));
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    page.getByRole(AriaRole.HEADING, heading("Gelukt")).waitFor();
    JsonNode result = result();
    assertEquals("VALID", result.path("proofStatus").stringValue());
    assertEquals(
        "H.J. Jansen", result.path("disclosed").path(0).path(0).path("rawvalue").stringValue());
  }

  @Test
  void refusing_shares_nothing_and_says_so_in_english() throws Exception {
    openWallet();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("English")).click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Do not share")).click();
    page.getByRole(AriaRole.HEADING, heading("You shared nothing")).waitFor();
    assertSaysDemo("DEMO - fictional people");
    assertEquals("en", page.locator("html").getAttribute("lang"));
    assertEquals("CANCELLED", result().path("status").stringValue());
  }

  @Test
  void a_session_that_somebody_else_opened_is_over_for_this_wallet() {
    openWallet();
    page.getByRole(AriaRole.RADIO).first().waitFor();
    Page second = phone.newPage();
    second.navigate(link());
    second.getByRole(AriaRole.HEADING, heading("Deze vraag is voorbij")).waitFor();
  }

  @Test
  void after_refusing_one_button_closes_the_window_or_says_that_the_resident_may() {
    openWallet();
    page.locator("#refuse").click();
    page.getByRole(AriaRole.HEADING, heading("U hebt niets gedeeld")).waitFor();
    assertSaysDemo("DEMO - fictieve personen");
    assertEquals("H1", page.evaluate("() => document.activeElement.tagName"));
    page.keyboard().press("Tab");
    assertEquals("close", page.evaluate("() => document.activeElement.id"));
    page.evaluate("() => { window.close = () => {}; }"); // a browser that keeps it open
    page.keyboard().press("Enter");
    assertTrue(page.getByRole(AriaRole.STATUS).innerText().startsWith("Sluit dit venster zelf"));
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 768, 1440})
  void every_screen_of_the_wallet_can_be_used_by_everybody(int width) throws Exception {
    page.setViewportSize(width, 640);
    page.navigate(irma.walletLinkBase());
    assertUsable("Open deze app vanaf de pagina van de gemeente");

    String frontend = session.path("frontendRequest").path("authorization").stringValue();
    send(
        pointer() + "/frontend/options",
        "{\"@context\":\"https://irma.app/ld/request/frontendoptions/v1\",\"pairingMethod\":\"pin\"}",
        frontend);
    page.navigate("about:blank"); // the next address differs in its fragment only
    openWallet();
    assertUsable("Typ deze code op uw andere scherm");
    send(pointer() + "/frontend/pairingcompleted", "", frontend);
    assertUsable("Gemeente Voorbeeld vraagt om uw gegevens");
    page.locator("#share").click();
    assertUsable("Gelukt");
    page.navigate("about:blank");
    openWallet();
    assertUsable("Deze vraag is voorbij");

    session = JSON.readTree(send("/session", REQUEST, "token").body());
    page.navigate("about:blank");
    openWallet();
    page.locator("#refuse").click();
    assertUsable("U hebt niets gedeeld");
  }

  /** The band stands on every screen: nobody must take this wallet for a real one. */
  private void assertSaysDemo(String words) {
    assertTrue(page.locator("#band").isVisible(), page.locator("h1").innerText());
    assertEquals(words, page.locator("#band").innerText());
  }

  /** Says that it is a demonstration, no finding of axe, and nothing is cut off sideways. */
  private void assertUsable(String title) throws IOException {
    page.getByRole(AriaRole.HEADING, heading(title)).waitFor();
    assertSaysDemo("DEMO - fictieve personen");
    page.evaluate(axe());
    Object findings =
        page.evaluate(
            "async () => (await axe.run({resultTypes: ['violations']})).violations"
                + ".map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' | '))");
    assertEquals(List.of(), findings, title);
    Object overflow =
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertEquals(0, ((Number) overflow).intValue(), title + " scrolls sideways");
  }

  private static String axe() throws IOException {
    return Files.readString(
        Home.find().resolve("packaging/acceptance/node_modules/axe-core/axe.min.js"));
  }

  private static Page.GetByRoleOptions heading(String text) {
    return new Page.GetByRoleOptions().setName(text);
  }

  private void openWallet() {
    page.navigate(link());
    page.locator("h1").waitFor();
  }

  private String link() {
    String json = session.path("sessionPtr").toString();
    return irma.walletLinkBase()
        + URLEncoder.encode(json, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String pointer() {
    return session.path("sessionPtr").path("u").stringValue();
  }

  private JsonNode result() throws Exception {
    URI address =
        URI.create(irma.base() + "/session/" + session.path("token").stringValue() + "/result");
    return JSON.readTree(
        http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private static HttpResponse<String> send(String path, String body, String authorization)
      throws Exception {
    URI address = URI.create(path.startsWith("/") ? irma.base() + path : path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
