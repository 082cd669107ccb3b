package nl.digitalebalie.transport.ice;

import java.util.Map;
import nl.digitalebalie.transport.log.LibraryLog;

/**
 * Settles what ice4j reads once per process. A property that the administrator set on the command
 * line wins.
 */
final class Ice4jLibrary {
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          // Else the first Agent asks a cloud metadata address and takes seconds longer.
          Map.entry("ice4j.harvest.mapping.aws.enabled", "false"),
          Map.entry("ice4j.redact-remote-addresses", "true"),
          // Tell nobody which library and version answers.
          Map.entry("ice4j.software", ""),
          // RFC 7675 section 5.1: a check every 5 s, and consent expires 30 s after the last
          // answer:
          // here 5 s (6 s with its jitter) and then 24 tries over 24 s.
          Map.entry("ice4j.consent-freshness.interval", "5 seconds"),
          Map.entry("ice4j.consent-freshness.original-wait-interval", "500 milliseconds"),
          Map.entry("ice4j.consent-freshness.max-wait-interval", "1 second"),
          Map.entry("ice4j.consent-freshness.max-retransmissions", "24"),
          // Without these the first STUN harvester of the process would change every later check.
          // A pair is given up after some 5 s, for the peer's machine may be busy.
          Map.entry("org.ice4j.MAX_CTRAN_RETRANS_TIMER", "400"),
          Map.entry("org.ice4j.MAX_RETRANSMISSIONS", "14"));

  static {
    LibraryLog.settle();
    SETTINGS.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
  }

  private Ice4jLibrary() {}

  /** Makes sure the settings are in place; call before the first ice4j class is touched. */
  static void settle() {
    if (System.getProperty("ice4j.redact-remote-addresses") == null) {
      throw new IllegalStateException("ice4j is not configured");
    }
  }
}
