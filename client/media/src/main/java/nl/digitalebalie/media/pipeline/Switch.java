package nl.digitalebalie.media.pipeline;

/** Whether a person lets the other side hear or see them. */
public enum Switch {
  /** Sound or picture is sent. */
  ON,
  /** Silence or a neutral picture is sent. */
  OFF
}
