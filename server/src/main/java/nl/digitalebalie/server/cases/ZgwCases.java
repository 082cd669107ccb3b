package nl.digitalebalie.server.cases;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Document;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.Places.CasePlace;
import nl.digitalebalie.server.cases.Places.DocumentPlace;
import nl.digitalebalie.server.cases.ZgwCatalogue.CaseType;
import nl.digitalebalie.server.cases.ZgwParts.History;
import nl.digitalebalie.server.cases.ZgwRoles.Standing;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Cases from ZGW services (Zaken, Catalogi, Documenten), the intersection of Open Zaak and the VNG
 * specifications. Least privilege does not rest on the case system: case type, confidentiality and
 * the person's own role are checked again on every case that comes back, because case systems have
 * shipped without filtering.
 */
public final class ZgwCases implements CaseSystem, AutoCloseable {
  /** Shown, with what the search told. */
  static final int MAX_CASES = 500;

  /**
   * Read whole: history and documents too, two calls for each. The rest is shown without its
   * documents, and the panel says that it is not complete.
   */
  static final int MAX_READ_WHOLE = 100;

  /**
   * Cases that are told together once they are whole: the first ones need not wait for the last.
   */
  private static final int AT_ONCE = 20;

  /** A whole reading, the search included; then what is there is shown as incomplete. */
  private static final Duration MAY_TAKE = Duration.ofSeconds(15);

  /** Of no case that was let in; no purpose allows it. */
  private static final CaseType NO_TYPE = new CaseType("", "", "");

  private static final Logger LOG = LoggerFactory.getLogger(ZgwCases.class);

  private final ZgwHttp http;
  private final HttpUrl zaken;
  private final ZgwCatalogue catalogue;
  private final ZgwSearch search;
  private final ZgwParts parts;
  private final ZgwDocuments documents;
  private final ZgwNotes notes;
  private final ZgwSettings.Enterprises enterprises;
  private final Retry.Pause untilUp;
  private Optional<Retry> preparing = Optional.empty();

  /** Case types of the policy that the catalogue did not know when it was asked last. */
  private final Set<String> unknownTypes = ConcurrentHashMap.newKeySet();

  /**
   * @param timeout for each call
   */
  public ZgwCases(ZgwSettings settings, Duration timeout, InstantSource clock) {
    this(settings, new GuardedHttp(timeout, Thread::sleep), clock, Thread::sleep);
  }

  /**
   * @param untilUp between attempts to reach a case system that is not up yet
   */
  ZgwCases(ZgwSettings settings, GuardedHttp calls, InstantSource clock, Retry.Pause untilUp) {
    this.untilUp = untilUp;
    this.enterprises = settings.enterprises();
    this.zaken = HttpUrl.get(settings.zaken().toString());
    HttpUrl documenten = HttpUrl.get(settings.documenten().toString());
    this.http =
        new ZgwHttp(
            List.of(settings.zaken(), settings.catalogi(), settings.documenten()),
            new ZgwToken(settings.clientId(), settings.secret().reveal()),
            calls,
            clock);
    this.catalogue = new ZgwCatalogue(http, HttpUrl.get(settings.catalogi().toString()), clock);
    this.search = new ZgwSearch(http, zaken, settings.expand());
    this.parts = new ZgwParts(http, zaken, catalogue);
    this.documents = new ZgwDocuments(http, zaken, documenten, catalogue);
    this.notes = new ZgwNotes(http, zaken);
  }

  /** The bytes of the documents that a reading found. */
  public CaseDocuments documents() {
    return documents;
  }

  /** The notes of the cases that a reading found. */
  public CaseNotes notes() {
    return notes;
  }

  /**
   * Reads what the catalogue says about these case types before anybody waits for it, in the
   * background: no person is in it. A case system that is not up yet is asked again until it
   * answers or this is closed. Called once, by whoever closes.
   */
  public void prepare(List<String> caseTypes) {
    preparing = Optional.of(Retry.start("prepare-cases", () -> readCatalogue(caseTypes), untilUp));
  }

  private Retry.Outcome readCatalogue(List<String> caseTypes) {
    Reader ourselves = new Reader("digitale-balie", "Digitale balie");
    try {
      for (String identification : caseTypes) {
        for (CaseType type : versions(identification, ourselves)) {
          catalogue.milestones(type.url(), ourselves);
        }
      }
      LOG.info("the case system's catalogue is read");
      return Retry.Outcome.DONE;
    } catch (CallFailure notNow) {
      LOG.info("the case system's catalogue cannot be read yet: {}", notNow.code());
      return Retry.Outcome.NOT_YET;
    }
  }

