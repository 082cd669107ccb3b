package nl.digitalebalie.protocol.signal;

/** Why a conversation ended. */
public enum EndReason {
  STAFF_HUNG_UP,
  RESIDENT_LEFT,
  RESIDENT_LOST,
  STAFF_LOST,
  CLOSED_FOR_TODAY,
  SERVER_STOPPING,
  FAULT
}
