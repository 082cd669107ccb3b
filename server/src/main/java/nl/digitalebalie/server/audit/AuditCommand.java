package nl.digitalebalie.server.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.server.audit.AuditVerifier.BadRow;
import nl.digitalebalie.server.audit.AuditVerifier.Verification;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.server.store.Tables;
import nl.digitalebalie.witness.SignedHead;

/**
 * The administrator's commands on the audit trail. Exit codes: 0 holds, 1 broken, 3 something
 * cannot be read; 2 is for wrong arguments.
 */
public final class AuditCommand {
  private static final int HOLDS = 0;
  private static final int BROKEN = 1;
  private static final int UNREADABLE = 3;

  /** Four times what is ever sent, for a file that somebody laid out anew. */
  private static final long MAX_RECEIPT_BYTES = 4L * RelayToResident.Receipt.MAX_CHARS;

  private final StoreAddress address;
  private final String chain;
  private final Optional<WitnessConfig> witness;
  private final PrintStream out;

  /**
   * @param chain of the server whose witness it is
   */
  public AuditCommand(
      StoreAddress address, String chain, Optional<WitnessConfig> witness, PrintStream out) {
    this.address = address;
    this.chain = chain;
    this.witness = witness;
    this.out = out;
  }

  /** Recomputes the chain, compares it with the witness's heads, and names the first bad row. */
  public int verify() {
    Map<String, List<SignedHead>> heads;
    try {
      heads = witness.isPresent() ? Map.of(chain, witness.get().heads(chain)) : Map.of();
    } catch (IOException unreadable) {
      out.println("the witness cannot be asked: " + unreadable.getMessage());
      return UNREADABLE;
    }
    return with(store ->
        switch (AuditVerifier.verify(store, heads)) {
          case Stored.Unavailable<Verification>(String code) -> {
            out.println("the database cannot be read: " + code);
            yield UNREADABLE;
          }
          case Stored.Done<Verification>(Verification found) -> report(found);
        });
  }

  private int report(Verification found) {
    if (found.firstBad().isPresent()) {
      out.println(
          "audit: " + found.rows() + " rows hold; " + sentence(found.firstBad().get()) + ".");
      return BROKEN;
    }
    out.println("audit: " + found.rows() + " rows, the chain holds");
    if (witness.isEmpty()) {
      out.println(
          "audit: no witness is configured (audit.witness), so a tail that was cut off and an old"
              + " backup cannot be seen");
    } else {
      out.println(
          "audit: "
              + found.witnessed()
              + " of them are as the witness saw them, "
              + (found.rows() - found.witnessed())
              + " are younger than its last head");
    }
    return HOLDS;
  }

  private static String sentence(BadRow bad) {
    String first = "the first bad row is " + bad.seq() + " of chain " + bad.chain();
    return switch (bad.fault()) {
      case GAP -> first + ": rows before it are missing";
      case NOT_CHAINED -> first + ": it does not follow the row before it";
      case CHANGED -> first + ": it was changed";
      case UNREADABLE -> first + ": the database cannot read it";
      case REWRITTEN ->
          first
              + ", or one after it up to "
              + bad.until()
              + ": the chain was computed anew, the witness saw other rows";
      case CUT ->
          "the rows "
              + bad.seq()
              + " to "
              + bad.until()
              + " of chain "
              + bad.chain()
              + " are missing: the end was cut off; the witness saw them, and this database made"
              + " heads of them";
      case ROLLED_BACK ->
          "the rows "
              + bad.seq()
              + " to "
              + bad.until()
              + " of chain "
              + bad.chain()
              + " are missing: the witness saw them, and this database knows nothing of them; an"
              + " old state was put back";
    };
  }

