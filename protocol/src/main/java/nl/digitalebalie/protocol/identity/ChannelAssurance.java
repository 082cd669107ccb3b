package nl.digitalebalie.protocol.identity;

/**
 * Whether the other end of the media is the browser that asked for the disclosure, weak to strong.
 */
public enum ChannelAssurance {
  NONE,
  SPOKEN,
  SIGNED
}
