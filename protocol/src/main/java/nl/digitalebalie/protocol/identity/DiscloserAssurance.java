package nl.digitalebalie.protocol.identity;

/** Whether the wallet's holder is the person in this conversation, weak to strong. */
public enum DiscloserAssurance {
  NONE,
  PAIRED,
  SIGNED
}
