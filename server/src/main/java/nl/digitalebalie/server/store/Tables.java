package nl.digitalebalie.server.store;

import java.util.Locale;

/** Whose tables a database holds; each part has scripts and a history of its own. */
public enum Tables {
  RELAY,
  COUNTER;

  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
