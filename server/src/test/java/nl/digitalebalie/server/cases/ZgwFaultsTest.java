package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.TestTls;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Found;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a case system can do wrong beyond a wrong status, and what staff are told then. */
class ZgwFaultsTest extends ZgwScene {

  private void answerOnceThenWell(int status, Map<String, String> headers) {
    AtomicInteger asked = new AtomicInteger();
    onSearch(call -> {
      if (asked.getAndIncrement() == 0) {
        headers.forEach(call.getResponseHeaders()::add);
        text(call, status, "{}");
      } else {
        page(call, List.of(one("1", Map.of())));
      }
    });
  }

  @Test
  void what_passes_is_asked_once_more_after_a_pause() {
    for (int status : List.of(429, 502, 503, 504)) {
      betweenTries.clear();
      answerOnceThenWell(status, Map.of());
      assertEquals(1, found().cases().size());
      assertEquals(List.of(GuardedHttp.BEFORE_REPEAT), betweenTries);
    }
    betweenTries.clear();
    answerOnceThenWell(429, Map.of("Retry-After", "2"));
    assertEquals(1, found().cases().size());
    assertEquals(List.of(Duration.ofSeconds(2)), betweenTries);
  }

  @Test
  void a_case_system_that_asks_for_patience_is_unavailable_and_not_waited_for() {
    answerOnceThenWell(429, Map.of("Retry-After", "3600"));

    assertUnavailable("HTTP_429");
    assertTrue(betweenTries.isEmpty());
  }

  @Test
  void a_failure_of_the_case_system_itself_is_not_asked_twice() {
    AtomicInteger asked = new AtomicInteger();
    onSearch(call -> {
      asked.incrementAndGet();
      text(call, 500, "{}");
    });

    assertUnavailable("HTTP_500");
    assertEquals(1, asked.get());
  }

  @Test
  void a_filter_that_is_not_known_is_told_from_another_refused_question() {
    onSearch(call ->
        text(
            call,
            400,
            """
            {"code":"invalid","invalidParams":[
              {"name":"nonFieldErrors","code":"unknown-parameters","reason":"rol__x"}]}\
            """));
    assertUnavailable("HTTP_400_NOT_UNDERSTOOD");

    onSearch(call -> text(call, 400, "{\"code\":\"invalid\",\"invalidParams\":[]}"));
    assertUnavailable("HTTP_400");
  }

  @Test
  void a_refused_secret_is_told_from_a_missing_right_and_a_wrong_clock() {
    Map<String, String> known =
        Map.of(
            "jwt-expired",
            "HTTP_403_CLOCK_DIFFERS",
            "invalid-jwt-signature",
            "HTTP_403_SECRET_REFUSED",
            "invalid-client-identifier",
            "HTTP_403_CLIENT_UNKNOWN",
            "permission_denied",
            "HTTP_403_NOT_AUTHORISED",
            SAMIRA,
            "HTTP_403");
    known.forEach((code, ours) -> {
      onSearch(
          call -> text(call, 403, "{\"code\":\"" + code + "\",\"detail\":\"" + SAMIRA + "\"}"));
      assertUnavailable(ours);
    });
  }

