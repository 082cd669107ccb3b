package nl.digitalebalie.media.capture;

/**
 * Which camera to open, as the settings store it.
 *
 * @param text a scheme and what belongs to it: {@code v4l2:/dev/video0}, {@code dshow:NAME}, {@code
 *     avfoundation:INDEX}; {@code lavfi:testsrc2=size=640x480:rate=30}, {@code file:/PATH.y4m} (or
 *     .mp4, looped) and {@code timecode:640x480@30} for tests and demonstrations; {@code none}
 */
public record CameraId(String text) {
  /** No camera at all: a neutral picture is sent. */
  public static final CameraId NONE = new CameraId("none");

  /** The first camera found, or {@link #NONE}. */
  public static final CameraId DEFAULT = new CameraId("default");

  private static final int MAX_CHARS = 1024;

  public CameraId {
    if (text.isBlank() || text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a camera id has 1 to " + MAX_CHARS + " characters");
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
