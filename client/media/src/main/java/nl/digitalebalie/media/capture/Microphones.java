package nl.digitalebalie.media.capture;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lists and opens microphones; may take a moment, so never on the toolkit's thread. */
public final class Microphones {
  private Microphones() {}

  /** The microphones of this machine; test sources are not listed, only opened by id. */
  public static List<DeviceName<MicrophoneId>> list() {
    return JavaSound.recorders().stream()
        .map(info ->
            new DeviceName<>(
                new MicrophoneId(JavaSound.SCHEME + ":" + info.getName()), info.getName()))
        .toList();
  }

  /** Opens a microphone; empty when it cannot be had. */
  public static Optional<Microphone> open(MicrophoneId id) {
    return switch (id.scheme()) {
      case "default" -> JavaSoundMicrophone.openDefault();
      case JavaSound.SCHEME -> JavaSound.recorder(id.rest()).flatMap(JavaSoundMicrophone::open);
      case "silence" -> Optional.of(silence());
      case "tone" -> Optional.of(PacedMicrophone.tone());
      case "file" -> file(id.rest());
      default -> Optional.empty();
    };
  }

  /** What is sent while there is no microphone. */
  public static Microphone silence() {
    return PacedMicrophone.silence();
  }

  private static Optional<Microphone> file(String name) {
    try {
      return WavSamples.open(Path.of(name)).map(PacedMicrophone::new);
    } catch (InvalidPathException noSuchName) {
      return Optional.empty();
    }
  }
}
