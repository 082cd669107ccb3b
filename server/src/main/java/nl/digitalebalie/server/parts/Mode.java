package nl.digitalebalie.server.parts;

/** Demo mode accepts fictional identities and known passwords; production refuses both. */
public enum Mode {
  DEMO,
  PRODUCTION
}
