package nl.digitalebalie.server.audit.merkle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the leaves of a tree once, in order, and keeps only the nodes that proofs about the asked
 * leaves need, so that proofs of a period of a log of any length fit into memory. Owned by one
 * thread.
 */
public final class ProofBuilder {
  private final long from;
  private final long to;
  private final Map<Node, Hash> kept = new HashMap<>();
  private Frontier tree;

  /** A complete subtree: the leaves from {@code index << level}, {@code 1 << level} of them. */
  private record Node(int level, long index) {}

  private ProofBuilder(long from, long to, Frontier tree) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("a period of leaves begins before it ends");
    }
    this.from = from;
    this.to = to;
    this.tree = tree;
    keepFrontier();
  }

  /** For inclusion proofs of the leaves {@code from <= index < to}; reads from the first leaf. */
  public static ProofBuilder ofLeaves(long from, long to) {
    return new ProofBuilder(from, to, Frontier.EMPTY);
  }

  /**
   * The same, reading on from where {@code old} ended: all that is left of the asked leaves is in
   * it, so a proof of a young leaf costs no reading of the whole log.
   */
  public static ProofBuilder ofLeaves(Frontier old, long from, long to) {
    if (from < old.size()) {
      throw new IllegalArgumentException("a leaf of before the reading begins has no proof");
    }
    return new ProofBuilder(from, to, old);
  }

  /** For the proof that the tree grew out of {@code old}; reads from its first new leaf. */
  public static ProofBuilder ofGrowth(Frontier old) {
    return new ProofBuilder(old.size(), old.size(), old);
  }

  /** The next leaf, already hashed as a leaf. */
  public void add(Hash leaf) {
    long index = tree.size();
    keep(0, index, leaf);
    List<Hash> left = tree.hashes();
    Hash node = leaf;
    int level = 0;
    for (int each = left.size() - 1; (index & 1) == 1; each--) {
      node = Hash.node(left.get(each), node);
      index >>= 1;
      level++;
      keep(level, index, node);
    }
    tree = tree.plus(leaf);
  }

  /** A path climbs along the asked leaves and takes their neighbours. */
  private void keep(int level, long index, Hash hash) {
    if (index >= (from >> level) - 1 && index <= (to >> level) + 1) {
      kept.put(new Node(level, index), hash);
    }
  }

  public Frontier tree() {
    return tree;
  }

  /** That an asked leaf is in the tree as it is now. */
  public InclusionProof inclusion(long index) {
    if (index < from || index >= to || index >= tree.size()) {
      throw new IllegalArgumentException("this leaf was not asked for or not read");
    }
    keepFrontier();
    List<Hash> path = new ArrayList<>();
    climb(index, 0, tree.size(), path);
    return new InclusionProof(index, tree.size(), path);
  }

  /** PATH of RFC 9162 2.1.3.1, for the leaves from {@code begin} to {@code end}. */
  private void climb(long index, long begin, long end, List<Hash> path) {
    if (end - begin == 1) {
      return;
    }
    long middle = begin + split(end - begin);
    if (index < middle) {
      climb(index, begin, middle, path);
      path.add(root(middle, end));
    } else {
      climb(index, middle, end, path);
      path.add(root(begin, middle));
    }
  }

  /** That the tree as it is now begins with the {@code old} tree of {@link #ofGrowth}. */
  public ConsistencyProof consistency() {
    keepFrontier();
    List<Hash> path = new ArrayList<>();
    if (from > 0 && from < tree.size()) {
      grow(from, 0, tree.size(), Whole.YES, path);
    }
    return new ConsistencyProof(from, tree.size(), path);
  }

  /** Whether the old tree, as far as it is looked at, is a whole one whose root is known. */
  private enum Whole {
    YES,
    NO
  }

  /** SUBPROOF of RFC 9162 2.1.4.1, for the leaves from {@code begin} to {@code end}. */
  private void grow(long old, long begin, long end, Whole whole, List<Hash> path) {
    if (old == end) {
      if (whole == Whole.NO) {
        path.add(root(begin, end));
      }
      return;
    }
    long middle = begin + split(end - begin);
    if (old <= middle) {
      grow(old, begin, middle, whole, path);
      path.add(root(middle, end));
    } else {
      grow(old, middle, end, Whole.NO, path);
      path.add(root(begin, middle));
    }
  }

  /** The largest power of two that is smaller than {@code size}. */
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }

  private Hash root(long begin, long end) {
    long size = end - begin;
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      Hash hash = kept.get(new Node(level, begin >> level));
      if (hash != null) {
        return hash;
      }
    }
    if (size == 1) {
      throw new IllegalStateException("a node that a proof needs was not kept");
    }
    long middle = begin + split(size);
    return Hash.node(root(begin, middle), root(middle, end));
  }

  /** The right edge of the tree, and the left one where reading did not begin at the first leaf. */
  private void keepFrontier() {
    long begin = 0;
    for (Hash hash : tree.hashes()) {
      long size = Long.highestOneBit(tree.size() - begin);
      int level = Long.numberOfTrailingZeros(size);
      kept.put(new Node(level, begin >> level), hash);
      begin += size;
    }
  }
}