  @Override
  public Answer read(Scope scope, Reader reader, Places known, Consumer<Answer.Found> early) {
    Optional<Subject> subject = Subject.of(scope, enterprises);
    if (scope.caseTypes().isEmpty() || subject.isEmpty()) {
      return new Answer.Found(List.of(), Completeness.COMPLETE);
    }
    if (subject.get().filters().isEmpty()) {
      // whoever was not searched for must not look like somebody without cases
      return new Answer.Unavailable("NO_NUMBER_TO_SEARCH_BY");
    }
    try (Together together = new Together(MAY_TAKE)) {
      return read(subject.get(), together, new Task(scope, reader, known, early));
    } catch (CallFailure failure) {
      return new Answer.Unavailable(failure.code());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("STOPPED");
    }
  }

  @Override
  public void close() {
    preparing.ifPresent(Retry::close);
    http.close();
  }

  /** What one reading was called with. */
  private record Task(Scope scope, Reader reader, Places known, Consumer<Answer.Found> early) {}

  private Answer read(Subject subject, Together together, Task task)
      throws CallFailure, InterruptedException {
    Scope scope = task.scope();
    Reader reader = task.reader();
    Types known = types(scope, reader);
    Map<String, CaseType> types = known.byUrl();
    Reading reading = new Reading(task, together, types);
    Set<String> seen = new HashSet<>();
    List<Own> own = new ArrayList<>();
    ZgwSearch.Found found =
        search.all(
            scope,
            subject,
            types.keySet(),
            reader,
            together,
            page -> {
              List<JsonNode> fresh =
                  page.stream().filter(one -> seen.add(Fields.text(one, "url"))).toList();
              List<Own> more = own(fresh, scope, subject, types.keySet(), reader, together);
              own.addAll(more);
              reading.list(more);
            });
    if (own.size() < found.cases().size()) {
      LOG.warn(
          "the case system answered {} cases outside the purpose; dropped",
          found.cases().size() - own.size());
    }
    own.sort(RUNNING_THEN_NEWEST);
    List<Own> shown = own.subList(0, Math.min(MAX_CASES, own.size()));
    boolean all =
        known.completeness() == Completeness.COMPLETE
            && found.completeness() == Completeness.COMPLETE
            && own.size() <= MAX_READ_WHOLE;
    return reading.of(shown, all ? Completeness.COMPLETE : Completeness.PARTIAL);
  }

  /**
   * Every version of every case type of the purpose, with its description.
   *
   * @param completeness partial when the catalogue does not know one of them: its cases are not
   *     searched for
   */
  private record Types(Map<String, CaseType> byUrl, Completeness completeness) {}

  private Types types(Scope scope, Reader reader) throws CallFailure {
    Map<String, CaseType> types = new HashMap<>();
    Completeness completeness = Completeness.COMPLETE;
    for (String identification : scope.caseTypes()) {
      List<CaseType> versions = versions(identification, reader);
      versions.forEach(version -> types.put(version.url(), version));
      completeness = versions.isEmpty() ? Completeness.PARTIAL : completeness;
    }
    if (types.isEmpty()) {
      throw new CallFailure("NO_SUCH_CASE_TYPE");
    }
    return new Types(types, completeness);
  }

  /** Said once for each case type, and again when it was there meanwhile. */
  private List<CaseType> versions(String identification, Reader reader) throws CallFailure {
    List<CaseType> versions = catalogue.versions(identification, reader);
    if (!versions.isEmpty()) {
      unknownTypes.remove(identification);
    } else if (unknownTypes.add(identification)) {
      LOG.warn(
          "the catalogue has no published case type '{}': panels with it are not complete",
          identification);
    }
    return versions;
  }

  /** A case that this person may be shown, and who acts for them in it. */
  private record Own(JsonNode one, List<PanelContent.Representative> representatives) {}

  private static final Comparator<Own> RUNNING_THEN_NEWEST =
      Comparator.<Own, Boolean>comparing(own -> Fields.date(own.one(), "einddatum").isPresent())
          .thenComparing(
              own -> Fields.date(own.one(), "startdatum").orElse(LocalDate.EPOCH),
              Comparator.reverseOrder());

