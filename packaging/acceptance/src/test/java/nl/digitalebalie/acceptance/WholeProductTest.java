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
  private static final int SECONDS = 150;

  @TempDir Path folder;

  /** The same, with relay, counter part and page from three servers, and the browser's own clip. */
  @Test
  void the_relay_and_the_counter_part_do_the_same_apart() throws IOException {
    JsonNode report = play("--apart", "--out", folder.toString());

    assertAll(
        () -> assertTrue(report.at("/call/framesDecoded/staff").asInt() > 0),
        () -> assertTrue(report.at("/channel/codeMatched").asBoolean()),
        () -> assertTrue(report.at("/gate/openedAfterVerified").asBoolean()),
        () -> assertTrue(report.at("/channel/phone").asBoolean()),
        () -> assertTrue(report.at("/channel/contactsDelivered").asInt() > 0),
        () -> assertTrue(report.at("/gate/relockedOnHangUp").asBoolean()),
        () -> assertTrue(report.at("/audit/chainValid").asBoolean()));
  }

  private JsonNode play(String... words) throws IOException {
    Path home = Home.find();
    int status = HeadlessRun.play(RunOptions.parse(List.of(words), home), home);
    JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("report.json")));
    assertEquals(0, status, report::toString);
    return report;
  }

  @Test
  void a_resident_is_seen_heard_identified_and_helped_and_everything_is_locked_afterwards()
      throws IOException {
    Clip clip = new Clip(SECONDS, 320, 240, 10);
    Path video = folder.resolve("resident.y4m");
    Path audio = folder.resolve("resident.wav");
    clip.writeY4m(video);
    clip.writeWav(audio);

    JsonNode report =
        play(
            "--resident-video", video.toString(),
            "--resident-audio", audio.toString(),
            "--out", folder.toString());

    assertAll(
        () -> assertTrue(report.at("/call/framesDecoded/staff").asInt() > 0),
        () -> assertTrue(report.at("/call/framesDecoded/resident").asInt() > 0),
        () -> assertTrue(report.at("/call/audioLevelSeen/staff").asDouble() > 0),
        () -> assertTrue(report.at("/call/audioLevelSeen/resident").asDouble() > 0),
        () -> assertEquals("AEAD_AES_128_GCM", report.at("/call/srtpProfile").asString()),
        () -> assertTrue(report.at("/gate/lockedBefore").asBoolean()),
        () -> assertTrue(report.at("/gate/openedAfterVerified").asBoolean()),
        () -> assertTrue(report.at("/channel/phone").asBoolean()),
        () -> assertTrue(report.at("/channel/contactsDelivered").asInt() > 0),
        () -> assertTrue(report.at("/channel/chat").asBoolean()),
        () -> assertTrue(report.at("/channel/video").asBoolean()),
        () -> assertTrue(report.at("/gate/relockedOnHangUp").asBoolean()),
        () -> assertTrue(report.at("/audit/rows").asInt() > 0),
        () -> assertTrue(report.at("/audit/chainValid").asBoolean()));
    for (JsonNode picture : report.get("screenshots")) {
      assertTrue(Files.size(folder.resolve(picture.asString())) > 0, picture::asString);
    }
  }
}
