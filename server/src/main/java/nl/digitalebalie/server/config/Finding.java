package nl.digitalebalie.server.config;

/**
 * One line of the table that the administrator reads at start.
 *
 * @param path such as {@code municipalities[0].topics[1].title}
 */
public record Finding(Grade grade, String path, String sentence) {

  /** How bad it is. */
  public enum Grade {
    RIGHT,
    WARNING,
    ERROR
  }
}
