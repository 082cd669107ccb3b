package nl.digitalebalie.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.audit.SubjectRows.Inside;
import nl.digitalebalie.server.audit.SubjectRows.Opening;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.subject.SubjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectRowsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final ConversationId HERS = new ConversationId("conversation-000001");
  private static final ConversationId HIS = new ConversationId("conversation-000002");

  @TempDir Path folder;

  private static AuditEvent.GateOpened opened(String subject) {
    return new AuditEvent.GateOpened(
        new PurposeId("wmo"),
        List.of("wmo-melding"),
        NotesShown.SHOWN,
        Optional.of(new SubjectName("2026-11", subject, Optional.empty())),
        ChannelAssurance.SPOKEN,
        "b",
        "e",
        "policy-hash",
        START.plusSeconds(1800),
        "Consulent");
  }

  private static void append(
      AuditWriter writer, int second, ConversationId talk, AuditEvent event) {
    assertInstanceOf(
        Appended.Durable.class,
        writer
            .append(
                new AuditEntry(
                    START.plusSeconds(second),
                    Optional.of(new StaffId("anna")),
                    talk,
                    "0".repeat(32),
                    event))
            .join());
  }

  @Test
  void each_opening_has_what_was_done_in_it_and_nothing_of_others_or_of_later() {
    try (Store store = SqliteStore.open(folder.resolve("balie.db"));
        AuditWriter writer = new AuditWriter("main", store)) {
      append(writer, 0, HERS, opened("hers"));
      append(writer, 1, HIS, opened("his"));
      append(writer, 2, HERS, new AuditEvent.DocumentOpened("Besluit", "application/pdf"));
      append(writer, 3, HIS, new AuditEvent.DocumentOpened("Brief", "application/pdf"));
      append(writer, 4, HERS, new AuditEvent.NotesRead("wmo-melding"));
      append(writer, 5, HERS, new AuditEvent.GateRelocked("STAFF_LOCKED"));
      append(writer, 6, HERS, new AuditEvent.DocumentOpened("Brief", "application/pdf"));
      append(writer, 7, HERS, opened("hers-of-december"));

      List<Opening> found =
          SubjectRows.read(store, "main", Set.of("hers", "hers-of-december"))
              .fold(done -> done, code -> List.of());

      assertEquals(2, found.size());
      Opening first = found.getFirst();
      assertEquals(1, first.row());
      assertEquals(Optional.of(START.plusSeconds(5)), first.closedAt());
      assertEquals(List.of("wmo-melding"), first.categories());
      assertEquals("anna", first.actor());
      assertEquals("Consulent", first.role());
      assertEquals(
          List.of(
              new Inside(START.plusSeconds(2), "document-opened", "Besluit"),
              new Inside(START.plusSeconds(4), "notes-read", "wmo-melding")),
          first.inside());
      assertEquals(Optional.empty(), found.getLast().closedAt());
      assertEquals(List.of(), found.getLast().inside());
    }
  }
}
