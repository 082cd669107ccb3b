package nl.digitalebalie.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.digitalebalie.acceptance.run.HeadlessRun;
import nl.digitalebalie.acceptance.run.RunOptions;
import nl.digitalebalie.media.testsource.Clip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The scripted run with a clip of our own: what is demanded here is that it happened, never how
 * fast.
 */
class WholeProductTest {
  /** Longer than the run on a slow machine: a clip that starts over looks like time going back. */
  private static final int SECONDS = 90;

  @TempDir Path folder;

  @Test
  void a_resident_is_seen_heard_identified_and_helped_and_everything_is_locked_afterwards()
      throws IOException {
    Clip clip = new Clip(SECONDS, 320, 240, 10);
    Path video = folder.resolve("resident.y4m");
    Path audio = folder.resolve("resident.wav");
    clip.writeY4m(video);
    clip.writeWav(audio);
    Path home = Home.find();

    int status =
        HeadlessRun.play(
            RunOptions.parse(
                List.of(
                    "--resident-video", video.toString(),
                    "--resident-audio", audio.toString(),
                    "--out", folder.toString()),
                home),
            home);

    JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("report.json")));
    assertEquals(0, status, report::toString);
    assertAll(
        () -> assertTrue(report.at("/call/framesDecoded/staff").asInt() > 0),
        () -> assertTrue(report.at("/call/framesDecoded/resident").asInt() > 0),
        () -> assertTrue(report.at("/call/audioLevelSeen/staff").asDouble() > 0),
        () -> assertTrue(report.at("/call/audioLevelSeen/resident").asDouble() > 0),
        () -> assertEquals("AEAD_AES_128_GCM", report.at("/call/srtpProfile").asString()),
        () -> assertTrue(report.at("/gate/lockedBefore").asBoolean()),
        () -> assertTrue(report.at("/gate/openedAfterVerified").asBoolean()),
        () -> assertTrue(report.at("/gate/relockedOnHangUp").asBoolean()),
        () -> assertTrue(report.at("/audit/rows").asInt() > 0),
        () -> assertTrue(report.at("/audit/chainValid").asBoolean()));
    for (JsonNode picture : report.get("screenshots")) {
      assertTrue(Files.size(folder.resolve(picture.asString())) > 0, picture::asString);
    }
  }
}
