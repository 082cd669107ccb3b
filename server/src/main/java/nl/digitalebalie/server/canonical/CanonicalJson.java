package nl.digitalebalie.server.canonical;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON Canonicalization Scheme (RFC 8785) for what we hash: objects, arrays, strings, booleans
 * and integers up to 2^53. Other numbers are refused, so that no floating-point form can differ
 * between programs.
 */
public final class CanonicalJson {
  /** RFC 7493 2.2: integers beyond this do not survive a double. */
  private static final long MAX_INTEGER = 1L << 53;

  private CanonicalJson() {}

  /** UTF-8 bytes of a Map with string keys, a List, a String, a Boolean, an Integer or a Long. */
  public static byte[] bytes(Object value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  public static String text(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** SHA-256 of some bytes. */
  public static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case Map<?, ?> object -> writeObject(object, out);
      case List<?> array -> writeArray(array, out);
      case String string -> writeString(string, out);
      case Boolean bool -> out.append(bool.booleanValue());
      case Integer number -> out.append(number.intValue());
      case Long number when Math.abs(number) <= MAX_INTEGER -> out.append(number.longValue());
      case null -> throw new IllegalArgumentException("no canonical form for nothing");
      default ->
          throw new IllegalArgumentException(
              "no canonical form for a " + value.getClass().getSimpleName());
    }
  }

  private static void writeObject(Map<?, ?> object, StringBuilder out) {
    // RFC 8785 3.2.3: sorted by UTF-16 code units, which is String's natural order
    TreeMap<String, Object> sorted = new TreeMap<>();
    object.forEach((key, value) -> sorted.put((String) key, value));
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Object> member : sorted.entrySet()) {
      out.append(separator);
      writeString(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void writeArray(List<?> array, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object element : array) {
      out.append(separator);
      write(element, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void writeString(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char character = string.charAt(i);
      switch (character) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (character < ' ') {
            out.append("\\u00").append(Character.forDigit(character >> 4, 16));
            out.append(Character.forDigit(character & 0xF, 16));
          } else {
            out.append(character);
          }
        }
      }
    }
    out.append('"');
  }
}
