package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Document;
import nl.digitalebalie.protocol.cases.PanelContent.Showing;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseDocuments.Delivery;
import nl.digitalebalie.server.cases.CaseDocuments.Wanted;
import nl.digitalebalie.server.cases.CaseNotes.NotesAnswer;
import nl.digitalebalie.server.cases.CaseNotes.WriteAnswer;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Found;
import nl.digitalebalie.server.cases.Places.DocumentPlace;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import org.junit.jupiter.api.Test;

class ZgwDocumentsTest extends ZgwScene {
  private static final byte[] PDF = "%PDF-1.4 and so on".getBytes(StandardCharsets.US_ASCII);
  private static final String COLLECTION = "/drc/api/v1/enkelvoudiginformatieobjecten";

  /** Keeps what it gets. */
  private static final class Kept implements CaseDocuments.Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Optional<String> mediaType = Optional.empty();
    private final Wanted wanted;

    Kept(Wanted wanted) {
      this.wanted = wanted;
    }

    @Override
    public void begin(String type, long size) {
      mediaType = Optional.of(type);
    }

    @Override
    public Wanted part(byte[] part) {
      bytes.writeBytes(part);
      return wanted;
    }
  }

  private final Kept kept = new Kept(Wanted.MORE);

  private DocumentPlace place(
      String type, String confidentiality, Map<String, ?> changes, byte[] file) {
    Map<String, Object> document = new HashMap<>(document(type, confidentiality));
    document.put("bestandsomvang", file.length);
    document.putAll(changes);
    handlers.put("/drc/api/v1/documenten/1", call -> json(call, document));
    handlers.put(
        "/drc/api/v1/documenten/1/download",
        call -> {
          call.sendResponseHeaders(200, 0);
          try {
            call.getResponseBody().write(file);
          } catch (IOException hungUp) {
            // the cap was reached
          }
          call.close();
        });
    return new DocumentPlace(
        base + "/drc/api/v1/documenten/1", 3, Showing.RESIDENT_TOO, "Brief", "application/pdf");
  }

  private Delivery deliver(DocumentPlace place) {
    return cases.documents().deliver(place, SCOPE, ANNA, kept);
  }

  @Test
  void a_document_comes_whole_in_the_version_that_was_listed() {
    assertEquals(new Delivery.Whole(PDF.length), deliver(place("brief", "intern", Map.of(), PDF)));
    assertEquals(
        new String(PDF, StandardCharsets.US_ASCII), kept.bytes.toString(StandardCharsets.US_ASCII));
    assertEquals(Optional.of("application/pdf"), kept.mediaType);
    assertTrue(seen.getLast().line().endsWith("/download?versie=3"), seen.getLast().line());
  }

  @Test
  void what_the_scope_does_not_allow_any_more_is_not_even_asked_for() {
    assertEquals(
        new Delivery.Failed("NOT_ALLOWED"), deliver(place("verslag", "intern", Map.of(), PDF)));
    assertEquals(
        new Delivery.Failed("NOT_ALLOWED"), deliver(place("brief", "geheim", Map.of(), PDF)));
    assertEquals(
        new Delivery.Failed("TYPE_NOT_SHOWN"),
        deliver(place("brief", "intern", Map.of("formaat", "text/html"), PDF)));
    assertEquals(
        new Delivery.Failed("TOO_LARGE"),
        deliver(place("brief", "intern", Map.of("bestandsomvang", 1_000_000_000), PDF)));
    assertTrue(seen.stream().noneMatch(call -> call.line().contains("download")));
    assertTrue(kept.mediaType.isEmpty());
  }

  @Test
  void a_file_that_is_not_what_it_says_reaches_nobody() {
    byte[] page = "<html><script>".getBytes(StandardCharsets.US_ASCII);
    for (String format : List.of("application/pdf", "image/png", "image/jpeg")) {
      assertEquals(
          new Delivery.Failed("OTHER_CONTENT"),
          deliver(place("brief", "intern", Map.of("formaat", format), page)));
    }
    assertEquals(
        new Delivery.Failed("OTHER_CONTENT"),
        deliver(place("brief", "intern", Map.of("formaat", "text/plain"), new byte[] {'a', 0})));
    assertTrue(kept.mediaType.isEmpty());
    assertEquals(0, kept.bytes.size());
  }

  @Test
  void a_file_without_end_is_cut_and_one_that_stops_early_is_not_whole() {
    byte[] endless = new byte[(int) ZgwDocuments.MAX_DOCUMENT_BYTES + 1];
    System.arraycopy(PDF, 0, endless, 0, PDF.length);
    assertEquals(
        new Delivery.Failed("TOO_LARGE"),
        deliver(place("brief", "intern", Map.of("bestandsomvang", 0), endless)));
    assertEquals(
        new Delivery.Failed("CUT_SHORT"),
        deliver(place("brief", "intern", Map.of("bestandsomvang", 99), PDF)));
  }

  @Test
  void a_download_ends_when_nobody_wants_more_of_it() {
    DocumentPlace place = place("brief", "intern", Map.of(), PDF);

    assertEquals(
        new Delivery.Failed("STOPPED"),
        cases.documents().deliver(place, SCOPE, ANNA, new Kept(Wanted.NO_MORE)));
  }

  @Test
  void a_made_up_place_elsewhere_is_never_called() {
    assertEquals(
        new Delivery.Failed("FOREIGN_URL"),
        deliver(
            new DocumentPlace(
                foreignUrl() + "/document", 1, Showing.RESIDENT_TOO, "Brief", "application/pdf")));
    assertTrue(foreignCalls.isEmpty());
  }

  @Test
  void documents_are_asked_for_in_one_search_and_what_was_not_asked_is_left_out() {
    String one = UUID.randomUUID().toString();
    String other = UUID.randomUUID().toString();
    handlers.put(
        "/zrc/api/v1/zaakinformatieobjecten",
        call ->
            json(
                call,
                List.of(
                    Map.of("informatieobject", base + COLLECTION + "/" + one),
                    Map.of("informatieobject", base + COLLECTION + "/" + other))));
    handlers.put(
        COLLECTION + "/_zoek",
        call ->
            page(
                call,
                List.of(
                    at(one, "brief", Map.of("titel", "De brief", "tonenAanInitiator", false)),
                    at(other, "verslag", Map.of("titel", "Het verslag")),
                    at(UUID.randomUUID().toString(), "brief", Map.of("titel", "Van een ander")))));

    Found found = found();

    assertEquals(
        List.of("De brief"),
        found.cases().getFirst().documents().stream().map(each -> each.title().reveal()).toList());
    DocumentPlace place =
        found
            .places()
            .ofDocument(found.cases().getFirst().documents().getFirst().handle())
            .orElseThrow();
    assertEquals(Showing.STAFF_ONLY, place.showing());
    assertEquals(1, seen.stream().filter(call -> call.line().contains(COLLECTION)).count());
    assertTrue(found.places().ofDocument("made-up").isEmpty());
  }

  /** One document a page; from page {@code failing} on the case system fails. */
  private Found listed(int documents, int failing) {
    List<String> all =
        Stream.generate(() -> UUID.randomUUID().toString()).limit(documents).toList();
    handlers.put(
        "/zrc/api/v1/zaakinformatieobjecten",
        call ->
            json(
                call,
                all.stream()
                    .map(each -> Map.of("informatieobject", base + COLLECTION + "/" + each))
                    .toList()));
    handlers.put(
        COLLECTION + "/_zoek",
        call -> {
          String query = Optional.ofNullable(call.getRequestURI().getQuery()).orElse("page=1");
          int page = Integer.parseInt(query.replaceAll(".*page=", ""));
          if (page >= failing) {
            text(call, 500, "{}");
          } else {
            Map<String, Object> answer = new HashMap<>();
            answer.put("next", page < documents ? "more" : null);
            answer.put("results", List.of(at(all.get(page - 1), "brief", Map.of())));
            json(call, answer);
          }
        });
    return found();
  }

  @Test
  void documents_on_later_pages_are_listed_too() {
    Found found = listed(3, 99);

    assertEquals(3, found.cases().getFirst().documents().size());
    assertEquals(Completeness.COMPLETE, found.completeness());
  }

  @Test
  void documents_beyond_the_last_page_that_is_read_are_said_to_be_missing() {
    Found found = listed(ZgwSearch.MAX_PAGES + 1, 99);

    assertEquals(ZgwSearch.MAX_PAGES, found.cases().getFirst().documents().size());
    assertEquals(Completeness.PARTIAL, found.completeness());
  }

  @Test
  void a_page_of_documents_that_fails_leaves_those_of_the_pages_before() {
    Found found = listed(3, 3);

    assertEquals(2, found.cases().getFirst().documents().size());
    assertEquals(Completeness.PARTIAL, found.completeness());
  }

  @Test
  void one_document_that_cannot_be_read_leaves_the_others() {
    handlers.put("/drc/api/v1/documenten/2", call -> text(call, 500, "{}"));

    Found found = found();

    assertEquals(1, found.cases().getFirst().documents().size());
    assertEquals(Completeness.PARTIAL, found.completeness());
  }

  /** Of the one document of this type and confidentiality that the panel lists. */
  private Showing showing(Confidentiality confidentiality, Map<String, ?> changes) {
    Map<String, Object> document = new HashMap<>(document("brief", confidentiality.zgw()));
    document.putAll(changes);
    handlers.put("/drc/api/v1/documenten/1", call -> json(call, document));
    Found found = assertInstanceOf(Found.class, cases.read(CONFIDENTIAL_TOO, ANNA));
    Document card = found.cases().getFirst().documents().getFirst();
    assertEquals(card.showing(), found.places().ofDocument(card.handle()).orElseThrow().showing());
    return card.showing();
  }

  private static final Scope CONFIDENTIAL_TOO =
      new Scope(
          SCOPE.purpose(),
          SCOPE.subject(),
          SCOPE.caseTypes(),
          SCOPE.documentTypes(),
          Confidentiality.CONFIDENTIAL);

  private static Map<String, Object> nothingSaid() {
    Map<String, Object> empty = new HashMap<>();
    empty.put("tonenAanInitiator", null);
    empty.put("ontvangstdatum", null);
    empty.put("verzenddatum", null);
    return empty;
  }

  @Test
  void a_document_of_which_nothing_says_that_the_resident_may_see_it_is_for_staff() {
    for (Map<String, ?> silence :
        List.<Map<String, ?>>of(
            Map.of(),
            nothingSaid(),
            Map.of("verzenddatum", "", "ontvangstdatum", "soon"),
            Map.of("tonenAanInitiator", "true"),
            Map.of("tonenAanInitiator", 1))) {
      assertEquals(
          Showing.STAFF_ONLY,
          showing(Confidentiality.CASE_CONFIDENTIAL, silence),
          silence::toString);
    }
  }

  @Test
  void what_went_out_or_came_in_may_be_shown_when_it_is_not_confidential_in_the_case() {
    for (String date : List.of("verzenddatum", "ontvangstdatum")) {
      Map<String, String> moved = Map.of(date, "2026-10-02");
      assertEquals(Showing.RESIDENT_TOO, showing(Confidentiality.CASE_CONFIDENTIAL, moved));
      assertEquals(Showing.STAFF_ONLY, showing(Confidentiality.CONFIDENTIAL, moved));
    }
  }

  @Test
  void the_case_systems_own_word_on_showing_goes_before_its_dates() {
    assertEquals(
        Showing.STAFF_ONLY,
        showing(
            Confidentiality.PUBLIC,
            Map.of("tonenAanInitiator", false, "verzenddatum", "2026-10-02")));
    assertEquals(
        Showing.RESIDENT_TOO,
        showing(Confidentiality.CONFIDENTIAL, Map.of("tonenAanInitiator", true)));
  }

  private Map<String, Object> at(String uuid, String type, Map<String, ?> changes) {
    Map<String, Object> document = new HashMap<>(document(type, "intern"));
    document.put("url", base + COLLECTION + "/" + uuid);
    document.putAll(changes);
    return document;
  }

  @Test
  void after_a_while_it_is_only_asked_whether_a_type_is_still_called_so() {
    handlers.put(
        "/ztc/api/v1/types/brief",
        call -> {
          boolean known = "\"one\"".equals(call.getRequestHeaders().getFirst("If-None-Match"));
          call.getResponseHeaders().add("ETag", "\"one\"");
          if (known) {
            call.sendResponseHeaders(304, -1);
            call.close();
          } else {
            json(call, Map.of("omschrijving", "Brief"));
          }
        });
    assertEquals(1, found().cases().getFirst().documents().size());
    seen.clear();
    assertEquals(1, found().cases().getFirst().documents().size());
    assertTrue(seen.stream().noneMatch(call -> call.line().contains("/types/brief")));

    later = Duration.ofMinutes(11);

    assertEquals(1, found().cases().getFirst().documents().size());
    assertEquals(
        List.of(List.of("\"one\"")),
        seen.stream()
            .filter(call -> call.line().contains("/types/brief"))
            .map(call -> call.headers().get("If-none-match"))
            .toList());
  }

  @Test
  void whoever_acts_for_the_resident_is_named_and_nobody_else_is() {
    Map<String, Object> administrator =
        Map.of(
            "betrokkeneType", "niet_natuurlijk_persoon",
            "omschrijvingGeneriek", "belanghebbende",
            "indicatieMachtiging", "gemachtigde",
            "betrokkeneIdentificatie", Map.of("statutaireNaam", "Bewindkantoor De Linde"));
    search(
        one(
            "1",
            Map.of("_expand", Map.of("rollen", List.of(role(HENK), role(SAMIRA), administrator)))));

    assertEquals(
        List.of("Bewindkantoor De Linde"),
        found().cases().getFirst().representatives().stream()
            .map(each -> each.name().reveal())
            .toList());
  }

  @Test
  void the_case_of_somebody_whom_the_resident_only_represents_stays_closed() {
    Map<String, Object> acting = new HashMap<>(role(SAMIRA));
    acting.put("indicatieMachtiging", "gemachtigde");
    Map<String, Object> handling = new HashMap<>(role(SAMIRA));
    handling.put("omschrijvingGeneriek", "behandelaar");
    search(
        one("1", Map.of("_expand", Map.of("rollen", List.of(role(HENK), acting)))),
        one("2", Map.of("_expand", Map.of("rollen", List.of(role(HENK), handling)))));

    assertTrue(found().cases().isEmpty());
  }

  @Test
  void notes_are_read_newest_first_and_those_of_another_case_are_dropped() {
    Places.CasePlace place = new Places.CasePlace(base + "/zrc/api/v1/zaken/1", "Bijstand");
    handlers.put(
        "/zrc/api/v1/zaaknotities",
        call ->
            page(
                call,
                List.of(
                    note("1", "Oud", "2026-10-01T10:00:00Z"),
                    note("2", "Van een ander", "2026-10-02T10:00:00Z"),
                    note("1", "Nieuw", "2026-10-03T10:00:00Z"))));

    NotesAnswer.Found found =
        assertInstanceOf(NotesAnswer.Found.class, cases.notes().notes(place, ANNA));

    assertEquals(
        List.of("Nieuw", "Oud"),
        found.notes().stream().map(each -> each.subject().reveal()).toList());
  }

  private Map<String, Object> note(String about, String subject, String at) {
    return Map.of(
        "gerelateerdAan",
        base + "/zrc/api/v1/zaken/" + about,
        "onderwerp",
        subject,
        "tekst",
        "-",
        "aangemaaktDoor",
        "Joris",
        "notitieType",
        "intern",
        "aanmaakdatum",
        at);
  }

  @Test
  void only_a_refusal_says_that_a_note_was_not_written() {
    for (int status : List.of(400, 401, 403, 404, 413, 429)) {
      assertEquals(WriteAnswer.Effect.NONE, writing(status, "{}"), "" + status);
    }
    for (int status : List.of(500, 502, 503, 504)) {
      assertEquals(WriteAnswer.Effect.UNKNOWN, writing(status, "{}"), "" + status);
    }
    assertEquals(WriteAnswer.Effect.UNKNOWN, writing(201, "<html>"));
    assertEquals(WriteAnswer.Effect.UNKNOWN, writing(201, " ".repeat(6 * 1024 * 1024)));
    server.stop(0);
    assertEquals(WriteAnswer.Effect.UNKNOWN, writing(201, "{}"));
  }

  private WriteAnswer.Effect writing(int status, String answer) {
    handlers.put(
        "/zrc/api/v1/zaaknotities",
        call -> {
          try {
            text(call, status, answer);
          } catch (IOException hungUp) {
            call.close(); // the cap was reached
          }
        });
    return assertInstanceOf(
            WriteAnswer.Failed.class,
            cases
                .notes()
                .write(
                    new Places.CasePlace(base + "/zrc/api/v1/zaken/1", "Bijstand"),
                    new CaseNotes.NewNote(
                        Sensitive.of("Gebeld"), Sensitive.of("Over de planning.")),
                    ANNA))
        .effect();
  }

  @Test
  void a_note_is_posted_once_even_when_the_answer_does_not_come() {
    Places.CasePlace place = new Places.CasePlace(base + "/zrc/api/v1/zaken/1", "Bijstand");
    CaseNotes.NewNote note =
        new CaseNotes.NewNote(Sensitive.of("Gebeld"), Sensitive.of("Over de planning."));
    handlers.put("/zrc/api/v1/zaaknotities", call -> text(call, 503, "{}"));

    assertEquals(
        new WriteAnswer.Failed("HTTP_503", WriteAnswer.Effect.UNKNOWN),
        cases.notes().write(place, note, ANNA));
    assertEquals(1, seen.size());
    assertTrue(seen.getFirst().body().contains("\"notitieType\":\"intern\""));

    handlers.put("/zrc/api/v1/zaaknotities", call -> text(call, 201, "{}"));
    assertEquals(new WriteAnswer.Written(), cases.notes().write(place, note, ANNA));
  }
}
