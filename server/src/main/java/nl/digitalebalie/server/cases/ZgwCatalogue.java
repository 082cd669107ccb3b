package nl.digitalebalie.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/**
 * Case types, their milestones, and document types: the same for everybody and rarely changed, so
 * they are kept for a while. Holds nothing about a person.
 */
final class ZgwCatalogue {
  /** A new version of a case type is seen after this time at the latest. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** A catalogue of a large municipality has some hundreds of types. */
  private static final int MAX_KEPT = 2_000;

  private static final int MAX_PAGES = 10;

  private final ZgwHttp http;
  private final HttpUrl base;
  private final InstantSource clock;
  private final Map<String, Kept<?>> kept = new ConcurrentHashMap<>();

  /** One version of a case type; each version is a URL of its own. */
  record CaseType(String url, String description) {}

  /** A status type, with the resident's wording where there is one. */
  record Milestone(String url, int order, String text) {}

  private record Kept<T>(T value, Instant until) {}

  ZgwCatalogue(ZgwHttp http, HttpUrl base, InstantSource clock) {
    this.http = http;
    this.base = base;
    this.clock = clock;
  }

  /** All published versions of the case type with this identification. */
  List<CaseType> versions(String identification, Reader reader) throws ZgwFailure {
    return kept(
        "type " + identification,
        () -> {
          List<CaseType> versions = new ArrayList<>();
          HttpUrl url =
              base.newBuilder()
                  .addPathSegment("zaaktypen")
                  .addQueryParameter("identificatie", identification)
                  .addQueryParameter("status", "definitief")
                  .build();
          for (JsonNode type : all(url, reader)) {
            versions.add(new CaseType(text(type, "url"), text(type, "omschrijving")));
          }
          return List.copyOf(versions);
        });
  }

  /** In order. */
  List<Milestone> milestones(String caseTypeUrl, Reader reader) throws ZgwFailure {
    return kept(
        "milestones " + caseTypeUrl,
        () -> {
          List<Milestone> milestones = new ArrayList<>();
          HttpUrl url =
              base.newBuilder()
                  .addPathSegment("statustypen")
                  .addQueryParameter("zaaktype", caseTypeUrl)
                  .addQueryParameter("status", "definitief")
                  .build();
          for (JsonNode type : all(url, reader)) {
            String wording = text(type, "statustekst");
            milestones.add(
                new Milestone(
                    text(type, "url"),
                    type.path("volgnummer").asInt(0),
                    wording.isBlank() ? text(type, "omschrijving") : wording));
          }
          milestones.sort(Comparator.comparingInt(Milestone::order));
          return List.copyOf(milestones);
        });
  }

  /** The {@code omschrijving} of a document type. */
  String documentType(String url, Reader reader) throws ZgwFailure {
    return kept("document " + url, () -> text(http.get(http.ours(url), reader), "omschrijving"));
  }

  /** The {@code omschrijving} of a result type. */
  String resultType(String url, Reader reader) throws ZgwFailure {
    return kept("result " + url, () -> text(http.get(http.ours(url), reader), "omschrijving"));
  }

  private List<JsonNode> all(HttpUrl first, Reader reader) throws ZgwFailure {
    List<JsonNode> found = new ArrayList<>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      // page 1 is the default; some parameters are refused where they are not declared
      HttpUrl url =
          page == 1
              ? first
              : first.newBuilder().addQueryParameter("page", Integer.toString(page)).build();
      JsonNode answer = http.get(url, reader);
      answer.path("results").forEach(found::add);
      if (!answer.path("next").isString()) {
        return found;
      }
    }
    throw new ZgwFailure("TOO_MANY_PAGES");
  }

  @SuppressWarnings("unchecked") // each key's prefix belongs to one type of value
  private <T> T kept(String key, Fetch<T> fetch) throws ZgwFailure {
    Kept<?> known = kept.get(key);
    if (known != null && clock.instant().isBefore(known.until())) {
      return (T) known.value();
    }
    T value = fetch.now();
    if (kept.size() >= MAX_KEPT) {
      kept.clear(); // overflow: start again rather than keep books
    }
    kept.put(key, new Kept<>(value, clock.instant().plus(KEPT)));
    return value;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private interface Fetch<T> {
    T now() throws ZgwFailure;
  }
}
