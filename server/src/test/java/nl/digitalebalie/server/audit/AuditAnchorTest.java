package nl.digitalebalie.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import java.util.concurrent.CompletableFuture;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.audit.AuditVerifier.BadRow;
import nl.digitalebalie.server.audit.AuditVerifier.Fault;
import nl.digitalebalie.server.audit.AuditVerifier.Verification;
import nl.digitalebalie.server.http.HealthCheck.Status;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.witness.HeadBook;
import nl.digitalebalie.witness.HeadFile;
import nl.digitalebalie.witness.HeadKey;
import nl.digitalebalie.witness.SignedHead;
import nl.digitalebalie.witness.Witness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads on their way to a witness, and what the verifier finds with them. */
class AuditAnchorTest {
  private static final KeyPair KEY = Keys.ecPair(new SecureRandom());
  private static final Duration EVERY = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-25T10:00:00Z");
  private Wire wire = Wire.UP;
  private Witness book = offline();
  private Store store = new ClosedStore();
  private AuditWriter writer = new AuditWriter("main", store);
  private AuditAnchor anchor = anchor();

  /** Whether the way to the witness works. */
  private enum Wire {
    UP,
    DOWN
  }

  @BeforeEach
  void start() throws Exception {
    writer.close();
    book =
        HeadBook.open(
            folder.resolve("heads.jsonl"),
            Map.of("main", (ECPublicKey) KEY.getPublic()),
            Optional.empty(),
            () -> now);
    open();
  }

  @AfterEach
  void stop() {
    writer.close();
    store.close();
    book.close();
  }

  private void open() {
    store = SqliteStore.open(folder.resolve("balie.db"));
    writer = new AuditWriter("main", store);
    anchor = anchor();
  }

  private AuditAnchor anchor() {
    Witness byWire =
        (head, proof) ->
            switch (wire) {
              case UP -> book.submit(head, proof);
              case DOWN -> new Witness.Answer.Unreachable("WITNESS_UNREACHABLE");
            };
    return new AuditAnchor(
        "main",
        store,
        () -> writer.durable(),
        (ECPrivateKey) KEY.getPrivate(),
        byWire,
        EVERY,
        () -> now);
  }

  private static Witness offline() {
    return (head, proof) -> new Witness.Answer.Unreachable("WITNESS_UNREACHABLE");
  }

