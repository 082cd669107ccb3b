package nl.digitalebalie.acceptance.staff;

import java.nio.file.Path;
import java.util.Optional;
import nl.digitalebalie.desktop.ProductionPorts;
import nl.digitalebalie.desktop.Wiring;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.desktop.policy.PolicyFile;
import nl.digitalebalie.desktop.policy.PolicyResult;
import nl.digitalebalie.desktop.settings.Settings;

/**
 * The staff client's production wiring, with settings that choose generated devices: a picture with
 * a time code, a tone, and a speaker that only measures.
 */
public final class ScriptedWiring {
  private static final String CAMERA = "timecode:640x480@30";

  private static final String MICROPHONE = "tone";

  private ScriptedWiring() {}

  public static Wiring of(Path policyFile) {
    return wiring(policyFile, new DeviceChoice(CAMERA, MICROPHONE, "none"));
  }

  /** With a speaker that writes what it was given, of the newest call. */
  public static Wiring recording(Path policyFile, Path wav) {
    return wiring(policyFile, new DeviceChoice(CAMERA, MICROPHONE, "wav:" + wav.toAbsolutePath()));
  }

  private static Wiring wiring(Path policyFile, DeviceChoice generated) {
    return switch (PolicyFile.read(policyFile)) {
      case PolicyResult.Usable(var policy) ->
          ProductionPorts.wire(policy, new InMemory(Settings.DEFAULT.withDevices(generated)));
      case PolicyResult.Unusable(var faults) ->
          throw new IllegalStateException("the client refuses its policy file: " + faults);
    };
  }

  /** Settings that last as long as the run. Used on the toolkit's thread. */
  private static final class InMemory implements Settings.Store {
    private Settings kept;

    InMemory(Settings first) {
      this.kept = first;
    }

    @Override
    public Settings load() {
      return kept;
    }

    @Override
    public Optional<String> save(Settings settings) {
      kept = settings;
      return Optional.empty();
    }
  }
}
