/**
 * The Merkle tree of RFC 9162 section 2.1 over the hashes of rows: roots, proofs that a row is in a
 * tree, proofs that one tree grew out of another. Pure. Never here: rows, storage, keys.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.audit.merkle;
