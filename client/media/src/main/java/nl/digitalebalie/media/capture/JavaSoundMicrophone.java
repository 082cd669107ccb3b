package nl.digitalebalie.media.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;
import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.rtc.time.MonoTime;

/** A microphone of the system. */
final class JavaSoundMicrophone implements Microphone {
  private static final int BUFFER_FRAMES = 5;

  /** Reading blocks for ever on a device that was pulled out; looking does not. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(3);

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(3);

  private final TargetDataLine line;
  private final byte[] bytes = new byte[2 * Sound.FRAME_SAMPLES];

  private JavaSoundMicrophone(TargetDataLine line) {
    this.line = line;
  }

  static Optional<Microphone> open(Mixer.Info mixer) {
    return started(() -> (TargetDataLine) AudioSystem.getMixer(mixer).getLine(JavaSound.line()));
  }

  static Optional<Microphone> openDefault() {
    return started(() -> (TargetDataLine) AudioSystem.getLine(JavaSound.line()));
  }

  @Override
  public Listened listen(short[] into) {
    MonoTime giveUp = Clock.now().plus(GIVE_UP_AFTER);
    while (line.available() < bytes.length) {
      if (Thread.currentThread().isInterrupted()) {
        return Listened.INTERRUPTED;
      }
      if (!line.isOpen() || giveUp.isBefore(Clock.now())) {
        return Listened.GONE;
      }
      Clock.waitUntil(Clock.now().plus(BETWEEN_LOOKS));
    }
    if (line.read(bytes, 0, bytes.length) < bytes.length) {
      return Listened.GONE;
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(into);
    return Listened.SOUND;
  }

  @Override
  public void close() {
    line.close();
  }

  private interface Finder {
    TargetDataLine find() throws LineUnavailableException;
  }

  private static Optional<Microphone> started(Finder finder) {
    try {
      TargetDataLine line = finder.find();
      line.open(JavaSound.FORMAT, BUFFER_FRAMES * 2 * Sound.FRAME_SAMPLES);
      line.start();
      return Optional.of(new JavaSoundMicrophone(line));
    } catch (LineUnavailableException | IllegalArgumentException | SecurityException cannotBeHad) {
      return Optional.empty();
    }
  }
}
