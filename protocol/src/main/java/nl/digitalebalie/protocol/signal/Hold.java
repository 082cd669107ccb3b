package nl.digitalebalie.protocol.signal;

/** Whether the staff member put the talk on hold. */
public enum Hold {
  TALKING,
  ON_HOLD
}
