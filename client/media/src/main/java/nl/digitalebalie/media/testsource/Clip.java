package nl.digitalebalie.media.testsource;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.WavHeader;

/**
 * A recorded test clip: time codes as .y4m, the tone pattern as .wav; both readable by our own file
 * sources and by Chromium's fake devices.
 *
 * @param seconds length, 1 to {@value #MAX_SECONDS}
 */
public record Clip(int seconds, int width, int height, int framesPerSecond) {
  /** 640x480 at 30 frames a second writes 14 MB a second; five minutes are 4 GB, enough. */
  public static final int MAX_SECONDS = 300;

  public Clip {
    if (seconds < 1 || seconds > MAX_SECONDS || framesPerSecond < 1 || framesPerSecond > 60) {
      throw new IllegalArgumentException("clip length or frame rate outside limits");
    }
    if (width < 160 || height < 120 || width > 1920 || height > 1080) {
      throw new IllegalArgumentException("clip size outside limits");
    }
  }

  /** Writes the pictures as YUV4MPEG2 (4:2:0). */
  public void writeY4m(Path file) throws IOException {
    int bytes = PixelFormat.I420.byteCount(width, height);
    ByteBuffer picture = ByteBuffer.allocate(bytes);
    byte[] frameHeader = "FRAME\n".getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      String header =
          "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n".formatted(width, height, framesPerSecond);
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      for (int number = 0; number < seconds * framesPerSecond; number++) {
        TimecodePicture.draw(number, width, height, picture);
        out.write(frameHeader);
        out.write(picture.array(), 0, bytes);
      }
    }
  }

  /** Writes the sound as a WAV file of the same length. */
  public void writeWav(Path file) throws IOException {
    short[] samples = new short[seconds * Sound.RATE];
    TonePattern.fill(0, samples);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(WavHeader.of(samples.length));
      out.write(WavHeader.body(samples));
    }
  }
}
