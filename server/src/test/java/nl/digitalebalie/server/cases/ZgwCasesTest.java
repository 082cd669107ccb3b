package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Document;
import nl.digitalebalie.protocol.cases.PanelContent.Progress;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Found;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Unavailable;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import org.junit.jupiter.api.Test;

class ZgwCasesTest extends ZgwScene {
  @Test
  void a_case_is_read_with_its_milestones_and_the_documents_of_the_purpose() {
    Found found = found();

    assertEquals(Completeness.COMPLETE, found.completeness());
    PanelContent.Case one = found.cases().getFirst();
    assertEquals("ZAAK-1", one.identification().reveal());
    assertEquals("Wmo", one.caseType());
    assertEquals("wmo-voorziening", one.caseTypeIdentification());
    assertEquals("2026-12-24", one.legalEnd().orElseThrow().toString());
    assertEquals(
        List.of("Ontvangen", "Wij zijn bezig", "Klaar"),
        one.milestones().stream().map(PanelContent.Milestone::text).toList());
    assertEquals(
        List.of(Progress.DONE, Progress.CURRENT, Progress.AHEAD),
        one.milestones().stream().map(PanelContent.Milestone::progress).toList());
    assertEquals(
        "2026-10-01T08:00:00Z", one.milestones().getFirst().reachedAt().orElseThrow().toString());
    assertEquals(
        List.of("Een brief"), one.documents().stream().map(d -> d.title().reveal()).toList());
  }

  @Test
  void the_search_names_person_types_and_confidentiality_in_its_body_and_nobody_in_a_url() {
    found();

    Seen search =
        seen.stream().filter(call -> call.line().contains("_zoek")).findFirst().orElseThrow();
    assertTrue(search.line().startsWith("POST /zrc/api/v1/zaken/_zoek?expand="));
    assertTrue(search.line().endsWith("&page=1"));
    assertEquals(
        SAMIRA,
        JSON.readTree(search.body())
            .path("rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn")
            .stringValue());
    assertEquals(2, JSON.readTree(search.body()).path("zaaktype__in").size());
    assertEquals(
        "zaakvertrouwelijk",
        JSON.readTree(search.body()).path("maximaleVertrouwelijkheidaanduiding").stringValue());
    assertTrue(seen.stream().noneMatch(call -> call.line().contains(SAMIRA)));
    assertTrue(
        seen.stream()
            .allMatch(call ->
                call.headers().get("Accept-crs").equals(List.of("EPSG:4326"))
                    && call.headers().get("Content-crs").equals(List.of("EPSG:4326"))));
  }

  @Test
  void every_request_carries_a_token_of_the_staff_member() throws Exception {
    found();

    for (Seen call : seen) {
      String token = call.headers().get("Authorization").getFirst().substring("Bearer ".length());
      JWSObject jws = JWSObject.parse(token);
      assertTrue(jws.verify(new MACVerifier(SECRET)));
      Map<String, Object> claims = jws.getPayload().toJSONObject();
      assertEquals("balie", claims.get("iss"));
      assertEquals("balie", claims.get("client_id"));
      assertEquals("anna", claims.get("user_id"));
      assertEquals("Anna de V.", claims.get("user_representation"));
      assertTrue(claims.containsKey("iat"));
    }
  }

  @Test
  void cases_outside_the_purpose_are_dropped_although_the_case_system_answered_them() {
    search(
        one("1", Map.of()),
        one("2", Map.of("zaaktype", base + "/ztc/api/v1/zaaktypen/9")),
        one("3", Map.of("vertrouwelijkheidaanduiding", "vertrouwelijk")),
        one("4", Map.of("vertrouwelijkheidaanduiding", "een nieuw woord")),
        one("5", Map.of("_expand", Map.of("rollen", List.of(role(HENK))))),
        one("6", Map.of("_expand", Map.of("rollen", List.of(role(HENK), role(SAMIRA))))));

    assertEquals(
        List.of("ZAAK-1", "ZAAK-6"),
        found().cases().stream().map(each -> each.identification().reveal()).sorted().toList());
  }

  @Test
  void without_expanded_roles_they_are_fetched_and_still_checked() {
    cases.close();
    cases = cases(ZgwSettings.Expand.NONE);
    search(one("1", Map.of("_expand", Map.of())));
    handlers.put("/zrc/api/v1/rollen", call -> page(call, List.of(role(HENK))));
    assertTrue(found().cases().isEmpty());

    handlers.put("/zrc/api/v1/rollen", call -> page(call, List.of(role(SAMIRA))));
    assertEquals(1, found().cases().size());
    assertTrue(seen.stream().noneMatch(call -> call.line().contains("expand")));
  }

