package nl.digitalebalie.media.pace;

import java.util.concurrent.locks.LockSupport;
import nl.digitalebalie.rtc.time.MonoTime;

/** The machine's monotonic clock. */
public final class Clock {
  private Clock() {}

  /** Now. */
  public static MonoTime now() {
    return new MonoTime(System.nanoTime());
  }

  /** Waits until then; returns at once, and early, on an interrupted thread. */
  public static void waitUntil(MonoTime then) {
    long left = then.nanosSince(now());
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = then.nanosSince(now());
    }
  }
}
