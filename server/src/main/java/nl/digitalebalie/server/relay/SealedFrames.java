package nl.digitalebalie.server.relay;

/** Tells frames that are carried unread from signalling, before they are parsed. */
final class SealedFrames {
  private static final String TYPE = "\"type\":\"sealed\"";

  /** The type stands first, after the version; nobody's text is searched. */
  private static final int WITHIN = 64;

  private SealedFrames() {}

  /**
   * In JSON these characters can only be a field: inside a text the quotes would be escaped. A
   * frame that says so and is something else is refused by the codec, and counts.
   */
  static boolean looksSealed(String frame) {
    return frame.indexOf(TYPE, 0, Math.min(WITHIN, frame.length())) >= 0;
  }
}
