package nl.digitalebalie.server.cases;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Document;
import nl.digitalebalie.protocol.cases.PanelContent.Progress;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
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
  /** 100 cases a page; nobody has more than this. */
  static final int MAX_PAGES = 10;

  /** What a panel can sensibly show; the rest is named as missing. */
  static final int MAX_CASES = 100;

  private static final int MAX_DOCUMENTS = 50;
  private static final int MAX_TEXT_CHARS = 1_000;

  /** The parts of all cases together; then what is there is shown as incomplete. */
  private static final Duration PARTS_MAY_TAKE = Duration.ofSeconds(10);

  private static final String EXPAND =
      "status,status.statustype,zaaktype,resultaat,resultaat.resultaattype,rollen";

  private static final Logger LOG = LoggerFactory.getLogger(ZgwCases.class);

  private final ZgwSettings settings;
  private final ZgwHttp http;
  private final HttpUrl zaken;
  private final ZgwCatalogue catalogue;
  private final Retry.Pause pause;
  private Optional<Retry> preparing = Optional.empty();

  /**
   * @param timeout for each call
   */
  public ZgwCases(ZgwSettings settings, Duration timeout, InstantSource clock) {
    this(settings, timeout, clock, Thread::sleep);
  }

  ZgwCases(ZgwSettings settings, Duration timeout, InstantSource clock, Retry.Pause pause) {
    this.pause = pause;
    this.settings = settings;
    this.zaken = HttpUrl.get(settings.zaken().toString());
    this.http =
        new ZgwHttp(
            List.of(settings.zaken(), settings.catalogi(), settings.documenten()),
            new ZgwToken(settings.clientId(), settings.secret().reveal()),
            timeout,
            clock);
    this.catalogue = new ZgwCatalogue(http, HttpUrl.get(settings.catalogi().toString()), clock);
  }

  /**
   * Reads what the catalogue says about these case types before anybody waits for it, in the
   * background: no person is in it. A case system that is not up yet is asked again until it
   * answers or this is closed. Called once, by whoever closes.
   */
  public void prepare(List<String> caseTypes) {
    preparing = Optional.of(Retry.start("prepare-cases", () -> readCatalogue(caseTypes), pause));
  }

  private Retry.Outcome readCatalogue(List<String> caseTypes) {
    Reader ourselves = new Reader("digitale-balie", "Digitale balie");
    try {
      for (String identification : caseTypes) {
        for (ZgwCatalogue.CaseType type : catalogue.versions(identification, ourselves)) {
          catalogue.milestones(type.url(), ourselves);
        }
      }
      LOG.info("the case system's catalogue is read");
      return Retry.Outcome.DONE;
    } catch (ZgwFailure notNow) {
      LOG.info("the case system's catalogue cannot be read yet: {}", notNow.code());
      return Retry.Outcome.NOT_YET;
    }
  }

  @Override
  public Answer read(Scope scope, Reader reader) {
    if (scope.caseTypes().isEmpty() || scope.subject().isEmpty()) {
      return new Answer.Found(List.of(), Completeness.COMPLETE);
    }
    try {
      return read(scope, scope.subject().get(), reader);
    } catch (ZgwFailure failure) {
      return new Answer.Unavailable(failure.code());
    }
  }

  @Override
  public void close() {
    preparing.ifPresent(Retry::close);
    http.close();
  }

  private Answer read(Scope scope, Bsn subject, Reader reader) throws ZgwFailure {
    Map<String, String> types = new HashMap<>();
    for (String identification : scope.caseTypes()) {
      catalogue
          .versions(identification, reader)
          .forEach(version -> types.put(version.url(), version.description()));
    }
    if (types.isEmpty()) {
      throw new ZgwFailure("NO_SUCH_CASE_TYPE");
    }
    Found found = search(scope, subject, types, reader);
    List<JsonNode> allowed = new ArrayList<>();
    int dropped = 0;
    for (JsonNode one : found.cases) {
      if (allowed(one, scope, subject, types, reader)) {
        allowed.add(one);
      } else {
        dropped++;
      }
    }
    if (dropped > 0) {
      LOG.warn("the case system answered {} cases outside the purpose; dropped", dropped);
    }
    allowed.sort(RUNNING_THEN_NEWEST);
    Completeness completeness =
        found.completeness == Completeness.PARTIAL || allowed.size() > MAX_CASES
            ? Completeness.PARTIAL
            : Completeness.COMPLETE;
    return withParts(
        allowed.subList(0, Math.min(MAX_CASES, allowed.size())),
        types,
        scope,
        reader,
        completeness);
  }

  private static final Comparator<JsonNode> RUNNING_THEN_NEWEST =
      Comparator.<JsonNode, Boolean>comparing(one -> date(one, "einddatum").isPresent())
          .thenComparing(
              one -> date(one, "startdatum").orElse(LocalDate.EPOCH), Comparator.reverseOrder());

  private record Found(List<JsonNode> cases, Completeness completeness) {}

  /**
   * {@code next} of a search is no address to follow (it must be posted again with the same body),
   * so pages are counted up, and bounded: a {@code next} that never ends yields what is there.
   */
  private Found search(Scope scope, Bsn subject, Map<String, String> types, Reader reader)
      throws ZgwFailure {
    Map<String, Object> body =
        Map.of(
            "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn", subject.reveal(),
            "zaaktype__in", types.keySet().stream().sorted().toList(),
            "maximaleVertrouwelijkheidaanduiding", scope.maxConfidentiality().zgw());
    Map<String, JsonNode> byUrl = new LinkedHashMap<>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      JsonNode answer = http.post(searchUrl(page), body, reader);
      if (!answer.path("results").isArray()) {
        throw new ZgwFailure("NO_RESULTS");
      }
      int before = byUrl.size();
      answer.path("results").forEach(one -> byUrl.putIfAbsent(text(one, "url"), one));
      if (!answer.path("next").isString()) {
        return new Found(List.copyOf(byUrl.values()), Completeness.COMPLETE);
      }
      if (byUrl.size() == before) {
        break; // the same page again
      }
    }
    return new Found(List.copyOf(byUrl.values()), Completeness.PARTIAL);
  }

  private HttpUrl searchUrl(int page) {
    HttpUrl.Builder url = zaken.newBuilder().addPathSegments("zaken/_zoek");
    if (settings.expand() == ZgwSettings.Expand.QUERY) {
      url.addQueryParameter("expand", EXPAND);
    }
    return url.addQueryParameter("page", Integer.toString(page)).build();
  }

  private boolean allowed(
      JsonNode one, Scope scope, Bsn subject, Map<String, String> types, Reader reader)
      throws ZgwFailure {
    boolean known = types.containsKey(text(one, "zaaktype")) && date(one, "startdatum").isPresent();
    boolean discreet =
        Confidentiality.ofZgw(text(one, "vertrouwelijkheidaanduiding"))
            .filter(level -> level.atMost(scope.maxConfidentiality()))
            .isPresent();
    return known && discreet && hasRole(one, subject, reader);
  }

  /** The roles of a case name other people too: they are looked at and dropped here. */
  private boolean hasRole(JsonNode one, Bsn subject, Reader reader) throws ZgwFailure {
    JsonNode roles = one.path("_expand").path("rollen");
    if (!roles.isArray()) {
      HttpUrl url =
          zaken
              .newBuilder()
              .addPathSegment("rollen")
              .addQueryParameter("zaak", http.ours(text(one, "url")).toString())
              .build();
      roles = http.get(url, reader).path("results");
    }
    for (JsonNode role : roles) {
      String number = text(role.path("betrokkeneIdentificatie"), "inpBsn");
      if (Bsn.parse(number).filter(subject::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private Answer withParts(
      List<JsonNode> cases,
      Map<String, String> types,
      Scope scope,
      Reader reader,
      Completeness listed) {
    try (Together together = new Together(PARTS_MAY_TAKE)) {
      List<PendingCase> pending = new ArrayList<>();
      for (JsonNode one : cases) {
        pending.add(pending(one, "case-" + (pending.size() + 1), scope, reader, together));
      }
      List<PanelContent.Case> read = new ArrayList<>();
      boolean whole = listed == Completeness.COMPLETE;
      for (PendingCase each : pending) {
        Read done = caseOf(each, types);
        read.add(done.one);
        whole &= done.completeness == Completeness.COMPLETE;
      }
      return new Answer.Found(read, whole ? Completeness.COMPLETE : Completeness.PARTIAL);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("STOPPED");
    }
  }

  /** A case whose parts are being read at the same time, each on a thread of its own. */
  private record PendingCase(
      JsonNode one,
      String handle,
      Together.Part<List<PanelContent.Milestone>> milestones,
      Together.Part<List<Document>> documents,
      Together.Part<Optional<String>> outcome) {}

  private PendingCase pending(
      JsonNode one, String handle, Scope scope, Reader reader, Together together) {
    return new PendingCase(
        one,
        handle,
        together.read(() -> milestones(one, reader)),
        together.read(() -> documents(one, handle, scope, reader, together)),
        together.read(() -> outcome(one, reader)));
  }

  private record Read(PanelContent.Case one, Completeness completeness) {}

  /** A part that cannot be read leaves a case without it, never a case that looks finished. */
  private static Read caseOf(PendingCase pending, Map<String, String> types)
      throws InterruptedException {
    boolean whole = true;
    List<PanelContent.Milestone> milestones = List.of();
    List<Document> documents = List.of();
    Optional<String> outcome = Optional.empty();
    try {
      milestones = pending.milestones.get();
    } catch (ZgwFailure missing) {
      whole = partMissing("milestones", missing);
    }
    try {
      documents = pending.documents.get();
    } catch (ZgwFailure missing) {
      whole = partMissing("documents", missing);
    }
    try {
      outcome = pending.outcome.get();
    } catch (ZgwFailure missing) {
      whole = partMissing("outcome", missing);
    }
    JsonNode one = pending.one;
    PanelContent.Case content =
        new PanelContent.Case(
            pending.handle,
            Sensitive.of(text(one, "identificatie")),
            Sensitive.of(text(one, "omschrijving")),
            types.getOrDefault(text(one, "zaaktype"), ""),
            date(one, "startdatum").orElseThrow(), // checked when the case was let in
            date(one, "einddatumGepland"),
            date(one, "uiterlijkeEinddatumAfdoening"),
            date(one, "einddatum"),
            outcome,
            milestones,
            documents);
    return new Read(content, whole ? Completeness.COMPLETE : Completeness.PARTIAL);
  }

  private static boolean partMissing(String part, ZgwFailure failure) {
    LOG.warn("a case is shown without its {}: {}", part, failure.code());
    return false;
  }

  private List<PanelContent.Milestone> milestones(JsonNode one, Reader reader) throws ZgwFailure {
    List<ZgwCatalogue.Milestone> types = catalogue.milestones(text(one, "zaaktype"), reader);
    Map<String, Instant> reached = reached(one, reader);
    int current =
        types.stream()
            .filter(type -> reached.containsKey(type.url()))
            .mapToInt(ZgwCatalogue.Milestone::order)
            .max()
            .orElse(0);
    boolean over = date(one, "einddatum").isPresent();
    List<PanelContent.Milestone> milestones = new ArrayList<>();
    for (ZgwCatalogue.Milestone type : types) {
      Progress progress =
          type.order() > current
              ? Progress.AHEAD
              : type.order() == current && !over ? Progress.CURRENT : Progress.DONE;
      milestones.add(
          new PanelContent.Milestone(
              type.order(), type.text(), Optional.ofNullable(reached.get(type.url())), progress));
    }
    return milestones;
  }

  /** When each status type was set, by the status type's URL. */
  private Map<String, Instant> reached(JsonNode one, Reader reader) throws ZgwFailure {
    HttpUrl url =
        zaken
            .newBuilder()
            .addPathSegment("statussen")
            .addQueryParameter("zaak", http.ours(text(one, "url")).toString())
            .build();
    Map<String, Instant> reached = new HashMap<>();
    for (JsonNode status : http.get(url, reader).path("results")) {
      instant(status, "datumStatusGezet")
          .ifPresent(at -> reached.merge(text(status, "statustype"), at, ZgwCases::later));
    }
    return reached;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private List<Document> documents(
      JsonNode one, String handle, Scope scope, Reader reader, Together together)
      throws ZgwFailure, InterruptedException {
    if (scope.documentTypes().isEmpty()) {
      return List.of();
    }
    HttpUrl url =
        zaken
            .newBuilder()
            .addPathSegment("zaakinformatieobjecten")
            .addQueryParameter("zaak", http.ours(text(one, "url")).toString())
            .build();
    JsonNode links = http.get(url, reader); // a plain array, without pages
    if (links.size() > MAX_DOCUMENTS) {
      throw new ZgwFailure("TOO_MANY_DOCUMENTS");
    }
    List<Together.Part<Optional<Document>>> parts = new ArrayList<>();
    for (JsonNode link : links) {
      HttpUrl address = http.ours(text(link, "informatieobject"));
      String name = handle + "-document-" + (parts.size() + 1);
      parts.add(together.read(() -> document(http.get(address, reader), name, scope, reader)));
    }
    List<Document> documents = new ArrayList<>();
    for (Together.Part<Optional<Document>> part : parts) {
      part.get().ifPresent(documents::add);
    }
    documents.sort(Comparator.comparing(Document::created).reversed());
    return documents;
  }

  private Optional<Document> document(JsonNode document, String handle, Scope scope, Reader reader)
      throws ZgwFailure {
    boolean discreet =
        Confidentiality.ofZgw(text(document, "vertrouwelijkheidaanduiding"))
            .filter(level -> level.atMost(scope.maxConfidentiality()))
            .isPresent();
    String type = catalogue.documentType(text(document, "informatieobjecttype"), reader);
    if (!discreet || !scope.documentTypes().contains(type)) {
      return Optional.empty();
    }
    Optional<LocalDate> created = date(document, "creatiedatum");
    if (created.isEmpty()) {
      throw new ZgwFailure("DOCUMENT_WITHOUT_DATE"); // required by the specification
    }
    return Optional.of(
        new Document(
            handle,
            Sensitive.of(text(document, "titel")),
            created.get(),
            type,
            text(document, "formaat"),
            Math.max(0, document.path("bestandsomvang").asLong(0))));
  }

  private Optional<String> outcome(JsonNode one, Reader reader) throws ZgwFailure {
    String url = text(one, "resultaat");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    JsonNode result = one.path("_expand").path("resultaat");
    if (!result.has("resultaattype")) {
      result = http.get(http.ours(url), reader);
    }
    String expanded = text(result.path("_expand").path("resultaattype"), "omschrijving");
    return Optional.of(
        expanded.isEmpty()
            ? catalogue.resultType(text(result, "resultaattype"), reader)
            : expanded);
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asString("");
    return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS);
  }

  private static Optional<LocalDate> date(JsonNode node, String field) {
    try {
      String text = text(node, field);
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(JsonNode node, String field) {
    try {
      String text = text(node, field);
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
