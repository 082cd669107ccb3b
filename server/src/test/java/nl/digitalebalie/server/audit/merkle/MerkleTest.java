package nl.digitalebalie.server.audit.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The known answers are those of the Certificate Transparency reference implementation; the rest is
 * compared with the definitions of RFC 9162 2.1 written out naively.
 */
class MerkleTest {
  /** Large enough that every shape of tree up to five levels occurs. */
  private static final int SIZES = 34;

  private static final List<String> CT_LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> CT_ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final List<Hash> CT_HASHED =
      CT_LEAVES.stream().map(hex -> Hash.leaf(HexFormat.of().parseHex(hex))).toList();

  private static final List<Hash> LEAVES = leaves(SIZES, "row ");

  private static List<Hash> leaves(int count, String prefix) {
    List<Hash> leaves = new ArrayList<>();
    for (int leaf = 0; leaf < count; leaf++) {
      leaves.add(Hash.leaf((prefix + leaf).getBytes(StandardCharsets.UTF_8)));
    }
    return leaves;
  }

  private static Hash hex(String hex) {
    return Hash.of(HexFormat.of().parseHex(hex));
  }

  // The definitions of RFC 9162, naively

  private static Hash mth(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Hash.EMPTY_TREE;
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return Hash.node(mth(leaves.subList(0, split)), mth(leaves.subList(split, leaves.size())));
  }

  private static List<Hash> path(int index, List<Hash> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    List<Hash> left = leaves.subList(0, split);
    List<Hash> right = leaves.subList(split, leaves.size());
    List<Hash> path =
        new ArrayList<>(index < split ? path(index, left) : path(index - split, right));
    path.add(index < split ? mth(right) : mth(left));
    return path;
  }

  private static Frontier frontier(List<Hash> leaves) {
    Frontier tree = Frontier.EMPTY;
    for (Hash leaf : leaves) {
      tree = tree.plus(leaf);
    }
    return tree;
  }

  private static ProofBuilder read(ProofBuilder builder, List<Hash> leaves) {
    leaves.forEach(builder::add);
    return builder;
  }

  private static ConsistencyProof growth(List<Hash> leaves, int from, int to) {
    return read(ProofBuilder.ofGrowth(frontier(leaves.subList(0, from))), leaves.subList(from, to))
        .consistency();
  }

  // Known answers

