package nl.digitalebalie.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.cases.GuardedHttp.Fetched;
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

  private final ZgwHttp http;
  private final HttpUrl base;
  private final InstantSource clock;
  private final Map<String, Kept<?>> kept = new ConcurrentHashMap<>();

  /** One version of a case type; each version is a URL of its own. */
  record CaseType(String url, String identification, String description) {}

  /** A status type, with the resident's wording where there is one. */
  record Milestone(String url, int order, String text) {}

  private record Kept<T>(T value, Instant until, Optional<String> tag) {}

  ZgwCatalogue(ZgwHttp http, HttpUrl base, InstantSource clock) {
    this.http = http;
    this.base = base;
    this.clock = clock;
  }

  /**
   * All published versions of the case type with this identification; that there is none is not
   * kept, so that one that is published is seen at once.
   */
  List<CaseType> versions(String identification, Reader reader) throws CallFailure {
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
          for (JsonNode type : http.all(url, reader)) {
            // what the question is for is looked at: an answer that ignores it would widen the gate
            if (Fields.text(type, "identificatie").equals(identification)) {
              versions.add(
                  new CaseType(
                      Fields.text(type, "url"), identification, Fields.text(type, "omschrijving")));
            }
          }
          return List.copyOf(versions);
        },
        versions -> !versions.isEmpty());
  }

  /** In order. */
  List<Milestone> milestones(String caseTypeUrl, Reader reader) throws CallFailure {
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
          for (JsonNode type : http.all(url, reader)) {
            String wording = Fields.text(type, "statustekst");
            milestones.add(
                new Milestone(
                    Fields.text(type, "url"),
                    type.path("volgnummer").asInt(0),
                    wording.isBlank() ? Fields.text(type, "omschrijving") : wording));
          }
          milestones.sort(Comparator.comparingInt(Milestone::order));
          return List.copyOf(milestones);
        },
        _ -> true);
  }

  /** The {@code omschrijving} of a document type. */
  String documentType(String url, Reader reader) throws CallFailure {
    return description(url, reader);
  }

  /** The {@code omschrijving} of a result type. */
  String resultType(String url, Reader reader) throws CallFailure {
    return description(url, reader);
  }

  /** What one resource is called; after a while it is only asked whether it still is. */
  private String description(String url, Reader reader) throws CallFailure {
    Optional<Kept<?>> known = Optional.ofNullable(kept.get(url));
    if (known.isPresent() && clock.instant().isBefore(known.get().until())) {
      return (String) known.get().value();
    }
    Optional<String> tag = known.flatMap(Kept::tag);
    return switch (http.get(http.ours(url), tag, reader)) {
      case Fetched.Fresh(JsonNode type, Optional<String> newTag) ->
          keep(url, Fields.text(type, "omschrijving"), newTag);
      case Fetched.Unchanged() -> keep(url, (String) known.orElseThrow().value(), tag);
    };
  }

  @SuppressWarnings("unchecked") // each key's prefix belongs to one type of value
  private <T> T kept(String key, Fetch<T> fetch, Predicate<T> worthKeeping) throws CallFailure {
    Kept<?> known = kept.get(key);
    if (known != null && clock.instant().isBefore(known.until())) {
      return (T) known.value();
    }
    T fresh = fetch.now();
    return worthKeeping.test(fresh) ? keep(key, fresh, Optional.empty()) : fresh;
  }

  private <T> T keep(String key, T value, Optional<String> tag) {
    if (kept.size() >= MAX_KEPT) {
      kept.clear(); // overflow: start again rather than keep books
    }
    kept.put(key, new Kept<>(value, clock.instant().plus(KEPT), tag));
    return value;
  }

  private interface Fetch<T> {
    T now() throws CallFailure;
  }
}
