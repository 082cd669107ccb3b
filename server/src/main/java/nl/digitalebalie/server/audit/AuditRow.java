package nl.digitalebalie.server.audit;

import java.security.MessageDigest;
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
    return after(tail, entry, CanonicalJson.text(entry.event().body()));
  }

  /**
   * @param body the event's, as canonical JSON
   */
  static AuditRow after(AuditTail tail, AuditEntry entry, String body) {
    String actor = entry.actor().map(staff -> staff.value()).orElse("");
    AuditRow unsealed =
        new AuditRow(
            tail.chain(),
            tail.seq() + 1,
            entry.at().toEpochMilli(),
            entry.event().kind(),
            actor,
            entry.conversation().value(),
            entry.traceId(),
            body,
            tail.hash(),
            new byte[HASH_BYTES]);
    return unsealed.sealed(unsealed.computedHash());
  }

  /** What the hash should be. */
  byte[] computedHash() {
    Map<String, Object> columns =
        Map.of(
            "chain", chain,
            "seq", seq,
            "at", atMillis,
            "kind", kind,
            "actor", actor,
            "conversation", conversation,
            "traceId", traceId,
            "body", body);
    return CanonicalJson.sha256(prev, CanonicalJson.bytes(columns));
  }

  boolean hashHolds() {
    return MessageDigest.isEqual(hash, computedHash());
  }

  AuditTail tail() {
    return new AuditTail(chain, seq, hash);
  }

  private AuditRow sealed(byte[] with) {
    return new AuditRow(chain, seq, atMillis, kind, actor, conversation, traceId, body, prev, with);
  }

  @Override
  public String toString() {
    return "AuditRow[" + chain + " " + seq + " " + kind + "]";
  }
}
