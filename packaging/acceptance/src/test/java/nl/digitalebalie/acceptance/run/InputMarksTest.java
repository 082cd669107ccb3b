package nl.digitalebalie.acceptance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import nl.digitalebalie.demo.DemoStage;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.WavHeader;
import nl.digitalebalie.media.testsource.Clip;
import nl.digitalebalie.media.testsource.TonePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputMarksTest {
  private static final int STEP = Sound.RATE / 2;

  @TempDir Path folder;

  @Test
  void a_clip_of_ours_has_a_time_code_and_the_tone_pattern() throws IOException {
    Clip clip = new Clip(4, 161, 121, 10);
    Path video = folder.resolve("ours.y4m");
    Path audio = folder.resolve("ours.wav");
    clip.writeY4m(video);
    clip.writeWav(audio);

    assertEquals(new InputMarks(true, true), marks(Optional.of(video), Optional.of(audio)));
    assertEquals(new InputMarks(true, false), marks(Optional.of(video), Optional.empty()));
  }

  @Test
  void the_browsers_own_devices_have_neither() throws IOException {
    assertEquals(new InputMarks(false, false), marks(Optional.empty(), Optional.empty()));
  }

  @Test
  void pictures_and_sound_from_elsewhere_have_neither() throws IOException {
    Path video = folder.resolve("grey.y4m");
    byte[] grey = new byte[160 * 120 * 3 / 2];
    Arrays.fill(grey, (byte) 128);
    Files.writeString(video, "YUV4MPEG2 W160 H120 F10:1 C420jpeg\nFRAME\n");
    Files.write(video, grey, StandardOpenOption.APPEND);
    Path audio = folder.resolve("silence.wav");
    byte[] silence = new byte[8 * Sound.RATE];
    Files.write(audio, WavHeader.of(silence.length / 2));
    Files.write(audio, silence, StandardOpenOption.APPEND);
    assertEquals(new InputMarks(false, false), marks(Optional.of(video), Optional.of(audio)));

    Path words = folder.resolve("words.mjpeg");
    Files.writeString(words, "neither a picture nor a sound", StandardCharsets.US_ASCII);
    assertEquals(new InputMarks(false, false), marks(Optional.of(words), Optional.of(words)));
  }

  @Test
  void the_pattern_is_heard_in_its_order_only() throws IOException {
    assertTrue(tones(0, 1, 2, 3, 0, 1, 2, 3).pattern(2));
    assertTrue(tones(1, 2, 3, 0, 1, 2, 3, 0, 1).pattern(2));
    assertFalse(tones(2, 1, 0, 3, 2, 1, 0, 3).pattern(2), "backwards");
    assertFalse(tones(0, 1, 2, 3).pattern(2), "once");
    assertFalse(tones(0, 0, 0, 0, 0, 0, 0).pattern(1), "one tone");
    assertFalse(tones(3, 3).pattern(1), "silence");
  }

  /** Half a second of each of these places in the pattern. */
  private static Tones tones(int... steps) throws IOException {
    short[] samples = new short[steps.length * STEP];
    for (int i = 0; i < steps.length; i++) {
      short[] half = new short[STEP];
      TonePattern.fill((long) steps[i] * STEP, half);
      System.arraycopy(half, 0, samples, i * STEP, STEP);
    }
    return Tones.in(new ByteArrayInputStream(WavHeader.body(samples)));
  }

  private InputMarks marks(Optional<Path> video, Optional<Path> audio) throws IOException {
    return InputMarks.of(
        new RunOptions(video, audio, Duration.ofSeconds(20), folder, DemoStage.Form.TOGETHER));
  }
}
