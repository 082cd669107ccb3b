package nl.digitalebalie.media.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.media.capture.Microphone.Listened;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.SoundLevel;
import nl.digitalebalie.media.testsource.Clip;
import nl.digitalebalie.media.testsource.TonePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicrophonesTest {
  @TempDir Path folder;

  private final short[] frame = new short[Sound.FRAME_SAMPLES];

  @Test
  void a_wav_file_is_heard_and_begins_again_without_a_gap() throws IOException {
    Path file = folder.resolve("clip.wav");
    new Clip(1, 160, 120, 1).writeWav(file);
    List<Integer> heard = new ArrayList<>();
    try (Microphone microphone = open("file:" + file)) {
      for (int i = 0; i < 60; i++) {
        assertEquals(Listened.SOUND, microphone.listen(frame));
        if (i == 10 || i == 40 || i == 52) {
          heard.add(TonePattern.heard(frame));
        }
      }
    }
    assertEquals(List.of(500, 1000, 500), heard);
  }

  @Test
  void the_tone_and_silence_need_no_device() {
    try (Microphone tone = open("tone");
        Microphone silence = open("silence")) {
      assertEquals(Listened.SOUND, tone.listen(frame));
      assertEquals(500, TonePattern.heard(frame));
      assertEquals(Listened.SOUND, silence.listen(frame));
      assertEquals(SoundLevel.SILENCE, SoundLevel.of(frame));
    }
  }

  @Test
  void an_interrupted_thread_hears_nothing_more() {
    try (Microphone tone = open("tone")) {
      Thread.currentThread().interrupt();
      assertEquals(Listened.INTERRUPTED, tone.listen(frame));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void a_microphone_that_cannot_be_had_is_a_value_and_not_a_crash() throws IOException {
    Path noise = folder.resolve("noise.wav");
    Files.write(noise, new byte[100]);
    for (String id :
        List.of(
            "javasound:no such device",
            "file:" + folder.resolve("absent.wav"),
            "file:" + noise,
            "nonsense")) {
      assertEquals(Optional.empty(), Microphones.open(new MicrophoneId(id)), id);
    }
  }

  @Test
  void listing_microphones_works_on_a_machine_without_one_too() {
    for (DeviceName<MicrophoneId> microphone : Microphones.list()) {
      assertEquals("javasound", microphone.id().scheme());
    }
  }

  private static Microphone open(String id) {
    return Microphones.open(new MicrophoneId(id)).orElseThrow();
  }
}
