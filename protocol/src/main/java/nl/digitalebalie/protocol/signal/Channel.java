package nl.digitalebalie.protocol.signal;

/** How the two talk. */
public enum Channel {
  VIDEO,
  CHAT,
  PHONE
}
