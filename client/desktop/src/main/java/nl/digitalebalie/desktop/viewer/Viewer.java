package nl.digitalebalie.desktop.viewer;

/**
 * Draws pages of one document at a time. Called on the desk's thread; what comes of it arrives
 * there, and nothing of a document that was stopped.
 */
public interface Viewer {
  /** A document is on its way: get ready. Ends the one before. */
  void prepare(int request);

  /** All of it is there. */
  void read(int request, String mediaType, DocumentBytes bytes);

  /**
   * @param width in pixels
   */
  void draw(int request, int page, int width);

  /** Ends it, and whatever draws it, at once. */
  void stop();
}
