package nl.digitalebalie.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.server.audit.AuditVerifier.BadRow;
import nl.digitalebalie.server.audit.AuditVerifier.Fault;
import nl.digitalebalie.server.audit.AuditVerifier.Verification;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes from outside the program: a kill in the middle of commits, a disk that forgets. */
class AuditFaultsTest {
  private static final int KILLS = 3;
  private static final int ROWS_BEFORE_A_KILL = 200;

  @TempDir private Path folder;

  @Test
  void no_acknowledged_row_is_lost_when_the_process_is_killed_in_the_middle_of_commits()
      throws Exception {
    Path file = folder.resolve("balie.db");
    Map<Long, String> acknowledged = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.putAll(appendedUntilKilled(file, "run" + kill));
    }

    assertTrue(acknowledged.size() >= KILLS * ROWS_BEFORE_A_KILL, "rows: " + acknowledged.size());
    try (Store store = SqliteStore.open(file)) {
      Verification found = verify(store);
      assertEquals(Optional.empty(), found.firstBad());
      assertTrue(found.rows() >= acknowledged.size());
      acknowledged.forEach((seq, disclosure) -> {
        List<AuditRow> row =
            store
                .read(sql -> AuditTable.page(sql, "main", seq - 1, 1))
                .fold(rows -> rows, code -> List.of());
        assertEquals(seq, row.getFirst().seq());
        assertTrue(row.getFirst().body().contains("\"" + disclosure + "\""), disclosure);
      });
    }
  }

  private static Map<Long, String> appendedUntilKilled(Path file, String run) throws Exception {
    Map<Long, String> acknowledged = new HashMap<>();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AppendUntilKilled.class.getName(),
                file.toString(),
                run)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[1].matches("disclosure-run[0-9]+-[0-9]+-[0-9]+")) {
          acknowledged.put(Long.valueOf(words[0]), words[1]); // a torn last line names none
        }
        if (acknowledged.size() == ROWS_BEFORE_A_KILL) {
          // SIGKILL; by its handle, because what it said before is still read to the end
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
      assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    }
    return acknowledged;
  }

  private static Verification verify(Store store) {
    return AuditVerifier.verify(store)
        .fold(
            found -> found,
            code -> {
              throw new AssertionError(code);
            });
  }

  @Test
  void one_flipped_bit_on_the_disk_is_found_at_its_row() throws Exception {
    Path file = folder.resolve("balie.db");
    try (Store store = SqliteStore.open(file);
        AuditWriter writer = new AuditWriter("main", store)) {
      for (int row = 0; row < 50; row++) {
        writer.append(AuditChainTest.entry(row)).get();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    int place = latin.indexOf("disclosure-100030");
    assertTrue(place > 0, "the row is in the file once the log was written back");
    assertEquals(place, latin.lastIndexOf("disclosure-100030"));
    bytes[place + "disclosure-10003".length()] ^= 1;
    Files.write(file, bytes);

    try (Store store = SqliteStore.open(file)) {
      assertEquals(Optional.of(new BadRow("main", 31, Fault.CHANGED)), verify(store).firstBad());
    }
  }

  @Test
  void a_page_that_cannot_be_read_is_named_by_its_first_row() throws Exception {
    Path file = folder.resolve("balie.db");
    try (Store store = SqliteStore.open(file);
        AuditWriter writer = new AuditWriter("main", store)) {
      for (int row = 0; row < 2_500; row++) {
        writer.append(AuditChainTest.entry(row));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    int pageSize = (bytes[16] & 0xFF) << 8 | bytes[17] & 0xFF; // the file's header says so
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    int begin = latin.indexOf("disclosure-102000") / pageSize * pageSize;
    java.util.Arrays.fill(bytes, begin, begin + pageSize, (byte) 0x5A);
    Files.write(file, bytes);

    try (Store store = SqliteStore.open(file)) {
      BadRow bad = verify(store).firstBad().orElseThrow();
      assertTrue(bad.fault() == Fault.UNREADABLE || bad.fault() == Fault.GAP, bad.toString());
      assertTrue(bad.seq() > 1_000 && bad.seq() <= 2_100, bad.toString());
    }
  }
}
