package nl.digitalebalie.server.audit;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;

/**
 * Recomputes every chain and names the first bad row. A tail that was cut off leaves a chain that
 * holds; only a head kept elsewhere can show that.
 */
public final class AuditVerifier {
  private static final int PAGE_ROWS = 1_000;

  private AuditVerifier() {}

  /** Reads all rows; the store's failure is the other case of {@code Stored}. */
  public static Stored<Verification> verify(Store store) {
    return store.read(sql -> {
      long rows = 0;
      for (String chain : AuditTable.chains(sql)) {
        AuditTail tail = AuditTail.ofEmpty(chain);
        List<AuditRow> page = AuditTable.page(sql, chain, 0, PAGE_ROWS);
        while (!page.isEmpty()) {
          for (AuditRow row : page) {
            Optional<Fault> fault = faultOf(tail, row);
            if (fault.isPresent()) {
              return new Verification(rows, Optional.of(new BadRow(chain, row.seq(), fault.get())));
            }
            tail = row.tail();
            rows++;
          }
          page = AuditTable.page(sql, chain, tail.seq(), PAGE_ROWS);
        }
      }
      return new Verification(rows, Optional.empty());
    });
  }

  static Optional<Fault> faultOf(AuditTail tail, AuditRow row) {
    if (row.seq() != tail.seq() + 1) {
      return Optional.of(Fault.GAP);
    }
    if (!MessageDigest.isEqual(row.prev(), tail.hash())) {
      return Optional.of(Fault.NOT_CHAINED);
    }
    return row.hashHolds() ? Optional.empty() : Optional.of(Fault.CHANGED);
  }

  /** {@code rows} that hold, counted until the first bad one. */
  public record Verification(long rows, Optional<BadRow> firstBad) {
    public boolean holds() {
      return firstBad.isEmpty();
    }
  }

  public record BadRow(String chain, long seq, Fault fault) {}

  /** What is wrong with a row. */
  public enum Fault {
    /** Rows before this one are missing. */
    GAP,
    /** It does not follow the row before it. */
    NOT_CHAINED,
    /** Its content is not what was written. */
    CHANGED
  }
}
