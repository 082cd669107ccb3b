package nl.digitalebalie.server.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.audit.merkle.InclusionProof;
import nl.digitalebalie.witness.Countersignature;
import nl.digitalebalie.witness.HeadKey;
import nl.digitalebalie.witness.SignedHead;
import nl.digitalebalie.witness.TreeHead;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a file of {@link AuditExport} by itself: no database, no network. */
public final class ExportVerifier {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ECPublicKey key;
  private final Optional<ECPublicKey> witnessKey;

  /**
   * @param key that signs the heads of the log
   * @param witnessKey of the witness; without it nobody but the log vouches for the head
   */
  public ExportVerifier(ECPublicKey key, Optional<ECPublicKey> witnessKey) {
    this.key = key;
    this.witnessKey = witnessKey;
  }

  /** What was found. */
  public sealed interface Found {
    /**
     * Every line is what was written.
     *
     * @param rows of the period
     * @param unproven lines that are younger than the head
     */
    record Holds(long rows, long unproven, TreeHead head) implements Found {}

    /**
     * The first line that does not hold.
     *
     * @param line counted from 1
     */
    record Broken(int line, String why) implements Found {}
  }

  /** Ends the reading with a sentence; never leaves this class. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    Fault(String why) {
      super(why);
    }
  }

  private record Header(SignedHead head, Instant from, Instant until, long first, long last) {}

  /**
   * Reads the whole file.
   *
   * @throws IOException when it cannot be read
   */
  public Found verify(Path file) throws IOException {
    int number = 1;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      Header header = header(json(Optional.ofNullable(lines.readLine())));
      Optional<AuditTail> tail = Optional.empty();
      long rows = 0;
      long unproven = 0;
      for (long seq = header.first(); seq <= header.last(); seq++) {
        number++;
        JsonNode line = json(Optional.ofNullable(lines.readLine()));
        AuditRow row = row(header.head().head().chain(), line);
        follows(row, seq, tail);
        said(row, line);
        boolean inPeriod =
            row.atMillis() >= header.from().toEpochMilli()
                && row.atMillis() < header.until().toEpochMilli();
        if (line.path("inPeriod").asBoolean(!inPeriod) != inPeriod) {
          throw new Fault("it says wrongly whether it is of the period");
        }
        if (row.seq() <= header.head().head().size()) {
          proven(row, line, header.head().head());
        } else {
          unproven++;
        }
        rows += inPeriod ? 1 : 0;
        tail = Optional.of(row.tail());
      }
      number++;
      if (lines.readLine() != null) {
        throw new Fault("there are more lines than the first one says");
      }
      return new Found.Holds(rows, unproven, header.head().head());
    } catch (Fault fault) {
      return new Found.Broken(number, String.valueOf(fault.getMessage()));
    }
  }

  private Header header(JsonNode line) throws Fault {
    if (line.path("export").asInt(0) != AuditExport.VERSION) {
      throw new Fault("it is not the first line of an export");
    }
    if (!line.has("head")) {
      throw new Fault("the log had no signed head yet, so nothing can be proven");
    }
    String jws = line.path("head").asString("");
    SignedHead head =
        HeadKey.read(key, jws).orElseThrow(() -> new Fault("the head is not signed by this key"));
    if (!head.head().chain().equals(line.path("chain").asString(""))) {
      throw new Fault("the head is of another log");
    }
    if (witnessKey.isPresent()
        && !Countersignature.holds(
            witnessKey.get(), jws, line.path("countersignature").asString(""))) {
      throw new Fault("the head is not countersigned by this witness");
    }
    try {
      return new Header(
          head,
          Instant.parse(line.path("from").asString("")),
          Instant.parse(line.path("until").asString("")),
          line.path("first").asLong(0),
          line.path("last").asLong(0));
    } catch (DateTimeException malformed) {
      throw new Fault("it names no period");
    }
  }

  private static JsonNode json(Optional<String> line) throws Fault {
    try {
      return JSON.readTree(line.orElseThrow(() -> new Fault("it is missing")));
    } catch (JacksonException malformed) {
      throw new Fault("it is not JSON");
    }
  }

  private static AuditRow row(String chain, JsonNode line) throws Fault {
    try {
      Base64.Decoder base64 = Base64.getUrlDecoder();
      return new AuditRow(
          chain,
          line.path("seq").asLong(0),
          line.path("at").asLong(0),
          line.path("kind").asString(""),
          line.path("actor").asString(""),
          line.path("conversation").asString(""),
          line.path("traceId").asString(""),
          line.path("body").asString(""),
          base64.decode(line.path("prev").asString("")),
          base64.decode(line.path("hash").asString("")));
    } catch (IllegalArgumentException malformed) {
      throw new Fault("it is no row");
    }
  }

  private static void follows(AuditRow row, long seq, Optional<AuditTail> tail) throws Fault {
    if (row.seq() != seq) {
      throw new Fault("row " + seq + " is missing");
    }
    if (!row.hashHolds()) {
      throw new Fault("row " + seq + " was changed");
    }
    if (tail.isPresent() && AuditVerifier.faultOf(tail.get(), row).isPresent()) {
      throw new Fault("row " + seq + " does not follow the row before it");
    }
  }

  /** Words that are not there any more prove nothing and spoil nothing. */
  private static void said(AuditRow row, JsonNode line) throws Fault {
    if (!line.has("words")) {
      return;
    }
    try {
      Words words =
          new Words(
              Base64.getUrlDecoder().decode(line.path("salt").asString("")),
              line.path("words").asString(""));
      if (words.areThoseOf(JSON.readTree(row.body()).path(Words.FIELD).asString(""))) {
        return;
      }
    } catch (IllegalArgumentException malformed) {
      // as below
    }
    throw new Fault("its words are not those of row " + row.seq());
  }

  private static void proven(AuditRow row, JsonNode line, TreeHead head) throws Fault {
    List<Hash> path = new ArrayList<>();
    try {
      line.path("path").forEach(each -> path.add(Hash.parse(each.asString(""))));
    } catch (IllegalArgumentException malformed) {
      throw new Fault("its proof is malformed");
    }
    if (!new InclusionProof(row.seq() - 1, head.size(), path)
        .holds(Hash.leaf(row.hash()), head.root())) {
      throw new Fault("row " + row.seq() + " is not under the head");
    }
  }
}
