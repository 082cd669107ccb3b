package nl.digitalebalie.server.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be known of a tree to go on building it: its size and the hashes of the complete
 * subtrees that it falls apart into, the largest first; one for each bit that is set in the size.
 */
public record Frontier(long size, List<Hash> hashes) {
  public static final Frontier EMPTY = new Frontier(0, List.of());

  public Frontier {
    hashes = List.copyOf(hashes);
    if (size < 0 || hashes.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException("one hash for each bit of the size");
    }
  }

  /** The tree with one leaf more; {@code leaf} is already hashed as a leaf. */
  public Frontier plus(Hash leaf) {
    List<Hash> grown = new ArrayList<>(hashes);
    Hash right = leaf;
    for (long left = size; (left & 1) == 1; left >>= 1) {
      right = Hash.node(grown.removeLast(), right);
    }
    grown.add(right);
    return new Frontier(size + 1, grown);
  }

  /** The tree's root hash (MTH). */
  public Hash root() {
    if (hashes.isEmpty()) {
      return Hash.EMPTY_TREE;
    }
    Hash root = hashes.getLast();
    for (Hash left : hashes.reversed().subList(1, hashes.size())) {
      root = Hash.node(left, root);
    }
    return root;
  }

  /** Reads what {@link #bytes} wrote, of a tree of {@code size} leaves. */
  public static Frontier of(long size, byte[] bytes) {
    List<Hash> hashes = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += Hash.BYTES) {
      hashes.add(
          Hash.of(
              java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Hash.BYTES))));
    }
    return new Frontier(size, hashes);
  }

  /** The hashes behind each other. */
  public byte[] bytes() {
    byte[] bytes = new byte[hashes.size() * Hash.BYTES];
    for (int each = 0; each < hashes.size(); each++) {
      System.arraycopy(hashes.get(each).bytes(), 0, bytes, each * Hash.BYTES, Hash.BYTES);
    }
    return bytes;
  }
}
