package nl.digitalebalie.server.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Tables;
import nl.digitalebalie.server.store.TestPostgres;
import nl.digitalebalie.server.subject.DataSubject;
import nl.digitalebalie.server.subject.ExpiringSalts;
import nl.digitalebalie.server.subject.SubjectKey;
import nl.digitalebalie.server.subject.SubjectSalts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionTest {
  private static final PurposeId GENERAL = new PurposeId("general-question");
  private static final PurposeId CARE = new PurposeId("wmo");
  private static final PurposeId GONE = new PurposeId("left-the-policy");
  private static final RetentionRules RULES =
      new RetentionRules(
          Map.of(GENERAL, Period.ofDays(90), CARE, Period.ofDays(365)), Period.ofDays(30));
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final SubjectKey KEY = new SubjectKey(new byte[32]);
  private static final DataSubject PERSON =
      new DataSubject.Person(Bsn.parse("999993653").orElseThrow());

  @TempDir Path folder;
  private final List<Map<String, Integer>> said = new ArrayList<>();

  private enum Database {
    SQLITE,
    POSTGRES
  }

  private Store open(Database database) {
    return switch (database) {
      case SQLITE -> SqliteStore.open(folder.resolve("balie.db"));
      case POSTGRES -> TestPostgres.running().database().open(EnumSet.allOf(Tables.class));
    };
  }

  private static Instant days(long days) {
    return START.plusSeconds(days * 24 * 3600);
  }

  private static Candidate candidate(Instant at, PurposeId... purposes) {
    return new Candidate("k", at, Set.of(purposes), 1);
  }

  @Test
  void the_longest_purpose_decides_and_one_that_left_the_policy_counts_as_the_longest() {
    assertFalse(RULES.isOver(candidate(START), days(30).minusMillis(1)));
    assertTrue(RULES.isOver(candidate(START), days(30)));
    assertTrue(RULES.isOver(candidate(START, GENERAL), days(90)));
    assertFalse(RULES.isOver(candidate(START, GENERAL, CARE), days(90)));
    assertTrue(RULES.isOver(candidate(START, GENERAL, CARE), days(365)));
    assertFalse(RULES.isOver(candidate(START, GONE), days(364)));
    assertTrue(RULES.isOver(candidate(START, GONE), days(365)));
  }

  @Test
  void a_day_that_is_an_hour_longer_is_a_day() {
    Instant evening = Instant.parse("2026-10-24T20:00:00Z"); // summer time ends in the night
    assertFalse(
        RetentionRules.fixed(Period.ofDays(1))
            .isOver(candidate(evening), evening.plusSeconds(24 * 3600)));
    assertTrue(
        RetentionRules.fixed(Period.ofDays(1))
            .isOver(candidate(evening), evening.plusSeconds(25 * 3600)));
  }

  private static void contact(Store store, String reference, String conversation, Instant at) {
    store.write(sql ->
        sql.update(
            """
            INSERT INTO contact
              (reference, conversation, municipality, topic, channel, staff, outcome, note,
               registered_at)
            VALUES
              (:reference, :conversation, 'voorbeeld', 'wmo', 'VIDEO', 'anna', 'ANSWERED', 'n', :at)
            """,
            Map.of("reference", reference, "conversation", conversation, "at", at.toEpochMilli())));
  }

  private static void identified(Store store, int seq, String conversation, PurposeId purpose) {
    store.write(sql ->
        sql.update(
            """
            INSERT INTO audit
              (chain_id, seq, at, kind, actor, conversation, trace_id, body, prev, hash)
            VALUES
              ('main', :seq, 0, 'disclosure-verified', '', :conversation, '', :body, :hash, :hash)
            """,
            Map.of(
                "seq",
                seq,
                "conversation",
                conversation,
                "body",
                "{\"level\":\"HIGH\",\"purpose\":\"" + purpose.value() + "\"}",
                "hash",
                new byte[32])));
  }

  private static void processed(Store store, String span, PurposeId purpose, Instant at) {
    store.write(sql ->
        sql.update(
            """
            INSERT INTO processing_record
              (span_id, trace_id, name, status, started_at, ended_at, resource, purpose, activity,
               subject_id, subject_id_type, subject)
            VALUES
              (:span, 't', 'read-cases', 'Ok', :at, :at, 'r', :purpose, 'u', 'x', 'BSN', 's')
            """,
            Map.of("span", span, "purpose", purpose.value(), "at", at.toEpochMilli())));
  }

  private static void feedback(Store store, String hour) {
    store.write(sql ->
        sql.update(
            """
            INSERT INTO feedback (municipality, topic, channel, hour, score)
            VALUES ('voorbeeld', 'wmo', 'VIDEO', :hour, 5)
            """,
            Map.of("hour", hour)));
  }

  private static List<String> left(Store store, String query) {
    return store
        .read(sql -> sql.rows(query, Map.of(), row -> row.text("id")))
        .fold(found -> found, code -> List.of(code));
  }

  private static List<Expiring> tables(SubjectSalts salts) {
    return List.of(
        ExpiringTable.ofConversation(
            "contact-notes", "contact", "reference", "registered_at", "conversation", RULES),
        ExpiringTable.ofPurpose(
            "processing-records", "processing_record", "span_id", "ended_at", "purpose", RULES),
        ExpiringTable.byHour(
            "feedback", "feedback", "hour", RetentionRules.fixed(Period.ofDays(365))),
        new ExpiringSalts(salts, RULES));
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void each_row_goes_when_its_purpose_says_and_the_audit_log_says_how_many(Database database) {
    try (Store store = open(database)) {
      SubjectSalts salts = new SubjectSalts(KEY, store, new SecureRandom());
      contact(store, "C-anonymous", "talk-1", START);
      contact(store, "C-general", "talk-2", START);
      identified(store, 1, "talk-2", GENERAL);
      contact(store, "C-care", "talk-3", START);
      identified(store, 2, "talk-3", GENERAL);
      identified(store, 3, "talk-3", CARE);
      processed(store, "general", GENERAL, START);
      processed(store, "care", CARE, START);
      feedback(store, "2026-11-23T10Z");
      feedback(store, "2026-11-23T10Z");
      salts.name(GENERAL, PERSON, START);
      salts.name(CARE, PERSON, START);
      Retention retention =
          new Retention(
              store,
              tables(salts),
              counts -> {
                said.add(counts);
                return Retention.Said.DURABLY;
              },
              InstantSource.fixed(START));

      assertEquals(Map.of(), retention.run(days(29)));
      assertEquals(Map.of("contact-notes", 1), retention.run(days(30)));
      assertEquals(Map.of("contact-notes", 1, "processing-records", 1), retention.run(days(91)));
      assertEquals(List.of("C-care"), left(store, "SELECT reference AS id FROM contact"));
      assertEquals(List.of("care"), left(store, "SELECT span_id AS id FROM processing_record"));
      assertEquals(2, names(store).size());
      // the month of the name ends on the thirtieth, and its time begins then
      assertEquals(Map.of("subject-salts", 1), retention.run(days(98)));
      assertEquals(1, names(store).size());
      assertEquals(
          Map.of("contact-notes", 1, "processing-records", 1, "feedback", 2),
          retention.run(days(366)));
      assertEquals(Map.of("subject-salts", 1), retention.run(days(400)));
      assertEquals(Set.of(), names(store), "nobody can say any more whom the rows mean");
      assertEquals(Map.of(), retention.run(days(5_000)));
      assertEquals(5, said.size());
      assertEquals(3, left(store, "SELECT kind AS id FROM audit").size(), "rows stay");
      retention.close();
    }
  }

  private static Set<String> names(Store store) {
    return store
        .read(sql -> SubjectSalts.namesOf(sql, KEY, PERSON))
        .fold(found -> found, code -> Set.of(code));
  }

  private static void outbox(Store store, String id, Instant made, Optional<Instant> done) {
    store.write(sql ->
        sql.update(
            """
            INSERT INTO contact_outbox (id, kind, body, progress, tries, made_at, due_at, done_at)
            VALUES (:id, 'TALK', :body, '{}', 3, :made, :made, :done)
            """,
            Map.of(
                "id",
                id,
                "body",
                new byte[] {1},
                "made",
                made.toEpochMilli(),
                "done",
                done.map(Instant::toEpochMilli))));
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void what_never_comes_to_its_end_goes_at_its_longest_age_and_nothing_else(Database database) {
    try (Store store = open(database)) {
      outbox(store, "never-sent", START, Optional.empty());
      outbox(store, "sent-late", START, Optional.of(days(29)));
      outbox(store, "waits", days(1), Optional.empty());
      Retention retention =
          new Retention(
              store,
              List.of(
                  ExpiringTable.unfinished(
                      "never-sent",
                      "contact_outbox",
                      "id",
                      "made_at",
                      "done_at",
                      RetentionRules.fixed(Period.ofDays(30)))),
              counts -> {
                said.add(counts);
                return Retention.Said.DURABLY;
              },
              InstantSource.fixed(START));

      assertEquals(Map.of(), retention.run(days(30).minusMillis(1)));
      assertEquals(Map.of("never-sent", 1), retention.run(days(30)));
      assertEquals(List.of(Map.of("never-sent", 1)), said);
      assertEquals(
          List.of("sent-late", "waits"), left(store, "SELECT id FROM contact_outbox ORDER BY id"));
      retention.close();
    }
  }

  @Test
  void what_has_no_purpose_of_its_own_may_stay_as_long_as_the_longest() {
    assertFalse(RULES.ofTheLongest().isOver(candidate(START), days(364)));
    assertTrue(RULES.ofTheLongest().isOver(candidate(START), days(365)));
  }

  /** Older than anything else, and kept for a year. */
  private static void processedOften(Store store, int rows) {
    store.write(sql ->
        sql.update(
            """
            INSERT INTO processing_record
              (span_id, trace_id, name, status, started_at, ended_at, resource, purpose, activity,
               subject_id, subject_id_type, subject)
            WITH RECURSIVE turn(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM turn WHERE n < :rows)
            SELECT 'old-' || n, 't', 'read-cases', 'Ok', 0, :at, 'r', :purpose, 'u', 'x', 'BSN', 's'
            FROM turn
            """,
            Map.of("rows", rows, "at", START.toEpochMilli(), "purpose", CARE.value())));
  }

  @Test
  void old_rows_that_are_kept_long_do_not_keep_younger_ones_whose_time_is_over() {
    try (Store store = open(Database.SQLITE)) {
      processedOften(store, Retention.MOST + 1);
      processed(store, "general", GENERAL, START.plusMillis(1));
      Retention retention =
          new Retention(
              store,
              tables(new SubjectSalts(KEY, store, new SecureRandom())),
              counts -> Retention.Said.DURABLY,
              InstantSource.fixed(START));

      assertEquals(Map.of("processing-records", 1), retention.run(days(91)));
      retention.close();
    }
  }

  @Test
  void what_cannot_be_said_in_the_audit_log_stays() throws IOException {
    try (Store store = open(Database.SQLITE)) {
      for (int row = 0; row < 1_200; row++) { // more than two pages
        contact(store, "C-" + row, "talk", START.plusSeconds(row));
      }
      Retention mute =
          new Retention(
              store,
              tables(new SubjectSalts(KEY, store, new SecureRandom())),
              counts -> Retention.Said.NOT,
              InstantSource.fixed(START));
      assertEquals(Map.of(), mute.run(days(40)));
      assertEquals(1_200, left(store, "SELECT reference AS id FROM contact").size());
      mute.close();

      Retention heard =
          new Retention(
              store,
              tables(new SubjectSalts(KEY, store, new SecureRandom())),
              counts -> Retention.Said.DURABLY,
              InstantSource.fixed(START));
      assertEquals(Map.of("contact-notes", 1_200), heard.run(days(40)));
      assertEquals(0, Files.size(folder.resolve("balie.db-wal")), "no trace stays beside it");
      heard.close();
    }
  }
}
