package nl.digitalebalie.protocol.signal;

/** Whether the other side is connected right now. */
public enum Presence {
  HERE,
  AWAY
}
