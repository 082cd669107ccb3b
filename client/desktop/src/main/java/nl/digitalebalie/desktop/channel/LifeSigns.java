package nl.digitalebalie.desktop.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;

/**
 * Which sign of life is due. Its number says how long the epoch has lasted, so that one that was
 * held back on the way is worth no more than when it was made. One for each five seconds at most,
 * none ahead of its time. Mutable; belongs to its {@link SecureChannel}.
 */
final class LifeSigns {
  /** Protocol 3.0: the gate counts the same steps from the same beginning. */
  static final Duration EVERY = Duration.ofSeconds(5);

  /** So long a sign that would say "nothing flows yet" waits for the news that it does. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private int epoch;
  private Instant since = Instant.EPOCH;
  private long last;
  private MediaFlow told = MediaFlow.STALLED;

  /** The epoch is announced under {@code b}; once for each. */
  void begin(int next, Instant now) {
    if (next != epoch) {
      epoch = next;
      since = now;
      last = 0;
      told = MediaFlow.STALLED;
    }
  }

  /** Other keys: whatever begins next counts from 1. */
  void forget() {
    epoch = 0;
  }

  /** The number to sign now, if any. */
  OptionalLong due(int of, MediaFlow flow, Instant now) {
    Duration lasted = Duration.between(since, now);
    if (of != epoch || epoch == 0 || lasted.isNegative()) {
      return OptionalLong.empty();
    }
    long number = 1 + lasted.dividedBy(EVERY);
    boolean waits =
        flow == MediaFlow.STALLED
            && told == MediaFlow.STALLED
            && lasted.minus(EVERY.multipliedBy(number - 1)).compareTo(PATIENCE) < 0;
    if (number <= last || waits) {
      return OptionalLong.empty();
    }
    last = number;
    told = flow;
    return OptionalLong.of(number);
  }
}