  @Test
  void roots_are_those_of_certificate_transparency() {
    assertEquals(
        hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), Hash.EMPTY_TREE);
    for (int size = 1; size <= CT_ROOTS.size(); size++) {
      assertEquals(
          hex(CT_ROOTS.get(size - 1)), frontier(CT_HASHED.subList(0, size)).root(), "size " + size);
    }
  }

  @Test
  void proofs_are_those_of_certificate_transparency() {
    List<Hash> firstOfEight =
        List.of(
            hex("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
            hex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
            hex("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));

    assertEquals(firstOfEight, read(ProofBuilder.ofLeaves(0, 1), CT_HASHED).inclusion(0).path());
    assertEquals(firstOfEight, growth(CT_HASHED, 1, 8).path());
    assertEquals(
        List.of(
            hex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
            hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
            hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")),
        growth(CT_HASHED, 6, 8).path());
  }

  // For every tree and every place in it

  @Test
  void a_frontier_has_the_root_of_its_leaves_and_survives_storage() {
    for (int size = 0; size <= SIZES; size++) {
      Frontier tree = frontier(LEAVES.subList(0, size));

      assertEquals(mth(LEAVES.subList(0, size)), tree.root(), "size " + size);
      assertEquals(tree, Frontier.of(size, tree.bytes()));
    }
  }

  @Test
  void a_frontier_of_another_size_than_its_bytes_is_refused() {
    byte[] three = frontier(LEAVES.subList(0, 3)).bytes();

    assertThrows(IllegalArgumentException.class, () -> Frontier.of(4, three));
    assertThrows(
        IllegalArgumentException.class,
        () -> Frontier.of(3, java.util.Arrays.copyOf(three, three.length - 1)));
  }

  @Test
  void every_leaf_of_every_tree_is_proven_whatever_period_was_asked() {
    for (int size = 1; size <= SIZES; size++) {
      Hash root = mth(LEAVES.subList(0, size));
      for (int from = 0; from < size; from += 5) {
        int to = Math.min(size, from + 7);
        ProofBuilder builder = read(ProofBuilder.ofLeaves(from, to), LEAVES.subList(0, size));
        for (int index = from; index < to; index++) {
          InclusionProof proof = builder.inclusion(index);

          assertEquals(path(index, LEAVES.subList(0, size)), proof.path());
          assertTrue(proof.holds(LEAVES.get(index), root), index + " of " + size);
        }
      }
    }
  }

  @Test
  void an_inclusion_proof_holds_for_nothing_else() {
    for (int size = 2; size <= SIZES; size++) {
      Hash root = mth(LEAVES.subList(0, size));
      InclusionProof proof =
          read(ProofBuilder.ofLeaves(1, 2), LEAVES.subList(0, size)).inclusion(1);
      Hash leaf = LEAVES.get(1);

      assertFalse(proof.holds(LEAVES.get(0), root));
      assertFalse(proof.holds(leaf, mth(LEAVES.subList(0, size - 1))));
      assertFalse(new InclusionProof(0, size, proof.path()).holds(leaf, root));
      assertFalse(new InclusionProof(1, 2L * size + 1, proof.path()).holds(leaf, root));
      assertFalse(new InclusionProof(-1, size, proof.path()).holds(leaf, root));
      assertFalse(new InclusionProof(size, size, proof.path()).holds(leaf, root));
      for (int cut = 0; cut < proof.path().size(); cut++) {
        List<Hash> shorter = new ArrayList<>(proof.path());
        shorter.remove(cut);
        assertFalse(new InclusionProof(1, size, shorter).holds(leaf, root));
        List<Hash> other = new ArrayList<>(proof.path());
        other.set(cut, leaf);
        assertFalse(new InclusionProof(1, size, other).holds(leaf, root));
      }
      List<Hash> longer = new ArrayList<>(proof.path());
      longer.add(leaf);
      assertFalse(new InclusionProof(1, size, longer).holds(leaf, root));
    }
  }

  @Test
  void every_tree_is_proven_to_have_grown_out_of_every_smaller_one() {
    for (int from = 0; from <= SIZES; from++) {
      for (int to = from; to <= SIZES; to++) {
        ConsistencyProof proof = growth(LEAVES, from, to);

        assertTrue(
            proof.holds(mth(LEAVES.subList(0, from)), mth(LEAVES.subList(0, to))),
            from + " to " + to);
      }
    }
  }

  @Test
  void no_proof_makes_a_tree_grow_out_of_one_that_it_does_not_begin_with() {
    List<Hash> changed = new ArrayList<>(LEAVES);
    changed.set(0, Hash.leaf(new byte[] {1}));
    for (int from = 1; from < SIZES; from++) {
      for (int to = from + 1; to <= SIZES; to++) {
        Hash old = mth(LEAVES.subList(0, from));
        Hash grown = mth(LEAVES.subList(0, to));
        ConsistencyProof honest = growth(LEAVES, from, to);

        // the log was rewritten and proves its new past
        assertFalse(growth(changed, from, to).holds(old, mth(changed.subList(0, to))));
        assertFalse(honest.holds(old, mth(changed.subList(0, to))));
        assertFalse(honest.holds(grown, grown));
        assertFalse(new ConsistencyProof(to, from, honest.path()).holds(grown, old));
        for (int cut = 0; cut < honest.path().size(); cut++) {
          List<Hash> shorter = new ArrayList<>(honest.path());
          shorter.remove(cut);
          assertFalse(new ConsistencyProof(from, to, shorter).holds(old, grown));
        }
        List<Hash> longer = new ArrayList<>(honest.path());
        longer.add(old);
        assertFalse(new ConsistencyProof(from, to, longer).holds(old, grown));
      }
    }
  }

  @Test
  void a_node_cannot_be_passed_off_as_a_leaf() {
    Hash left = LEAVES.get(0);
    Hash right = LEAVES.get(1);
    byte[] both = new byte[2 * Hash.BYTES];
    System.arraycopy(left.bytes(), 0, both, 0, Hash.BYTES);
    System.arraycopy(right.bytes(), 0, both, Hash.BYTES, Hash.BYTES);

    assertFalse(Hash.leaf(both).equals(Hash.node(left, right)));
  }
}
