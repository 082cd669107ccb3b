package nl.digitalebalie.protocol.sdp;

/**
 * The character classes of RFC 8866 section 9 and RFC 8839 section 5.4, checked by every record.
 */
final class Text {
  private Text() {}

  static void requireLine(String value) {
    if (value.length() > SdpLimits.MAX_LINE_CHARACTERS) {
      throw new IllegalArgumentException("longer than a line");
    }
    for (int i = 0; i < value.length(); i++) {
      if (isControl(value.charAt(i))) {
        throw new IllegalArgumentException("a control character would begin another line");
      }
    }
  }

  static void requireToken(String value, int maxCharacters) {
    requireLine(value);
    if (value.isEmpty() || value.length() > maxCharacters || value.indexOf(' ') >= 0) {
      throw new IllegalArgumentException("not a token of 1 to " + maxCharacters + " characters");
    }
  }

  static void requireIceChars(String value, int minCharacters) {
    if (value.length() < minCharacters || value.length() > 256) {
      throw new IllegalArgumentException("an ICE credential has the wrong length");
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isIceChar(value.charAt(i))) {
        throw new IllegalArgumentException("an ICE credential has a forbidden character");
      }
    }
  }

  static void requireRange(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("not between " + min + " and " + max);
    }
  }

  static boolean isControl(char character) {
    return (character < ' ' && character != '\t') || character == 0x7F;
  }

  private static boolean isIceChar(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '+'
        || character == '/';
  }
}
