package nl.digitalebalie.desktop.viewer;

/**
 * What goes between the desk and the process that draws, as {@code DataOutputStream} writes it. To
 * it: kind, number of bytes, bytes, then for each page its number and width. From it: a status and
 * the number of pages, then for each page a status, width, height and pixels.
 */
public final class Wire {
  public static final int PDF = 1;
  public static final int IMAGE = 2;

  public static final int FINE = 0;
  public static final int NOT_READABLE = 1;
  public static final int PROTECTED = 2;
  public static final int TOO_MUCH = 3;

  /** A page of A4 at some 240 dots to the inch. */
  public static final int MAX_PIXELS = 6_000_000;

  public static final int MAX_PAGES = 5_000;
  public static final int MAX_WIDTH = 2_400;

  /** Blue, green, red, alpha. */
  public static final int BYTES_A_PIXEL = 4;

  private Wire() {}
}
