package nl.digitalebalie.server.audit;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import nl.digitalebalie.server.audit.merkle.Frontier;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.witness.SignedHead;
import nl.digitalebalie.witness.TreeHead;

/**
 * Recomputes every chain and names the first bad row. The chain alone shows a change by somebody
 * who did not compute it anew; the heads of the witness show the rest: a tail that was cut off, an
 * old backup that was put back, a chain that was rewritten from some row on.
 */
public final class AuditVerifier {
  private static final int PAGE_ROWS = 1_000;

  private final Store store;
  private long rows;
  private long witnessed;

  private AuditVerifier(Store store) {
    this.store = store;
  }

  /** Without a witness; reads all rows. */
  public static Stored<Verification> verify(Store store) {
    return verify(store, Map.of());
  }

  /**
   * Reads all rows; a database that cannot be read at all is the other case of {@code Stored}.
   *
   * @param heads of the witness by chain, read before the rows are
   */
  public static Stored<Verification> verify(Store store, Map<String, List<SignedHead>> heads) {
    return store
        .read(AuditTable::chains)
        .fold(
            chains -> new Stored.Done<>(new AuditVerifier(store).verify(chains, heads)),
            Stored.Unavailable::new);
  }

  private Verification verify(List<String> found, Map<String, List<SignedHead>> heads) {
    TreeSet<String> chains = new TreeSet<>(found);
    chains.addAll(heads.keySet());
    for (String chain : chains) {
      Optional<BadRow> bad = firstBad(chain, inOrder(heads.getOrDefault(chain, List.of())));
      if (bad.isPresent()) {
        return new Verification(rows, witnessed, bad);
      }
    }
    return new Verification(rows, witnessed, Optional.empty());
  }

  private static Deque<TreeHead> inOrder(List<SignedHead> heads) {
    List<TreeHead> sorted = new ArrayList<>(heads.stream().map(SignedHead::head).toList());
    sorted.sort(Comparator.comparingLong(TreeHead::size));
    return new ArrayDeque<>(sorted);
  }

  private Optional<BadRow> firstBad(String chain, Deque<TreeHead> heads) {
    AuditTail tail = AuditTail.ofEmpty(chain);
    Frontier tree = Frontier.EMPTY;
    long agreed = 0;
    while (true) {
      long after = tail.seq();
      Stored<List<AuditRow>> page =
          store.read(sql -> AuditTable.page(sql, chain, after, PAGE_ROWS));
      if (!(page instanceof Stored.Done<List<AuditRow>>(List<AuditRow> read))) {
        return Optional.of(new BadRow(chain, after + 1, Fault.UNREADABLE));
      }
      if (read.isEmpty()) {
        return missing(chain, tail.seq(), heads);
      }
      for (AuditRow row : read) {
        Optional<Fault> fault = faultOf(tail, row);
        if (fault.isPresent()) {
          return Optional.of(new BadRow(chain, row.seq(), fault.get()));
        }
        tail = row.tail();
        tree = tree.plus(Hash.leaf(row.hash()));
        while (!heads.isEmpty() && heads.getFirst().size() == tail.seq()) {
          if (!heads.removeFirst().root().equals(tree.root())) {
            rows = rows - (tail.seq() - 1 - agreed);
            return Optional.of(new BadRow(chain, agreed + 1, tail.seq(), Fault.REWRITTEN));
          }
          witnessed += tail.seq() - agreed;
          agreed = tail.seq();
        }
        rows++;
      }
    }
  }

  /** The rows are at their end; a head that is left saw more. */
  private Optional<BadRow> missing(String chain, long size, Deque<TreeHead> heads) {
    if (heads.isEmpty()) {
      return Optional.empty();
    }
    long knownHere =
        store
            .read(sql -> HeadTable.newest(sql, chain))
            .fold(found -> found.map(HeadTable.Head::size).orElse(0L), code -> 0L);
    return Optional.of(
        new BadRow(
            chain,
            size + 1,
            heads.getLast().size(),
            knownHere > size ? Fault.CUT : Fault.ROLLED_BACK));
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

  /**
   * What was found.
   *
   * @param rows that hold, counted until the first bad one
   * @param witnessed how many of them are under a head of the witness
   */
  public record Verification(long rows, long witnessed, Optional<BadRow> firstBad) {
    public boolean holds() {
      return firstBad.isEmpty();
    }
  }

  /**
   * The first bad row.
   *
   * @param seq its number, or the first that it can be
   * @param until the last that it can be; the same where it is known
   */
  public record BadRow(String chain, long seq, long until, Fault fault) {
    public BadRow(String chain, long seq, Fault fault) {
      this(chain, seq, seq, fault);
    }
  }

  /** What is wrong with a row. */
  public enum Fault {
    /** Rows before this one are missing. */
    GAP,
    /** It does not follow the row before it. */
    NOT_CHAINED,
    /** Its content is not what was written. */
    CHANGED,
    /** The database cannot read it. */
    UNREADABLE,
    /** The chain fits, but it is not the one that the witness saw. */
    REWRITTEN,
    /** The witness saw it, and so did this database once. */
    CUT,
    /** The witness saw it, and this database knows nothing of it: an old state was put back. */
    ROLLED_BACK
  }
}
