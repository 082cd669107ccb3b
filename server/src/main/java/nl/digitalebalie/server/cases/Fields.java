package nl.digitalebalie.server.cases;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Values out of an answer that may be anything: what does not fit is not there. */
final class Fields {
  private static final int MAX_TEXT_CHARS = 1_000;

  private Fields() {}

  /** Empty when it is missing; cut where no screen would show it. */
  static String text(JsonNode node, String field) {
    String text = node.path(field).asString("");
    return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS);
  }

  static Optional<LocalDate> date(JsonNode node, String field) {
    try {
      String text = text(node, field);
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  static Optional<Instant> instant(JsonNode node, String field) {
    try {
      String text = text(node, field);
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
