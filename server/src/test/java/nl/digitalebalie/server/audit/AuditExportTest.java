package nl.digitalebalie.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.audit.ExportVerifier.Found;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.witness.HeadBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A period on its way to somebody who has no database. */
class AuditExportTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeyPair KEY = Keys.ecPair(RANDOM);
  private static final KeyPair WITNESS = Keys.ecPair(RANDOM);
  private static final KeyPair STRANGER = Keys.ecPair(RANDOM);

  /** Of the first row; each next one is a second later. */
  private static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");

  private static final Instant LATER = BEGIN.plus(Duration.ofDays(1));
  private static final int ROWS = 40;

  @TempDir private Path folder;
  private Store store = new ClosedStore();

  @BeforeEach
  void rows() throws Exception {
    store = SqliteStore.open(folder.resolve("balie.db"));
    try (HeadBook book =
            HeadBook.open(
                folder.resolve("heads.jsonl"),
                Map.of("main", (ECPublicKey) KEY.getPublic()),
                Optional.of((ECPrivateKey) WITNESS.getPrivate()),
                () -> LATER);
        AuditWriter writer = new AuditWriter("main", store)) {
      append(writer, 0, ROWS);
      new AuditAnchor(
              "main",
              store,
              writer::durable,
              (ECPrivateKey) KEY.getPrivate(),
              book,
              Duration.ofMinutes(1),
              () -> LATER)
          .turn();
      append(writer, ROWS, ROWS + 2);
    }
  }

  private static void append(AuditWriter writer, int from, int to) throws Exception {
    for (int row = from; row < to; row++) {
      assertInstanceOf(Appended.Durable.class, writer.append(AuditChainTest.entry(row)).get());
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path export(int fromSecond, int untilSecond) throws Exception {
    Path file = folder.resolve("export.jsonl");
    assertInstanceOf(
        AuditExport.Result.Written.class,
        new AuditExport(
                store, "main", BEGIN.plusSeconds(fromSecond), BEGIN.plusSeconds(untilSecond))
            .write(file));
    return file;
  }

  private static Found verify(Path file) throws Exception {
    return new ExportVerifier(
            (ECPublicKey) KEY.getPublic(), Optional.of((ECPublicKey) WITNESS.getPublic()))
        .verify(file);
  }

  private static void edit(Path file, UnaryOperator<List<String>> change) throws Exception {
    Files.write(file, change.apply(new ArrayList<>(Files.readAllLines(file))));
  }

  @Test
  void a_period_holds_by_itself_with_a_row_on_either_side() throws Exception {
    Path file = export(10, 20);

    Found.Holds holds = assertInstanceOf(Found.Holds.class, verify(file));
    assertEquals(10, holds.rows());
    assertEquals(0, holds.unproven());
    assertEquals(ROWS, holds.head().size());
    assertEquals(1 + 10 + 2, Files.readAllLines(file).size());
  }

  @Test
  void the_whole_log_holds_and_says_what_is_younger_than_its_head() throws Exception {
    Found.Holds holds = assertInstanceOf(Found.Holds.class, verify(export(0, 1_000)));
    assertEquals(ROWS + 2, holds.rows());
    assertEquals(2, holds.unproven());
  }

  @Test
  void words_stand_beside_their_row_until_they_are_destroyed_and_cannot_be_exchanged()
      throws Exception {
    try (AuditWriter writer = new AuditWriter("main", store)) {
      assertInstanceOf(
          AuditLog.Appended.Durable.class,
          writer
              .append(
                  new AuditEntry(
                      BEGIN.plusSeconds(ROWS + 5),
                      Optional.of(new StaffId("anna")),
                      new ConversationId("conversation-000001"),
                      "0".repeat(32),
                      new AuditEvent.GateExtended(LATER, Sensitive.of("formulier nog niet klaar"))))
              .get());
    }
    Path file = export(0, 1_000);
    String last = Files.readAllLines(file).getLast();
    assertTrue(last.contains("\"words\":\"formulier nog niet klaar\""), last);
    assertInstanceOf(Found.Holds.class, verify(file));

    edit(
        file,
        lines -> {
          lines.set(lines.size() - 1, lines.getLast().replace("nog niet klaar", "kwijt"));
          return lines;
        });
    assertEquals(
        "its words are not those of row " + (ROWS + 3),
        assertInstanceOf(Found.Broken.class, verify(file)).why());

    store.write(sql -> sql.update("DELETE FROM audit_words", Map.of()));
    Path without = export(0, 1_000);
    assertTrue(!Files.readString(without).contains("formulier"));
    assertInstanceOf(Found.Holds.class, verify(without));
  }

  @Test
  void a_period_without_rows_writes_no_file() throws Exception {
    Path file = folder.resolve("none.jsonl");
    assertEquals(
        new AuditExport.Result.NothingThere(),
        new AuditExport(store, "main", LATER, LATER.plusSeconds(1)).write(file));
    assertTrue(Files.notExists(file));
  }

  @Test
  void a_line_that_was_changed_left_out_added_or_moved_is_named() throws Exception {
    record Change(int line, UnaryOperator<List<String>> lines) {}

    List<Change> changes =
        List.of(
            new Change(
                5,
                lines -> {
                  lines.set(4, lines.get(4).replace("anna", "bert"));
                  return lines;
                }),
            new Change(
                5,
                lines -> {
                  lines.remove(4);
                  return lines;
                }),
            new Change(
                13,
                lines -> {
                  lines.removeLast();
                  return lines;
                }),
            new Change(
                14,
                lines -> {
                  lines.add(lines.get(3));
                  return lines;
                }),
            new Change(
                4,
                lines -> {
                  lines.add(3, lines.remove(4));
                  return lines;
                }),
            new Change(
                3,
                lines -> {
                  lines.set(2, lines.get(2).replace("\"inPeriod\":true", "\"inPeriod\":false"));
                  return lines;
                }),
            new Change(
                6,
                lines -> {
                  lines.set(5, lines.get(5).replace("\"path\":[\"", "\"path\":[\"A"));
                  return lines;
                }),
            new Change(
                7,
                lines -> {
                  lines.set(6, "{");
                  return lines;
                }));
    for (Change change : changes) {
      Path file = export(10, 20);
      edit(file, change.lines());
      assertEquals(change.line(), assertInstanceOf(Found.Broken.class, verify(file)).line());
    }
  }

  @Test
  void a_row_whose_hash_was_computed_anew_is_not_under_the_head() throws Exception {
    Path file = export(10, 11); // rows 10, 11 and 12
    AuditRow real =
        store
            .read(sql -> AuditTable.page(sql, "main", 11, 1).getFirst())
            .fold(row -> row, AuditExportTest::refused);
    AuditRow forged =
        AuditRow.after(new AuditTail("main", 11, real.prev()), AuditChainTest.entry(11 + 1_000));
    edit(
        file,
        lines -> {
          lines.set(
              3,
              lines
                  .get(3)
                  .replace(text(real.hash()), text(forged.hash()))
                  .replace("\"at\":" + real.atMillis(), "\"at\":" + forged.atMillis())
                  .replace(real.body().replace("\"", "\\\""), forged.body().replace("\"", "\\\"")));
          return lines;
        });
    assertEquals(new Found.Broken(4, "row 12 is not under the head"), verify(file));
  }

  private static AuditRow refused(String code) {
    throw new AssertionError(code);
  }

  private static String text(byte[] hash) {
    return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  @Test
  void a_head_of_a_stranger_proves_nothing() throws Exception {
    Path file = export(10, 20);

    assertEquals(
        new Found.Broken(1, "the head is not signed by this key"),
        new ExportVerifier((ECPublicKey) STRANGER.getPublic(), Optional.empty()).verify(file));
    assertEquals(
        new Found.Broken(1, "the head is not countersigned by this witness"),
        new ExportVerifier(
                (ECPublicKey) KEY.getPublic(), Optional.of((ECPublicKey) STRANGER.getPublic()))
            .verify(file));
  }
}
