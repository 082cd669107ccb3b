package nl.digitalebalie.transport.log;

import java.util.regex.Pattern;

/** Takes internet addresses out of text that others wrote, so that no log holds one. Pure. */
final class AddressRedaction {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  // Three groups or more, or a double colon; a time of day looks alike and goes too, which is fine.
  private static final Pattern IPV6 =
      Pattern.compile("(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%[\\w.-]+)?");
  private static final String GONE = "[address]";

  private AddressRedaction() {}

  static String redact(String text) {
    return IPV6.matcher(IPV4.matcher(text).replaceAll(GONE)).replaceAll(GONE);
  }
}
