package nl.digitalebalie.desktop.call;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import nl.digitalebalie.media.pipeline.DeviceTrouble;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.signal.Hold;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.protocol.signal.MediaState.Device;

/**
 * The staff member's switches and what is wrong with their devices. On hold neither sound nor
 * picture is sent, and the switches remember what to come back to.
 */
public record Controls(Switch microphone, Switch camera, Hold hold, Set<DeviceTrouble> troubles) {

  public static final Controls START = new Controls(Switch.ON, Switch.ON, Hold.TALKING, Set.of());

  private static final Set<DeviceTrouble> NO_MICROPHONE =
      Set.of(DeviceTrouble.MICROPHONE_UNAVAILABLE, DeviceTrouble.MICROPHONE_LOST);
  private static final Set<DeviceTrouble> NO_CAMERA =
      Set.of(DeviceTrouble.CAMERA_UNAVAILABLE, DeviceTrouble.CAMERA_LOST);

  public Controls {
    Objects.requireNonNull(microphone);
    Objects.requireNonNull(camera);
    Objects.requireNonNull(hold);
    troubles = Set.copyOf(troubles);
  }

  public Controls withMicrophone(Switch wanted) {
    return new Controls(wanted, camera, hold, troubles);
  }

  public Controls withCamera(Switch wanted) {
    return new Controls(microphone, wanted, hold, troubles);
  }

  public Controls withHold(Hold wanted) {
    return new Controls(microphone, camera, wanted, troubles);
  }

  public Controls with(DeviceTrouble trouble) {
    EnumSet<DeviceTrouble> all = EnumSet.of(trouble);
    all.addAll(troubles);
    return new Controls(microphone, camera, hold, all);
  }

  /** After the user chose other devices: what was wrong may be right now. */
  public Controls withoutTroubles() {
    return new Controls(microphone, camera, hold, Set.of());
  }

  /** What the engine is told: off on hold, whatever the switch says. */
  public Switch sentMicrophone() {
    return hold == Hold.ON_HOLD ? Switch.OFF : microphone;
  }

  public Switch sentCamera() {
    return hold == Hold.ON_HOLD ? Switch.OFF : camera;
  }

  public boolean lacksMicrophone() {
    return troubles.stream().anyMatch(NO_MICROPHONE::contains);
  }

  public boolean lacksCamera() {
    return troubles.stream().anyMatch(NO_CAMERA::contains);
  }

  /** What the resident's page is told, so that it can say "is muted" and not "seems broken". */
  public MediaState announced() {
    return new MediaState(
        lacksMicrophone() ? Device.NONE : device(sentMicrophone()),
        lacksCamera() ? Device.NONE : device(sentCamera()));
  }

  private static Device device(Switch state) {
    return switch (state) {
      case ON -> Device.ON;
      case OFF -> Device.OFF;
    };
  }
}
