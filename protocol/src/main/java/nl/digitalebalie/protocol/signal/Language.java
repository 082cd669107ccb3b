package nl.digitalebalie.protocol.signal;

/** The resident's language (ISO 639-1). */
public enum Language {
  NL,
  EN
}
