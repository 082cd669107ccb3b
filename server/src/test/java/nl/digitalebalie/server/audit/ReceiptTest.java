package nl.digitalebalie.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.CompletableFuture;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.witness.HeadBook;
import nl.digitalebalie.witness.Witness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptTest {
  private static final KeyPair KEY = Keys.ecPair(new SecureRandom());
  private static final KeyPair WITNESS = Keys.ecPair(new SecureRandom());
  private static final KeyPair OTHER = Keys.ecPair(new SecureRandom());
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

  @TempDir private Path folder;
  private Store store = new ClosedStore();
  private AuditWriter writer = new AuditWriter("main", store);
  private Witness book = (head, proof) -> new Witness.Answer.Unreachable("WITNESS_UNREACHABLE");
  private Optional<ReceiptDesk> desk = Optional.empty();
  private Instant now = START;

  @BeforeEach
  void open() throws Exception {
    writer.close();
    store = SqliteStore.open(folder.resolve("balie.db"));
    writer = new AuditWriter("main", store);
    book =
        HeadBook.open(
            folder.resolve("heads.jsonl"),
            Map.of("main", (ECPublicKey) KEY.getPublic()),
            Optional.of((ECPrivateKey) WITNESS.getPrivate()),
            () -> now);
    desk = Optional.of(desk(book));
  }

  @AfterEach
  void close() {
    writer.close();
    store.close();
    book.close();
  }

  private ReceiptDesk desk(Witness witness) {
    return new ReceiptDesk(
        "main",
        store,
        new AuditAnchor(
            "main",
            store,
            () -> writer.durable(),
            (ECPrivateKey) KEY.getPrivate(),
            witness,
            Duration.ofMinutes(1),
            () -> now));
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

  private static Receipt.Opened opened(long row) {
    return new Receipt.Opened(
        row,
        new Receipt.Opening(
            START,
            START.plusSeconds(1800),
            LocalText.of("Wmo", "Care"),
            LocalText.of("Wmo 2015, artikel 5.1.1", "Act, article 5.1.1"),
            List.of(LocalText.of("Naam", "Name")),
            List.of(LocalText.of("Uw zaken", "Your cases"), LocalText.of("Brieven", "Letters")),
            LocalText.of("Consulent", "Adviser"),
            "policy-hash"));
  }

  private String receipt(long... rows) {
    List<Receipt.Opened> all = new ArrayList<>();
    for (long row : rows) {
      all.add(opened(row));
    }
    return desk.orElseThrow()
        .make(new Receipt("Gemeente Voorbeeld", new ConversationId("conversation-000001"), all))
        .orElseThrow();
  }

  private static ReceiptVerifier.Found verify(String file) {
    return new ReceiptVerifier(
            (ECPublicKey) KEY.getPublic(), Optional.of((ECPublicKey) WITNESS.getPublic()))
        .verify(file);
  }

  private static String wrong(String file) {
    return assertInstanceOf(ReceiptVerifier.Found.Wrong.class, verify(file)).why();
  }

  @Test
  void a_receipt_holds_under_a_head_that_was_made_for_it_and_grows_with_the_talk()
      throws Exception {
    append(3);
    ReceiptVerifier.Found.Holds first =
        assertInstanceOf(ReceiptVerifier.Found.Holds.class, verify(receipt(2)));
    assertEquals(3, first.head().size());
    assertEquals(
        List.of("2026-11-25T10:00:00Z: row 2, Wmo, opened by Consulent: Uw zaken; Brieven"),
        first.lines());

    now = now.plusSeconds(5);
    append(40);
    ReceiptVerifier.Found.Holds second =
        assertInstanceOf(ReceiptVerifier.Found.Holds.class, verify(receipt(2, 17, 43)));
    assertEquals(43, second.head().size());
    assertEquals(3, second.lines().size());
    for (int row = 4; row <= 43; row += 3) { // read on from the head of before
      assertInstanceOf(ReceiptVerifier.Found.Holds.class, verify(receipt(row)));
    }
  }

  @Test
  void whatever_is_changed_is_named() throws Exception {
    append(9);
    String file = receipt(4, 6);

    assertEquals("it is no JSON", wrong(file.substring(1)));
    assertEquals("it is no receipt of the counter", wrong("{\"balieReceipt\":2}"));
    assertEquals(
        "the text was changed, or another log signed it",
        wrong(file.replace("Uw zaken", "Uw zaken niet")));
    assertEquals(
        "the text was changed, or another log signed it",
        wrong(file.replace("\"row\":4", "\"row\":null")));
    assertEquals(
        "the text was changed, or another log signed it",
        wrong(file.replaceAll("\"signature\":\"..", "\"signature\":\"AA")));
    assertEquals(
        "the head is not signed by this key",
        wrong(file.replaceAll("\"head\":\"ey", "\"head\":\"ez")));
    assertEquals(
        "row 4 is not under the head",
        wrong(file.replaceAll("\"proofs\":\\[\\[\"[^\"]*\",", "\"proofs\":[[")));
    assertEquals(
        "the proof of row 4 is malformed",
        wrong(file.replace("\"proofs\":[[\"", "\"proofs\":[[\"*")));
    assertEquals(
        "the head is not countersigned by this witness",
        wrong(file.replaceAll("\"countersignature\":\"ey", "\"countersignature\":\"ez")));
    assertEquals(
        "the text was changed, or another log signed it",
        assertInstanceOf(
                ReceiptVerifier.Found.Wrong.class,
                new ReceiptVerifier((ECPublicKey) OTHER.getPublic(), Optional.empty()).verify(file))
            .why());
  }

  @Test
  void without_a_witness_that_answers_there_is_a_receipt_that_says_so_and_without_rows_none()
      throws Exception {
    append(2);
    desk =
        Optional.of(desk((head, proof) -> new Witness.Answer.Unreachable("WITNESS_UNREACHABLE")));
    String file = receipt(1);

    assertTrue(wrong(file).startsWith("the head was not countersigned yet"));
    assertInstanceOf(
        ReceiptVerifier.Found.Holds.class,
        new ReceiptVerifier((ECPublicKey) KEY.getPublic(), Optional.empty()).verify(file));
    assertTrue(
        desk.orElseThrow()
            .make(new Receipt("G", new ConversationId("conversation-000001"), List.of(opened(3))))
            .isEmpty(),
        "a row that is not there");
  }

  @Test
  void the_command_says_right_or_what_is_wrong() throws Exception {
    append(5);
    Path file = Files.writeString(folder.resolve("receipt.json"), receipt(5));
    Path key =
        Files.writeString(
            folder.resolve("head.pub"), Keys.publicPem((ECPublicKey) KEY.getPublic()));
    Path witness =
        Files.writeString(
            folder.resolve("witness.pub"), Keys.publicPem((ECPublicKey) WITNESS.getPublic()));

    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertEquals(0, AuditCommand.verifyReceipt(file, key, Optional.of(witness), out));
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("holds, under the head of"));
    assertEquals(1, AuditCommand.verifyReceipt(file, witness, Optional.empty(), out));
    assertTrue(
        said.toString(StandardCharsets.UTF_8).contains("does not hold: the text was changed"));
    assertEquals(3, AuditCommand.verifyReceipt(folder.resolve("none"), key, Optional.empty(), out));
    assertFalse(said.toString(StandardCharsets.UTF_8).contains("Exception"));
  }
}