  @Test
  void a_failing_case_system_is_unavailable_with_a_code_and_nothing_else() {
    for (int status : List.of(400, 401, 403, 406, 412, 429, 500, 503)) {
      onSearch(call -> text(call, status, "{\"detail\":\"" + SAMIRA + "\"}"));
      assertUnavailable("HTTP_" + status);
    }
    onSearch(call -> text(call, 200, "<html><body>Log in</body></html>"));
    assertUnavailable("NOT_JSON");
    onSearch(call -> text(call, 200, ""));
    assertInstanceOf(Unavailable.class, read());
    onSearch(call -> text(call, 200, "[".repeat(100) + "]".repeat(100)));
    assertUnavailable("NOT_JSON");
    onSearch(call -> text(call, 200, "{\"results\":{}}"));
    assertUnavailable("NO_RESULTS");
  }

  @Test
  void a_body_larger_than_the_cap_is_not_read_to_its_end() {
    onSearch(call -> {
      call.sendResponseHeaders(200, 0); // chunked, without an announced length
      byte[] megabyte = " ".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
      try {
        for (int i = 0; i < 1_000; i++) {
          call.getResponseBody().write(megabyte);
        }
      } catch (IOException hungUp) {
        call.close();
      }
    });

    assertUnavailable("TOO_LARGE");
  }

  @Test
  void a_case_system_that_comes_up_later_is_prepared_for_in_the_background() throws Exception {
    Handler catalogue = handlers.remove("/ztc/api/v1/zaaktypen");
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    CountDownLatch read = new CountDownLatch(2); // the milestones of both versions
    handlers.computeIfPresent(
        "/ztc/api/v1/statustypen",
        (path, milestones) ->
            call -> {
              milestones.answer(call);
              read.countDown();
            });
    try (ZgwCases late =
        cases(
            ZgwSettings.Expand.QUERY,
            length -> {
              pauses.add(length);
              if (pauses.size() == 3) {
                handlers.put("/ztc/api/v1/zaaktypen", catalogue);
              }
            })) {
      late.prepare(List.of("wmo-voorziening"));
      assertTrue(read.await(30, TimeUnit.SECONDS), "the catalogue is read in the end");
    }

    assertEquals(List.of(1L, 2L, 4L), pauses.stream().map(Duration::toSeconds).toList());
    assertEquals(4, seen.stream().filter(call -> call.line().contains("/zaaktypen")).count());
  }

