package nl.digitalebalie.protocol.identity;

/** How the resident showed who they are. */
public enum IdentificationMeans {
  IRMA,
  ID_CONTACT
}
