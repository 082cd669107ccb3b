package nl.digitalebalie.media.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A sound file, converted to our format and played over and over. */
final class WavSamples implements PacedMicrophone.Samples {
  private final Path file;
  private AudioInputStream stream;

  private WavSamples(Path file, AudioInputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /** Empty when the file is absent or holds no sound that Java can read. */
  static Optional<WavSamples> open(Path file) {
    try {
      return Optional.of(new WavSamples(file, converted(file)));
    } catch (IOException | UnsupportedAudioFileException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public boolean next(short[] into) {
    byte[] bytes = new byte[2 * into.length];
    try {
      int read = stream.readNBytes(bytes, 0, bytes.length);
      if (read < bytes.length) {
        stream.close();
        stream = converted(file);
        int again = stream.readNBytes(bytes, read, bytes.length - read);
        if (read + again < bytes.length) {
          return false;
        }
      }
    } catch (IOException | UnsupportedAudioFileException unreadableNow) {
      return false;
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(into);
    return true;
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException cannotClose) {
      throw new UncheckedIOException(cannotClose);
    }
  }

  private static AudioInputStream converted(Path file)
      throws IOException, UnsupportedAudioFileException {
    AudioInputStream raw = AudioSystem.getAudioInputStream(file.toFile());
    AudioFormat ours = JavaSound.FORMAT;
    return raw.getFormat().matches(ours) ? raw : AudioSystem.getAudioInputStream(ours, raw);
  }
}
