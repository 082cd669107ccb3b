package nl.digitalebalie.server.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CalendarFileTest {
  private static final String LINK = "https://balie.example/u#" + "t".repeat(43);

  private static String file(String summary) {
    return CalendarFile.of(
        "invitation-1",
        summary,
        "Open de link; u hoeft niets te installeren, echt niet.",
        LINK,
        Instant.parse("2026-12-01T13:00:00Z"),
        Duration.ofMinutes(20),
        Instant.parse("2026-11-23T10:00:00Z"));
  }

  @Test
  void times_are_utc_and_lines_end_as_the_format_wants() {
    String file = file("Videogesprek");
    assertTrue(file.contains("DTSTART:20261201T130000Z\r\n"));
    assertTrue(file.contains("DTEND:20261201T132000Z\r\n"));
    assertTrue(file.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assertTrue(file.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    assertFalse(file.replace("\r\n", "").contains("\n"));
  }

  @Test
  void no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back() {
    String summary = "Gesprek met de gemeente Súdwest-Fryslân: é".repeat(8);
    String file = file(summary);
    for (String line : file.split("\r\n", -1)) {
      assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 75);
    }
    assertTrue(file.replace("\r\n ", "").contains("SUMMARY:" + summary + "\r\n"));
    assertTrue(file.replace("\r\n ", "").contains("URL:" + LINK + "\r\n"));
  }

  @Test
  void a_name_cannot_break_out_of_its_value() {
    assertEquals("a\\, b\\; c\\\\d\\nEND:VEVENT", CalendarFile.escaped("a, b; c\\d\nEND:VEVENT"));
    assertEquals("ab", CalendarFile.escaped("a\r\u0007b"));
  }
}
