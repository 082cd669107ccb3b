package nl.digitalebalie.rtc.jitter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Finds freezes by the rule of W3C webrtc-stats (freezeCount): the time between two rendered
 * pictures is at least max(3 x mean, mean + 150 ms), the mean taken over the last thirty.
 */
public final class FreezeDetector {
  private static final int PICTURES = 30;
  private static final long EXTRA_NANOS = 150_000_000L;

  private final ArrayDeque<Long> gaps = new ArrayDeque<>();
  private Optional<MonoTime> last = Optional.empty();
  private long sum;
  private long freezes;
  private Duration frozen = Duration.ZERO;

  /** A picture is played; the length of the freeze it ended, if it ended one. */
  public Optional<Duration> played(MonoTime at) {
    Optional<MonoTime> before = last;
    last = Optional.of(at);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    long gap = at.nanosSince(before.get());
    boolean froze = !gaps.isEmpty() && gap >= threshold();
    remember(gap);
    if (!froze) {
      return Optional.empty();
    }
    freezes++;
    frozen = frozen.plusNanos(gap);
    return Optional.of(Duration.ofNanos(gap));
  }

  private long threshold() {
    long mean = sum / gaps.size();
    return Math.max(3 * mean, mean + EXTRA_NANOS);
  }

  private void remember(long gap) {
    gaps.addLast(gap);
    sum += gap;
    if (gaps.size() > PICTURES) {
      sum -= gaps.removeFirst();
    }
  }

  /** How many so far. */
  public long freezes() {
    return freezes;
  }

  /** How long in all. */
  public Duration frozen() {
    return frozen;
  }
}
