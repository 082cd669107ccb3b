package nl.digitalebalie.server.audit;

/** Where a chain ends: the number and hash of its last row, 0 and zero bytes while it is empty. */
public record AuditTail(String chain, long seq, byte[] hash) {
  static AuditTail ofEmpty(String chain) {
    return new AuditTail(chain, 0, new byte[AuditRow.HASH_BYTES]);
  }

  @Override
  public String toString() {
    return "AuditTail[" + chain + " " + seq + "]";
  }
}
