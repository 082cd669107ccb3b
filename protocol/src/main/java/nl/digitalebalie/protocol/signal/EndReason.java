package nl.digitalebalie.protocol.signal;

/** Why a conversation ended. */
public enum EndReason {
  STAFF_HUNG_UP,
  RESIDENT_LEFT,
  /** By the exit that looks like a lost connection: perhaps they cannot speak freely. */
  RESIDENT_LEFT_QUIETLY,
  RESIDENT_LOST,
  STAFF_LOST,
  CLOSED_FOR_TODAY,
  SERVER_STOPPING,
  FAULT
}
