package nl.digitalebalie.server.contacts;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one delivery made over there so far, by step: the next try goes on from here. Owned by the
 * thread that delivers.
 */
final class Progress {
  private final Map<String, String> made;
  private final Tries tries;
  private final Saving saving;

  /** Whether this delivery was begun before: then something may be there that nobody told us of. */
  enum Tries {
    FIRST,
    AGAIN
  }

  /** Writes it down durably before the next step. */
  interface Saving {
    void now(Map<String, String> made);
  }

  Progress(Map<String, String> made, Tries tries, Saving saving) {
    this.made = new TreeMap<>(made);
    this.tries = tries;
    this.saving = saving;
  }

  Optional<String> made(String step) {
    return Optional.ofNullable(made.get(step));
  }

  Tries tries() {
    return tries;
  }

  String done(String step, String uuid) {
    made.put(step, uuid);
    saving.now(Map.copyOf(made));
    return uuid;
  }
}
