package nl.digitalebalie.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import nl.digitalebalie.acceptance.run.HeadlessRun;
import nl.digitalebalie.acceptance.run.RunOptions;
import nl.digitalebalie.media.testsource.Clip;
import nl.digitalebalie.media.testsource.TonePattern;
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

  private static final Set<String> PICTURES =
      Stream.concat(
              Stream.of(
                      "1-queue",
                      "2-call-locked",
                      "2-code",
                      "3-chat",
                      "4-identity-wallet",
                      "7-call-unlocked",
                      "7-document-shown",
                      "8-telephone",
                      "8-telephone-unlocked",
                      "9-chat",
                      "9-video-again",
                      "10-after-hang-up",
                      "11-call-back",
                      "11-calling")
                  .flatMap(name -> Stream.of(name + "-staff", name + "-resident")),
              Stream.of(
                  "3-identity-question-resident",
                  "5-pairing-code-wallet",
                  "5-pairing-code-resident",
                  "6-share-wallet",
                  "7-document-staff"))
          .map(name -> name + ".png")
          .collect(Collectors.toCollection(TreeSet::new));

  @TempDir Path folder;

  /** The same, with relay, counter part and page from three servers, and the browser's own clip. */
  @Test
  void the_relay_and_the_counter_part_do_the_same_apart() throws IOException {
    JsonNode report = play("--apart", "--out", folder.toString());

    assertAll(
        () -> assertTrue(report.at("/call/framesDecoded/staff").asInt() > 0),
        () -> assertTrue(report.at("/call/input/timeCode").asString().startsWith("not in")),
        () -> assertTrue(report.at("/call/input/tonePattern").asString().startsWith("not in")),
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
        () -> assertTrue(report.at("/call/fps/staff").asDouble() > 0),
        () -> assertTrue(report.at("/call/fps/resident").asDouble() > 0),
        () -> assertTrue(report.at("/call/timeCodesRead/staff").asInt() > 0),
        () -> assertTrue(report.at("/call/timeCodesRead/resident").asInt() > 0),
        () ->
            assertEquals(TonePattern.HERTZ.size(), report.at("/call/toneFramesHeard/staff").size()),
        () -> assertTrue(report.at("/call/input/timeCode").asString().startsWith("read")),
        () -> assertTrue(report.at("/call/input/tonePattern").asString().startsWith("heard")),
        () -> assertTrue(report.at("/call/acceptToFirstRemoteFrameMs/staff").asInt() > 0),
        () -> assertTrue(report.at("/call/acceptToFirstRemoteFrameMs/resident").asInt() > 0),
        () -> assertEquals("AEAD_AES_128_GCM", report.at("/call/srtpProfile").asString()),
        () -> assertFalse(report.at("/call/selectedPair").asString().isEmpty()),
        () -> assertTrue(report.at("/identity/requestToVerifiedMs").asInt() > 0),
        () -> assertTrue(report.at("/gate/verifiedToPanelMs").asInt(-1) >= 0),
        () -> assertTrue(report.at("/gate/casesShown").asInt() > 0),
        () -> assertTrue(report.at("/gate/shutStatesBeforeVerified").asInt() > 0),
        () -> assertTrue(report.at("/gate/lockedBefore").asBoolean()),
        () -> assertTrue(report.at("/gate/openedAfterVerified").asBoolean()),
        () -> assertTrue(report.at("/channel/phone").asBoolean()),
        () -> assertTrue(report.at("/channel/contactsDelivered").asInt() > 0),
        () -> assertTrue(report.at("/channel/chat").asBoolean()),
        () -> assertTrue(report.at("/channel/video").asBoolean()),
        () -> assertTrue(report.at("/gate/relockedOnHangUp").asBoolean()),
        () -> assertTrue(report.at("/audit/rows").asInt() > 0),
        () -> assertTrue(report.at("/audit/chainValid").asBoolean()));
    assertEquals(PICTURES, pictures(report));
  }

  /** Those that the report names, each of them looked at on the disk. */
  private Set<String> pictures(JsonNode report) throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode picture : report.get("screenshots")) {
      Path file = folder.resolve(picture.asString());
      assertNotNull(ImageIO.read(file.toFile()), file::toString);
      names.add(picture.asString());
    }
    return names;
  }
}
