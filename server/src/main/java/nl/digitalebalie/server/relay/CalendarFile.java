package nl.digitalebalie.server.relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An iCalendar file for an appointment (RFC 5545). Times are in UTC, so no VTIMEZONE is needed;
 * nothing in it says who comes or what for, because calendars are shared.
 */
final class CalendarFile {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** RFC 5545 3.1: "Lines of text SHOULD NOT be longer than 75 octets". */
  private static final int MAX_OCTETS = 75;

  private CalendarFile() {}

  static String of(
      String uid,
      String summary,
      String description,
      String link,
      Instant startsAt,
      Duration length,
      Instant now) {
    StringBuilder file = new StringBuilder();
    line(file, "BEGIN:VCALENDAR");
    line(file, "VERSION:2.0");
    line(file, "PRODID:-//digitale-balie//NL");
    line(file, "METHOD:PUBLISH");
    line(file, "BEGIN:VEVENT");
    line(file, "UID:" + uid + "@digitale-balie");
    line(file, "DTSTAMP:" + UTC.format(now));
    line(file, "DTSTART:" + UTC.format(startsAt));
    line(file, "DTEND:" + UTC.format(startsAt.plus(length)));
    line(file, "SUMMARY:" + escaped(summary));
    line(file, "DESCRIPTION:" + escaped(description + "\n" + link));
    // RFC 5545 3.8.4.6: a URI is a value of its own type and is not escaped.
    line(file, "URL:" + link);
    line(file, "CLASS:PRIVATE");
    line(file, "END:VEVENT");
    line(file, "END:VCALENDAR");
    return file.toString();
  }

  /** RFC 5545 3.3.11: backslash, semicolon, comma and line break are escaped. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '\\' -> escaped.append("\\\\");
            case ';' -> escaped.append("\\;");
            case ',' -> escaped.append("\\,");
            case '\n' -> escaped.append("\\n");
            default -> {
              // Other control characters have no place in a TEXT value.
              if (!Character.isISOControl(point)) {
                escaped.appendCodePoint(point);
              }
            }
          }
        });
    return escaped.toString();
  }

  /** Folds between characters, never within one (RFC 5545 3.1). */
  private static void line(StringBuilder file, String content) {
    int octets = 0;
    for (int point : content.codePoints().toArray()) {
      String character = Character.toString(point);
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > MAX_OCTETS) {
        file.append("\r\n ");
        octets = 1;
      }
      file.append(character);
      octets += size;
    }
    file.append("\r\n");
  }
}