  private List<Own> own(
      List<JsonNode> cases,
      Scope scope,
      Subject subject,
      Set<String> types,
      Reader reader,
      Together together)
      throws CallFailure, InterruptedException {
    Map<JsonNode, Together.Part<ZgwRoles>> roles = new LinkedHashMap<>();
    for (JsonNode one : cases) {
      if (withinPurpose(one, scope, types) && isOf(reader.organisation(), one)) {
        roles.put(one, together.read(() -> roles(one, subject, reader)));
      }
    }
    List<Own> own = new ArrayList<>();
    for (Map.Entry<JsonNode, Together.Part<ZgwRoles>> each : roles.entrySet()) {
      ZgwRoles found = each.getValue().get();
      if (found.standing() == Standing.OWN) {
        own.add(new Own(each.getKey(), found.representatives()));
      }
    }
    return own;
  }

  /** One case system may have the cases of several municipalities; a talk is with one of them. */
  private static boolean isOf(Optional<String> organisation, JsonNode one) {
    return organisation.isEmpty()
        || organisation.get().equals(Fields.text(one, "verantwoordelijkeOrganisatie"));
  }

  private static boolean withinPurpose(JsonNode one, Scope scope, Set<String> types) {
    boolean known =
        types.contains(Fields.text(one, "zaaktype")) && Fields.date(one, "startdatum").isPresent();
    return known
        && Confidentiality.ofZgw(Fields.text(one, "vertrouwelijkheidaanduiding"))
            .filter(level -> level.atMost(scope.maxConfidentiality()))
            .isPresent();
  }

  private ZgwRoles roles(JsonNode one, Subject subject, Reader reader) throws CallFailure {
    JsonNode expanded = one.path("_expand").path("rollen");
    if (expanded.isArray()) {
      return ZgwRoles.of(expanded, subject);
    }
    HttpUrl url =
        zaken
            .newBuilder()
            .addPathSegment("rollen")
            .addQueryParameter("zaak", http.ours(Fields.text(one, "url")).toString())
            .build();
    return ZgwRoles.of(http.all(url, reader), subject);
  }

  /** One reading of the parts of cases, side by side. */
  private final class Reading {
    private final Scope scope;
    private final Reader reader;
    private final Together together;
    private final Map<String, CaseType> types;
    private final Consumer<Answer.Found> early;
    private final Handles handles;
    private final Map<String, CasePlace> casePlaces = new HashMap<>();
    private final Map<String, DocumentPlace> documentPlaces = new HashMap<>();
    private boolean whole = true;
    private int listed;

    Reading(Task task, Together together, Map<String, CaseType> types) {
      this.scope = task.scope();
      this.reader = task.reader();
      this.together = together;
      this.types = types;
      this.early = task.early();
      this.handles = new Handles(task.known());
    }

    /** What the search alone told, for whoever waits: no history, no documents. */
    void list(List<Own> some) {
      List<PanelContent.Case> cases = new ArrayList<>();
      for (Own own : some) {
        if (listed < MAX_CASES) {
          listed++;
          String handle = place(own.one());
          cases.add(caseOf(own, handle, Optional.empty(), told(own.one()), List.of()));
        }
      }
      tell(cases);
    }

    private void tell(List<PanelContent.Case> some) {
      if (!some.isEmpty()) {
        early.accept(new Answer.Found(some, Completeness.LOADING, places(), List.of()));
      }
    }

    private Places places() {
      return new Places(casePlaces, documentPlaces, handles.named());
    }

    private String place(JsonNode one) {
      String address = Fields.text(one, "url");
      String handle = handles.ofCase(address);
      casePlaces.put(handle, new CasePlace(address, type(one).description()));
      return handle;
    }

    private CaseType type(JsonNode one) {
      return types.getOrDefault(Fields.text(one, "zaaktype"), NO_TYPE);
    }

    private List<PanelContent.Milestone> told(JsonNode one) {
      if (!one.path("_expand").path("status").has("statustype")) {
        return List.of(); // a case without its status would look as if nothing had happened
      }
      try {
        return parts.milestones(one, History.PRESENT, reader);
      } catch (CallFailure later) {
        return List.of(); // it is asked again with the rest of the case, and missed there
      }
    }

    /** A case whose parts are being read at the same time, each on a thread of its own. */
    private record Pending(
        Own own,
        String handle,
        Together.Part<List<PanelContent.Milestone>> milestones,
        Together.Part<List<HttpUrl>> links,
        Together.Part<Optional<String>> outcome) {}

