package nl.digitalebalie.transport.ice;

/** Who nominates the path (RFC 8445 section 6.1.1). */
public enum IceRole {
  /** The side whose offer began the call. */
  CONTROLLING,
  /** The side that answered. */
  CONTROLLED
}
