package nl.digitalebalie.server.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.canonical.CanonicalJson;

/**
 * A row that lacks only its place. What is hashed is made here, by the caller's thread, but for the
 * number: the one thread that has the chain to do is the narrow place of everybody's commits.
 *
 * @param before the canonical JSON up to the number, and {@code after} from there on
 * @param words what stands beside the row
 */
record AuditDraft(AuditRow row, String before, String after, Optional<Words> words) {
  /** A number; in a string of JSON its quotes would be escaped, so it is found once. */
  private static final String PLACE = ",\"seq\":0,\"traceId\":";

  private static final int NUMBER = ",\"seq\":".length();

  /**
   * @param salts for words that somebody wrote
   */
  static AuditDraft of(String chain, AuditEntry entry, SecureRandom salts) {
    Optional<Words> words = entry.event().words().map(text -> words(text, salts));
    Map<String, Object> body = words.map(each -> with(each, entry)).orElse(entry.event().body());
    AuditRow row =
        new AuditRow(
            chain,
            0,
            entry.at().toEpochMilli(),
            entry.event().kind(),
            entry.actor().map(staff -> staff.value()).orElse(""),
            entry.conversation().map(ConversationId::value).orElse(""),
            entry.traceId(),
            CanonicalJson.text(body),
            new byte[AuditRow.HASH_BYTES],
            new byte[AuditRow.HASH_BYTES]);
    Map<String, Object> columns = row.hashed();
    String text = CanonicalJson.text(columns);
    int place = text.indexOf(PLACE) + NUMBER;
    return new AuditDraft(row, text.substring(0, place), text.substring(place + 1), words);
  }

  private static Map<String, Object> with(Words words, AuditEntry entry) {
    Map<String, Object> body = new TreeMap<>(entry.event().body());
    body.put(Words.FIELD, words.hash());
    return body;
  }

  private static Words words(Sensitive<String> text, SecureRandom salts) {
    byte[] salt = new byte[Words.SALT_BYTES];
    salts.nextBytes(salt);
    return new Words(salt, text.reveal());
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
