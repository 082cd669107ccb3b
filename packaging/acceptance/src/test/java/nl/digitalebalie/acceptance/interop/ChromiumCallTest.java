package nl.digitalebalie.acceptance.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.acceptance.Home;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.acceptance.browser.Chromium.FakeDevices;
import nl.digitalebalie.acceptance.interop.BrowserPeer.Progress;
import nl.digitalebalie.media.testsource.Clip;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.transport.CallFailure;
import nl.digitalebalie.transport.CallState;
import nl.digitalebalie.transport.dtls.DtlsFailure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call between our transport and codecs and a real browser: pictures and sound, both ways. */
@Timeout(120)
class ChromiumCallTest {
  /** About three seconds of pictures at 30 a second. */
  private static final int ENOUGH_PICTURES = 90;

  private static final int ENOUGH_SOUNDS = 100;

  /** The clip's tones lie at about -11 dBFS. */
  private static final double AUDIBLE_DECIBELS = -30;

  /** Rounds of at least 100 ms; a call on this machine needs about forty. */
  private static final int MAX_ROUNDS = 400;

  @TempDir private static Path clips;

  private static Chromium chromium;

  @BeforeAll
  static void startBrowser() throws IOException {
    Clip clip = new Clip(4, 320, 240, 30);
    Path video = clips.resolve("resident.y4m");
    Path audio = clips.resolve("resident.wav");
    clip.writeY4m(video);
    clip.writeWav(audio);
    chromium = Chromium.start(Home.find(), new FakeDevices(Optional.of(video), Optional.of(audio)));
  }

  @AfterAll
  static void stopBrowser() {
    chromium.close();
  }

  /** What was seen of the call so far, at both ends. */
  private static final class Seen {
    final TreeSet<Long> byBrowser = new TreeSet<>();
    final TreeSet<Integer> byUs = new TreeSet<>();
    Progress browser = new Progress(Map.of());

    void look(OurEnd us, BrowserPeer peer) {
      browser = peer.progress();
      if (browser.count("timecode") >= 0) {
        byBrowser.add(browser.count("timecode"));
      }
      us.receiving
          .picture()
          .latest()
          .map(TimecodePicture::read)
          .ifPresent(code -> code.ifPresent(byUs::add));
    }

    boolean isEnough(OurEnd us) {
      return browser.count("framesDecoded") >= ENOUGH_PICTURES
          && us.receiving.framesDecoded() >= ENOUGH_PICTURES
          && browser.count("audioPackets") >= ENOUGH_SOUNDS
          && browser.number("audioEnergy") > 0
          && byBrowser.size() >= 5
          && byUs.size() >= 5;
    }
  }

  private static SessionDescription parsed(String sdp) {
    return assertInstanceOf(SdpResult.Parsed.class, SessionDescription.parse(sdp)).description();
  }

  private static <T extends CallState> T await(OurEnd us, BrowserPeer browser, Class<T> type)
      throws InterruptedException {
    CallState state = null;
    for (int i = 0; i < 300 && !type.isInstance(state); i++) {
      browser.newCandidates().forEach(us.transport::addRemoteCandidate);
      state = us.states.poll(100, TimeUnit.MILLISECONDS);
      assertTrue(
          type.isInstance(state) || !(state instanceof CallState.Failed), () -> "failed early");
    }
    return assertInstanceOf(type, state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"actpass", "active"})
  void pictures_and_sound_flow_both_ways(String offeredRole) throws InterruptedException {
    try (OurEnd us = new OurEnd();
        BrowserPeer browser = new BrowserPeer(chromium)) {
      String offer = us.offer().replace("a=setup:actpass", "a=setup:" + offeredRole);
      us.transport.answer(parsed(browser.answer(offer)));
      await(us, browser, CallState.Connected.class);

      Seen seen = watch(us, browser);

      assertTrue(
          seen.isEnough(us),
          () -> "seen " + seen.browser + ", ours " + us.receiving.framesDecoded());
      assertEquals("connected", seen.browser.text("dtls"));
      assertEquals("video/VP8", seen.browser.text("codec"));
      assertTrue(
          us.receiving.loudest().decibels() > AUDIBLE_DECIBELS,
          "the resident's sound is not heard");
      assertEquals(0, us.refusedReports(), "reports of the browser that we cannot read");
    }
  }

  private static Seen watch(OurEnd us, BrowserPeer browser) {
    Seen seen = new Seen();
    seen.look(us, browser);
    for (int round = 0; round < MAX_ROUNDS && !seen.isEnough(us); round++) {
      seen.look(us, browser);
    }
    return seen;
  }

  @Test
  void a_fingerprint_swapped_on_the_way_gives_no_media() throws InterruptedException {
    try (OurEnd us = new OurEnd();
        BrowserPeer browser = new BrowserPeer(chromium)) {
      String answer = browser.answer(us.offer());
      String swapped =
          answer.replaceAll(
              "(a=fingerprint:sha-256 )[0-9A-F]{2}",
              "$1" + (answer.contains("sha-256 AA") ? "BB" : "AA"));
      us.transport.answer(parsed(swapped));

      CallState.Failed failed = await(us, browser, CallState.Failed.class);

      assertEquals(new CallFailure.Handshake(DtlsFailure.FINGERPRINT_MISMATCH), failed.failure());
      assertEquals(0, us.receiving.framesDecoded());
      assertEquals(0, browser.progress().count("framesDecoded"));
    }
  }
}
