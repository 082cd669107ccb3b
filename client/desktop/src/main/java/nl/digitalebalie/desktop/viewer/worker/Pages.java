package nl.digitalebalie.desktop.viewer.worker;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** A document that was read. */
interface Pages extends AutoCloseable {
  int count();

  /**
   * @param page from 1 to {@link #count}
   */
  BufferedImage draw(int page, int width) throws IOException, TooMuch;

  @Override
  void close() throws IOException;

  /** It needs a password that nobody gave. */
  final class Protected extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** More pixels than a letter has. */
  final class TooMuch extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
