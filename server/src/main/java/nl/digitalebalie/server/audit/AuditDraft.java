package nl.digitalebalie.server.audit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.server.canonical.CanonicalJson;

/**
 * A row that lacks only its place. What is hashed is made here, by the caller's thread, but for the
 * number: the one thread that has the chain to do is the narrow place of everybody's commits.
 *
 * @param before the canonical JSON up to the number, and {@code after} from there on
 */
record AuditDraft(AuditRow row, String before, String after) {
  /** A number; in a string of JSON its quotes would be escaped, so it is found once. */
  private static final String PLACE = ",\"seq\":0,\"traceId\":";

  private static final int NUMBER = ",\"seq\":".length();

  static AuditDraft of(String chain, AuditEntry entry) {
    AuditRow row =
        new AuditRow(
            chain,
            0,
            entry.at().toEpochMilli(),
            entry.event().kind(),
            entry.actor().map(staff -> staff.value()).orElse(""),
            entry.conversation().map(ConversationId::value).orElse(""),
            entry.traceId(),
            CanonicalJson.text(entry.event().body()),
            new byte[AuditRow.HASH_BYTES],
            new byte[AuditRow.HASH_BYTES]);
    Map<String, Object> columns = row.hashed();
    String text = CanonicalJson.text(columns);
    int place = text.indexOf(PLACE) + NUMBER;
    return new AuditDraft(row, text.substring(0, place), text.substring(place + 1));
  }

  /** The row that follows {@code tail}. */
  AuditRow after(AuditTail tail) {
    long seq = tail.seq() + 1;
    byte[] text = (before + seq + after).getBytes(StandardCharsets.UTF_8);
    return new AuditRow(
        row.chain(),
        seq,
        row.atMillis(),
        row.kind(),
        row.actor(),
        row.conversation(),
        row.traceId(),
        row.body(),
        tail.hash(),
        CanonicalJson.sha256(tail.hash(), text));
  }
}
