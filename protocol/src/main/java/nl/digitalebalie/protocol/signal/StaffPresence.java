package nl.digitalebalie.protocol.signal;

/** Whether a staff member takes residents. */
public enum StaffPresence {
  AVAILABLE,
  BREAK
}
