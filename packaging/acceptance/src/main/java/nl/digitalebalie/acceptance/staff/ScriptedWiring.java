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
  private static final DeviceChoice GENERATED =
      new DeviceChoice("timecode:640x480@30", "tone", "none");

  private ScriptedWiring() {}

  public static Wiring of(Path policyFile) {
    return switch (PolicyFile.read(policyFile)) {
      case PolicyResult.Usable(var policy) ->
          ProductionPorts.wire(policy, new InMemory(Settings.DEFAULT.withDevices(GENERATED)));
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