  @Test
  void silence_ends_in_a_time_out() {
    becomeImpatient();
    onSearch(call -> {
      try {
        over.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      call.close();
    });

    assertUnavailable("TIMEOUT");
  }

  @Test
  void a_redirect_is_not_followed() {
    onSearch(call -> {
      call.getResponseHeaders().add("Location", foreignUrl() + "/internal");
      call.sendResponseHeaders(302, -1);
      call.close();
    });

    assertUnavailable("REDIRECT");
    assertTrue(foreignCalls.isEmpty());
  }

  @Test
  void addresses_below_no_configured_base_are_never_called() {
    for (String address :
        List.of(
            foreignUrl() + "/zrc/api/v1/zaken/1",
            base + "/admin/zaken/1",
            base + "/zrc/api/v1x/zaken/1",
            base + "/zrc/api/v1/../../admin",
            base + "/zrc/api/v1/%2e%2e/%2e%2e/admin",
            base.replace("http://", "http://user@") + "/zrc/api/v1/zaken/1",
            base.replace("http:", "https:") + "/zrc/api/v1/zaken/1",
            "file:///etc/passwd",
            "not a url",
            "")) {
      seen.clear();
      search(one("1", Map.of("url", address)));
      Found found = found();
      assertEquals(Completeness.PARTIAL, found.completeness(), address);
      assertTrue(foreignCalls.isEmpty());
      assertTrue(
          seen.stream()
              .noneMatch(
                  call -> call.line().contains("admin") || call.line().contains("statussen")),
          address);
    }
  }

  private static final Scope WITH_UNKNOWN_TYPE =
      new Scope(
          new PurposeId("wmo"),
          Bsn.parse(SAMIRA),
          List.of("wmo-voorziening", "wmo-voorzeining"),
          Set.of("Brief"),
          Confidentiality.CASE_CONFIDENTIAL);

  private void onCaseTypes(Set<String> published) {
    handlers.put(
        "/ztc/api/v1/zaaktypen",
        call -> {
          String asked =
              call.getRequestURI().getQuery().replaceAll(".*identificatie=([^&]*).*", "$1");
          page(
              call,
              published.contains(asked)
                  ? List.of(
                      Map.of(
                          "url",
                          base + "/ztc/api/v1/zaaktypen/1",
                          "identificatie",
                          asked,
                          "omschrijving",
                          "Wmo"))
                  : List.of());
        });
  }

  @Test
  void a_catalogue_that_ignores_the_question_widens_nothing() {
    handlers.put(
        "/ztc/api/v1/zaaktypen",
        call ->
            page(
                call,
                List.of(
                    Map.of(
                        "url",
                        base + "/ztc/api/v1/zaaktypen/1",
                        "identificatie",
                        "jeugdhulp",
                        "omschrijving",
                        "Jeugdhulp"))));

    assertEquals(
        new CaseSystem.Answer.Unavailable("NO_SUCH_CASE_TYPE"),
        cases.read(WITH_UNKNOWN_TYPE, ANNA));
    assertTrue(seen.stream().noneMatch(call -> call.line().contains("_zoek")));
  }

  @Test
  void a_case_type_that_the_catalogue_does_not_know_leaves_the_panel_incomplete_until_it_does() {
    onCaseTypes(Set.of("wmo-voorziening"));

    Found found = assertInstanceOf(Found.class, cases.read(WITH_UNKNOWN_TYPE, ANNA));
    assertEquals(Completeness.PARTIAL, found.completeness());
    assertEquals(1, found.cases().size());
    assertEquals(Completeness.COMPLETE, found().completeness());

    onCaseTypes(Set.of("wmo-voorziening", "wmo-voorzeining"));
    assertEquals(
        Completeness.COMPLETE,
        assertInstanceOf(Found.class, cases.read(WITH_UNKNOWN_TYPE, ANNA)).completeness());
  }

  @Test
  void a_purpose_of_which_no_case_type_is_known_has_no_cases_to_show() {
    onCaseTypes(Set.of());

    assertUnavailable("NO_SUCH_CASE_TYPE");
  }

  @Test
  void a_foreign_document_or_type_leaves_the_case_incomplete() {
    handlers.put(
        "/zrc/api/v1/zaakinformatieobjecten",
        call -> json(call, List.of(Map.of("informatieobject", foreignUrl() + "/document"))));

    Found found = found();

    assertEquals(Completeness.PARTIAL, found.completeness());
    assertTrue(found.cases().getFirst().documents().isEmpty());
    assertTrue(foreignCalls.isEmpty());
  }

  @Test
  void parts_that_fail_leave_a_case_that_says_it_is_incomplete() {
    handlers.put("/zrc/api/v1/statussen", call -> text(call, 500, "{}"));

    Found found = found();

    assertEquals(Completeness.PARTIAL, found.completeness());
    assertTrue(found.cases().getFirst().milestones().isEmpty());
    assertEquals(1, found.cases().getFirst().documents().size());
  }

  @Test
  void all_pages_are_read_by_counting_and_not_by_following() {
    onSearch(call -> {
      boolean first = call.getRequestURI().getQuery().endsWith("page=1");
      Map<String, Object> page = new LinkedHashMap<>();
      page.put("next", first ? foreignUrl() + "/zaken/_zoek?page=2" : null);
      page.put("results", List.of(one(first ? "1" : "2", Map.of())));
      json(call, page);
    });

    assertEquals(2, found().cases().size());
    assertTrue(foreignCalls.isEmpty());
  }

  @Test
  void pages_that_never_end_are_cut_and_said_to_be() {
    onSearch(call -> json(call, Map.of("next", "again", "results", List.of(one("1", Map.of())))));
    assertEquals(Completeness.PARTIAL, found().completeness());
    assertEquals(2, searches());

    seen.clear();
    onSearch(call -> {
      String page = call.getRequestURI().getQuery().replaceAll(".*page=", "");
      json(call, Map.of("next", "again", "results", List.of(one("p" + page, Map.of()))));
    });
    assertEquals(Completeness.PARTIAL, found().completeness());
    assertEquals(ZgwSearch.MAX_PAGES, searches());
  }

  private long searches() {
    return seen.stream().filter(call -> call.line().contains("_zoek")).count();
  }

  @Test
  void running_cases_come_first_and_the_newest_before_the_older() {
    List<Object> all = new ArrayList<>();
    all.add(one("closed", Map.of("startdatum", "2026-11-01", "einddatum", "2026-11-02")));
    all.add(one("old", Map.of("startdatum", "2025-01-01")));
    all.add(one("new", Map.of("startdatum", "2026-01-01")));
    search(all.toArray());

    assertEquals(
        List.of("ZAAK-new", "ZAAK-old", "ZAAK-closed"),
        found().cases().stream().map(each -> each.identification().reveal()).toList());
  }

  @Test
  void a_purpose_without_case_data_asks_the_case_system_nothing() {
    Scope none =
        new Scope(
            new PurposeId("general-question"),
            Optional.empty(),
            List.of(),
            Set.of(),
            Confidentiality.PUBLIC);

    assertTrue(assertInstanceOf(Found.class, cases.read(none, ANNA)).cases().isEmpty());
    assertTrue(seen.isEmpty());
  }

  @Test
  void answers_print_without_their_content() {
    assertFalse(found().toString().contains("ZAAK"));
  }

  @Test
  void every_call_names_the_trace_that_it_belongs_to() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    cases.read(SCOPE, ANNA.within(trace));

    assertTrue(
        seen.stream().allMatch(call -> List.of(trace).equals(call.headers().get("Traceparent"))));
    assertThrows(IllegalArgumentException.class, () -> ANNA.within("one\r\nX-Two: 2"));
  }

