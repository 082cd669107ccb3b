package nl.digitalebalie.desktop.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a connection was begun anew of late because of the resident's side: each costs a
 * description, keys and a locked panel, and a page that does nothing else is not followed.
 *
 * @param recent when, oldest first; not longer than what is counted
 */
record Turns(List<Instant> recent) {
  /** A network that comes and goes every five seconds. */
  static final int MAX_IN_A_MINUTE = 12;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  static final Turns NONE = new Turns(List.of());

  Turns {
    recent = List.copyOf(recent);
  }

  Turns taken(Instant now) {
    List<Instant> counted = new ArrayList<>(recent);
    counted.removeIf(at -> !now.isBefore(at.plus(MINUTE)));
    counted.add(now);
    return new Turns(
        counted.subList(Math.max(0, counted.size() - MAX_IN_A_MINUTE - 1), counted.size()));
  }

  boolean isRestless(Instant now) {
    return recent.stream().filter(at -> now.isBefore(at.plus(MINUTE))).count() > MAX_IN_A_MINUTE;
  }
}
