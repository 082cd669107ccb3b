package nl.digitalebalie.media.testsource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.WavHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTest {
  private static final Clip CLIP = new Clip(1, 160, 120, 10);

  @TempDir Path folder;

  @Test
  void a_y4m_file_has_a_header_and_all_frames() throws IOException {
    Path file = folder.resolve("clip.y4m");
    CLIP.writeY4m(file);
    byte[] bytes = Files.readAllBytes(file);
    String start = new String(bytes, 0, 60, StandardCharsets.US_ASCII);
    assertTrue(start.startsWith("YUV4MPEG2 W160 H120 F10:1"), start);
    int header = start.indexOf('\n') + 1;
    assertEquals(header + 10 * (6 + 160 * 120 * 3 / 2), bytes.length);
  }

  @Test
  void a_wav_file_holds_the_tone_pattern() throws IOException {
    Path file = folder.resolve("clip.wav");
    CLIP.writeWav(file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(WavHeader.BYTES + 2 * Sound.RATE, bytes.capacity());
    assertEquals(Sound.RATE, bytes.getInt(24));
    short[] stored = new short[Sound.RATE];
    bytes
        .position(WavHeader.BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(stored);
    short[] pattern = new short[Sound.RATE];
    TonePattern.fill(0, pattern);
    assertArrayEquals(pattern, stored);
  }

  @Test
  void a_clip_that_would_fill_the_disk_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Clip(100_000, 640, 480, 30));
  }
}