  /** Bytes keep coming, far within any wait for the next one: only the whole call has an end. */
  @Test
  void a_body_that_trickles_ends_in_a_time_out() {
    becomeImpatient();
    AtomicInteger trickled = new AtomicInteger();
    onSearch(call -> {
      call.sendResponseHeaders(200, 0);
      try {
        // a minute and a half, were it read to its end
        while (trickled.incrementAndGet() < 900 && !over.await(100, TimeUnit.MILLISECONDS)) {
          call.getResponseBody().write(' ');
          call.getResponseBody().flush();
        }
        call.getResponseBody().write("{\"results\":[]}".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException hungUp) {
        // as it should
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      call.close();
    });

    assertUnavailable("TIMEOUT");
    assertTrue(trickled.get() > 1, "bytes came");
  }

  @Test
  void one_silent_part_leaves_the_rest_of_the_case_readable() {
    becomeImpatient();
    handlers.put(
        "/zrc/api/v1/zaakinformatieobjecten",
        call -> {
          try {
            over.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          call.close();
        });

    Found found = found();

    assertEquals(Completeness.PARTIAL, found.completeness());
    assertEquals(3, found.cases().getFirst().milestones().size());
    assertTrue(found.cases().getFirst().documents().isEmpty());
  }

  @Test
  void a_case_system_that_is_not_there_is_unreachable() {
    server.stop(0);

    assertUnavailable("UNREACHABLE");
    assertEquals(List.of(GuardedHttp.BEFORE_REPEAT), betweenTries);
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused(@TempDir Path folder) throws Exception {
    HttpsServer untrusted = https(TestTls.keystore(folder));
    URI there = URI.create("https://localhost:" + untrusted.getAddress().getPort() + "/api/v1");
    ZgwSettings settings =
        new ZgwSettings(
            there, there, there, "balie", Sensitive.of(SECRET), ZgwSettings.Expand.QUERY);
    try (ZgwCases careful =
        new ZgwCases(
            settings,
            new GuardedHttp(Duration.ofSeconds(20), betweenTries::add),
            InstantSource.system(),
            length -> over.await())) {
      assertEquals(new Unavailable("CERTIFICATE"), careful.read(SCOPE, ANNA));
      assertTrue(betweenTries.isEmpty());
    } finally {
      untrusted.stop(0);
    }
  }

  private static HttpsServer https(Path keystore) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      store.load(in, TestTls.PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, TestTls.PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    https.createContext("/", call -> text(call, 200, "{\"results\":[]}"));
    https.start();
    return https;
  }

  @Test
  void after_an_outage_the_next_reading_finds_everything() {
    onSearch(call -> text(call, 500, "{}"));
    assertUnavailable("HTTP_500");

    search(one("1", Map.of()));
    assertInstanceOf(Found.class, read());
    assertEquals(Completeness.COMPLETE, found().completeness());
  }

  /** One case a page; {@code failing} is answered with a status of its own. */
  private void onPages(int count, int pages, int failing, int status) {
    onSearch(call -> {
      int page = Integer.parseInt(call.getRequestURI().getQuery().replaceAll(".*page=", ""));
      if (page == failing || page > pages) {
        text(call, page > pages ? 404 : status, "{}");
      } else {
        Map<String, Object> answer = new java.util.LinkedHashMap<>();
        answer.put("count", count);
        answer.put("next", page < pages ? "more" : null);
        answer.put("results", List.of(one("p" + page, Map.of())));
        json(call, answer);
      }
    });
  }

  @Test
  void a_count_that_is_too_high_asks_for_pages_that_are_not_there_and_loses_nothing() {
    onPages(5, 3, 0, 0);

    Found found = found();

    assertEquals(3, found.cases().size());
    assertEquals(Completeness.COMPLETE, found.completeness());
    assertEquals(3, found.cases().getFirst().milestones().size());
  }

  @Test
  void a_next_page_that_is_gone_ends_the_list_and_the_panel_says_that_some_may_be_missing() {
    onPages(3, 3, 3, 404);

    Found found = found();

    assertEquals(2, found.cases().size());
    assertEquals(Completeness.PARTIAL, found.completeness());
  }

  @Test
  void a_later_page_that_fails_leaves_the_cases_of_the_others() {
    onPages(4, 4, 2, 500);

    Found found = found();

    assertEquals(
        List.of("ZAAK-p1", "ZAAK-p3", "ZAAK-p4"),
        found.cases().stream().map(each -> each.identification().reveal()).sorted().toList());
    assertEquals(Completeness.PARTIAL, found.completeness());
    assertEquals(3, found.cases().getFirst().milestones().size());
    assertEquals(1, found.cases().getFirst().documents().size());
  }

  @Test
  void a_first_page_that_is_not_there_is_no_empty_list() {
    onSearch(call -> text(call, 404, "{}"));

    assertUnavailable("HTTP_404");
  }

  @Test
  void pages_are_asked_for_side_by_side_and_a_count_that_lies_is_counted_on() throws IOException {
    onSearch(call -> {
      int page = Integer.parseInt(call.getRequestURI().getQuery().replaceAll(".*page=", ""));
      Map<String, Object> answer = new java.util.LinkedHashMap<>();
      answer.put("count", 2); // there are four
      answer.put("next", page < 4 ? "more" : null);
      answer.put("results", List.of(one("p" + page, Map.of())));
      json(call, answer);
    });

    Found found = found();

    assertEquals(4, found.cases().size());
    assertEquals(Completeness.COMPLETE, found.completeness());
  }
}
