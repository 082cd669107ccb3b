package nl.digitalebalie.protocol.cases;

/** Whether a purpose shows what staff wrote beside a case, and lets them write more. */
public enum NotesShown {
  HIDDEN,
  SHOWN
}