    Answer.Found of(List<Own> cases, Completeness listed) throws InterruptedException {
      List<Pending> pending = new ArrayList<>();
      for (Own own : cases) {
        pending.add(pending(own, pending.size()));
      }
      List<PanelContent.Case> read = new ArrayList<>();
      for (int from = 0; from < pending.size(); from += AT_ONCE) {
        List<PanelContent.Case> some =
            read(pending.subList(from, Math.min(pending.size(), from + AT_ONCE)));
        read.addAll(some);
        if (read.size() < pending.size()) {
          tell(some);
        }
      }
      return new Answer.Found(read, whole ? listed : Completeness.PARTIAL, places(), List.of());
    }

    private List<PanelContent.Case> read(List<Pending> some) throws InterruptedException {
      Map<String, List<HttpUrl>> links = new HashMap<>();
      for (Pending each : some) {
        links.put(each.handle, newest(part("links", each.links, List.of())));
      }
      Map<HttpUrl, JsonNode> found = documentsAt(links.values());
      List<PanelContent.Case> read = new ArrayList<>();
      for (Pending each : some) {
        read.add(caseOf(each, links.getOrDefault(each.handle, List.of()), found));
      }
      return read;
    }

    private Pending pending(Own own, int place) {
      JsonNode one = own.one();
      History history = place < MAX_READ_WHOLE ? History.WHOLE : History.PRESENT;
      boolean withDocuments = history == History.WHOLE && !scope.documentTypes().isEmpty();
      return new Pending(
          own,
          place(one),
          together.read(() -> parts.milestones(one, history, reader)),
          together.read(() -> withDocuments ? documents.links(one, reader) : List.of()),
          together.read(() -> parts.outcome(one, reader)));
    }

    private List<HttpUrl> newest(List<HttpUrl> links) {
      whole &= links.size() <= ZgwDocuments.MAX_DOCUMENTS;
      return links.subList(0, Math.min(links.size(), ZgwDocuments.MAX_DOCUMENTS));
    }

    private Map<HttpUrl, JsonNode> documentsAt(Iterable<List<HttpUrl>> links)
        throws InterruptedException {
      List<HttpUrl> addresses = new ArrayList<>();
      links.forEach(addresses::addAll);
      ZgwDocuments.Read read =
          documents.read(addresses.stream().distinct().toList(), reader, together);
      read.missing().ifPresent(failure -> missing("documents", failure));
      return read.found();
    }

    /** A part that cannot be read leaves a case without it, never a case that looks finished. */
    private PanelContent.Case caseOf(
        Pending pending, List<HttpUrl> links, Map<HttpUrl, JsonNode> found)
        throws InterruptedException {
      return caseOf(
          pending.own,
          pending.handle,
          part("outcome", pending.outcome, Optional.empty()),
          part("milestones", pending.milestones, List.of()),
          cards(pending.handle, links, found));
    }

    private PanelContent.Case caseOf(
        Own own,
        String handle,
        Optional<String> outcome,
        List<PanelContent.Milestone> milestones,
        List<Document> cards) {
      JsonNode one = own.one();
      return new PanelContent.Case(
          handle,
          Sensitive.of(Fields.text(one, "identificatie")),
          Sensitive.of(Fields.text(one, "omschrijving")),
          type(one).description(),
          type(one).identification(),
          Fields.date(one, "startdatum").orElseThrow(), // checked when the case was let in
          Fields.date(one, "einddatumGepland"),
          Fields.date(one, "uiterlijkeEinddatumAfdoening"),
          Fields.date(one, "einddatum"),
          outcome,
          milestones,
          cards,
          own.representatives());
    }

    private List<Document> cards(String handle, List<HttpUrl> links, Map<HttpUrl, JsonNode> found) {
      List<Document> cards = new ArrayList<>();
      for (HttpUrl address : links) {
        JsonNode document = found.get(address);
        try {
          if (document != null) {
            documents
                .listed(
                    document,
                    address,
                    () -> handles.ofDocument(handle, address.toString()),
                    scope,
                    reader)
                .ifPresent(listed -> {
                  cards.add(listed.card());
                  documentPlaces.put(listed.card().handle(), listed.place());
                });
          }
        } catch (CallFailure missing) {
          missing("document", missing);
        }
      }
      cards.sort(Comparator.comparing(Document::created).reversed());
      return cards;
    }

    private <T> T part(String what, Together.Part<T> part, T without) throws InterruptedException {
      try {
        return part.get();
      } catch (CallFailure failure) {
        missing(what, failure);
        return without;
      }
    }

    private void missing(String part, CallFailure failure) {
      LOG.warn("a case is shown without its {}: {}", part, failure.code());
      whole = false;
    }
  }
}