  /** Writes a period with its proofs. */
  public int export(Instant from, Instant until, Path file) {
    return with(store -> {
      try {
        return switch (new AuditExport(store, chain, from, until).write(file)) {
          case AuditExport.Result.Written(long rows, long proven) -> {
            out.println(
                "audit: "
                    + rows
                    + " rows of the period in "
                    + file
                    + "; with the rows beside it "
                    + proven
                    + " are proven by a signed head");
            yield HOLDS;
          }
          case AuditExport.Result.NothingThere none -> {
            out.println("audit: there is no row of this period");
            yield HOLDS;
          }
          case AuditExport.Result.Unreadable(String code) -> {
            out.println("the database cannot be read: " + code);
            yield UNREADABLE;
          }
        };
      } catch (IOException unwritable) {
        out.println("the file cannot be written: " + file);
        return UNREADABLE;
      }
    });
  }

  private interface Work {
    int on(Store store);
  }

  private int with(Work work) {
    if (address instanceof StoreAddress.File(Path file) && !Files.isRegularFile(file)) {
      out.println("there is no database at " + file);
      return UNREADABLE;
    }
    Store store;
    try {
      store = address.open(Set.of(Tables.COUNTER));
    } catch (RuntimeException refused) { // of Flyway or the driver
      out.println("the database cannot be opened: " + refused.getMessage());
      return UNREADABLE;
    }
    try (store) {
      return work.on(store);
    }
  }

  /** Checks an export by itself. */
  public static int verifyExport(Path file, Path key, Optional<Path> witnessKey, PrintStream out) {
    try {
      Optional<ECPublicKey> witness =
          witnessKey.isPresent() ? Optional.of(publicKey(witnessKey.get())) : Optional.empty();
      return switch (new ExportVerifier(publicKey(key), witness).verify(file)) {
        case ExportVerifier.Found.Holds holds -> {
          out.println(
              "export: "
                  + holds.rows()
                  + " rows of the period hold, under the head of "
                  + holds.head().at()
                  + " over "
                  + holds.head().size()
                  + " rows"
                  + (witness.isPresent() ? ", countersigned by the witness" : ""));
          if (holds.unproven() > 0) {
            out.println("export: " + holds.unproven() + " lines are younger than that head");
          }
          yield HOLDS;
        }
        case ExportVerifier.Found.Broken(int line, String why) -> {
          out.println("export: line " + line + " does not hold: " + why);
          yield BROKEN;
        }
      };
    } catch (IOException unreadable) {
      out.println("cannot be read: " + unreadable.getMessage());
      return UNREADABLE;
    }
  }

  /** Checks a resident's receipt. */
  public static int verifyReceipt(Path file, Path key, Optional<Path> witnessKey, PrintStream out) {
    try {
      Optional<ECPublicKey> witness =
          witnessKey.isPresent() ? Optional.of(publicKey(witnessKey.get())) : Optional.empty();
      if (Files.size(file) > MAX_RECEIPT_BYTES) {
        out.println("receipt: does not hold: it is larger than a receipt can be");
        return BROKEN;
      }
      return switch (new ReceiptVerifier(publicKey(key), witness).verify(Files.readString(file))) {
        case ReceiptVerifier.Found.Holds holds -> {
          out.println(
              "receipt: holds, under the head of "
                  + holds.head().at()
                  + " over "
                  + holds.head().size()
                  + " rows of the log "
                  + holds.head().chain()
                  + (witness.isPresent() ? ", countersigned by the witness" : ""));
          holds.lines().forEach(line -> out.println("receipt: " + line));
          yield HOLDS;
        }
        case ReceiptVerifier.Found.Wrong(String why) -> {
          out.println("receipt: does not hold: " + why);
          yield BROKEN;
        }
      };
    } catch (IOException unreadable) {
      out.println("cannot be read: " + unreadable.getMessage());
      return UNREADABLE;
    }
  }

  private static ECPublicKey publicKey(Path file) throws IOException {
    try {
      return Keys.ecPublic(Files.readString(file));
    } catch (IllegalArgumentException noKey) {
      throw new IOException("no public key on P-256: " + file, noKey);
    }
  }
}
