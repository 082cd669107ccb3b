package nl.digitalebalie.server.audit.merkle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * That a tree of {@code newSize} leaves begins with the {@code oldSize} leaves of another (RFC 9162
 * 2.1.4). Every tree begins with the empty one and with itself; those proofs have no path.
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /** RFC 9162 2.1.4.2. */
  public boolean holds(Hash oldRoot, Hash newRoot) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == newSize) {
      return path.isEmpty() && oldRoot.equals(newRoot);
    }
    if (oldSize == 0) {
      return path.isEmpty() && oldRoot.equals(Hash.EMPTY_TREE);
    }
    Deque<Hash> rest = new ArrayDeque<>(path);
    if (Long.bitCount(oldSize) == 1) {
      rest.addFirst(oldRoot);
    }
    return !rest.isEmpty() && climbs(rest, oldRoot, newRoot);
  }

  private boolean climbs(Deque<Hash> rest, Hash oldRoot, Hash newRoot) {
    long fn = oldSize - 1;
    long sn = newSize - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    Hash old = rest.removeFirst();
    Hash grown = old;
    for (Hash sibling : rest) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        old = Hash.node(sibling, old);
        grown = Hash.node(sibling, grown);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        grown = Hash.node(grown, sibling);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && old.equals(oldRoot) && grown.equals(newRoot);
  }
}
