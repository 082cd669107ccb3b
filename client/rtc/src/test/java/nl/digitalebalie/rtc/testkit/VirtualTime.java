package nl.digitalebalie.rtc.testkit;

import java.time.Duration;
import nl.digitalebalie.rtc.time.MonoTime;

/** A clock that moves only when told, and never back. */
public final class VirtualTime {
  private MonoTime now;

  /** Begins at an odd moment, so that nobody relies on zero. */
  public VirtualTime() {
    now = new MonoTime(7_777_777_777L);
  }

  public MonoTime now() {
    return now;
  }

  public void advanceTo(MonoTime later) {
    if (later.isBefore(now)) {
      throw new IllegalStateException("time does not run back");
    }
    now = later;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
