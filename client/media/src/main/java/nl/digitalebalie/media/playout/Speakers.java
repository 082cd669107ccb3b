package nl.digitalebalie.media.playout;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.media.capture.DeviceName;

/** Lists and opens speakers; may take a moment, so never on the toolkit's thread. */
public final class Speakers {
  private Speakers() {}

  /** The speakers of this machine. */
  public static List<DeviceName<SpeakerId>> list() {
    return JavaSoundSpeaker.players().stream()
        .map(info ->
            new DeviceName<>(
                new SpeakerId(JavaSoundSpeaker.SCHEME + ":" + info.getName()), info.getName()))
        .toList();
  }

  /** Opens a speaker; empty when it cannot be had. */
  public static Optional<Speaker> open(SpeakerId id) {
    return switch (id.scheme()) {
      case "default" -> JavaSoundSpeaker.openDefault();
      case JavaSoundSpeaker.SCHEME -> JavaSoundSpeaker.open(id.rest());
      case "none" -> Optional.of(silent());
      case "wav" -> file(id.rest());
      default -> Optional.empty();
    };
  }

  /** What takes in the sound while there is no speaker. */
  public static Speaker silent() {
    return new SilentSpeaker();
  }

  private static Optional<Speaker> file(String name) {
    try {
      return WavSpeaker.open(Path.of(name));
    } catch (InvalidPathException noSuchName) {
      return Optional.empty();
    }
  }
}
