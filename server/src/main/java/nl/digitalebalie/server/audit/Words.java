package nl.digitalebalie.server.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.server.canonical.CanonicalJson;
import nl.digitalebalie.server.store.Sql;

/**
 * Words of a person beside a row that is never changed: the row has {@code SHA-256(salt || text)}.
 * When salt and text are destroyed the hash says nothing, because nobody can try texts without the
 * salt.
 */
record Words(byte[] salt, String text) {
  static final int SALT_BYTES = 32;

  /** The field of the row's body. */
  static final String FIELD = "wordsHash";

  String hash() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(CanonicalJson.sha256(salt, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether these are the words that a row was written with. */
  boolean areThoseOf(String hash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }

  static void insert(Sql sql, AuditRow row, Words words) {
    sql.update(
        """
        INSERT INTO audit_words (id, conversation, at, salt, words)
        VALUES (:id, :conversation, :at, :salt, :words)
        """,
        Map.of(
            "id", id(row),
            "conversation", row.conversation(),
            "at", row.atMillis(),
            "salt", words.salt(),
            "words", words.text()));
  }

  /** Empty when there never were any, or their time is over. */
  static Optional<Words> of(Sql sql, AuditRow row) {
    List<Words> found =
        sql.rows(
            "SELECT salt, words FROM audit_words WHERE id = :id",
            Map.of("id", id(row)),
            kept -> new Words(kept.bytes("salt"), kept.text("words")));
    return found.stream().findFirst();
  }

  private static String id(AuditRow row) {
    return row.chain() + "/" + row.seq();
  }

  @Override
  public String toString() {
    return "Words[...]";
  }
}
