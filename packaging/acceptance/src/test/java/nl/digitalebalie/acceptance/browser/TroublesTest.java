package nl.digitalebalie.acceptance.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import nl.digitalebalie.acceptance.Home;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A page that does what none of ours may. */
class TroublesTest {
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.start(Home.find(), Chromium.FakeDevices.BROWSERS_OWN);
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  @Test
  void a_page_that_only_shows_itself_has_none() {
    assertEquals(List.of(), troubles("<p id=seen>quiet</p>"));
  }

  @Test
  void a_broken_script_a_complaint_and_a_refusal_are_told() {
    List<String> troubles =
        troubles(
            """
            <script>console.error('so it complains')</script>
            <script>setTimeout(() => { throw new Error('so it breaks'); }, 0)</script>
            <meta http-equiv="Content-Security-Policy" content="img-src 'none'">
            <img src="refused.png"><script>addEventListener('load', () => setTimeout(() => {
              const seen = document.createElement('p'); seen.id = 'seen'; seen.textContent = 'done';
              document.body.append(seen); }, 100))</script>
            """);
    assertTold(troubles, "so it complains");
    assertTold(troubles, "so it breaks");
    assertTold(troubles, "Content Security Policy");
  }

  @Test
  void another_server_is_told_by_every_way_to_it() {
    List<String> troubles =
        troubles(
            """
            <img src="http://127.0.0.1:9/picture.png"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
            <script>try { new WebSocket('ws://127.0.0.1:9/socket'); } catch { }</script>
            <p id=seen>asked</p>
            """);
    assertTold(troubles, "not ours: http://127.0.0.1:9/picture.png");
    assertTold(troubles, "not ours: ws://127.0.0.1:9/socket");
    assertTrue(troubles.stream().noneMatch(one -> one.contains("data:")), troubles::toString);
  }

  private static void assertTold(List<String> troubles, String words) {
    assertTrue(troubles.stream().anyMatch(one -> one.contains(words)), troubles::toString);
  }

  private static List<String> troubles(String body) {
    Reply page =
        Reply.text(200, "text/html", "<!doctype html><link rel=icon href='data:,'>" + body);
    try (PartnerServer server = PartnerServer.start("troubles", 0, _ -> _ -> page);
        ResidentBrowser resident =
            new ResidentBrowser(chromium.browser(), List.of(server.base()))) {
      resident.open(server.base() + "/index.html");
      resident.await("#seen");
      resident.frames(); // lets the driver hand over what has arrived
      return resident.troubles();
    }
  }
}
