package nl.digitalebalie.media.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;
import nl.digitalebalie.media.sound.Sound;

/** Our sound format and devices in javax.sound's words. */
final class JavaSound {
  static final String SCHEME = "javasound";

  /** Little-endian, 16 bits, one channel. */
  static final AudioFormat FORMAT = new AudioFormat(Sound.RATE, 16, 1, true, false);

  private JavaSound() {}

  /** Mixers that record in our format. */
  static List<Mixer.Info> recorders() {
    List<Mixer.Info> able = new ArrayList<>();
    for (Mixer.Info info : AudioSystem.getMixerInfo()) {
      if (AudioSystem.getMixer(info).isLineSupported(line())) {
        able.add(info);
      }
    }
    return List.copyOf(able);
  }

  static Optional<Mixer.Info> recorder(String name) {
    return recorders().stream().filter(info -> info.getName().equals(name)).findFirst();
  }

  static DataLine.Info line() {
    return new DataLine.Info(TargetDataLine.class, FORMAT);
  }
}
