package nl.digitalebalie.desktop.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.protocol.signal.MediaState.Device;
import nl.digitalebalie.protocol.signal.Presence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "ON, ON, GONE",
    "ON, OFF, GONE",
    "OFF, ON, GONE",
    "OFF, OFF, GOOD",
    "NONE, NONE, GOOD",
    "OFF, NONE, GOOD"
  })
  void silence_is_a_lost_connection_only_when_something_should_arrive(
      Device microphone, Device camera, Quality quality) {
    CallState connected =
        CallState.begin(1, Controls.START, new MediaState(microphone, camera), Presence.HERE, NOW)
            .on(new CallNews.Secured(1), NOW);

    assertEquals(quality, Quality.of(connected, NOW.plusSeconds(60)));
  }
}
