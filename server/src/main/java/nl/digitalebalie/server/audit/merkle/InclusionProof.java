package nl.digitalebalie.server.audit.merkle;

import java.util.List;

/**
 * That a leaf is in a tree (RFC 9162 2.1.3).
 *
 * @param index of the leaf, from 0
 * @param size of the tree
 */
public record InclusionProof(long index, long size, List<Hash> path) {
  public InclusionProof {
    path = List.copyOf(path);
  }

  /** RFC 9162 2.1.3.2; {@code leaf} is already hashed as a leaf. */
  public boolean holds(Hash leaf, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    Hash hash = leaf;
    for (Hash sibling : path) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        hash = Hash.node(sibling, hash);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        hash = Hash.node(hash, sibling);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && hash.equals(root);
  }
}
