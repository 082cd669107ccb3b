package nl.digitalebalie.server.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Progress;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** Milestones and outcome of one case. */
final class ZgwParts {
  private final ZgwHttp http;
  private final HttpUrl zaken;
  private final ZgwCatalogue catalogue;

  ZgwParts(ZgwHttp http, HttpUrl zaken, ZgwCatalogue catalogue) {
    this.http = http;
    this.zaken = zaken;
    this.catalogue = catalogue;
  }

  /** How much of the history is read. */
  enum History {
    WHOLE,
    /** The present status alone, which the search already told. */
    PRESENT
  }

  List<PanelContent.Milestone> milestones(JsonNode one, History history, Reader reader)
      throws CallFailure {
    List<ZgwCatalogue.Milestone> types = catalogue.milestones(Fields.text(one, "zaaktype"), reader);
    Map<String, Instant> reached = reached(one, types, history, reader);
    int current =
        types.stream()
            .filter(type -> reached.containsKey(type.url()))
            .mapToInt(ZgwCatalogue.Milestone::order)
            .max()
            .orElse(0);
    boolean over = Fields.date(one, "einddatum").isPresent();
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
  private Map<String, Instant> reached(
      JsonNode one, List<ZgwCatalogue.Milestone> types, History history, Reader reader)
      throws CallFailure {
    JsonNode present = one.path("_expand").path("status");
    boolean first =
        !types.isEmpty() && Fields.text(present, "statustype").equals(types.getFirst().url());
    boolean told = present.has("statustype");
    if (told && (first || history == History.PRESENT)) {
      return byType(List.of(present)); // before its first status a case had none
    }
    if (history == History.PRESENT) {
      return Map.of();
    }
    HttpUrl url =
        zaken
            .newBuilder()
            .addPathSegment("statussen")
            .addQueryParameter("zaak", http.ours(Fields.text(one, "url")).toString())
            .build();
    return byType(http.all(url, reader));
  }

  private static Map<String, Instant> byType(List<JsonNode> statuses) {
    Map<String, Instant> reached = new HashMap<>();
    for (JsonNode status : statuses) {
      Fields.instant(status, "datumStatusGezet")
          .ifPresent(at -> reached.merge(Fields.text(status, "statustype"), at, ZgwParts::later));
    }
    return reached;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  Optional<String> outcome(JsonNode one, Reader reader) throws CallFailure {
    String url = Fields.text(one, "resultaat");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    JsonNode result = one.path("_expand").path("resultaat");
    if (!result.has("resultaattype")) {
      result = http.get(http.ours(url), reader);
    }
    String expanded = Fields.text(result.path("_expand").path("resultaattype"), "omschrijving");
    return Optional.of(
        expanded.isEmpty()
            ? catalogue.resultType(Fields.text(result, "resultaattype"), reader)
            : expanded);
  }
}
