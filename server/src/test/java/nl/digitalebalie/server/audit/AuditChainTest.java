package nl.digitalebalie.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.audit.AuditVerifier.Fault;
import nl.digitalebalie.server.audit.AuditVerifier.Verification;
import nl.digitalebalie.server.http.HealthCheck.Status;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.server.subject.DataSubject;
import nl.digitalebalie.server.subject.SubjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditChainTest {
  @TempDir Path folder;

  static AuditEntry entry(int number) {
    return new AuditEntry(
        Instant.parse("2026-11-23T10:00:00Z").plusSeconds(number),
        Optional.of(new StaffId("anna")),
        new ConversationId("conversation-000001"),
        "0af7651916cd43dd8448eb211c80319c",
        new AuditEvent.DisclosureRejected(
            new DisclosureId("disclosure-" + (100_000 + number)), Rejection.ALREADY_USED));
  }

  private Path written(int rows) throws Exception {
    Path file = folder.resolve("balie.db");
    try (Store store = SqliteStore.open(file);
        AuditWriter writer = new AuditWriter("main", store)) {
      List<CompletableFuture<Appended>> all = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        all.add(writer.append(entry(row)));
      }
      for (int row = 0; row < rows; row++) {
        assertEquals(new Appended.Durable(row + 1), all.get(row).get());
      }
    }
    return file;
  }

  private static Verification verify(Path file) {
    try (Store store = SqliteStore.open(file)) {
      return assertInstanceOf(Stored.Done.class, AuditVerifier.verify(store)).value()
              instanceof Verification found
          ? found
          : null;
    }
  }

  /** Whoever owns the file can drop the triggers; the chain must show it all the same. */
  static void tamper(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER audit_keeps_its_rows");
      statement.execute("DROP TRIGGER audit_rows_stay_as_written");
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @Test
  void rows_become_durable_in_order_and_the_chain_holds_over_a_restart() throws Exception {
    written(150);
    Path file = folder.resolve("balie.db");
    try (Store store = SqliteStore.open(file);
        AuditWriter writer = new AuditWriter("main", store)) {
      assertEquals(new Appended.Durable(151), writer.append(entry(150)).get());
    }

    Verification verification = verify(file);

    assertEquals(151, verification.rows());
    assertTrue(verification.holds());
  }

  @Test
  void a_row_is_hashed_as_its_columns_say_whatever_is_in_them() {
    AuditTail tail = new AuditTail("main", 41, new byte[32]);
    for (String text : List.of("", ",\"seq\":0,\"traceId\":", "\\\",\"seq\":0", "é\n\u0001")) {
      AuditRow row =
          AuditRow.after(
              tail,
              new AuditEntry(
                  Instant.EPOCH,
                  Optional.empty(),
                  new ConversationId("conversation-000001"),
                  text,
                  new AuditEvent.Denied(text, text)));
      assertEquals(42, row.seq());
      assertTrue(row.hashHolds(), text);
    }
  }

  @Test
  void the_table_itself_refuses_to_change_or_lose_a_row() throws Exception {
    Path file = written(3);
    try (Store store = SqliteStore.open(file)) {
      assertInstanceOf(
          Stored.Unavailable.class,
          store.write(sql -> sql.update("DELETE FROM audit WHERE seq = 2", Map.of())));
      assertInstanceOf(
          Stored.Unavailable.class,
          store.write(sql -> sql.update("UPDATE audit SET kind = 'x' WHERE seq = 2", Map.of())));
    }
    assertEquals(3, verify(file).rows());
  }

  @Test
  void a_changed_value_of_any_column_is_found_at_its_row() throws Exception {
    List<String> changes =
        List.of(
            "at = at + 1",
            "kind = 'gate-opened'",
            "actor = 'bert'",
            "conversation = 'conversation-000002'",
            "trace_id = 'ff'",
            "body = replace(body, 'ALREADY_USED', 'DECLINED')",
            "hash = zeroblob(32)");
    for (String change : changes) {
      Path file = written(5);
      tamper(file, "UPDATE audit SET " + change + " WHERE seq = 3");

      Verification verification = verify(file);

      assertEquals(3, verification.firstBad().orElseThrow().seq(), change);
      assertEquals(Fault.CHANGED, verification.firstBad().orElseThrow().fault(), change);
      assertEquals(2, verification.rows());
      java.nio.file.Files.delete(file);
    }
  }

  @Test
  void a_deleted_row_is_found_at_the_row_after_it() throws Exception {
    Path file = written(5);
    tamper(file, "DELETE FROM audit WHERE seq = 3");

    assertEquals(
        new AuditVerifier.BadRow("main", 4, Fault.GAP), verify(file).firstBad().orElseThrow());
  }

  @Test
  void two_rows_that_changed_places_are_found() throws Exception {
    Path file = written(5);
    tamper(
        file,
        "UPDATE audit SET seq = 99 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 99");

    assertEquals(
        new AuditVerifier.BadRow("main", 2, Fault.NOT_CHAINED),
        verify(file).firstBad().orElseThrow());
  }

  @Test
  void the_command_says_how_many_rows_hold_and_names_the_first_bad_one() throws Exception {
    Path file = written(4);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    AuditCommand command =
        new AuditCommand(new StoreAddress.File(file), "main", Optional.empty(), out);
    assertEquals(0, command.verify());
    tamper(file, "DELETE FROM audit WHERE seq = 1");
    assertEquals(1, command.verify());
    Path nowhere = folder.resolve("no.db");
    assertEquals(
        3,
        new AuditCommand(new StoreAddress.File(nowhere), "main", Optional.empty(), out).verify());

    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("4 rows, the chain holds"), text);
    assertTrue(text.contains("the first bad row is 2 of chain main"), text);
  }

  @Test
  void a_store_that_fails_fails_the_rows_and_the_health_check_until_it_works_again()
      throws Exception {
    FailingStore store = new FailingStore(SqliteStore.open(folder.resolve("f.db")));
    try (store;
        AuditWriter writer = new AuditWriter("main", store)) {
      assertEquals(new Appended.Durable(1), writer.append(entry(0)).get());
      store.failing = true;
      assertEquals(new Appended.Failed("SQLITE_FULL"), writer.append(entry(1)).get());
      assertEquals(Status.DOWN, writer.look());
      store.failing = false;
      store.broken = true;
      assertEquals(new Appended.Failed("INTERNAL"), writer.append(entry(1)).get());
      assertEquals(Status.DOWN, writer.look());
      store.broken = false;
      assertEquals(new Appended.Durable(2), writer.append(entry(2)).get());
      assertEquals(Status.UP, writer.look());
    }
    assertTrue(verify(folder.resolve("f.db")).holds());
  }

  @Test
  void after_closing_nothing_is_written_and_the_thread_is_gone()
      throws InterruptedException, ExecutionException {
    try (Store store = SqliteStore.open(folder.resolve("c.db"))) {
      AuditWriter writer = new AuditWriter("main", store);
      writer.close();

      assertEquals(new Appended.Failed("CLOSED"), writer.append(entry(0)).get());
      assertEquals(Status.DOWN, writer.look());
      assertTrue(
          Thread.getAllStackTraces().keySet().stream()
              .noneMatch(thread -> thread.getName().equals("audit-writer")));
    }
  }

  @Test
  void a_row_that_somebody_else_added_costs_no_row_of_ours() throws Exception {
    try (Store store = SqliteStore.open(folder.resolve("two.db"));
        AuditWriter ours = new AuditWriter("main", store);
        AuditWriter command = new AuditWriter("main", store)) {
      assertEquals(new Appended.Durable(1), ours.append(entry(0)).get());
      assertEquals(new Appended.Durable(2), command.append(entry(1)).get());
      assertEquals(new Appended.Durable(3), ours.append(entry(2)).get());
      assertEquals(Status.UP, ours.look());
      assertEquals(
          true, AuditVerifier.verify(store).fold(AuditVerifier.Verification::holds, code -> false));
    }
  }

  @Test
  void a_subject_is_the_same_under_one_key_and_another_under_another() {
    DataSubject person = new DataSubject.Person(Bsn.parse("999993653").orElseThrow());
    byte[] other = new byte[32];
    other[0] = 1;

    String subject = new SubjectKey(new byte[32]).subject(person);

    assertEquals(subject, new SubjectKey(new byte[32]).subject(person));
    assertNotEquals(subject, new SubjectKey(other).subject(person));
    assertFalse(subject.contains("999993653"));
  }

  /** A disk that is full now and then. */
  private static final class FailingStore implements Store {
    private final Store real;
    private volatile boolean failing;
    private volatile boolean broken;

    FailingStore(Store real) {
      this.real = real;
    }

    @Override
    public <T> Stored<T> write(Transaction<T> transaction) {
      if (broken) {
        throw new IllegalStateException("a bug of ours");
      }
      return failing ? new Stored.Unavailable<>("SQLITE_FULL") : real.write(transaction);
    }

    @Override
    public <T> Stored<T> read(Transaction<T> transaction) {
      return real.read(transaction);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