  private void append(int rows) throws Exception {
    List<CompletableFuture<Appended>> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(writer.append(AuditChainTest.entry(row)));
    }
    for (CompletableFuture<Appended> each : all) {
      assertInstanceOf(Appended.Durable.class, each.get());
    }
  }

  private List<SignedHead> heads() throws Exception {
    return HeadFile.read(folder.resolve("heads.jsonl")).stream()
        .map(each -> HeadKey.read((ECPublicKey) KEY.getPublic(), each.head()).orElseThrow())
        .toList();
  }

  private List<Long> sizes() throws Exception {
    return heads().stream().map(head -> head.head().size()).toList();
  }

  private Verification verify() throws Exception {
    return AuditVerifier.verify(store, Map.of("main", heads()))
        .fold(
            found -> found,
            code -> {
              throw new AssertionError(code);
            });
  }

  private void restart(String... statements) throws Exception {
    writer.close();
    store.close();
    if (statements.length > 0) {
      AuditChainTest.tamper(folder.resolve("balie.db"), statements);
    }
    open();
  }

  @Test
  void the_witness_has_a_head_of_the_first_rows_at_once_and_of_the_next_in_time() throws Exception {
    append(5);
    anchor.turn();
    append(3);
    anchor.turn();
    assertEquals(List.of(5L), sizes());
    now = now.plus(EVERY);
    anchor.turn();
    anchor.turn();

    assertEquals(List.of(5L, 8L), sizes());
    assertEquals(Status.UP, anchor.look());
    assertEquals(new Verification(8, 8, Optional.empty()), verify());
  }

  @Test
  void a_thousand_rows_do_not_wait_for_the_minute() throws Exception {
    append(1);
    anchor.turn();
    append(1_000);
    anchor.turn();
    assertEquals(List.of(1L, 1_001L), sizes());
  }

  @Test
  void heads_wait_for_a_witness_that_is_away_over_a_restart_and_health_says_so() throws Exception {
    wire = Wire.DOWN;
    append(2);
    anchor.turn();
    now = now.plus(EVERY);
    append(2);
    anchor.turn();
    assertEquals(List.of(), sizes());
    assertEquals(Status.DOWN, anchor.look());
    assertEquals("WITNESS_UNREACHABLE", anchor.fault());

    restart();
    wire = Wire.UP;
    anchor.turn();

    assertEquals(List.of(2L, 4L), sizes());
    assertEquals(Status.UP, anchor.look());
  }

  @Test
  void rows_that_a_crash_left_without_a_head_get_one_at_the_start() throws Exception {
    append(4);
    restart();
    anchor.turn();
    assertEquals(List.of(4L), sizes());
  }

  @Test
  void the_last_rows_get_a_head_at_the_end() throws Exception {
    append(4);
    anchor.turn();
    append(1);
    anchor.close();
    assertEquals(List.of(4L, 5L), sizes());
  }

  @Test
  void a_row_that_changed_before_its_head_is_signed_stops_the_heads() throws Exception {
    append(4);
    anchor.turn();
    append(4);
    AuditChainTest.tamper(folder.resolve("balie.db"), "UPDATE audit SET actor = 'x' WHERE seq = 6");
    now = now.plus(EVERY);
    anchor.turn();

    assertEquals(List.of(4L), sizes());
    assertEquals("AUDIT_ROW_CHANGED", anchor.fault());
    assertEquals(Status.DOWN, anchor.look());
    anchor.close();
    assertEquals(List.of(4L), sizes());
  }

  // What the verifier finds with the witness's heads

  @Test
  void a_tail_that_was_cut_off_is_found() throws Exception {
    append(9);
    anchor.turn();
    restart("DELETE FROM audit WHERE seq > 6");

    assertEquals(Optional.of(new BadRow("main", 7, 9, Fault.CUT)), verify().firstBad());
    anchor.turn();
    assertEquals("AUDIT_ROWS_MISSING", anchor.fault());
  }

  @Test
  void a_log_that_was_emptied_is_found() throws Exception {
    append(9);
    anchor.turn();
    restart("DELETE FROM audit", "DELETE FROM audit_head");

    assertEquals(Optional.of(new BadRow("main", 1, 9, Fault.ROLLED_BACK)), verify().firstBad());
  }

  @Test
  void an_old_backup_is_found_also_after_the_log_went_on_from_it() throws Exception {
    append(5);
    anchor.turn();
    writer.close();
    store.close();
    Path database = folder.resolve("balie.db");
    Path backup = folder.resolve("backup.db");
    Files.copy(database, backup);
    open();
    append(4);
    now = now.plus(EVERY);
    anchor.turn();
    assertEquals(List.of(5L, 9L), sizes());

    writer.close();
    store.close();
    Files.copy(backup, database, StandardCopyOption.REPLACE_EXISTING);
    open();
    assertEquals(Optional.of(new BadRow("main", 6, 9, Fault.ROLLED_BACK)), verify().firstBad());

    now = now.plus(EVERY);
    for (int row = 0; row < 8; row++) {
      assertInstanceOf(
          Appended.Durable.class, writer.append(AuditChainTest.entry(100 + row)).get());
    }
    anchor.turn();
    assertEquals("WITNESS_REFUSES_INCONSISTENT", anchor.fault());
    Verification found = verify();
    assertEquals(Optional.of(new BadRow("main", 6, 9, Fault.REWRITTEN)), found.firstBad());
    assertEquals(5, found.rows());
  }

  @Test
  void a_chain_that_was_computed_anew_is_found() throws Exception {
    append(4);
    anchor.turn();
    now = now.plus(EVERY);
    append(4);
    anchor.turn();
    List<AuditRow> rewritten = new ArrayList<>();
    AuditTail tail = AuditTail.ofEmpty("main");
    for (int seq = 1; seq <= 8; seq++) {
      AuditRow row = AuditRow.after(tail, AuditChainTest.entry(seq == 6 ? 66 : (seq - 1) % 4));
      rewritten.add(row);
      tail = row.tail();
    }
    restart("DELETE FROM audit");
    store.write(sql -> {
      AuditTable.insert(sql, rewritten);
      return true;
    });

    assertTrue(AuditVerifier.verify(store).fold(Verification::holds, code -> false));
    assertEquals(Optional.of(new BadRow("main", 5, 8, Fault.REWRITTEN)), verify().firstBad());
  }

  @Test
  void a_deleted_row_is_named_also_with_a_witness() throws Exception {
    append(9);
    anchor.turn();
    restart("DELETE FROM audit WHERE seq = 4");
    assertEquals(Optional.of(new BadRow("main", 5, Fault.GAP)), verify().firstBad());
  }

  @Test
  void swapped_rows_are_named_also_with_a_witness() throws Exception {
    append(9);
    anchor.turn();
    restart(
        "UPDATE audit SET seq = 99 WHERE seq = 4",
        "UPDATE audit SET seq = 4 WHERE seq = 5",
        "UPDATE audit SET seq = 5 WHERE seq = 99");
    assertEquals(Optional.of(new BadRow("main", 4, Fault.NOT_CHAINED)), verify().firstBad());
  }

  @Test
  void a_witness_that_lost_its_book_begins_anew() throws Exception {
    append(5);
    anchor.turn();
    book.close();
    Files.delete(folder.resolve("heads.jsonl"));
    book =
        HeadBook.open(
            folder.resolve("heads.jsonl"),
            Map.of("main", (ECPublicKey) KEY.getPublic()),
            Optional.empty(),
            () -> now);
    append(5);
    now = now.plus(EVERY);
    anchor.turn();

    assertEquals(List.of(10L), sizes());
    assertEquals(Status.UP, anchor.look());
  }
}
