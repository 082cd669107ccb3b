package nl.digitalebalie.media.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.media.capture.DeviceName;
import nl.digitalebalie.media.capture.Microphone;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.capture.Microphones;
import nl.digitalebalie.media.playout.Speaker.Played;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.TonePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakersTest {
  @TempDir Path folder;

  @Test
  void a_silent_speaker_never_holds_more_than_a_real_one() {
    try (Speaker speaker = Speakers.silent()) {
      for (int i = 0; i < 10; i++) {
        assertEquals(Played.ACCEPTED, speaker.play(new short[Sound.FRAME_SAMPLES]));
        assertTrue(speaker.waitingSamples() <= SilentSpeaker.CAPACITY_SAMPLES);
      }
      assertTrue(speaker.waitingSamples() > 0);
    }
  }

  @Test
  void what_was_played_can_be_written_down_and_heard_again() {
    Path file = folder.resolve("heard.wav");
    short[] frame = new short[Sound.FRAME_SAMPLES];
    try (Speaker speaker = Speakers.open(new SpeakerId("wav:" + file)).orElseThrow()) {
      for (int i = 0; i < 5; i++) {
        TonePattern.fill((long) i * frame.length, frame);
        assertEquals(Played.ACCEPTED, speaker.play(frame));
      }
    }
    try (Microphone again = Microphones.open(new MicrophoneId("file:" + file)).orElseThrow()) {
      again.listen(frame);
      again.listen(frame);
      assertEquals(500, TonePattern.heard(frame));
    }
  }

  @Test
  void a_speaker_that_cannot_be_had_is_a_value_and_not_a_crash() {
    for (String id :
        List.of("javasound:no such device", "wav:" + folder.resolve("no/such/folder/x.wav"), "?")) {
      assertEquals(Optional.empty(), Speakers.open(new SpeakerId(id)), id);
    }
    assertTrue(Files.isDirectory(folder));
  }

  @Test
  void listing_speakers_works_on_a_machine_without_one_too() {
    for (DeviceName<SpeakerId> speaker : Speakers.list()) {
      assertEquals("javasound", speaker.id().scheme());
    }
  }
}
