package nl.digitalebalie.rtc.time;

import java.util.Optional;

/** Gathers the moments at which anything wants to be woken and keeps the first. */
public final class Earliest {
  private Optional<MonoTime> first = Optional.empty();

  /** One more moment. */
  public void consider(MonoTime moment) {
    first = Optional.of(first.map(now -> MonoTime.earliest(now, moment)).orElse(moment));
  }

  /** The first of them; empty when nothing waits. */
  public Optional<MonoTime> moment() {
    return first;
  }
}
