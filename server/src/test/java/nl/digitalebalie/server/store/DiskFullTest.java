package nl.digitalebalie.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.audit.AuditVerifier;
import nl.digitalebalie.server.audit.AuditWriter;
import nl.digitalebalie.server.http.HealthCheck.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that may not grow any more answers as one on a full disk does: SQLITE_FULL. */
class DiskFullTest {
  private static final int PAGES = 60;
  private static final int MORE_ROWS_THAN_FIT = 5_000;

  @TempDir private Path folder;

  private static AuditEntry entry(int row) {
    return new AuditEntry(
        Instant.ofEpochMilli(row),
        Optional.empty(),
        new ConversationId("conversation-000001"),
        "0af7651916cd43dd8448eb211c80319c",
        new AuditEvent.ConversationEnded(EndReason.values()[0]));
  }

  @Test
  void a_row_that_found_no_room_is_never_said_to_be_durable_and_health_says_so() throws Exception {
    Path file = folder.resolve("balie.db");
    int durable = 0;
    try (Store store =
            SqliteStore.open(
                file, EnumSet.allOf(Tables.class), List.of("PRAGMA max_page_count=" + PAGES));
        AuditWriter writer = new AuditWriter("main", store)) {
      Appended last = writer.append(entry(0)).get();
      assertEquals(Status.UP, writer.look());
      while (last instanceof Appended.Durable && durable < MORE_ROWS_THAN_FIT) {
        durable++;
        last = writer.append(entry(durable)).get();
      }

      assertEquals(new Appended.Failed("SQLITE_FULL"), last);
      assertEquals(Status.DOWN, writer.look());
      assertInstanceOf(Appended.Failed.class, writer.append(entry(durable)).get());
    }

    try (Store store = SqliteStore.open(file);
        AuditWriter writer = new AuditWriter("main", store)) {
      AuditVerifier.Verification found =
          assertInstanceOf(
              AuditVerifier.Verification.class,
              AuditVerifier.verify(store).fold(done -> done, code -> code));
      assertTrue(found.holds());
      assertEquals(durable, found.rows());
      assertEquals(new Appended.Durable(durable + 1), writer.append(entry(0)).get());
      assertEquals(Status.UP, writer.look());
    }
  }
}
