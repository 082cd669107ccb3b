package nl.digitalebalie.acceptance.staff;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** When the staff client decoded its first picture of a call. */
public final class FirstPicture {
  private FirstPicture() {}

  /**
   * Watches from a thread of its own, so that nothing else delays the look.
   *
   * @param atMillis gets the time of day; 0 until then
   */
  public static Thread note(StaffClient staff, AtomicLong atMillis) {
    return Thread.ofPlatform()
        .daemon()
        .name("first-picture")
        .start(() -> {
          while (atMillis.get() == 0 && !Thread.currentThread().isInterrupted()) {
            if (staff.stats().filter(stats -> stats.framesDecoded() > 0).isPresent()) {
              atMillis.set(System.currentTimeMillis());
            } else {
              LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
          }
        });
  }
}
