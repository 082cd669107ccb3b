package nl.digitalebalie.media.capture;

import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.rtc.time.MonoTime;

/** An open camera; owned by one thread. */
public interface Camera extends AutoCloseable {
  /**
   * Waits for the next picture, at most about 100 ms, and draws it on the canvas as I420 in the
   * camera's own size.
   */
  Shot shoot(Canvas canvas);

  @Override
  void close();

  /** What came of one wait. */
  sealed interface Shot {
    /** There is a picture, taken then. */
    record Taken(MonoTime at) implements Shot {}

    /** No picture yet; ask again. */
    record NothingYet() implements Shot {}

    /** The camera is gone for good: unplugged, taken away, or at fault. */
    record Gone() implements Shot {}
  }
}
