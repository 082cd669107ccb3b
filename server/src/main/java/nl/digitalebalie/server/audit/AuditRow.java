package nl.digitalebalie.server.audit;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import nl.digitalebalie.server.canonical.CanonicalJson;

/**
 * One row of one chain. {@code hash = SHA-256(prev || canonical JSON of all other columns)}, so a
 * change to any column of any row breaks the chain from there on.
 *
 * @param seq counts from 1 without gaps
 * @param atMillis milliseconds since the epoch, UTC
 * @param actor empty where the system acted
 * @param body canonical JSON
 * @param prev the hash of the row before, 32 zero bytes for the first
 */
public record AuditRow(
    String chain,
    long seq,
    long atMillis,
    String kind,
    String actor,
    String conversation,
    String traceId,
    String body,
    byte[] prev,
    byte[] hash) {
  static final int HASH_BYTES = 32;

  /** The row that follows {@code tail}. */
  static AuditRow after(AuditTail tail, AuditEntry entry) {
    return AuditDraft.of(tail.chain(), entry, new SecureRandom()).after(tail);
  }

  /** What the hash should be. */
  byte[] computedHash() {
    return CanonicalJson.sha256(prev, CanonicalJson.bytes(hashed()));
  }

  /** All columns but the two hashes. */
  Map<String, Object> hashed() {
    return Map.of(
        "chain", chain,
        "seq", seq,
        "at", atMillis,
        "kind", kind,
        "actor", actor,
        "conversation", conversation,
        "traceId", traceId,
        "body", body);
  }

  boolean hashHolds() {
    return MessageDigest.isEqual(hash, computedHash());
  }

  AuditTail tail() {
    return new AuditTail(chain, seq, hash);
  }

  @Override
  public String toString() {
    return "AuditRow[" + chain + " " + seq + " " + kind + "]";
  }
}
