package nl.digitalebalie.transport.log;

import java.util.regex.Pattern;

/** Takes addresses and passwords out of text that others wrote, so that no log holds one. Pure. */
final class Redaction {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  // Three groups or more, or a double colon; a time of day looks alike and goes too, which is fine.
  private static final Pattern IPV6 =
      Pattern.compile("(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%[\\w.-]+)?");
  // ice4j prints an agent with its password, which lets anyone answer connectivity checks.
  private static final Pattern PASSWORD =
      Pattern.compile("(?i)(pwd|password|credential)s?\\s*[:=]\\s*[^\\s,;)]+");
  private static final String GONE = "[address]";
  private static final String SECRET = "$1=[secret]";

  private Redaction() {}

  static String redact(String text) {
    String withoutPasswords = PASSWORD.matcher(text).replaceAll(SECRET);
    return IPV6.matcher(IPV4.matcher(withoutPasswords).replaceAll(GONE)).replaceAll(GONE);
  }
}
