package nl.digitalebalie.server.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds in one chain the openings of the data of one subject, by the names that it has there. */
public final class SubjectRows {
  private static final int PAGE_ROWS = 1_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Set<String> names;
  private final List<Opening> openings = new ArrayList<>();

  /** Places in {@link #openings} of panels that are open, by conversation. */
  private final Map<String, Integer> open = new HashMap<>();

  private SubjectRows(Set<String> names) {
    this.names = names;
  }

  /**
   * One opening.
   *
   * @param row its number in the log
   * @param closedAt empty where no row says it, as right after a crash
   * @param categories case types of the policy
   * @param actor account of the staff member
   * @param inside what was opened in it
   * @param role what the resident read of them; empty in rows that have none
   */
  public record Opening(
      long row,
      Instant at,
      Optional<Instant> closedAt,
      String purpose,
      List<String> categories,
      String actor,
      String role,
      String policyHash,
      List<Inside> inside) {
    public Opening {
      categories = List.copyOf(categories);
      inside = List.copyOf(inside);
    }

    Opening closed(Instant moment) {
      return new Opening(
          row, at, Optional.of(moment), purpose, categories, actor, role, policyHash, inside);
    }

    Opening with(Inside more) {
      List<Inside> all = new ArrayList<>(inside);
      all.add(more);
      return new Opening(row, at, closedAt, purpose, categories, actor, role, policyHash, all);
    }
  }

  /**
   * What was done in a panel that was open.
   *
   * @param kind of its row, such as {@code document-opened}
   * @param type of the document or case
   */
  public record Inside(Instant at, String kind, String type) {}

  /** Reads the whole chain once. */
  public static Stored<List<Opening>> read(Store store, String chain, Set<String> names) {
    return store.read(sql -> {
      SubjectRows found = new SubjectRows(names);
      List<AuditRow> page = AuditTable.page(sql, chain, 0, PAGE_ROWS);
      while (!page.isEmpty()) {
        page.forEach(found::take);
        page = AuditTable.page(sql, chain, page.getLast().seq(), PAGE_ROWS);
      }
      return found.openings;
    });
  }

  private void take(AuditRow row) {
    switch (row.kind()) {
      case "gate-opened" -> {
        JsonNode body = JSON.readTree(row.body());
        if (names.contains(body.path("subject").asString(""))) {
          open.put(row.conversation(), openings.size());
          openings.add(opening(row, body));
        }
      }
      case "gate-relocked" ->
          Optional.ofNullable(open.remove(row.conversation()))
              .ifPresent(place ->
                  openings.set(
                      place, openings.get(place).closed(Instant.ofEpochMilli(row.atMillis()))));
      case "document-opened", "document-shown", "notes-read", "note-added" ->
          Optional.ofNullable(open.get(row.conversation()))
              .ifPresent(place -> openings.set(place, openings.get(place).with(inside(row))));
      default -> {}
    }
  }

  private static Opening opening(AuditRow row, JsonNode body) {
    List<String> categories = new ArrayList<>();
    body.path("categories").forEach(each -> categories.add(each.asString("")));
    return new Opening(
        row.seq(),
        Instant.ofEpochMilli(row.atMillis()),
        Optional.empty(),
        body.path("purpose").asString(""),
        categories,
        row.actor(),
        body.path("role").asString(""),
        body.path("policyHash").asString(""),
        List.of());
  }

  private static Inside inside(AuditRow row) {
    JsonNode body = JSON.readTree(row.body());
    return new Inside(
        Instant.ofEpochMilli(row.atMillis()),
        row.kind(),
        body.path("documentType").asString(body.path("caseType").asString("")));
  }
}
