package nl.digitalebalie.desktop.viewer;

/** What the drawing of a document led to. */
public sealed interface ViewerNews {
  /** Which document, as the desk numbers them. */
  int request();

  /** It was read and has so many pages. */
  record Counted(int request, int pages) implements ViewerNews {}

  record Drawn(int request, PagePicture picture) implements ViewerNews {}

  /** Nothing more comes of this document. */
  record Failed(int request, Fault fault) implements ViewerNews {}

  /** Why a document is not shown. */
  enum Fault {
    NOT_READABLE,
    /** It asks for a password. */
    PROTECTED,
    /** More pixels or memory than a letter needs. */
    TOO_MUCH,
    TOO_SLOW,
    /** The process could not be started, or it broke down. */
    BROKEN
  }
}
