package nl.digitalebalie.media.playout;

/**
 * Which speaker to open, as the settings store it.
 *
 * @param text {@code default}, {@code javasound:NAME}; {@code none} (keeps time and measures the
 *     level, for machines without one) and {@code wav:/PATH.wav} (as none, and writes a file)
 */
public record SpeakerId(String text) {
  /** The system's choice. */
  public static final SpeakerId DEFAULT = new SpeakerId("default");

  /** No speaker: sound is taken in at its pace and measured. */
  public static final SpeakerId NONE = new SpeakerId("none");

  private static final int MAX_CHARS = 1024;

  public SpeakerId {
    if (text.isBlank() || text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a speaker id has 1 to " + MAX_CHARS + " characters");
    }
  }

  /** What stands before the first colon. */
  public String scheme() {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /** What stands behind the first colon. */
  public String rest() {
    int colon = text.indexOf(':');
    return colon < 0 ? "" : text.substring(colon + 1);
  }
}
