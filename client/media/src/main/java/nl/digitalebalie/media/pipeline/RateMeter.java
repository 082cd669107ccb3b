package nl.digitalebalie.media.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import nl.digitalebalie.rtc.time.MonoTime;

/** Counts events per second over the last two seconds; ticked by one thread, read by any. */
final class RateMeter {
  private static final long WINDOW_NANOS = 2_000_000_000L;

  /** Two seconds of any sane rate. */
  private static final int MAX_TICKS = 256;

  private final Deque<MonoTime> ticks = new ArrayDeque<>();

  synchronized void tick(MonoTime at) {
    ticks.addLast(at);
    if (ticks.size() > MAX_TICKS) {
      ticks.removeFirst();
    }
  }

  synchronized double perSecond(MonoTime now) {
    while (!ticks.isEmpty() && now.nanosSince(ticks.getFirst()) > WINDOW_NANOS) {
      ticks.removeFirst();
    }
    if (ticks.size() < 2) {
      return 0;
    }
    // From first tick to last there are one fewer intervals than ticks; a stream that stopped
    // counts the silence since its last tick.
    long span = ticks.getLast().nanosSince(ticks.getFirst());
    double interval = (double) span / (ticks.size() - 1);
    double silence = now.nanosSince(ticks.getLast());
    double counted = silence > 2 * interval ? span + silence : span;
    return counted <= 0 ? 0 : (ticks.size() - 1) * 1e9 / counted;
  }
}
