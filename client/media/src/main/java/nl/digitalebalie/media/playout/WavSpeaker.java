package nl.digitalebalie.media.playout;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.WavHeader;

/** A {@link SilentSpeaker} that writes down what it was given, as evidence of a test call. */
final class WavSpeaker implements Speaker {
  /** Ten minutes; 58 MB. */
  private static final int MAX_SAMPLES = 600 * Sound.RATE;

  private final SilentSpeaker pace = new SilentSpeaker();
  private final RandomAccessFile file;
  private int written;

  private WavSpeaker(RandomAccessFile file) {
    this.file = file;
  }

  static Optional<Speaker> open(Path path) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      file.setLength(0);
      file.write(WavHeader.of(0));
      return Optional.of(new WavSpeaker(file));
    } catch (IOException cannotBeWritten) {
      return Optional.empty();
    }
  }

  @Override
  public Played play(short[] samples) {
    if (written + samples.length <= MAX_SAMPLES) {
      try {
        file.write(WavHeader.body(samples));
      } catch (IOException diskFull) {
        return Played.GONE;
      }
      written += samples.length;
    }
    return pace.play(samples);
  }

  @Override
  public int waitingSamples() {
    return pace.waitingSamples();
  }

  @Override
  public void close() {
    try (file) {
      file.seek(0);
      file.write(WavHeader.of(written));
    } catch (IOException cannotFinish) {
      throw new UncheckedIOException(cannotFinish);
    }
  }
}
