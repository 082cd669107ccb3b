package nl.digitalebalie.media.capture;

/**
 * Which microphone to open, as the settings store it.
 *
 * @param text {@code default}, {@code javasound:NAME}; {@code file:/PATH.wav} (looped), {@code
 *     tone} (the test pattern) and {@code silence} for tests, demonstrations and machines without
 *     one
 */
public record MicrophoneId(String text) {
  /** The system's choice. */
  public static final MicrophoneId DEFAULT = new MicrophoneId("default");

  /** No microphone: silence is sent. */
  public static final MicrophoneId SILENCE = new MicrophoneId("silence");

  private static final int MAX_CHARS = 1024;

  public MicrophoneId {
    if (text.isBlank() || text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a microphone id has 1 to " + MAX_CHARS + " characters");
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
