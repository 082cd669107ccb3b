package nl.digitalebalie.media.playout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.media.sound.WavHeader;
import nl.digitalebalie.rtc.time.MonoTime;

/** A speaker of the system. */
final class JavaSoundSpeaker implements Speaker {
  static final String SCHEME = "javasound";

  private static final AudioFormat FORMAT = new AudioFormat(Sound.RATE, 16, 1, true, false);
  private static final DataLine.Info LINE = new DataLine.Info(SourceDataLine.class, FORMAT);
  private static final int BUFFER_BYTES = 4 * 2 * Sound.FRAME_SAMPLES;

  /** Writing blocks for ever on a device that was pulled out; looking does not. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(3);

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(3);

  private final SourceDataLine line;

  private JavaSoundSpeaker(SourceDataLine line) {
    this.line = line;
  }

  static List<Mixer.Info> players() {
    List<Mixer.Info> able = new ArrayList<>();
    for (Mixer.Info info : AudioSystem.getMixerInfo()) {
      if (AudioSystem.getMixer(info).isLineSupported(LINE)) {
        able.add(info);
      }
    }
    return List.copyOf(able);
  }

  static Optional<Speaker> open(String name) {
    return players().stream()
        .filter(info -> info.getName().equals(name))
        .findFirst()
        .flatMap(info -> started(() -> (SourceDataLine) AudioSystem.getMixer(info).getLine(LINE)));
  }

  static Optional<Speaker> openDefault() {
    return started(() -> (SourceDataLine) AudioSystem.getLine(LINE));
  }

  @Override
  public Played play(short[] samples) {
    byte[] bytes = WavHeader.body(samples);
    MonoTime giveUp = Clock.now().plus(GIVE_UP_AFTER);
    while (line.available() < bytes.length) {
      if (Thread.currentThread().isInterrupted()) {
        return Played.ACCEPTED;
      }
      if (!line.isOpen() || giveUp.isBefore(Clock.now())) {
        return Played.GONE;
      }
      Clock.waitUntil(Clock.now().plus(BETWEEN_LOOKS));
    }
    return line.write(bytes, 0, bytes.length) == bytes.length ? Played.ACCEPTED : Played.GONE;
  }

  @Override
  public int waitingSamples() {
    return Math.max(0, (line.getBufferSize() - line.available()) / 2);
  }

  @Override
  public void close() {
    line.close();
  }

  private interface Finder {
    SourceDataLine find() throws LineUnavailableException;
  }

  private static Optional<Speaker> started(Finder finder) {
    try {
      SourceDataLine line = finder.find();
      line.open(FORMAT, BUFFER_BYTES);
      line.start();
      return Optional.of(new JavaSoundSpeaker(line));
    } catch (LineUnavailableException | IllegalArgumentException | SecurityException cannotBeHad) {
      return Optional.empty();
    }
  }
}
