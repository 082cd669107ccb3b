package nl.digitalebalie.desktop.policy;

/**
 * One thing that is wrong with a policy file.
 *
 * @param code stable, for the documentation and the help desk
 * @param where the field, or the file's path
 */
public record PolicyFault(Code code, String where) {
  /** What is wrong. */
  public enum Code {
    FILE_MISSING,
    FILE_UNREADABLE,
    NOT_JSON,
    FIELD_UNKNOWN,
    FIELD_MISSING,
    SERVER_NOT_A_URL,
    SERVER_NOT_ENCRYPTED,
    KEY_UNREADABLE,
    KEY_TOO_WEAK
  }
}
