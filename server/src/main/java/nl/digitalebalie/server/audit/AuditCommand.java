package nl.digitalebalie.server.audit;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import nl.digitalebalie.server.audit.AuditVerifier.BadRow;
import nl.digitalebalie.server.audit.AuditVerifier.Verification;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.server.store.Tables;

/** {@code audit verify DATABASE}: recomputes the chain and names the first bad row. */
public final class AuditCommand {
  private static final int HOLDS = 0;
  private static final int BROKEN = 1;
  private static final int USAGE = 2;
  private static final int UNREADABLE = 3;

  private AuditCommand() {}

  /** The exit code: 0 holds, 1 broken, 2 wrong arguments, 3 the database cannot be read. */
  public static int run(List<String> arguments, PrintStream out) {
    if (arguments.size() != 2 || !arguments.getFirst().equals("verify")) {
      out.println("usage: audit verify DATABASE");
      return USAGE;
    }
    Path database = Path.of(arguments.getLast());
    if (!Files.isRegularFile(database)) {
      out.println("there is no database at " + database);
      return UNREADABLE;
    }
    try (Store store = SqliteStore.open(database, Set.of(Tables.COUNTER))) {
      return switch (AuditVerifier.verify(store)) {
        case Stored.Unavailable<Verification> unavailable -> {
          out.println("the database cannot be read: " + unavailable.code());
          yield UNREADABLE;
        }
        case Stored.Done<Verification> done -> report(done.value(), out);
      };
    }
  }

  private static int report(Verification verification, PrintStream out) {
    if (verification.holds()) {
      out.println("audit: " + verification.rows() + " rows, the chain holds");
      return HOLDS;
    }
    BadRow bad = verification.firstBad().orElseThrow();
    out.println(
        "audit: "
            + verification.rows()
            + " rows hold; the first bad row is "
            + bad.seq()
            + " of chain "
            + bad.chain()
            + ": "
            + switch (bad.fault()) {
              case GAP -> "rows before it are missing";
              case NOT_CHAINED -> "it does not follow the row before it";
              case CHANGED -> "it was changed";
            });
    return BROKEN;
  }
}
