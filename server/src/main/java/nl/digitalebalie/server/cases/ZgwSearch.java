package nl.digitalebalie.server.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * All pages of {@code POST /zaken/_zoek} for one person or enterprise. The number travels in the
 * body, never in an address. {@code next} of a search is no address to follow (it must be posted
 * again with the same body), so pages are counted up, and bounded.
 */
final class ZgwSearch {
  /** 100 cases a page; nobody has more than this. */
  static final int MAX_PAGES = 10;

  private static final Logger LOG = LoggerFactory.getLogger(ZgwSearch.class);

  private static final String EXPAND =
      "status,status.statustype,zaaktype,resultaat,resultaat.resultaattype,rollen";

  private final ZgwHttp http;
  private final HttpUrl zaken;
  private final ZgwSettings.Expand expand;

  ZgwSearch(ZgwHttp http, HttpUrl zaken, ZgwSettings.Expand expand) {
    this.http = http;
    this.zaken = zaken;
    this.expand = expand;
  }

  record Found(List<JsonNode> cases, Completeness completeness) {
    Found {
      cases = List.copyOf(cases);
    }
  }

  /** Hears of each page as it comes. */
  interface Ear {
    void page(List<JsonNode> cases) throws CallFailure, InterruptedException;
  }

  Found all(
      Scope scope, Subject subject, Set<String> types, Reader reader, Together together, Ear ear)
      throws CallFailure, InterruptedException {
    Map<String, JsonNode> byUrl = new LinkedHashMap<>();
    Completeness completeness = Completeness.COMPLETE;
    for (Map<String, String> filter : subject.filters()) {
      Found found = all(body(scope, filter, types), reader, together, ear);
      found.cases().forEach(one -> byUrl.putIfAbsent(Fields.text(one, "url"), one));
      completeness =
          found.completeness() == Completeness.PARTIAL ? Completeness.PARTIAL : completeness;
    }
    return new Found(List.copyOf(byUrl.values()), completeness);
  }

  private static Map<String, Object> body(
      Scope scope, Map<String, String> filter, Set<String> types) {
    Map<String, Object> body = new LinkedHashMap<>(filter);
    body.put("zaaktype__in", types.stream().sorted().toList());
    body.put("maximaleVertrouwelijkheidaanduiding", scope.maxConfidentiality().zgw());
    return body;
  }

  private Found all(Map<String, Object> body, Reader reader, Together together, Ear ear)
      throws CallFailure, InterruptedException {
    Pages pages = new Pages(ear);
    JsonNode first = page(1, body, reader);
    pages.add(first);
    if (hasNext(first)) {
      inParallel(first, pages, body, reader, together);
    }
    return pages.found();
  }

  /**
   * The first page says how many there are, so the others are asked for at once. The count is not
   * exact on every case system: what lies behind the last of them is counted up, and a page of the
   * count that is not there is none. A later page that fails leaves the cases of the others.
   */
  private void inParallel(
      JsonNode first, Pages pages, Map<String, Object> body, Reader reader, Together together)
      throws CallFailure, InterruptedException {
    int size = Math.max(1, first.path("results").size());
    long counted = Math.ceilDiv(first.path("count").asLong(0), (long) size);
    int last = (int) Math.clamp(counted, 2, MAX_PAGES);
    List<Together.Part<JsonNode>> parts = new ArrayList<>();
    for (int number = 2; number <= last; number++) {
      int each = number;
      parts.add(together.read(() -> page(each, body, reader)));
    }
    for (Together.Part<JsonNode> part : parts) {
      later(part, pages);
    }
    for (int number = last + 1; number <= MAX_PAGES && pages.goOn(); number++) {
      int each = number;
      later(() -> page(each, body, reader), pages);
    }
  }

  private static void later(Together.Part<JsonNode> part, Pages pages)
      throws CallFailure, InterruptedException {
    JsonNode page;
    try {
      page = part.get();
    } catch (CallFailure failure) {
      pages.missing(failure);
      return;
    }
    pages.add(page);
  }

  private JsonNode page(int number, Map<String, Object> body, Reader reader) throws CallFailure {
    HttpUrl.Builder url = zaken.newBuilder().addPathSegments("zaken/_zoek");
    if (expand == ZgwSettings.Expand.QUERY) {
      url.addQueryParameter("expand", EXPAND);
    }
    url.addQueryParameter("page", Integer.toString(number));
    JsonNode answer = http.search(url.build(), body, reader);
    if (!answer.path("results").isArray()) {
      throw new CallFailure("NO_RESULTS");
    }
    return answer;
  }

  static boolean hasNext(JsonNode page) {
    return page.path("next").isString();
  }

  /** Gathers pages in their order; a {@code next} that never ends yields what is there. */
  private static final class Pages {
    private final Map<String, JsonNode> byUrl = new LinkedHashMap<>();
    private final Ear ear;
    private End end = End.REACHED;
    private boolean failed;

    Pages(Ear ear) {
      this.ear = ear;
    }

    private enum End {
      REACHED,
      MORE,
      /** The same page again. */
      IN_CIRCLES,
      /**
       * The page that should follow is not there: the list became shorter while it was read, and
       * what moved to a page that was read already is not seen.
       */
      SHORTER
    }

    void add(JsonNode page) throws CallFailure, InterruptedException {
      ear.page(page.path("results").valueStream().toList());
      int before = byUrl.size();
      page.path("results").forEach(one -> byUrl.putIfAbsent(Fields.text(one, "url"), one));
      if (end == End.REACHED || end == End.MORE) {
        end = !hasNext(page) ? End.REACHED : byUrl.size() == before ? End.IN_CIRCLES : End.MORE;
      }
    }

    void missing(CallFailure failure) {
      if (failure.isNotThere()) {
        end = end == End.MORE ? End.SHORTER : end;
      } else {
        LOG.warn("a page of a search is missing: {}", failure.code());
        failed = true;
      }
    }

    boolean goOn() {
      return end == End.MORE && !failed;
    }

    Found found() {
      return new Found(
          List.copyOf(byUrl.values()),
          end == End.REACHED && !failed ? Completeness.COMPLETE : Completeness.PARTIAL);
    }
  }
}
