package nl.digitalebalie.rtc.jitter;

import java.time.Duration;
import java.util.ArrayDeque;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Maps media time to playout time.
 *
 * <p>Each arrival gives a transit time: arrival minus media time. The smallest of the last seconds
 * is the path without queues; how much later most packets come is the jitter we must wait for. The
 * clock drift between both sides moves the smallest transit slowly, and is so followed by itself.
 */
public final class PlayoutClock {
  private static final Duration WINDOW = Duration.ofSeconds(8);

  /** A stream of 50 frames per second fills eight seconds with 400. */
  private static final int MAX_SAMPLES = 500;

  /** The share of arrivals that should be in time. */
  private static final double IN_TIME = 0.97;

  /** Sorting the window for each arrival would be waste. */
  private static final int SAMPLES_PER_ESTIMATE = 10;

  /** Jitter falls back slowly: one quiet second is no promise. */
  private static final double FALL = 0.04;

  /** Further from the others than this is another clock: the peer began anew. */
  private static final long JUMP_NANOS = 5_000_000_000L;

  /** One wild timestamp is a fault, several are a new clock. */
  private static final int JUMPS_TO_BELIEVE = 3;

  /** The timer of the loop and the decoder's start. */
  private static final long MARGIN_NANOS = 5_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private record Sample(MonoTime at, long transit) {}

  private final long minDelay;
  private final long maxDelay;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private long base;
  private long delay;
  private long syncDelay;
  private int sinceEstimate;
  private int jumpsInARow;

  public PlayoutClock(Duration minDelay, Duration maxDelay) {
    this.minDelay = minDelay.toNanos();
    this.maxDelay = maxDelay.toNanos();
    this.delay = this.minDelay;
  }

  /** A frame is complete. */
  public void arrived(MediaTime time, MonoTime at) {
    long transit = at.nanos() - nanos(time);
    boolean jumped = !samples.isEmpty() && Math.abs(transit - base) > JUMP_NANOS;
    jumpsInARow = jumped ? jumpsInARow + 1 : 0;
    if (jumped && jumpsInARow < JUMPS_TO_BELIEVE) {
      return;
    }
    if (jumped || samples.isEmpty()) {
      samples.clear();
      base = transit;
    }
    samples.addLast(new Sample(at, transit));
    while (samples.size() > MAX_SAMPLES
        || at.since(samples.getFirst().at()).compareTo(WINDOW) > 0) {
      samples.removeFirst();
    }
    base = Math.min(base, transit);
    if (transit - base > delay || ++sinceEstimate >= SAMPLES_PER_ESTIMATE) {
      estimate();
    }
  }

  private void estimate() {
    sinceEstimate = 0;
    long[] transits = samples.stream().mapToLong(Sample::transit).sorted().toArray();
    base = transits[0];
    int index = (int) Math.ceil(IN_TIME * transits.length) - 1;
    long wanted = Math.clamp(transits[index] - base + MARGIN_NANOS, minDelay, maxDelay);
    delay = wanted >= delay ? wanted : Math.max(wanted, (long) (delay * (1 - FALL)));
  }

  /** Lip sync: this much longer than the network demands. */
  public void holdBack(Duration extra) {
    syncDelay = extra.toNanos();
  }

  /** The extra delay of lip sync. */
  public Duration heldBack() {
    return Duration.ofNanos(syncDelay);
  }

  /** When a moment of media is to be played. */
  public MonoTime playout(MediaTime time) {
    return new MonoTime(nanos(time) + base + delay + syncDelay);
  }

  /** How long a frame that met no queue waits. */
  public Duration delay() {
    return Duration.ofNanos(delay + syncDelay);
  }

  /** The delay without lip sync's share. */
  Duration networkDelay() {
    return Duration.ofNanos(delay);
  }

  /** Seconds and rest apart: an unwrapped timestamp times 10^9 does not fit 64 bits. */
  static long nanos(MediaTime time) {
    long seconds = Math.floorDiv(time.ticks(), time.rate());
    long rest = Math.floorMod(time.ticks(), time.rate());
    return seconds * NANOS_PER_SECOND + rest * NANOS_PER_SECOND / time.rate();
  }
}
