package nl.digitalebalie.acceptance.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * What a machine can recognise in the resident's input. Only that can be demanded on the other
 * side: the browser's own devices and a file from elsewhere carry neither.
 */
record InputMarks(boolean timeCode, boolean tones) {
  private static final Pattern WIDTH = Pattern.compile(" W([0-9]{1,4})\\b");
  private static final Pattern HEIGHT = Pattern.compile(" H([0-9]{1,4})\\b");
  private static final Pattern OTHER_PIXELS = Pattern.compile(" C(?!420)");
  private static final int MAX_LINE = 1_024;
  private static final int LOOKS = 10;
  private static final int BITS = 16;

  static InputMarks of(RunOptions options) throws IOException {
    return new InputMarks(
        options.video().isPresent() && hasTimeCode(options.video().get()),
        options.audio().isPresent() && hasTones(options.audio().get()));
  }

  private static boolean hasTimeCode(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      String header = line(in);
      OptionalInt width = number(WIDTH, header);
      OptionalInt height = number(HEIGHT, header);
      if (!header.startsWith("YUV4MPEG2 ")
          || width.isEmpty()
          || height.isEmpty()
          || OTHER_PIXELS.matcher(header).find()) {
        return false;
      }
      return codesInFrames(in, width.getAsInt(), height.getAsInt());
    }
  }

  private static boolean codesInFrames(InputStream in, int width, int height) throws IOException {
    OptionalInt before = OptionalInt.empty();
    for (int i = 0; i < LOOKS; i++) {
      Optional<Picture> frame = frame(in, width, height);
      OptionalInt code =
          frame.isPresent() ? TimecodePicture.read(frame.get()) : OptionalInt.empty();
      if (code.isEmpty() || before.isPresent() && code.getAsInt() <= before.getAsInt()) {
        return false;
      }
      before = code;
    }
    return true;
  }

  private static Optional<Picture> frame(InputStream in, int width, int height) throws IOException {
    if (!line(in).startsWith("FRAME")) {
      return Optional.empty();
    }
    byte[] pixels = in.readNBytes(PixelFormat.I420.byteCount(width, height));
    if (pixels.length < PixelFormat.I420.byteCount(width, height)) {
      return Optional.empty();
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(pixels.length).put(0, pixels);
    return Optional.of(new Picture(PixelFormat.I420, width, height, direct, new MonoTime(0), 1));
  }

  private static String line(InputStream in) throws IOException {
    byte[] bytes = new byte[MAX_LINE];
    int length = 0;
    for (int next = in.read(); next >= 0 && next != '\n' && length < MAX_LINE; next = in.read()) {
      bytes[length++] = (byte) next;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  private static OptionalInt number(Pattern pattern, String header) {
    Matcher found = pattern.matcher(header);
    return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }

  private static boolean hasTones(Path file) throws IOException {
    AudioFormat ours = new AudioFormat(Sound.RATE, BITS, 1, true, false);
    try (AudioInputStream raw = AudioSystem.getAudioInputStream(file.toFile());
        AudioInputStream sound =
            raw.getFormat().matches(ours) ? raw : AudioSystem.getAudioInputStream(ours, raw)) {
      return Tones.in(sound).pattern(1);
    } catch (UnsupportedAudioFileException | IllegalArgumentException foreign) {
      return false; // the browser may still be able to play it
    }
  }
}
