package nl.digitalebalie.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.server.audit.merkle.ConsistencyProof;
import nl.digitalebalie.server.audit.merkle.Frontier;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.audit.merkle.ProofBuilder;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.witness.Witness.Answer;
import nl.digitalebalie.witness.Witness.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadBookTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeyPair LOG = Keys.ecPair(RANDOM);
  private static final KeyPair STRANGER = Keys.ecPair(RANDOM);
  private static final KeyPair WITNESS = Keys.ecPair(RANDOM);
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @TempDir private Path folder;

  /** A log that only ever grows, unless a test begins another. */
  private record Log(List<Hash> leaves) {
    static Log of(int rows, String text) {
      List<Hash> leaves = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        leaves.add(Hash.leaf((text + row).getBytes(StandardCharsets.UTF_8)));
      }
      return new Log(leaves);
    }

    Frontier tree(int size) {
      Frontier tree = Frontier.EMPTY;
      for (Hash leaf : leaves.subList(0, size)) {
        tree = tree.plus(leaf);
      }
      return tree;
    }

    String head(int size, KeyPair key) {
      return HeadKey.sign(
              (ECPrivateKey) key.getPrivate(), new TreeHead("main", size, tree(size).root(), NOW))
          .jws();
    }

    ConsistencyProof proof(int from, int to) {
      ProofBuilder builder = ProofBuilder.ofGrowth(tree(from));
      leaves.subList(from, to).forEach(builder::add);
      return builder.consistency();
    }

    Answer submitTo(Witness witness, int from, int to) {
      return witness.submit(head(to, LOG), proof(from, to));
    }
  }

  private static final Log LOG_ROWS = Log.of(60, "row");
  private static final Log OTHER_ROWS = Log.of(60, "other");

  private HeadBook open() throws IOException {
    return HeadBook.open(
        folder.resolve("heads.jsonl"),
        Map.of("main", (ECPublicKey) LOG.getPublic()),
        Optional.of((ECPrivateKey) WITNESS.getPrivate()),
        InstantSource.fixed(NOW));
  }

  private static long sizeOf(WitnessedHead head) {
    return HeadKey.read((ECPublicKey) LOG.getPublic(), head.head()).orElseThrow().head().size();
  }

  @Test
  void a_log_that_grows_is_followed_over_a_restart_and_each_head_countersigned() throws Exception {
    try (HeadBook book = open()) {
      String head = LOG_ROWS.head(3, LOG);
      Answer.Accepted first =
          assertInstanceOf(Answer.Accepted.class, book.submit(head, LOG_ROWS.proof(0, 3)));
      String signed = first.countersignature().orElseThrow();
      assertTrue(Countersignature.holds((ECPublicKey) WITNESS.getPublic(), head, signed));
      assertFalse(Countersignature.holds((ECPublicKey) LOG.getPublic(), head, signed));
      assertFalse(
          Countersignature.holds((ECPublicKey) WITNESS.getPublic(), LOG_ROWS.head(4, LOG), signed));
    }
    try (HeadBook book = open()) {
      assertEquals(new Answer.StartsAt(3), LOG_ROWS.submitTo(book, 0, 20));
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(book, 3, 20));
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(book, 20, 60));
      assertEquals(
          List.of(3L, 20L, 60L),
          book.page("main", 0, 10).stream().map(HeadBookTest::sizeOf).toList());
      assertEquals(
          List.of(20L), book.page("main", 3, 1).stream().map(HeadBookTest::sizeOf).toList());
    }
  }

  @Test
  void the_same_head_again_is_the_same_answer_and_no_second_line() throws Exception {
    try (HeadBook book = open()) {
      String head = LOG_ROWS.head(7, LOG);
      Answer first = book.submit(head, LOG_ROWS.proof(0, 7));
      assertEquals(first, book.submit(head, LOG_ROWS.proof(0, 7)));
      assertEquals(1, book.page("main", 0, 10).size());
    }
  }

  @Test
  void a_log_that_shrank_or_was_rewritten_is_refused_for_ever() throws Exception {
    try (HeadBook book = open()) {
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(book, 0, 30));

      assertEquals(new Answer.Refused(Reason.SHRUNK), LOG_ROWS.submitTo(book, 0, 29));
      assertEquals(new Answer.Refused(Reason.INCONSISTENT), OTHER_ROWS.submitTo(book, 0, 30));
      assertEquals(new Answer.Refused(Reason.INCONSISTENT), OTHER_ROWS.submitTo(book, 30, 40));
      assertEquals(
          new Answer.Refused(Reason.INCONSISTENT),
          book.submit(LOG_ROWS.head(40, LOG), LOG_ROWS.proof(30, 41)));
      assertEquals(
          new Answer.Refused(Reason.INCONSISTENT),
          book.submit(LOG_ROWS.head(40, LOG), new ConsistencyProof(30, 40, List.of())));
      assertEquals(1, book.page("main", 0, 10).size());
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(book, 30, 40));
    }
  }

  @Test
  void a_head_of_a_stranger_or_of_another_log_or_no_head_is_refused() throws Exception {
    try (HeadBook book = open()) {
      ConsistencyProof proof = LOG_ROWS.proof(0, 5);
      TreeHead other = new TreeHead("other", 5, LOG_ROWS.tree(5).root(), NOW);
      String head = LOG_ROWS.head(5, LOG);

      assertEquals(
          new Answer.Refused(Reason.SIGNATURE), book.submit(LOG_ROWS.head(5, STRANGER), proof));
      assertEquals(
          new Answer.Refused(Reason.UNKNOWN_LOG),
          book.submit(HeadKey.sign((ECPrivateKey) LOG.getPrivate(), other).jws(), proof));
      for (String none :
          List.of(
              "",
              "a.b.c",
              head.substring(1),
              head + "." + head,
              "x".repeat(3_000),
              // a statement of the right key, but another one
              Countersignature.sign((ECPrivateKey) LOG.getPrivate(), head, NOW))) {
        assertEquals(new Answer.Refused(Reason.MALFORMED), book.submit(none, proof), none);
      }
      assertEquals(List.of(), book.page("main", 0, 10));
    }
  }

  @Test
  void what_a_crash_left_of_a_line_is_cut_off_and_the_book_goes_on() throws Exception {
    try (HeadBook book = open()) {
      LOG_ROWS.submitTo(book, 0, 3);
    }
    Path file = folder.resolve("heads.jsonl");
    Files.writeString(file, "{\"head\":\"eyJ", StandardOpenOption.APPEND);
    try (HeadBook book = open()) {
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(book, 3, 9));
    }
    assertEquals(2, HeadFile.read(file).size());
  }

  @Test
  void a_file_that_holds_anything_else_is_not_opened() throws Exception {
    try (HeadBook book = open()) {
      LOG_ROWS.submitTo(book, 0, 3);
    }
    Path file = folder.resolve("heads.jsonl");
    Files.writeString(file, "{\"head\":\"x\"}\n", StandardOpenOption.APPEND);

    assertTrue(assertThrows(IOException.class, this::open).getMessage().contains("line 2"));
  }

  @Test
  void two_at_once_do_not_write_to_one_book() throws Exception {
    try (HeadBook book = open()) {
      assertThrows(IOException.class, this::open);
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(book, 0, 3));
    }
    open().close();
  }

  private WitnessServer server() throws IOException {
    Files.writeString(folder.resolve("log.pub"), Keys.publicPem(LOG.getPublic()));
    Findings findings = new Findings();
    ConfigSection root =
        ConfigSection.ofText(
            """
            port: 0
            adminPort: 0
            directory: book
            logs:
              - {chain: main, keyFile: log.pub}
            """,
            folder,
            findings,
            name -> Optional.empty());
    WitnessSettings settings = WitnessSettings.read(root, NOW);
    root.refuseUnknownKeys();
    assertTrue(findings.usable(), findings.table());
    return WitnessServer.start(settings, InstantSource.fixed(NOW), RANDOM);
  }

  private ECPublicKey witnessKey() throws IOException {
    return Keys.ecPublic(Files.readString(folder.resolve("book/witness-key.pem.pub")));
  }

  @Test
  void the_program_says_over_http_what_its_book_says() throws Exception {
    try (WitnessServer server = server();
        HttpWitness witness =
            new HttpWitness(
                URI.create("http://127.0.0.1:" + server.port()), witnessKey(), Optional.empty())) {
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(witness, 0, 10));
      assertEquals(new Answer.StartsAt(10), LOG_ROWS.submitTo(witness, 5, 20));
      assertInstanceOf(Answer.Accepted.class, LOG_ROWS.submitTo(witness, 10, 20));
      assertEquals(new Answer.Refused(Reason.SHRUNK), LOG_ROWS.submitTo(witness, 10, 19));
      assertEquals(new Answer.Refused(Reason.INCONSISTENT), OTHER_ROWS.submitTo(witness, 20, 30));
      assertEquals(
          new Answer.Refused(Reason.MALFORMED),
          witness.submit("none", new ConsistencyProof(0, 1, List.of())));
      assertEquals(
          List.of(10L, 20L), witness.page("main", 0).stream().map(HeadBookTest::sizeOf).toList());
      assertEquals(List.of(), witness.page("main", 20));
    }
  }

  @Test
  void somebody_else_in_the_place_of_the_witness_is_not_believed() throws Exception {
    try (WitnessServer server = server();
        HttpWitness witness =
            new HttpWitness(
                URI.create("http://127.0.0.1:" + server.port()),
                (ECPublicKey) STRANGER.getPublic(),
                Optional.empty())) {
      assertEquals(new Answer.Unreachable("WITNESS_SIGNATURE"), LOG_ROWS.submitTo(witness, 0, 10));
      assertThrows(IOException.class, () -> witness.page("main", 0));
    }
    try (HttpWitness nobody =
        new HttpWitness(URI.create("http://127.0.0.1:1"), witnessKey(), Optional.empty())) {
      assertEquals(new Answer.Unreachable("WITNESS_UNREACHABLE"), LOG_ROWS.submitTo(nobody, 0, 10));
    }
  }

  @Test
  void a_witness_is_given_no_private_key_of_a_log_and_no_port_without_tls() throws Exception {
    Files.writeString(folder.resolve("log.pem"), Keys.pem(LOG));
    Findings findings = new Findings();
    WitnessSettings.read(
        ConfigSection.ofText(
            "listen: 0.0.0.0\nlogs: [{keyFile: log.pem}]\n",
            folder,
            findings,
            name -> Optional.empty()),
        NOW);

    assertFalse(findings.usable());
    assertTrue(findings.table().contains("holds a private key"), findings.table());
    assertTrue(findings.table().contains("tls"), findings.table());
  }
}