  @Test
  void a_short_secret_is_refused_at_start() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ZgwToken("balie", "only-thirty-one-bytes-in-secret"));
  }

  @Test
  void what_the_search_told_is_passed_on_before_anything_else_is_asked_for() {
    List<Found> early = new ArrayList<>();
    List<String> askedBefore = new ArrayList<>();
    CaseSystem.Answer answer =
        cases.read(
            SCOPE,
            ANNA,
            Places.NONE,
            some -> {
              early.add(some);
              seen.forEach(call -> askedBefore.add(call.line()));
            });

    Found whole = assertInstanceOf(Found.class, answer);
    assertEquals(Completeness.LOADING, early.getFirst().completeness());
    assertEquals(whole.cases().getFirst().handle(), early.getFirst().cases().getFirst().handle());
    assertTrue(early.getFirst().cases().getFirst().documents().isEmpty());
    assertTrue(
        askedBefore.stream().noneMatch(line -> line.contains("zaakinformatieobjecten")),
        askedBefore::toString);
  }

  private Found foundAgain(Places known) {
    return assertInstanceOf(Found.class, cases.read(SCOPE, ANNA, known, some -> {}));
  }

  @Test
  void what_is_read_again_keeps_its_handles() {
    search(one("1", Map.of()), one("2", Map.of()));
    Found first = found();
    search(one("2", Map.of()), one("1", Map.of()));

    assertEquals(first.places().cases(), foundAgain(first.places()).places().cases());
    assertEquals(first.places().documents(), foundAgain(first.places()).places().documents());
  }

  @Test
  void a_document_that_comes_to_be_shown_gets_no_handle_of_another() {
    // at first only the last of the three is let through
    handlers.put("/drc/api/v1/documenten/1", call -> json(call, document("brief", "geheim")));
    handlers.put("/drc/api/v1/documenten/3", call -> json(call, document("brief", "intern")));
    Found first = found();
    assertEquals(1, first.places().documents().size());
    handlers.put("/drc/api/v1/documenten/1", call -> json(call, document("brief", "intern")));
    handlers.put("/drc/api/v1/documenten/2", call -> json(call, document("brief", "intern")));

    Found again = foundAgain(first.places());

    assertEquals(3, again.places().documents().size());
    assertEquals(
        3, again.cases().getFirst().documents().stream().map(Document::handle).distinct().count());
    assertTrue(
        again.places().documents().entrySet().containsAll(first.places().documents().entrySet()));
  }

  @Test
  void no_handle_is_used_twice_in_a_panel_though_what_had_it_is_gone() {
    search(one("1", Map.of()), one("2", Map.of()));
    Places first = found().places();
    search(one("1", Map.of()));
    handlers.put("/drc/api/v1/documenten/1", call -> json(call, document("brief", "geheim")));
    Places fewer = foundAgain(first).places();
    assertEquals(1, fewer.cases().size());
    search(one("1", Map.of()), one("3", Map.of()));
    handlers.put("/drc/api/v1/documenten/3", call -> json(call, document("brief", "intern")));

    Places more = foundAgain(fewer).places();

    assertEquals(2, more.cases().size());
    more.cases()
        .forEach((handle, place) ->
            assertEquals(place, first.cases().getOrDefault(handle, place), handle));
    assertFalse(more.documents().isEmpty());
    more.documents()
        .forEach((handle, place) ->
            assertEquals(place, first.documents().getOrDefault(handle, place), handle));
  }
}
