package nl.digitalebalie.protocol.signal;

import java.util.Objects;

/**
 * What one side sends right now, so that the other side can say "is muted" instead of "seems
 * broken".
 */
public record MediaState(Device microphone, Device camera) {
  public MediaState {
    Objects.requireNonNull(microphone);
    Objects.requireNonNull(camera);
  }

  public enum Device {
    ON,
    OFF,
    /** There is no such device, or permission was refused. */
    NONE
  }
}
