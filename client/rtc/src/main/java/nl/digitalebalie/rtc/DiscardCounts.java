package nl.digitalebalie.rtc;

import java.util.EnumMap;
import java.util.Map;
import nl.digitalebalie.rtc.RtcStats.Discard;
import nl.digitalebalie.rtc.protect.Unprotected;

/** Counts what was thrown away, and why: hostile input never ends a call, and never goes unseen. */
final class DiscardCounts {
  private final Map<Discard, Long> discarded = new EnumMap<>(Discard.class);
  private final Map<Unprotected.Reason, Long> rejected = new EnumMap<>(Unprotected.Reason.class);

  void count(Discard reason) {
    discarded.merge(reason, 1L, Long::sum);
  }

  void count(Unprotected.Reason reason) {
    rejected.merge(reason, 1L, Long::sum);
  }

  Map<Discard, Long> discarded() {
    return Map.copyOf(discarded);
  }

  Map<Unprotected.Reason, Long> rejected() {
    return Map.copyOf(rejected);
  }
}
